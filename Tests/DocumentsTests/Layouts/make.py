"""Writes the ten layouts that departments send, with made-up persons, and persons.csv beside them.

Needs xlwt and openpyxl: python3 -m venv V; V/bin/pip install xlwt openpyxl; V/bin/python make.py
"""
import csv
import datetime
import pathlib
import random
import zipfile

import openpyxl
import xlwt
from openpyxl.utils import column_index_from_string

HERE = pathlib.Path(__file__).parent
chance = random.Random(20260601)
SURNAMES, GIVEN = "王李张刘陈杨黄吴赵周钟曾谢邱", "明华丽芳强军秀英桂兰福生建国小梅金凤"
VILLAGES = ["潋江镇坝南村", "潋江镇筲箕村", "埠头乡枫林村"]


def identity(birth, sex):
    """A number with a right check digit in a sequence range that is not given out."""
    body = f"360732{birth:%Y%m%d}9{chance.randint(0, 9)}{chance.randint(0, 4) * 2 + (sex == '男')}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]


def person(surname, year, sex, relation):
    birth = datetime.date(year, chance.randint(1, 12), chance.randint(1, 28))
    name = surname + "".join(chance.sample(GIVEN, chance.choice([1, 2, 2])))
    return {"姓名": name, "性别": sex, "证件号码": identity(birth, sex), "与户主关系": relation}


def household(number):
    surname = chance.choice(SURNAMES)
    members = [person(surname, chance.randint(1950, 1975), "男", "户主"),
               person(chance.choice(SURNAMES), chance.randint(1952, 1978), "女", "配偶")]
    for _ in range(chance.randint(0, 2)):
        sex = chance.choice("男女")
        members.append(person(surname, chance.randint(2008, 2017), sex, "之子" if sex == "男" else "之女"))
    return {"户编号": f"36073200{number:08d}", "村": VILLAGES[number % 3], "成员": members}


HOUSEHOLDS = [household(number) for number in range(1, 9)]
PERSONS = [(home, member) for home in HOUSEHOLDS for member in home["成员"]]


def grid(width, **columns):
    """A row with values in lettered columns."""
    row = [""] * width
    for letter, value in columns.items():
        row[column_index_from_string(letter) - 1] = value
    return row


def save_xlsx(name, sheets, merges=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for index, (title, rows) in enumerate(sheets):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        for place, area in merges:
            if place == index:
                sheet.merge_cells(area)
    book.save(HERE / name)


def save_xls(name, sheets, merges=()):
    book = xlwt.Workbook(encoding="utf-8")
    for index, (title, rows) in enumerate(sheets):
        sheet = book.add_sheet(title)
        covered = set()
        for place, (top, bottom, left, right) in merges:
            if place == index:
                sheet.write_merge(top, bottom, left, right, rows[top][left])
                covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell != "" and (r, c) not in covered:
                    sheet.write(r, c, cell)
    book.save(str(HERE / name))


def lie_about_dimension(name):
    """The national system states one cell as the size of the sheet."""
    path = HERE / name
    with zipfile.ZipFile(path) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, text in parts:
            if part.startswith("xl/worksheets/"):
                start = text.index(b'<dimension ref="') + 16
                text = text[:start] + b"A1" + text[text.index(b'"', start):]
            new.writestr(part, text)


def national():
    head = ["省", "市", "县", "乡镇", "村", "户编号", "姓名", "证件号码", "与户主关系", "性别", "是否享受政策"]
    rows = [["江西省", "赣州市", "兴国县", home["村"][:3], home["村"][3:], home["户编号"], one["姓名"],
             one["证件号码"], one["与户主关系"], one["性别"], "是"] for home, one in PERSONS]
    save_xlsx("脱贫户信息_20260601-继续享受政策.xlsx", [("脱贫户信息", [head, *rows])])
    note = [["脱贫户信息"], ["导出时间：2026-06-01　导出人：县级管理员"]]
    save_xlsx("脱贫户信息_20260601-不享受政策.xlsx", [("脱贫户信息", [*note, head, *rows])], [(0, "A1:K1")])
    head = ["省", "市", "县", "乡镇", "村", "村民组", "户编号", "监测对象类别", "识别时间", "家庭人口数", "姓名",
            "证件号码", "与户主关系", "风险类型"]
    rows = [["江西省", "赣州市", "兴国县", home["村"][:3], home["村"][3:], "一组", home["户编号"], "突发严重困难户",
             "2026-03", len(home["成员"]), one["姓名"], one["证件号码"], one["与户主关系"], "因病"]
            for home, one in PERSONS]
    count = len(rows)
    name = f"防止返贫致贫监测对象信息_20260601-风险未消除{count}人.xlsx"
    save_xlsx(name, [("监测对象", [["防止返贫致贫监测对象信息"], [""], head, *rows])], [(0, "A1:N1")])
    head = ["序号", "县", "乡镇", "村", "户编号", "姓名", "证件号码", "务工地点", "务工企业名称", "月收入（元）", "外出务工时间"]
    rows = [[i, "兴国县", home["村"][:3], home["村"][3:], home["户编号"], one["姓名"], one["证件号码"], "广东省东莞市",
             "东莞某电子厂", 3500 + 100 * (i % 9), datetime.date(2026, 2, 1 + i % 28)]
            for i, (home, one) in enumerate(PERSONS, 1) if int(one["证件号码"][6:10]) < 1990]
    name = "（务工月监测）已外出务工信息_20260601.xlsx"
    save_xlsx(name, [("Sheet1", [["已外出务工信息"], ["务工月监测"], head, *rows])], [(0, "A1:K1"), (0, "A2:K2")])
    lie_about_dimension(name)


def across(head_letter, member_letters, width, home, number):
    """One row a household: the head, then the members' names and numbers side by side."""
    row = grid(width, A=number, B="兴国县", C=home["村"][:3], D=home["村"][3:])
    head = column_index_from_string(head_letter) - 1
    row[head - 1], row[head] = home["成员"][0]["姓名"], home["成员"][0]["证件号码"]
    for letter, one in zip(member_letters, home["成员"][1:]):
        at = column_index_from_string(letter) - 1
        row[at - 1], row[at] = one["姓名"], one["证件号码"]
    return row


def across_heads(head_letter, member_letters, width):
    upper = grid(width, A="序号", B="县", C="乡镇", D="村")
    lower = [""] * width
    head = column_index_from_string(head_letter) - 1
    upper[head - 1] = "户主"
    lower[head - 1], lower[head] = "姓名", "身份证号码"
    upper[column_index_from_string(member_letters[0]) - 2] = "家庭成员"
    for number, letter in enumerate(member_letters, 1):
        at = column_index_from_string(letter) - 1
        lower[at - 1], lower[at] = f"成员{number}姓名", f"成员{number}身份证号码"
    return upper, lower


def civil_affairs():
    cover = ("填表说明", [["说明：本表由县民政局填报"], ["数据见第二个工作表"]])
    for name, head, members, width in [
            ("2026年6月份农村低保备案表.xls", "G", "P R T V X Z AB AD".split(), 31),
            ("2026年6月份城镇低保全部备案表.xls", "G", "Q S U W Y".split(), 26)]:
        upper, lower = across_heads(head, members, width)
        upper[7], upper[8] = "保障人口", "月保障金（元）"
        rows = []
        for number, home in enumerate(HOUSEHOLDS, 1):
            row = across(head, members, width, home, number)
            row[7], row[8] = len(home["成员"]), 580.5 * len(home["成员"])
            rows.append(row)
        total = grid(width, A="合计", H=len(PERSONS), I=580.5 * len(PERSONS))
        foot = grid(width, A="单位负责人：", E="制表人：", H="2026年6月25日")
        first = column_index_from_string(members[0]) - 2
        merges = [(1, (0, 1, c, c)) for c in (0, 1, 2, 3, 7, 8)]
        merges += [(1, (0, 0, 5, 6)), (1, (0, 0, first, column_index_from_string(members[-1]) - 1))]
        save_xls(name, [cover, ("备案表", [upper, lower, *rows, total, foot])], merges)
    members = "AA AF AH AJ AL AN AP".split()
    upper, lower = across_heads("F", members, 43)
    rows = [across("F", members, 43, {**home, "成员": home["成员"][:1]}, number)
            for number, home in enumerate(HOUSEHOLDS, 1)]
    title = grid(43, A="2026年6月份城乡特困人员备案表")
    save_xlsx("2026年6月份城乡特困人员备案表.xlsx", [cover, ("特困人员", [title, upper, lower, *rows])],
              [(1, "A1:AQ1"), (1, "E2:F2"), (1, "Z2:AP2"), (1, "A2:A3"), (1, "B2:B3"), (1, "C2:C3"), (1, "D2:D3")])
    children = [(home, one) for home, one in PERSONS if int(one["证件号码"][6:10]) > 2000]
    half = len(children) // 2
    heads = [["孤儿及事实无人抚养儿童基本生活费发放花名册"], ["填报单位：兴国县民政局"],
             ["序号", "姓名", "身份证号码", "性别", "家庭住址", "月发放标准（元）"]]

    def roll(some):
        rows = [[i, one["姓名"], one["证件号码"], one["性别"], home["村"], 1300] for i, (home, one) in enumerate(some, 1)]
        return [*heads, *rows, ["合计", "", "", "", "", 1300 * len(rows)]]
    save_xls("孤儿及事实无人抚养儿童发放花名册.xls",
             [("孤儿", roll(children[:half])), ("汇总", [["类别", "人数"], ["孤儿", half]]),
              ("事实无人抚养儿童", roll(children[half:]))], [(0, (0, 0, 0, 5)), (2, (0, 0, 0, 5))])


def rolls():
    rows = [[one["姓名"], one["证件号码"] + f"{1 + i % 7}{1 + i % 4}", ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"][i % 7],
             ["一级", "二级", "三级", "四级"][i % 4], home["村"]] for i, (home, one) in enumerate(PERSONS) if i % 3 == 0]
    save_xlsx("持证残疾人名单.xlsx", [("Sheet1", [["姓名", "残疾人证号", "残疾类别", "残疾等级", "现住址"], *rows])])
    rows = [[i, home["村"], one["姓名"], one["证件号码"], one["与户主关系"], "低保边缘家庭"]
            for i, (home, one) in enumerate(PERSONS, 1)]
    save_xlsx("低收入人口花名册.xlsx", [("花名册", [["序号", "村", "姓名", "身份证号码", "与户主关系", "人员类别"], *rows])])
    head = ["姓名", "身份证号", "性别", "学校", "年级", "班级", "是否寄宿", "监护人", "联系电话", "入学时间", "学籍号"]
    rows = [[one["姓名"], one["证件号码"], one["性别"], "兴国县实验小学", "四年级", "2班", "否", home["成员"][0]["姓名"],
             "", "2022-09", "G" + one["证件号码"]] for home, one in PERSONS if int(one["证件号码"][6:10]) > 2000]
    save_xls("在校生信息(学籍).xls", [("学生", [head, *rows])])


def old_workbook():
    """An xls with every kind of cell; its long text runs over several records."""
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("说明").write(0, 0, "填表说明")
    sheet = book.add_sheet("数据 & 二")
    sheet.write_merge(0, 0, 0, 2, "表名")
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    moment = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日" h:mm')
    cells = [7, -3.25, 1e-7, 360732199001010012, True, "张三"]
    for column, cell in enumerate(cells):
        sheet.write(2, column, cell)
    sheet.write(3, 0, datetime.date(2026, 3, 5), day)
    sheet.write(3, 1, datetime.datetime(2026, 3, 5, 10, 20, 30), moment)
    sheet.write(3, 2, xlwt.Formula("1+1"))
    sheet.write(3, 4, "长𠮷" * 3000)
    sheet.write(3, 5, "短")
    book.save(str(HERE.parent / "Corpus" / "old.xls"))


old_workbook()
national()
civil_affairs()
rolls()
with open(HERE / "persons.csv", "w", encoding="utf-8", newline="") as file:
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(["户编号", "村", "姓名", "性别", "证件号码", "与户主关系"])
    for home, one in PERSONS:
        lines.writerow([home["户编号"], home["村"], *one.values()])
