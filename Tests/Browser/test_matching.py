"""Rows that their number does not settle: how well they are matched, and how a person decides."""
import csv, os, pathlib, subprocess, sys, uuid

import openpyxl, pytest

from test_command import HEADER, checked, run

ROOT = pathlib.Path(__file__).parents[2]
BENCH = ROOT / "tools/bench/link"
PRECISION, F1 = 0.997, 0.993


def score(*command):
    answer = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=True)
    words = answer.stdout.split()
    return float(words[words.index("precision") + 1]), float(words[words.index("F1") + 1])


@pytest.fixture(scope="module")
def known_truth(tmp_path_factory):
    """A register, a department's rows with errors, and who is meant."""
    folder = tmp_path_factory.mktemp("truth")
    subprocess.run([sys.executable, BENCH / "generate.py", "6000", "3000", folder, "--seed", "11"], check=True)
    subprocess.run([sys.executable, BENCH / "server.py", "make", folder], check=True)
    return folder


def test_two_files_are_linked_as_the_truth_says(program, known_truth):
    out = known_truth / "out.csv"
    answer = run(program, "link", "--registry", known_truth / "persons.csv",
                 "--rows", known_truth / "rows.csv", "--out", out)
    assert answer.returncode == 0, answer.stderr
    precision, f1 = score(BENCH / "score.py", known_truth / "truth.csv", out)
    assert precision >= PRECISION and f1 >= F1, (precision, f1)


def test_fitted_weights_are_a_page_for_the_pack(program, known_truth, tmp_path):
    answer = run(program, "link", "--fit", "--registry", known_truth / "persons.csv",
                 "--rows", known_truth / "rows.csv")
    assert answer.returncode == 0, answer.stderr
    (tmp_path / "matching.yaml").write_text(answer.stdout, encoding="utf-8")
    out = tmp_path / "out.csv"
    answer = run(program, "link", "--pack", tmp_path, "--registry", known_truth / "persons.csv",
                 "--rows", known_truth / "rows.csv", "--out", out)
    assert answer.returncode == 0, answer.stderr
    assert score(BENCH / "score.py", known_truth / "truth.csv", out)[0] >= 0.99


def weights_in(text):
    """The lists of a matching.yaml: comparison, level, bits."""
    lists, name = {}, ""
    for line in text.splitlines():
        key, _, value = line.strip().partition(":")
        if line.startswith("    "):
            lists.setdefault(name, {})[key] = float(value)
        else:
            name = key
    return lists


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    """Where the facts are, for the program and for the score."""
    if request.param == "sqlite":
        yield {}, tmp_path / "data/shouwang.sqlite"
        return
    server = os.environ.get("TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL")
    name = f"match_{uuid.uuid4().hex[:8]}"
    subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
    url = server.replace("dbname=postgres", f"dbname={name}")
    yield {"DATABASE_URL": url}, url
    subprocess.run(["psql", "-q", server, "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=True)


def test_pushed_rows_are_matched_as_the_truth_says(program, known_truth, database, tmp_path):
    settings, facts = database
    for words in (["import", "registry", known_truth / "registry.csv"],
                  ["push", "medical", known_truth / "push.csv"]):
        answer = subprocess.run(
            [program, *map(str, words), "--data", tmp_path / "data", "--json"],
            capture_output=True, text=True, env=os.environ | settings, timeout=300)
        assert answer.returncode == 0, answer.stderr
    precision, f1 = score(BENCH / "server.py", "score", known_truth, facts)
    assert precision >= PRECISION and f1 >= F1, (precision, f1)
    # What was counted meanwhile is enough to fit the weights to.
    answer = subprocess.run([program, "weights", "--data", tmp_path / "data"], capture_output=True,
                            text=True, env=os.environ | settings, timeout=300)
    assert answer.returncode == 0, answer.stderr
    bits = weights_in(answer.stdout)
    assert bits["name"]["same"] > bits["name"]["sound"] > 0 > bits["name"]["differs"]
    assert bits["number"]["same"] > 10 and bits["sex"]["differs"] < 0


def sheet(folder, name, rows):
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    book.save(folder / name)
    return folder / name


def upload(visitor, path, file, item=None):
    visitor.open(path)
    if item:
        visitor.choose("item", item)
    visitor.find("#file").send_keys(str(file))
    visitor.press("上传")
    visitor.waits_for("结果")


def waiting_file(visitor, folder, given):
    """Two namesakes born on one day in one village, and a file that says no more of them."""
    birth = "19790305"
    people = [checked(f"360732{birth}{given * 10 + place:03d}") for place in range(2)]
    rows = [f"兴国县,江背镇,江背村,Q{given}{place},一般农户,钟望{'一二三四五六七八'[given % 8]},{number},户主,15000"
            for place, number in enumerate(people)]
    register = folder / "台账.csv"
    register.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    visitor.sign_in("countyAdministrator")
    upload(visitor, "/imports", register)
    visitor.waits_for("确认导入")
    visitor.press("确认导入")
    visitor.waits_for("已入库")
    name = rows[0].split(",")[5]
    said = [["姓名", "身份证号", "出生日期", "乡镇", "村", "联系电话", "结算日期", "个人自付", "病种"]]
    said.append([name, people[1], "", "江背镇", "江背村", "", "2026-10-14", 800, "感冒"])
    # Two digits and one character are not as in the register.
    said.append([name[:2] + "海", people[0][:14] + "88" + people[0][16:], "", "", "", "", "2026-10-14", 5200, "骨折"])
    said += [[name, "", "1979-03-05", "江背镇", "江背村", f"1391234{given:02d}{row:02d}", "2026-10-15",
              1900 + row, "肺炎"] for row in range(4)]
    slip = people[0][:8] + str((int(people[0][8]) + 1) % 10) + people[0][9:]
    said.append([name.replace("望", "旺"), slip, "1979-03-05", "江背镇", "江背村", "", "2026-10-16", 2600, "骨折"])
    visitor.sign_in("departmentOfficer", "医保")
    upload(visitor, "/submissions", sheet(folder, f"待判定-{given}.xlsx", said), "medical")
    visitor.waits_for("逐行判定")
    return visitor.find("main a[href^='/matches?submission=']").get_attribute("href").split("=")[1]


def key(visitor, letter):
    before = visitor.text
    visitor.find("body").send_keys(letter)
    visitor.waits_past(before)


def test_the_queue_is_worked_with_the_keyboard(visitor, tmp_path):
    given = 11 if visitor.size == "desktop" else 12
    file = waiting_file(visitor, tmp_path, given)
    visitor.shoot("dry-run")
    text = visitor.open(f"/matches?submission={file}")
    assert "待判定 5 行" in text and "第 3 行" in text and "把握" in text
    assert {mark.text for mark in visitor.all("td mark")} >= {"海", "88"}
    width = visitor.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "the page is wider than the screen"
    visitor.shoot("queue")
    key(visitor, "n")
    assert "第 4 行" in visitor.text
    visitor.shoot("queue-several")
    key(visitor, "2")
    assert "已判定：第 4 行" in visitor.text and "待判定 4 行" in visitor.text
    key(visitor, "u")
    assert "待判定 5 行" in visitor.text and "第 4 行" in visitor.text
    key(visitor, "0")
    assert "不是台账里的人" in visitor.text and "待判定 4 行" in visitor.text
    visitor.shoot("queue-decided")
    key(visitor, "1")
    text = visitor.open(f"/submissions/{file}")
    assert "有 3 行拿不准是谁" in text
    tiles = {tile.text.split("\n")[1]: tile.text.split("\n")[0] for tile in visitor.all("a.tile")}
    assert tiles["待人工判定"] == "3" and tiles["查无此人"] == "1"


def test_the_queue_needs_no_script(reader, tmp_path):
    given = 13 if reader.size == "desktop" else 14
    file = waiting_file(reader, tmp_path, given)
    reader.open(f"/matches?submission={file}")
    reader.press("是这个人")
    reader.waits_for("已判定")
    assert "待判定 4 行" in reader.text
    reader.press("都不是")
    reader.waits_for("待判定 3 行")
