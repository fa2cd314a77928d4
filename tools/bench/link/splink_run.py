"""Splink on the same two files: cleaned as far as its users do, u by random pairs, m by expectation–maximisation.

splink_run.py PERSONS ROWS OUT
"""
import logging, sys
import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

persons, rows, out = sys.argv[1:4]
logging.disable(logging.WARNING)
db = duckdb.connect()
db.execute("SET threads = 2")
DIGITS = "upper(regexp_replace(translate(%s, '０１２３４５６７８９Ｘ', '0123456789X'), '[^0-9Xx*]', '', 'g'))"
NAME = "regexp_replace(regexp_replace(%s, '[(（\\[【].*$', ''), '[\\s·.　]', '', 'g')"
db.execute(f"""CREATE TABLE p AS SELECT person_id unique_id, {NAME % 'name'} name, nullif(id_number, '') number, birth, village,
  nullif(phone, '') phone FROM read_csv('{persons}', all_varchar = true)""")
db.execute(f"""CREATE TABLE r AS SELECT row_id unique_id, name, nullif(left(n, 18), '') number, nullif(village, '') village,
  nullif(phone, '') phone, CASE WHEN b IS NOT NULL THEN b WHEN length(n) IN (18, 20) THEN
    substr(n, 7, 4) || '-' || substr(n, 11, 2) || '-' || substr(n, 13, 2) END birth
  FROM (SELECT row_id, {NAME % '姓名'} name, {DIGITS % '身份证号'} n, 村 village, 联系电话 phone,
    CAST(coalesce(try_strptime(出生日期, '%Y-%m-%d'), try_strptime(出生日期, '%Y%m%d'), try_strptime(出生日期, '%Y/%m/%d'),
    try_strptime(出生日期, '%Y年%m月%d日')) AS DATE)::VARCHAR b FROM read_csv('{rows}', all_varchar = true))""")
settings = SettingsCreator(
    link_type="link_only",
    comparisons=[
        cl.LevenshteinAtThresholds("name", [1]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("birth", [1]),
        cl.ExactMatch("village"), cl.ExactMatch("phone")],
    blocking_rules_to_generate_predictions=[
        block_on("number"), block_on("name", "birth"), block_on("name", "village"), block_on("phone"),
        block_on("birth", "village")])
api = DuckDBAPI(db)
linker = Linker([api.register("p", dataset_display_name="p"), api.register("r", dataset_display_name="r")], settings)
linker.training.estimate_probability_two_random_records_match([block_on("number", "name")], recall=.85)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("number"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "birth"))
found = linker.inference.predict(threshold_match_probability=.9).physical_name
db.execute(f"""COPY (SELECT row_id, person_id, 'accepted' outcome FROM (
  SELECT unique_id_r row_id, unique_id_l person_id, match_weight,
    row_number() OVER (PARTITION BY unique_id_r ORDER BY match_weight DESC) place FROM {found}) WHERE place = 1) TO '{out}' (HEADER)""")
