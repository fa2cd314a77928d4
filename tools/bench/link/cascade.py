"""What a careful analyst would write: joins in DuckDB, from the surest key to the loosest, each over the rest.

cascade.py PERSONS ROWS OUT [--identity]
"""
import sys
import duckdb

persons, rows, out = sys.argv[1:4]
db = duckdb.connect()
db.execute("SET threads = 2")
DIGITS = "upper(regexp_replace(translate(%s, '０１２３４５６７８９Ｘ', '0123456789X'), '[^0-9Xx*]', '', 'g'))"
NAME = "regexp_replace(regexp_replace(%s, '[(（\\[【].*$', ''), '[\\s·.　]', '', 'g')"
db.execute(f"""CREATE TABLE p AS SELECT person_id, household_id, {NAME % 'name'} name, id_number number, birth, village, phone,
  substr(id_number, 1, 15) front, substr(id_number, 1, 14) most, substr(id_number, 7) tail
  FROM read_csv('{persons}', all_varchar = true)""")
db.execute(f"""CREATE TABLE r AS SELECT row_id, name, CASE WHEN length(number) = 20 THEN substr(number, 1, 18) ELSE number END number,
  CASE WHEN raw_birth = '' OR raw_birth IS NULL THEN CASE WHEN length(number) = 18 THEN
    substr(number, 7, 4) || '-' || substr(number, 11, 2) || '-' || substr(number, 13, 2) END
   ELSE coalesce(CAST(coalesce(try_strptime(raw_birth, '%Y-%m-%d'), try_strptime(raw_birth, '%Y%m%d'), try_strptime(raw_birth, '%Y/%m/%d'),
    try_strptime(raw_birth, '%Y年%m月%d日')) AS DATE)::VARCHAR, '') END birth, village, phone
  FROM (SELECT row_id, {NAME % '姓名'} name, {DIGITS % '身份证号'} number, 出生日期 raw_birth, 村 village, 联系电话 phone
        FROM read_csv('{rows}', all_varchar = true))""")
db.execute("CREATE TABLE link (row_id VARCHAR, person_id VARCHAR)")
STEPS = ["p.number = r.number AND p.name = r.name"]
if "--identity" in sys.argv:
    STEPS = ["p.number = r.number"]
else:
    STEPS += [
        "p.number = r.number AND (substr(p.name, 1, 1) = substr(r.name, 1, 1) AND levenshtein(p.name, r.name) <= 1 AND length(r.name) > 2)",
        "p.name = r.name AND p.birth = r.birth AND p.village = r.village",
        "p.name = r.name AND p.phone = r.phone",
        "p.name = r.name AND p.birth = r.birth AND (hamming(rpad(p.number, 18, chr(32)), rpad(left(r.number, 18), 18, chr(32))) <= 2 OR r.number = '')",
        "p.name = r.name AND p.front = substr(r.number, 1, 15)",
        "p.name = r.name AND p.most = substr(r.number, 1, 14)",
        "p.name = r.name AND p.village = r.village AND hamming(rpad(p.number, 18, chr(32)), rpad(left(r.number, 18), 18, chr(32))) <= 2",
        "p.name = r.name AND substr(p.number, 15) = substr(r.number, 15) AND substr(p.number, 1, 6) = substr(r.number, 1, 6)",
        "p.name = r.name AND length(r.number) = 15 AND substr(p.number, 1, 6) || substr(p.number, 9, 9) = r.number",
        "p.number = r.number AND substr(p.name, 1, 1) = substr(r.name, 1, 1)",
        "p.number = r.number AND substr(p.name, 2) = substr(r.name, 2)",
        "p.birth = r.birth AND p.phone = r.phone AND substr(p.name, 1, 1) = substr(r.name, 1, 1)",
        "p.name = r.name AND p.village = r.village",
        "p.name = r.name AND p.birth = r.birth",
    ]
for step in STEPS:
    # A key that points at two persons points at none.
    db.execute(f"""INSERT INTO link SELECT r.row_id, min(p.person_id) FROM r JOIN p ON {step}
      WHERE r.row_id NOT IN (SELECT row_id FROM link) GROUP BY r.row_id HAVING count(*) = 1""")
db.execute(f"COPY (SELECT row_id, person_id, 'accepted' outcome FROM link) TO '{out}' (HEADER)")
