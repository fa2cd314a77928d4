"""The same sums by pandas and by a hand-written DuckDB query: yardstick.py SQLITE [--json].

Both get the facts of the county in memory first (timed for pandas by itself), and add, for each household, the
hazards of six kinds of facts of the last year: a share of an amount, a grade or a plain yes, times
the weight, halved every so many days; the largest of a person and kind counts.
"""
import json, math, pathlib, sqlite3, sys, tempfile, time

import duckdb, numpy, pandas

# factor: (kinds, yuan at full strength or None, weight, half-life)
FACTORS = [
    ("medicalBurden", ("medicalSelfPaid", "outpatientSelfPaid"), 24_000, 0.72, 240),
    ("newGraveDisease", ("graveDisease",), None, 0.45, 365),
    ("schoolFees", ("schoolFees",), 20_000, 0.45, 365),
    ("lostWork", ("lostWork",), None, 0.6, 150),
    ("wageArrears", ("wageArrears",), 20_000, 0.35, 150),
    ("uninsured", ("uninsured",), None, 0.15, None),
    ("dropout", ("dropout",), None, 0.6, 180),
    ("accident", ("accident",), None, 0.68, 270),
    ("fireOrCrime", ("fireOrCrime",), 30_000, 0.5, 270),
    ("disaster", ("disaster",), 30_000, 0.65, 180),
    ("unsafeHouse", ("unsafeHouse",), None, 0.6, 365),
    ("water", ("waterShortage",), None, 0.35, 90),
    ("farmLoss", ("farmLoss",), 30_000, 0.5, 240),
    ("loanOverdue", ("loanOverdue",), None, 0.35, 180),
    ("dibaoStopped", ("dibaoStopped",), None, 0.35, 180),
    ("hotline", ("hotline",), None, 0.2, 90),
    ("disability", ("disability",), None, 0.58, 365),
    ("careNeed", ("careNeed",), None, 0.3, None),
    ("earnerDied", ("death",), None, 0.5, 365),
    ("insuranceLapsed", ("insuranceLapsed",), None, 0.12, 240),
]


def table():
    rows = []
    for name, kinds, full, weight, life in FACTORS:
        for kind in kinds:
            rows.append((kind, name, full and full * 100, -math.log1p(-weight), life))
    return pandas.DataFrame(rows, columns=["kind", "factor", "full_fen", "theta", "life"])


def by_pandas(facts, members, factors, day):
    current = facts[(facts.true_on > day - 365) & (facts.true_on <= day) & ~facts.id.isin(facts.replaces.dropna())]
    joined = current.merge(factors, on="kind")
    summed = joined.groupby(["household_id", "person_id", "factor", "theta"], as_index=False).agg(
        amount=("amount_fen", "sum"), full=("full_fen", "max"), life=("life", "max"), last=("true_on", "max"))
    strength = (summed.amount / summed.full).clip(upper=1).where(summed.full.notna(), 1.0)
    summed["hazard"] = summed.theta * strength * (2 ** (-(day - summed["last"]) / summed.life)).fillna(1)
    ill = members[members.is_chronic == 1].groupby("household_id").size() * 0.083
    grave = members[members.is_gravely_ill == 1].groupby("household_id").size() * 0.357
    hazard = summed.groupby("household_id").hazard.sum().add(ill, fill_value=0).add(grave, fill_value=0)
    return hazard


DUCK = """
SELECT COUNT(*), SUM(hazard) FROM (SELECT household_id, SUM(hazard) AS hazard FROM (
  SELECT household_id, theta * CASE WHEN max(full_fen) IS NULL THEN 1 ELSE least(1, sum(amount_fen) / max(full_fen)) END
    * CASE WHEN max(life) IS NULL THEN 1 ELSE pow(2, -(? - max(true_on)) / max(life)) END AS hazard
  FROM facts JOIN factors USING (kind)
  WHERE true_on > ? - 365 AND true_on <= ? AND id NOT IN (SELECT replaces FROM facts WHERE replaces IS NOT NULL)
  GROUP BY household_id, person_id, factor, theta
  UNION ALL SELECT household_id, SUM(CASE WHEN is_chronic = 1 THEN 0.083 ELSE 0 END
    + CASE WHEN is_gravely_ill = 1 THEN 0.357 ELSE 0 END) FROM members
    WHERE is_chronic = 1 OR is_gravely_ill = 1 GROUP BY household_id
) GROUP BY household_id)
"""


def main(path):
    db = sqlite3.connect(path)
    start = time.perf_counter()
    facts = pandas.read_sql("SELECT id, household_id, person_id, kind, true_on, amount_fen, replaces FROM fact", db)
    members = pandas.read_sql("SELECT household_id, is_chronic, is_gravely_ill FROM person", db)
    pandas_read = time.perf_counter() - start
    day, factors = int(facts.true_on.max()), table()
    start = time.perf_counter()
    hazards = by_pandas(facts, members, factors, day)
    first = len(hazards), float(hazards.sum())
    pandas_took = time.perf_counter() - start
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        kept = hazards.to_frame("hazard").assign(coefficient=lambda row: 1 - numpy.exp(-row.hazard))
        kept.to_sql("assessment", sqlite3.connect(f"{folder}/kept.sqlite"))
        pandas_write = time.perf_counter() - start
    duck = duckdb.connect()
    duck.execute("PRAGMA threads = 2")
    for name, frame in (("facts", facts), ("members", members), ("factors", factors)):
        duck.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
    start = time.perf_counter()
    second = duck.execute(DUCK, [day, day, day]).fetchone()
    duck_took = time.perf_counter() - start
    assert first[0] == second[0] and abs(first[1] - second[1]) < 1e-6 * first[1], (first, second)
    return {"facts": len(facts), "households": first[0], "pandas_read": round(pandas_read, 3),
            "pandas": round(pandas_took, 3), "pandas_write": round(pandas_write, 3), "duckdb": round(duck_took, 3)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
