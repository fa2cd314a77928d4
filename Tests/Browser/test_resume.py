"""A job whose program is killed goes on where it was."""
import csv, datetime, json, pathlib, signal, sqlite3, subprocess, sys, time

import pytest

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools/bench"))
from county import COLUMNS, identity_number  # noqa: E402

PERSONS, BILLS = 500, 60_000


def registry(folder):
    file = folder / "台账.csv"
    base = {"县": "兴国县", "乡": "潋江镇", "村": "背街社区", "户类型": "一般农户", "与户主关系": "户主",
            "人均纯收入（元）": "9000"}
    with open(file, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number in range(PERSONS):
            row = base | {"户编号": f"K{number}", "姓名": f"钟小{number}", "证件号码": number_of(number)}
            writer.writerow([row.get(column, "") for column in COLUMNS])
    return file


def number_of(number):
    return identity_number(datetime.date(1980, 1, 1) + datetime.timedelta(number), 7)


def bills(folder):
    file = folder / "住院.csv"
    with open(file, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["姓名", "证件号码", "结算日期", "个人自付"])
        for row in range(BILLS):
            writer.writerow([f"钟小{row % PERSONS}", number_of(row % PERSONS), "2026-10-01", row + 1])
    return file


def ask(data, sql):
    with sqlite3.connect(f"file:{data}/shouwang.sqlite?mode=ro", uri=True, timeout=20) as db:
        return db.execute(sql).fetchall()


def killed(command, data, is_far_enough):
    """Runs a command and kills it as soon as something of it is kept."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for _ in range(6000):
        assert process.poll() is None, process.stdout.read()
        try:
            if is_far_enough():
                break
        except sqlite3.OperationalError:
            pass
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("at", ["received", "committing"])
def test_a_killed_push_goes_on_and_counts_nothing_twice(program, tmp_path, at):
    data = tmp_path / "data"
    first = subprocess.run([program, "import", "registry", registry(tmp_path), "--data", data],
                           capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    kept = {"received": "SELECT reached_row > 0 FROM submission WHERE stage = 'received'",
            "committing": "SELECT 1 FROM submission WHERE item = 'medical' AND stage = 'committing'"}[at]
    killed([program, "push", "medical", bills(tmp_path), "--data", data], data,
           lambda: ask(data, kept) == [(1,)])
    (stage, before), = ask(data, "SELECT stage, reached_row FROM submission WHERE item = 'medical'")
    assert stage == at
    # The lease of the dead must end before anybody else may go on; here it ended long ago.
    with sqlite3.connect(data / "shouwang.sqlite") as db:
        db.execute("UPDATE job SET leased_until_at = 1 WHERE state = 'running'")
    server = subprocess.Popen([program, "serve", "--data", data, "--port", "0"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wanted = "checked" if at == "received" else "committed"
        for _ in range(600):
            if ask(data, "SELECT stage FROM submission WHERE item = 'medical'") == [(wanted,)]:
                break
            time.sleep(0.1)
        (stage, counts), = ask(data, "SELECT stage, counts FROM submission WHERE item = 'medical'")
        assert (stage, json.loads(counts)) == (wanted, {"added": BILLS})
        assert ask(data, "SELECT COUNT(*), COUNT(DISTINCT row_no) FROM submission_row "
                         "WHERE submission_id = 2") == [(BILLS, BILLS)]
        facts = ask(data, "SELECT COUNT(*), COUNT(DISTINCT event_key) FROM fact")
        assert facts == [(0, 0) if wanted == "checked" else (BILLS, BILLS)]
        assert ask(data, "SELECT MAX(attempts) FROM job WHERE subject = 'submission/2'")[0][0] >= 2
        # The copies that lay open when the program was killed are gone.
        assert not [copy for copy in (data / "files").glob(".open-*") if f"-{server.pid}-" not in copy.name]
    finally:
        server.terminate()
        server.wait(30)
