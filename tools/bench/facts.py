"""Five years of facts for a county that `import registry` has filled: facts.py DATABASE [SHARE].

DATABASE is an SQLite file or a postgres:// address. Some 37 facts a household, most of them benefit
payments and rolls, as departments send them (SHARE of them where the disk is small); the persons are the generated ones of the registry.
Rows go straight into the tables: what is measured afterwards is reading them.
"""
import datetime, io, random, sqlite3, sys

EPOCH = datetime.date(1970, 1, 1)
COUNTY = 360732
# kind, department, item, facts per household and year, has an amount, details
KINDS = [
    ("benefitPaid", "财政", "benefits", 3.6, 90_000, ['{"project":"耕地地力补贴"}']),
    ("pension", "人社", "pension", 1.2, 20_000, ['{"kind":"城乡居民养老"}']),
    ("enrolled", "教育", "students", 0.8, None, ['{"school":"中心小学"}']),
    ("migrantWork", "人社", "work", 0.6, 500_000, ['{"place":"东莞"}']),
    ("medicalSelfPaid", "医保", "medical", 0.35, 2_500_000, ['{"disease":"肺炎"}', '{"disease":"骨折"}']),
    ("outpatientSelfPaid", "医保", "outpatient", 0.3, 150_000, ['{}']),
    ("dibaoGranted", "民政", "dibaoroll", 0.12, 50_000, ['{"kind":"农村"}']),
    ("insuranceAid", "医保", "insuranceaid", 0.1, 38_000, ['{}']),
    ("disabilityAllowance", "民政", "disabilityallowance", 0.15, 10_000, ['{"kind":"护理补贴"}']),
    ("studentAid", "教育", "studentaid", 0.1, 150_000, ['{}']),
    ("chronicCare", "卫健", "chroniccare", 0.08, None, ['{"disease":"高血压"}']),
    ("relief", "民政", "relief", 0.02, 500_000, ['{}']),
    ("tekunGranted", "民政", "tekun", 0.02, 90_000, ['{"kind":"分散供养"}']),
    ("publicPost", "人社", "publicpost", 0.03, 80_000, ['{"until":"2026-06-30"}', '{"until":"2027-06-30"}']),
    ("schoolFees", "教育", "fees", 0.04, 2_000_000, ['{}']),
    ("lostWork", "人社", "lostwork", 0.03, None, ['{"reason":"裁员"}']),
    ("uninsured", "医保", "uninsured", 0.02, None, ['{}']),
    ("graveDisease", "卫健", "gravedisease", 0.008, None, ['{"disease":"肺癌"}']),
    ("severeMental", "卫健", "mental", 0.01, None, ['{"grade":"3"}', '{"grade":"1"}', '{}']),
    ("disability", "残联", "disability", 0.01, None, ['{"grade":"2"}', '{"grade":"3"}']),
    ("disabilityChange", "残联", "disabilitychange", 0.002, None, ['{"grade":"2","before":"3"}']),
    ("careNeed", "卫健", "careneed", 0.008, None, ['{"grade":"重度"}', '{"grade":"中度"}']),
    ("dropout", "教育", "dropout", 0.002, None, ['{"kind":"疑似辍学"}', '{}']),
    ("wageArrears", "人社", "arrears", 0.004, 3_000_000, ['{}']),
    ("insuranceLapsed", "人社", "lapsed", 0.01, None, ['{"months":"7"}']),
    ("accident", "公安", "accident", 0.006, None, ['{"severity":"重伤"}', '{"severity":"轻伤"}']),
    ("fireOrCrime", "公安", "crimefire", 0.001, 3_000_000, ['{"kind":"火灾"}']),
    ("death", "公安", "death", 0.02, None, ['{}']),
    ("custody", "公安", "custody", 0.002, None, ['{"kind":"服刑","until":"2028-01-01"}']),
    ("orphan", "民政", "orphan", 0.001, None, ['{}']),
    ("disaster", "应急", "disaster", 0.01, 4_000_000, ['{"kind":"洪涝灾害"}']),
    ("disasterRelief", "应急", "disasterrelief", 0.006, 1_000_000, ['{}']),
    ("unsafeHouse", "住建", "housing", 0.005, None, ['{"grade":"D"}', '{"grade":"C"}', '{"grade":"B"}']),
    ("rebuilding", "住建", "rebuilding", 0.003, None, ['{"stage":"开工"}']),
    ("houseHazard", "住建", "househazard", 0.003, None, ['{"grade":"较大"}']),
    ("waterShortage", "水利", "water", 0.006, None, ['{"days":"4"}', '{"days":"12"}']),
    ("farmLoss", "农业农村", "farmloss", 0.01, 3_000_000, ['{"kind":"动物疫病"}']),
    ("loanOverdue", "金融机构", "loanoverdue", 0.006, 5_000_000, ['{"days":"33"}', '{"days":"120"}']),
    ("loanDue", "金融机构", "loandue", 0.01, 5_000_000, ['{"until":"2027-03-01"}']),
    ("dibaoStopped", "民政", "dibao", 0.006, None, ['{"reason":"收入超标"}']),
    ("lowIncome", "民政", "lowincome", 0.02, None, ['{"kind":"低保边缘"}']),
    ("elderCare", "民政", "eldercare", 0.003, None, ['{}']),
    ("hotline", "信访", "hotline", 0.006, None, ['{"matter":"医疗"}']),
]


def facts(households, today, share=1, seed=3):
    """(id, household, person, kind, key, day number, known, amount, detail, department, replaces)."""
    chance = random.Random(seed)
    number, days = 0, 5 * 365
    for kind, department, _, yearly, amount, details in KINDS:
        for _ in range(int(len(households) * yearly * 5 * share)):
            number += 1
            household, persons = chance.choice(households)
            day = today - int(chance.random() * days)
            known = (day + 10) * 86_400_000_000
            # One in two thousand corrects the fact before it.
            replaces = number - 1 if number % 2_000 == 0 else None
            yield (number, household, chance.choice(persons), kind, f"{kind}|{number}", day, known,
                   chance.randrange(amount) if amount else None, chance.choice(details), department, replaces)


def members(rows):
    found = {}
    for household, person in rows:
        found.setdefault(household, []).append(person)
    return list(found.items())


COLUMNS = "county, id, household_id, person_id, kind, event_key, true_on, known_at, amount_fen, detail, department, replaces"


def fill_sqlite(path, today, share):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    homes = members(db.execute("SELECT household_id, id FROM person WHERE county = ? ORDER BY id", (COUNTY,)))
    kept = list(db.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'fact' AND sql IS NOT NULL"))
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'fact' AND sql IS NOT NULL")]
    db.execute("BEGIN")
    for name in names:
        db.execute(f"DROP INDEX {name}")
    db.executemany(f"INSERT INTO fact ({COLUMNS}) VALUES ({COUNTY}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", facts(homes, today, share))
    db.executemany(SUBMISSION.replace("%s", "?"), submissions(today))
    for name in ("fact", "submission"):
        db.execute(COUNTER.format(COUNTY, name))
    for (sql,) in kept:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("PRAGMA analysis_limit = 0")
    db.execute("ANALYZE")
    return db.execute("SELECT COUNT(*) FROM fact").fetchone()[0]


SUBMISSION = ("INSERT INTO submission (county, id, item, department, file_name, file_hash, sheet, officer, received_at, "
              f"finished_at, counts) VALUES ({COUNTY}, %s, %s, %s, 'x', 'x', 'x', 0, %s, %s, '{{}}')")


# The program's own counters go on after what was put in beside it.
COUNTER = ("INSERT INTO id_counter (county, name, next) SELECT {0}, '{1}', COALESCE(MAX(id), 0) + 1 FROM {1} WHERE county = {0} "
           "ON CONFLICT (county, name) DO UPDATE SET next = EXCLUDED.next")


def submissions(today):
    at = today * 86_400_000_000
    return [(1000 + n, item, department, at, at) for n, (_, department, item, *_) in enumerate(KINDS)]


def fill_postgres(url, today, share):
    import psycopg2

    link = psycopg2.connect(url)
    db = link.cursor()
    db.execute("SELECT household_id, id FROM person WHERE county = %s ORDER BY id", (COUNTY,))
    homes = members(db.fetchall())
    db.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'fact' AND indexname <> 'fact_pkey'")
    kept = db.fetchall()
    for name, _ in kept:
        db.execute(f"DROP INDEX {name}")
    buffer, lines = io.StringIO(), 0

    def send():
        buffer.seek(0)
        db.copy_expert(f"COPY fact ({COLUMNS}) FROM STDIN", buffer)
        buffer.seek(0)
        buffer.truncate()

    for fact in facts(homes, today, share):
        fact = list(fact)
        fact[5] = (EPOCH + datetime.timedelta(days=fact[5])).isoformat()
        buffer.write("\t".join(["360732", *("\\N" if value is None else str(value) for value in fact)]) + "\n")
        lines += 1
        if lines % 200_000 == 0:
            send()
    send()
    db.executemany(SUBMISSION, submissions(today))
    for name in ("fact", "submission"):
        db.execute(COUNTER.format(COUNTY, name))
    for _, sql in kept:
        db.execute(sql)
    link.commit()
    link.autocommit = True
    db.execute("VACUUM ANALYZE")
    db.execute("SELECT COUNT(*) FROM fact")
    return db.fetchone()[0]


def fill(address, today, share=1):
    make = fill_postgres if address.startswith("postgres") else fill_sqlite
    return make(address, today, share)


if __name__ == "__main__":
    today = (datetime.date.today() - EPOCH).days
    print(f"{fill(sys.argv[1], today, *map(float, sys.argv[2:3]))} facts")
