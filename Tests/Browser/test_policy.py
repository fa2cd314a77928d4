"""`policy check`, `policy diff` and `backtest` as scripts call them, with every bad pack there is."""
import csv, json, os, pathlib, shutil

import pytest
from test_command import checked, row, run, taken

PACK = pathlib.Path(__file__).parents[2] / "Sources/App/Policies/jiangxi-2026"
HEALTH = "factors-1-health.yaml"
CHRONIC = """
      SELECT m.household_id, m.id AS person_id, 1.0 AS strength FROM member m WHERE m.is_chronic = 1
"""
EVERY = "      SELECT h.id AS household_id, {} AS strength FROM household_sheet h\n"
ENDLESS = ("      SELECT n.i AS household_id, 1.0 AS strength FROM (WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL "
           "SELECT i + 1 FROM c WHERE i < 4000000000) SELECT MAX(i) AS i FROM c) n\n")


@pytest.fixture
def pack(tmp_path):
    """A copy of the bundled pack, with pieces of a file replaced."""
    folder = tmp_path / "规则包"
    shutil.copytree(PACK, folder)

    def change(file, *pairs):
        page = folder / file
        text = page.read_text(encoding="utf-8")
        for right, wrong in pairs:
            assert right in text, right
            text = text.replace(right, wrong, 1)
        page.write_text(text, encoding="utf-8")
        return folder

    return change


@pytest.fixture
def postgres():
    address = os.environ.get("TEST_POSTGRES")
    if not address:
        pytest.skip("TEST_POSTGRES names no server")
    return address


def line_of(file, text):
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def test_the_bundled_pack_holds(program):
    answer = run(program, "policy", "check", PACK, "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["factors"] >= 30 and found["examples"] >= 2 * found["factors"]
    assert found["engines"] == ["sqlite"]


def test_the_bundled_pack_holds_on_both_engines(program, postgres):
    answer = run(program, "policy", "check", PACK, "--database-url", postgres, "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["engines"] == ["sqlite", "postgres"]


BAD = [
    ("weight of one", "weight: 0.72", "weight: 1", "weight 应在 0 与 1 之间"),
    ("weight above one", "weight: 0.72", "weight: 1.5", "weight 应在 0 与 1 之间"),
    ("negative weight", "weight: 0.72", "weight: -0.1", "weight 应在 0 与 1 之间"),
    ("weight that is no number", "weight: 0.72", "weight: heavy", "weight"),
    ("factor that deletes", CHRONIC, "\n      DELETE FROM member RETURNING id\n", "只能是一条 SELECT"),
    ("factor that updates", CHRONIC, "\n      UPDATE member SET is_chronic = 0\n", "只能是一条 SELECT"),
    ("factor that writes in a second statement", CHRONIC,
     "\n      SELECT 1 AS household_id, 1.0 AS strength; DELETE FROM fact_now\n", "不能有 ;"),
    ("duplicates", CHRONIC, "\n" + EVERY.format("1.0").rstrip() + " UNION ALL SELECT h.id, 1.0 FROM household_sheet h\n", "两行"),
    ("infinity less infinity", CHRONIC, "\n" + EVERY.format("9e999 - 9e999"), "强度"),
    ("nothing", CHRONIC, "\n" + EVERY.format("NULL"), "强度为空"),
    ("strength above one", CHRONIC, "\n" + EVERY.format("1.01"), "不在 0 与 1 之间"),
    ("strength below nought", CHRONIC, "\n" + EVERY.format("-0.01"), "不在 0 与 1 之间"),
    ("unknown view", CHRONIC, "\n      SELECT id AS household_id, 1.0 AS strength FROM household_view\n", "没有视图 household_view"),
    ("table of the program", CHRONIC, "\n      SELECT id AS household_id, 1.0 AS strength FROM person\n", "没有视图 person"),
    ("failing example", "strength: 0.6 }\n      - { case: 领了补贴", "strength: 0.7 }\n      - { case: 领了补贴", "样例“三级”"),
]


@pytest.mark.parametrize("right, wrong, reason", [bad[1:] for bad in BAD], ids=[bad[0] for bad in BAD])
def test_a_bad_pack_is_refused_with_file_line_and_reason(program, pack, right, wrong, reason):
    folder = pack(HEALTH, (right, wrong))
    answer = run(program, "policy", "check", folder)
    assert answer.returncode == 1 and answer.stdout == ""
    assert f"规则包 {HEALTH} 第 " in answer.stderr and reason in answer.stderr, answer.stderr
    line = int(answer.stderr.split("第 ")[1].split(" 行")[0])
    # The line is inside the factor or the example that is at fault.
    mark = "case: 三级" if "三级" in reason else wrong.strip().splitlines()[0].strip()[:40]
    near = line_of(folder / HEALTH, mark)
    assert abs(line - near) <= 12, (line, near)


def test_a_factor_over_its_time_is_cut_off(program, pack):
    folder = pack(HEALTH, (CHRONIC, "\n" + ENDLESS), ("title: 长期慢性病\n", "title: 长期慢性病\n    limitSeconds: 1\n"))
    answer = run(program, "policy", "check", folder)
    assert answer.returncode == 1 and HEALTH in answer.stderr and "查询超过 1 s" in answer.stderr


def test_what_only_one_engine_understands_is_refused_by_the_other(program, pack, postgres):
    folder = pack(HEALTH, (CHRONIC, CHRONIC.replace("1.0 AS", "IFNULL(1.0, 0) AS")))
    assert run(program, "policy", "check", folder).returncode == 0
    answer = run(program, "policy", "check", folder, "--database-url", postgres)
    assert answer.returncode == 1 and HEALTH in answer.stderr and "ifnull" in answer.stderr.lower()


@pytest.mark.parametrize("path, says", [("没有这个目录", "没有这个规则包目录")])
def test_a_missing_pack_is_named(program, tmp_path, path, says):
    answer = run(program, "policy", "check", tmp_path / path)
    assert answer.returncode == 1 and says in answer.stderr


@pytest.fixture
def data(program, tmp_path):
    """Two households; the first had a hospital bill."""
    number = checked("36073219800101001")
    assert taken(program, tmp_path, row(number=number), row(code="B1", name="李建国", number=checked("36073219700101001"))) \
        == {"added": 2}
    bill = tmp_path / "bill.csv"
    with open(bill, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["姓名", "身份证号", "结算日期", "个人自付"], ["钟小燕", number, "2026-06-10", "50000"]])
    assert run(program, "push", "medical", bill, "--data", tmp_path / "data").returncode == 0
    return tmp_path / "data"


def test_diff_names_whom_another_pack_moves_and_by_what(program, pack, data):
    folder = pack(HEALTH, ("weight: 0.72", "weight: 0.01"))
    words = ["policy", "diff", PACK, folder, "--data", data]
    found = json.loads(run(program, *words, "--json").stdout)
    assert found["households"] == 2 and found["asOf"]
    for change in found["changes"]:
        assert change["code"] == "A1" and change["factor"] == "medicalBurden"
        assert change["before"] > change["after"]
    same = json.loads(run(program, "policy", "diff", PACK, PACK, "--data", data, "--json").stdout)
    assert same["changed"] == 0 and same["changes"] == []
    told = run(program, *words)
    assert told.returncode == 0 and f"{found['changed']} 户的审核级别会变" in told.stdout


def test_diff_refuses_a_bad_pack_and_a_bad_day(program, pack, data):
    folder = pack(HEALTH, ("weight: 0.72", "weight: 1"))
    answer = run(program, "policy", "diff", PACK, folder, "--data", data)
    assert answer.returncode == 1 and HEALTH in answer.stderr and "第 " in answer.stderr
    wrong = run(program, "policy", "diff", PACK, PACK, "--data", data, "--as-of", "昨天")
    assert wrong.returncode != 0 and "as-of" in wrong.stderr


@pytest.mark.parametrize("words", [["policy", "diff", PACK, PACK], ["backtest", "--json"]], ids=["diff", "backtest"])
def test_a_mistyped_directory_is_no_empty_county(program, tmp_path, words):
    answer = run(program, *words, "--data", tmp_path / "nothing")
    assert answer.returncode != 0 and "没有数据库" in answer.stderr and answer.stdout == ""
    assert not (tmp_path / "nothing").exists()


def test_a_server_that_does_not_answer_is_named(program):
    answer = run(program, "policy", "check", PACK, "--database-url", "host=127.0.0.1 port=1 user=nobody")
    assert answer.returncode == 1 and "连不上数据库" in answer.stderr


def test_a_server_does_not_start_with_a_bad_pack(program, pack, tmp_path):
    folder = pack(HEALTH, ("weight: 0.72", "weight: 1"))
    home = tmp_path / "packs"
    home.mkdir()
    folder.rename(home / "jiangxi-2026")
    answer = run(program, "assess", "--data", tmp_path / "data", "--policies", home)
    assert answer.returncode != 0 and HEALTH in answer.stderr and "第 " in answer.stderr


def test_backtest_answers_scripts(program, data):
    answer = run(program, "backtest", "--data", data, "--months", "3", "--json")
    assert answer.returncode == 0, answer.stderr
    months = json.loads(answer.stdout)
    assert months and all(month["households"] == 2 and month["outcomes"] == 0 for month in months)
    for month in months:
        assert {line["name"] for line in month["lines"]} == {"township", "county"}
        # Fewer than ten households give no rates.
        assert "heldOut" not in month and month["calibration"] == []
    assert run(program, "backtest", "--data", data, "--months", "3", "--json").stdout == answer.stdout


@pytest.mark.parametrize("words, says", [
    (["--months", "0"], "months"), (["--ahead", "61"], "ahead"), (["--csv", "没有.csv"], "--outcome"),
    (["--csv", "没有.csv", "--outcome", "y"], "没有.csv")])
def test_backtest_refuses_what_cannot_be(program, tmp_path, words, says):
    answer = run(program, "backtest", "--data", tmp_path / "data", *words)
    assert answer.returncode != 0 and says in answer.stderr


def test_a_county_learns_from_its_own_past(program, data, tmp_path):
    """The strengths of a month whose outcome is known by now are a file for `fit`."""
    file = tmp_path / "strengths.csv"
    answer = run(program, "backtest", "--data", data, "--months", "3", "--ahead", "1", "--strengths", file)
    assert answer.returncode == 0, answer.stderr
    rows = list(csv.DictReader(open(file, encoding="utf-8-sig")))
    assert len(rows) == 2 and {row["met"] for row in rows} == {"0"} and "medicalBurden" in rows[0]
    assert all(cell == "" or 0 <= float(cell) <= 1 for row in rows for cell in row.values())
    thin = run(program, "fit", "--data", file, "--outcome", "met", "--prior", PACK)
    assert thin.returncode == 1 and "数据太少" in thin.stderr
    closed = run(program, "backtest", "--data", data, "--months", "3", "--ahead", "1", "--strengths", tmp_path)
    assert closed.returncode == 1 and "写入失败" in closed.stderr and "broken" not in closed.stderr
    early = run(program, "backtest", "--data", data, "--months", "3", "--ahead", "24", "--strengths", file)
    assert early.returncode != 0 and "没有结果可学" in early.stderr
