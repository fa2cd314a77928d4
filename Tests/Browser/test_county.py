"""What must hold for every household of a generated county that has lived its year, on both databases."""
import csv, datetime, json, math, os, sqlite3, subprocess

import pytest
from test_command import run

HOUSEHOLDS, TODAY = 150, datetime.date.today()
PAST = [TODAY - datetime.timedelta(days) for days in (20, 150, 300)]
ROWS = """SELECT a.run_id, h.code, a.hazard, a.coefficient, CAST(a.parts AS TEXT) FROM assessment a
  JOIN household h ON h.county = a.county AND h.id = a.household_id ORDER BY a.run_id, h.code"""


class Made:
    """A generated county: how to call the program on it, and how to look into it."""

    def __init__(self, program, folder, address=None):
        self.program, self.folder, self.address = program, folder, address
        self.words = ["--data", folder, *(["--database-url", address] if address else [])]
        answer = subprocess.run(
            [program, "demo", *self.words, "--households", str(HOUSEHOLDS), "--seed", "11", "--no-serve"],
            capture_output=True, text=True, timeout=900)
        assert answer.returncode == 0, answer.stderr

    def ask(self, sql):
        if not self.address:
            link = sqlite3.connect(self.folder / "shouwang.sqlite")
            return [tuple(map(str, row)) for row in link.execute(sql)]
        out = subprocess.run(["psql", self.address, "-AtF", "\x1f", "-c", sql], capture_output=True, text=True, check=True)
        return [tuple(line.split("\x1f")) for line in out.stdout.splitlines()]

    def assess(self, *words):
        answer = run(self.program, "assess", *self.words, *words, "--json")
        assert answer.returncode == 0, answer.stderr
        return str(json.loads(answer.stdout)["run"])

    def rows(self, number=None):
        return [row[1:] for row in self.ask(ROWS) if number in (None, row[0])]


@pytest.fixture(scope="module")
def small(program, tmp_path_factory):
    return Made(program, tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="module")
def served(program, tmp_path_factory):
    server = os.environ.get("TEST_POSTGRES")
    if not server:
        pytest.skip("TEST_POSTGRES names no server")
    name = f"county_{os.getpid()}"
    subprocess.run(["psql", server, "-qc", f"CREATE DATABASE {name}"], check=True)
    yield Made(program, tmp_path_factory.mktemp("postgres"), server.replace("dbname=postgres", f"dbname={name}"))
    subprocess.run(["psql", server, "-qc", f"DROP DATABASE {name} WITH (FORCE)"], check=True)


@pytest.fixture(params=["small", "served"])
def made(request):
    return request.getfixturevalue(request.param)


def test_parts_sum_exactly_for_every_household_of_every_run(made):
    rows = made.rows()
    assert len(rows) > 100
    for code, hazard, coefficient, text in rows:
        parts = json.loads(text)
        assert sum(part["h"] for part in parts) == int(hazard), code
        assert all(part["h"] > 0 and 0 < part["s"] <= 1_000_000 for part in parts), code
        assert len({(part["f"], part.get("p")) for part in parts}) == len(parts), code
        exact = -math.expm1(-int(hazard) / 1e6) * 1e6
        assert abs(int(coefficient) - exact) <= 0.500001, code


@pytest.mark.parametrize("day", PAST, ids=["last month", "half a year ago", "long ago"])
def test_an_old_date_gives_the_same_bytes_whatever_came_later(made, day, tmp_path):
    before = made.rows(made.assess("--as-of", day))
    # A bill of that time comes in only now, and a later one.
    person = made.ask("SELECT name FROM person ORDER BY id LIMIT 1")[0][0]
    file = tmp_path / "late.csv"
    with open(file, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["姓名", "身份证号", "结算日期", "个人自付"],
                                   [person, "360732198001010010", day, "30000"], [person, "", TODAY, "40000"]])
    assert run(made.program, "push", "medical", file, *made.words).returncode == 0
    assert made.rows(made.assess("--as-of", day)) == before
    assert before or day == PAST[-1]


def test_nobody_stands_at_nought_for_want_of_knowledge(made):
    # Whoever has no row is known to have no part; whoever has one has a part, or was looked at again.
    assert made.ask("""SELECT COUNT(*) FROM assessment a JOIN assessment_run r ON r.county = a.county AND r.id = a.run_id
        WHERE a.hazard = 0 AND r.scope = 'all'""") == [("0",)]
    assert made.ask("SELECT COUNT(*) FROM risk_score WHERE coefficient = 0 AND provincial IS NULL")[0][0] in ("0",)


def test_both_databases_say_the_same_to_one_millionth_a_part(small, served):
    day = PAST[0]
    left, right = ({row[0]: json.loads(row[3]) for row in made.rows(made.assess("--as-of", day))} for made in (small, served))
    assert left.keys() == right.keys() and len(left) > 20
    for code in left:
        one, two = (sorted((part["f"], part.get("d"), part["h"]) for part in side[code]) for side in (left, right))
        assert [part[:2] for part in one] == [part[:2] for part in two], code
        assert all(abs(a[2] - b[2]) <= 1 for a, b in zip(one, two)), code
