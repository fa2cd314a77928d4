"""Makes a quarter of the scores differ from what the next run finds, as the half-lives of their parts do from one day
to the next: newday.py DATABASE. On PostgreSQL a checkpoint follows, after which every page that a run touches is
written to the log as a whole.
"""
import sqlite3, sys

CHANGE = "UPDATE risk_score SET coefficient = coefficient + 1, governing = governing + 1 WHERE household_id % 4 = 0"

address = sys.argv[1]
if address.startswith("postgres"):
    import psycopg2

    link = psycopg2.connect(address)
    link.autocommit = True
    with link.cursor() as db:
        for statement in (CHANGE, "VACUUM risk_score", "CHECKPOINT"):
            db.execute(statement)
else:
    db = sqlite3.connect(address)
    with db:
        db.execute(CHANGE)
