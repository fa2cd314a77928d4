"""How long the workbench takes to answer when a line or a weight is moved: workbench.py PROGRAM DATA.

DATA is a county with its coefficients of today; the eleven months before are computed first. Each
answer is the whole page over twelve months: per township and month, the lists' counts, hours, the
missed, and four groups. The accounts are those of a small generated county.
"""
import json, pathlib, random, re, sqlite3, statistics, subprocess, sys, tempfile, time
from pages import Visitor, memory, serving


def lend_account(program, data):
    """A county reviewer of a small demo, put into the county that is measured."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "demo", "--data", folder, "--households", "20", "--no-serve"],
                       check=True, stdout=subprocess.DEVNULL)
        accounts = json.loads((pathlib.Path(folder) / "demo-accounts.json").read_text())
        db = sqlite3.connect(pathlib.Path(data) / "shouwang.sqlite", isolation_level=None)
        db.execute("ATTACH ? AS small", (f"{folder}/shouwang.sqlite",))
        for table in ("account",):
            db.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM small.{table}")
        db.close()
    return next(one for one in accounts if one["role"] == "countyReviewer")


def timed(visitor, paths):
    seen, times = set(), []
    for path in paths:
        took, body = visitor.get(path)
        times.append(took)
        seen.add(re.search(r"月须审核 ([\d,]+) 户", body)[1])
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{statistics.median(times):6.0f} {p95:6.0f} {max(times):6.0f} ms, {len(seen)} different answers"


def main(program, data):
    account = lend_account(program, data)
    start = time.perf_counter()
    subprocess.run([program, "backtest", "--data", data, "--months", "12", "--json"], check=True, stdout=subprocess.DEVNULL)
    print(f"workbench: twelve months computed in {time.perf_counter() - start:.0f} s")
    chance = random.Random(3)
    with serving(program, data) as (port, process):
        visitor = Visitor(port, account)
        first, body = visitor.get("/workbench")
        months = len(re.findall("<option", body))
        print(f"workbench: first opening of {months} months {first:.0f} ms; then median, 95th, worst:")
        lines = [f"/workbench?township={0.40 + turn * 0.01:.2f}&county=0.85" for turn in range(45)]
        print("  a threshold moved:", timed(visitor, lines))
        weights = [f"/workbench?w.medicalBurden={chance.random() * 0.9:.2f}&w.lostWork={chance.random() * 0.9:.2f}" for _ in range(45)]
        print("  two weights moved:", timed(visitor, weights))
        held = memory(process)
        print(f"  serve holds {held['VmRSS']:.0f} MB, at most {held['VmHWM']:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
