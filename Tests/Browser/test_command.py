"""The command line: what scripts rely on, and what a bad file is answered with."""
import json, subprocess

import pytest

HEADER = "县,乡,村,户编号,户类型,姓名,证件号码,与户主关系,人均纯收入（元）"


def checked(digits):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits)) % 11]


def run(program, *words):
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, timeout=120)


def sheet(folder, *rows, name="台账.csv"):
    file = folder / name
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return file


def row(code="A1", name="钟小燕", number=None, village="江背村", relation="户主"):
    number = number or checked("36073219800101001")
    return f"兴国县,江背镇,{village},{code},一般农户,{name},{number},{relation},15000"


def taken(program, folder, *rows):
    file = sheet(folder, *rows)
    answer = run(program, "import", "registry", file, "--data", folder / "data", "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)["counts"]


def test_a_good_row_is_added_once(program, tmp_path):
    assert taken(program, tmp_path, row()) == {"added": 1}
    assert taken(program, tmp_path, row()) == {"unchanged": 1}


@pytest.mark.parametrize("bad", [
    row(number="3.6E+17"), row(number="360732198001010011" if checked("36073219800101001")[-1] != "1" else "360732198001010012"),
    row(number=checked("36073220990101001")), row(village="没有这个村"),
], ids=["damaged by Excel", "wrong check digit", "born in the future", "unknown village"])
def test_a_bad_row_is_listed_and_the_good_one_goes_in(program, tmp_path, bad):
    good = row(code="B1", name="李建国", number=checked("36073219700101001"))
    counts = taken(program, tmp_path, bad, good)
    assert counts == {"added": 1, "refused": 1}


def test_full_width_digits_are_read(program, tmp_path):
    wide = checked("36073219800101001").translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert taken(program, tmp_path, row(number=wide)) == {"added": 1}


@pytest.mark.parametrize("content, says", [
    (b"\x00\x01\x02\xff" * 50, "电子表格"),
    ("随便,写的\n1,2\n".encode(), "找不到表头"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16le"), "密码"),
], ids=["no sheet", "no header", "password"])
def test_a_file_that_cannot_be_read_is_refused_in_chinese(program, tmp_path, content, says):
    file = tmp_path / "坏文件.xlsx"
    file.write_bytes(content)
    answer = run(program, "import", "registry", file, "--data", tmp_path / "data")
    assert answer.returncode == 1
    assert says in answer.stderr


def test_a_missing_file_is_named(program, tmp_path):
    answer = run(program, "import", "registry", tmp_path / "没有.csv", "--data", tmp_path / "data")
    assert answer.returncode != 0 and "找不到文件" in answer.stderr


def test_an_unknown_item_is_refused(program, tmp_path):
    answer = run(program, "push", "nothing", sheet(tmp_path, row()), "--data", tmp_path / "data")
    assert answer.returncode == 1 and "数据项" in answer.stderr


def test_assess_and_audit_answer_scripts(program, tmp_path):
    taken(program, tmp_path, row())
    data = tmp_path / "data"
    answer = run(program, "assess", "--data", data, "--as-of", "2026-06-30", "--json")
    assert json.loads(answer.stdout)["asOf"] == "2026-06-30"
    assert run(program, "assess", "--data", data, "--as-of", "nonsense").returncode != 0
    verified = run(program, "audit", "verify", "--data", data, "--json")
    assert verified.returncode == 0 and json.loads(verified.stdout)["entries"] > 0
    doctor = run(program, "doctor", "--data", data, "--json")
    assert doctor.returncode == 0 and all(f["isGood"] for f in json.loads(doctor.stdout))


@pytest.mark.parametrize("command", [
    "serve", "demo", "import registry", "push", "assess", "audit verify", "calendar add", "procedure",
    "config", "doctor"])
def test_every_command_explains_itself_in_chinese(program, command):
    answer = run(program, *command.split(), "--help")
    assert answer.returncode == 0
    assert f"shouwang {command}" in answer.stdout
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.stdout)


PEOPLE = """rec_id,given,family,street,postcode
a1,michaela,neumann,8 stanley street,4223
a2,courtney,painter,12 pinkerton circuit,4560
a3,charles,green,38 salkauskas crescent,3088
a4,vanessa,parr,905 macquoid place,2312
a5,mikayla,malloney,37 randwick road,4552
a6,blake,howie,1 cutlack street,6018
"""
SPOILT = """rec_id,given,family,street,postcode
b1,micheala,neuman,8 stanley street,4223
b2,painter,courtney,12 pinkerton,4560
b3,charles,green,,3088
b7,someone,else,9 nowhere lane,7000
"""


def link(program, folder, map_text):
    for name, text in [("a.csv", PEOPLE), ("b.csv", SPOILT), ("map.yaml", map_text)]:
        (folder / name).write_text(text, encoding="utf-8")
    answer = run(program, "link", "--registry", folder / "a.csv", "--rows", folder / "b.csv",
                 "--map", folder / "map.yaml", "--out", folder / "out.csv")
    if answer.returncode:
        return answer
    return [line.split(",") for line in (folder / "out.csv").read_text().splitlines()[1:]]


KEYS = "person_id: rec_id\nrow_id: rec_id\n"


def test_two_files_are_matched_by_columns_of_any_kind(program, tmp_path):
    fields = "fields:\n  given: text\n  family: text\n  street: text\n  postcode: code\n"
    lines = link(program, tmp_path, KEYS + fields)
    assert [(row, person) for row, person, *_ in lines[:3]] == [("b1", "a1"), ("b2", "a2"), ("b3", "a3")]
    assert "family:near" in lines[0][3] and "given:elsewhere" in lines[1][3]
    assert (lines[3][0], lines[3][1], lines[3][4]) == ("b7", "", "none")


@pytest.mark.parametrize("map_text, says", [
    ("nonsense: rec_id\n", "nonsense"), ("fields:\n  given: word\n", "given"),
    ("fields:\n  nothere: text\n", "nothere"), ("just words\n", "每行一条"), ("a: [\n", "写法"),
], ids=["unknown column", "unknown kind", "no such column", "no map", "no YAML"])
def test_a_wrong_map_says_what_and_where(program, tmp_path, map_text, says):
    answer = link(program, tmp_path, map_text)
    assert answer.returncode == 1 and says in answer.stderr, answer.stderr
