"""The templates of data items, as other people's spreadsheet programs see them."""
import shutil, subprocess

import openpyxl
import pytest


@pytest.fixture(scope="module")
def templates(program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("templates")
    made = subprocess.run(
        [program, "items", "template", "all", "--out", folder], capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stderr
    return folder


def columns(sheet):
    return {cell.value: cell for cell in sheet[1]}


def test_every_item_that_may_be_pushed_has_one(program, templates):
    listed = subprocess.run([program, "items", "list"], capture_output=True, text=True).stdout.splitlines()
    pushed = {line.split("\t")[1] for line in listed if "授权" not in line}
    assert len(pushed) >= 44 and {file.stem for file in templates.glob("*.xlsx")} == pushed


def test_identity_is_text_codes_are_lists_and_days_are_days(templates):
    sheet = openpyxl.load_workbook(templates / "housing.xlsx").active
    found = columns(sheet)
    assert sheet.freeze_panes == "A2"
    number = found["户主证件号码"]
    assert sheet.column_dimensions[number.column_letter].number_format == "@" \
        or sheet.cell(3, number.column).number_format == "@"
    assert "文本" in number.comment.text and found["鉴定等级"].comment.text.startswith("必填")
    rules = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in sheet.data_validations.dataValidation}
    grade = rules[found["鉴定等级"].column_letter]
    assert grade.type == "list" and grade.formula1 == '"A,B,C,D"' and grade.errorStyle in (None, "stop")
    assert rules[found["鉴定日期"].column_letter].type == "date"
    assert rules[number.column_letter].type == "textLength"
    assert str(sheet.cell(2, 1).value).startswith("示例")


def test_libreoffice_opens_them_and_keeps_the_identity_number(templates, tmp_path):
    office = shutil.which("soffice")
    assert office, "libreoffice-calc-nogui is installed by tools/test.sh"
    files = [templates / "medical.xlsx", templates / "disaster.xlsx"]
    done = subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
         "--outdir", tmp_path, *files], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    for file in files:
        text = (tmp_path / f"{file.stem}.csv").read_text(encoding="utf-8")
        assert "360732198001010012" in text and "示例" in text
