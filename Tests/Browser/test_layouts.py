"""The ten layouts that departments send, made as files and imported as they are."""
import json, shutil, subprocess

import openpyxl
import pytest

from test_command import HEADER, checked, row, run, sheet

PEOPLE = [("钟小燕", "01"), ("钟大明", "02"), ("李春花", "03"), ("王福生", "04"), ("刘贵香", "05"), ("陈石头", "06")]
IDS = {name: checked(f"3607321980010{1:01d}0{serial}") for name, serial in PEOPLE}


@pytest.fixture(scope="module")
def registered(program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("layouts")
    rows = [row(code=f"A{place}", name=name, number=IDS[name]) for place, (name, _) in enumerate(PEOPLE)]
    answer = run(program, "import", "registry", sheet(folder, *rows), "--data", folder / "data", "--json")
    assert json.loads(answer.stdout)["counts"] == {"added": 6}, answer.stderr
    return folder


def book(folder, name, *sheets, xls=False):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows, merged in sheets:
        page = made.create_sheet(title)
        for cells in rows:
            page.append(cells)
        for cells in merged:
            page.merge_cells(cells)
    file = folder / f"{name}.xlsx"
    made.save(file)
    if xls:
        subprocess.run(
            [shutil.which("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "xls:MS Excel 97", "--outdir", folder, file], check=True, capture_output=True, timeout=180)
        return folder / f"{name}.xls"
    return file


def pushed(program, folder, item, file):
    answer = run(program, "push", item, file, "--data", folder / "data", "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)["counts"]


def across(row, *members):
    for name in members:
        row = row + [name, IDS[name]]
    return row


NAMES = [name for name, _ in PEOPLE]


def test_1_lifted_out_households_have_two_rows_above(program, tmp_path):
    rows = [["脱贫户信息"], ["导出时间：2026-11-01"], HEADER.split(","), row(code="B1", number=IDS[NAMES[0]]).split(",")]
    file = book(tmp_path, "脱贫户信息_20261101", ("Sheet1", rows, ["A1:I1"]))
    answer = run(program, "import", "registry", file, "--data", tmp_path / "data", "--json")
    assert json.loads(answer.stdout)["counts"] == {"added": 1}, answer.stderr


def test_2_monitored_households_repeat_their_code(program, tmp_path):
    head, wife = row(code="B1", number=IDS[NAMES[0]]), row(code="B1", name=NAMES[1], number=IDS[NAMES[1]], relation="配偶")
    file = book(tmp_path, "防止返贫致贫监测对象信息_20261101-风险未消除2人",
                ("Sheet1", [HEADER.split(","), head.split(","), wife.split(",")], []))
    answer = run(program, "import", "registry", file, "--data", tmp_path / "data", "--json")
    assert json.loads(answer.stdout)["counts"] == {"added": 2}, answer.stderr


def test_3_workers_have_their_heading_in_row_3(program, registered):
    rows = [["已外出务工信息"], ["导出时间：2026-11-01", None, "共 1 条"],
            ["县", "乡", "村", "户编号", "姓名", "证件号码", "务工所在地", "务工企业名称", "务工月收入（元）"],
            ["兴国县", "江背镇", "江背村", "A0", NAMES[0], IDS[NAMES[0]], "广东省", "某厂", 4500]]
    file = book(registered, "（务工月监测）已外出务工信息_20261101", ("Sheet1", rows, ["A1:I1"]))
    assert pushed(program, registered, "work", file) == {"added": 1}


def test_4_rural_dibao_is_wide_in_the_second_sheet(program, registered):
    upper = ["序号", "乡镇", "村", "低保证号", "户主情况", None, None, "类别", "保障人口", "月保障金额"]
    lower = [None, None, None, None, "姓名", "性别", "身份证号码", None, None, None]
    merged = ["E1:G1"]
    for place in range(4):
        upper += [f"家庭成员{place + 1}", None]
        lower += ["姓名", "身份证号码"]
    rows = [upper, lower, across(["1", "江背镇", "江背村", "D1", NAMES[0], "女", IDS[NAMES[0]], "农村低保", 3, 1200], *NAMES[1:3]),
            ["合计", None, None, None, None, None, None, None, 3, 1200]]
    file = book(registered, "2026年10月份农村低保备案表", ("封面", [["兴国县农村低保备案表"]], []), ("明细", rows, merged), xls=True)
    assert pushed(program, registered, "dibaoroll", file) == {"added": 3, "skipped": 1}


def test_5_urban_dibao(program, registered):
    heading = ["序号", "县", "乡镇", "社区", "户主", "性别", "身份证号", "类别", "保障人数", "保障金额", "起始日期", "银行", "账号", "电话", "住址"]
    heading += [word for place in range(1, 6) for word in (f"成员{place}姓名", f"成员{place}身份证")]
    line = across(["1", "兴国县", "江背镇", "江背村", NAMES[3], "男", IDS[NAMES[3]], "城镇", 2, 900, "2025-03-01", "农行", "", "", ""], NAMES[4])
    file = book(registered, "2026年10月份城镇低保全部备案表", ("汇总", [["乡镇", "户数"], ["江背镇", 1]], []),
                ("Sheet2", [["2026年10月份城镇低保全部备案表"], heading, line], ["A1:Y1"]), xls=True)
    assert pushed(program, registered, "dibaoroll", file) == {"added": 2}


def test_6_tekun_has_three_heading_rows(program, registered):
    top, middle, low, line = ([None] * 34 for _ in range(4))
    top[:5], top[25] = ["序号", "乡镇", "村", "供养方式", "特困人员"], "家庭成员"
    middle[4] = "基本情况"
    low[4:6], low[25:27], low[30:32] = ["姓名", "身份证号码"], ["姓名", "身份证号码"], ["姓名", "身份证号码"]
    line[:6] = ["1", "江背镇", "江背村", "分散供养", NAMES[4], IDS[NAMES[4]]]
    line[25:27] = [NAMES[5], IDS[NAMES[5]]]
    file = book(registered, "2026年10月份城乡特困人员备案表", ("说明", [["填表说明"]], []), ("备案表", [top, middle, low, line], ["E1:F1", "E2:F2"]))
    assert pushed(program, registered, "tekun", file) == {"added": 2}


def test_7_orphans_stand_in_the_first_and_third_sheet(program, registered):
    def page(name):
        return [["孤儿及事实无人抚养儿童基本生活费发放花名册"], ["单位：兴国县民政局", None, None, "2026年10月"],
                ["序号", "儿童姓名", "身份证号", "监护人姓名", "监护人身份证号", "发放金额"],
                ["1", name, IDS[name], NAMES[0], IDS[NAMES[0]], 1300], ["制表人：张三", None, "审核人：李四"]]
    file = book(registered, "孤儿及事实无人抚养儿童发放花名册", ("机构", page(NAMES[1]), []), ("空", [], []), ("社会", page(NAMES[2]), []), xls=True)
    assert pushed(program, registered, "orphan", file) == {"added": 2, "skipped": 2}


def test_8_card_holders_have_longer_numbers(program, registered):
    rows = [["姓名", "残疾证号", "残疾类别", "残疾等级"], [NAMES[5], IDS[NAMES[5]] + "43", "肢体", "三级"]]
    file = book(registered, "持证残疾人名单", ("Sheet1", rows, []))
    assert pushed(program, registered, "cardholders", file) == {"added": 1}


def test_9_low_income(program, registered):
    rows = [["序号", "乡镇", "姓名", "身份证号码", "类别"], ["1", "江背镇", NAMES[2], IDS[NAMES[2]], "低保边缘户"]]
    file = book(registered, "低收入人口花名册", ("Sheet1", rows, []))
    assert pushed(program, registered, "lowincome", file) == {"added": 1}


def test_10_students_have_a_roll_with_g(program, registered):
    heading = ["姓名", "身份证号", "性别", "民族", "学校", "年级", "班级", "入学年月", "户口", "电话", "学籍号"]
    lines = [[NAMES[1], IDS[NAMES[1]], "男", "汉", "江背小学", "三年级", "1班", "202409", "江背村", "", "G" + IDS[NAMES[1]]],
             [NAMES[2], None, "女", "汉", "江背小学", "三年级", "1班", "202409", "江背村", "", "G" + IDS[NAMES[2]]]]
    file = book(registered, "在校生信息（学籍）", ("学籍", [heading, *lines], []), xls=True)
    assert pushed(program, registered, "students", file) == {"added": 2}
