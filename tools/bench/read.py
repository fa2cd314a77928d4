"""Reads a file with a well-known reader: python3 read.py READER FILE; prints rows and cells."""
import sys

reader, file = sys.argv[1:]
if reader == "calamine":
    from python_calamine import CalamineWorkbook
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    print(len(rows), sum(map(len, rows)), sep="\t")
elif reader == "openpyxl":
    import openpyxl
    rows = cells = 0
    for row in openpyxl.load_workbook(file, read_only=True).active.iter_rows(values_only=True):
        rows, cells = rows + 1, cells + len(row)
    print(rows, cells, sep="\t")
elif reader == "pandas":
    import pandas
    table = pandas.read_csv(file, dtype=str, header=None, encoding="gb18030" if ".gbk." in file else "utf-8")
    print(table.shape[0], table.size, sep="\t")
elif reader == "duckdb":
    import duckdb
    base = duckdb.connect()
    base.execute("SET threads = 1")
    table = f"read_csv('{file}', header = false, all_varchar = true)"
    base.execute(f"CREATE TABLE cells AS SELECT * FROM {table}")
    rows = base.execute("SELECT COUNT(*) FROM cells").fetchone()[0]
    print(rows, rows * len(base.execute("DESCRIBE cells").fetchall()), sep="\t")
