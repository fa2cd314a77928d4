"""Makes a county so many times as large: multiply.py SQLITE TIMES [KEEP].

Households, persons and facts of the file are copied with other numbers, so that a growth curve does
not wait for millions of rows to be imported; KEEP = 4 leaves every fourth fact only, where the disk
is small. What is measured afterwards is reading them.
"""
import sqlite3, sys

# Columns that number a row or name it once; the rest is copied as it is.
SHIFTED = {
    "household": {"id": "id", "code": None},
    "person": {"id": "id", "household_id": "household"},
    "fact": {"id": "id", "household_id": "household", "person_id": "person", "event_key": None, "replaces": "id"},
}


def main(path, times, keep=1):
    db = sqlite3.connect(path, isolation_level=None)
    for word in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -500000", "recursive_triggers = OFF"):
        db.execute(f"PRAGMA {word}")
    highest = {table: db.execute(f"SELECT MAX(id) FROM {table}").fetchone()[0] for table in SHIFTED}
    for table, shifted in SHIFTED.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        indexes = list(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)))
        for name, _ in indexes:
            db.execute(f"DROP INDEX {name}")
        if table == "fact" and keep > 1:
            db.execute(f"DELETE FROM fact WHERE id % {keep} <> 0")
        for turn in range(1, times):
            def value(column):
                if column not in shifted:
                    return column
                if shifted[column] is None:
                    return f"{column} || '/{turn}'"
                by = highest[table if shifted[column] == "id" else shifted[column]] * turn
                return f"{column} + {by}"
            db.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(map(value, columns))} FROM {table} "
                       f"WHERE id <= {highest[table]}")
        for _, sql in indexes:
            db.execute(sql)
        db.execute("UPDATE id_counter SET next = ? WHERE name = ?", (highest[table] * times + 1, table))
        print(table, db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0], flush=True)
    db.execute("PRAGMA analysis_limit = 0")
    db.execute("ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
