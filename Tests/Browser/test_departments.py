"""What a department sees: an unknown layout asked about once, a suspicious file, its ledger."""
import openpyxl

from test_command import checked


def put(visitor, item, rows, folder, name):
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    file = folder / name
    book.save(file)
    visitor.open("/submissions")
    visitor.choose("item", item)
    visitor.find("#file").send_keys(str(file))
    visitor.press("上传")


def number(place):
    return checked(f"36073219750101{place:03d}")


def test_an_unknown_layout_is_confirmed_with_samples(visitor, tmp_path):
    visitor.sign_in("departmentOfficer", "民政")
    heading = ["序号", "乡镇", "村", "户主姓名", "户主身份证号", "月保障金额", "成员1姓名", "成员1身份证号", visitor.size]
    rows = [["2026年10月份农村低保备案表"], heading,
            ["1", "江背镇", "江背村", "钟小燕", number(1), 900, "钟大明", number(2)], ["合计", "", "", "", "", 900]]
    put(visitor, "dibaoroll", rows, tmp_path, "低保备案表.xlsx")
    visitor.waits_for("确认各列是什么")
    assert "每行 2 人" in visitor.text and "钟小燕" in visitor.text
    visitor.shoot("layout")
    visitor.press("确认，开始核对")
    visitor.waits_for("跳过")


def test_a_suspicious_file_waits_with_its_charts(visitor, tmp_path):
    visitor.sign_in("departmentOfficer", "医保")
    rows = [["姓名", "身份证号", "结算日期", "个人自付", "病种"]]
    rows += [["钟小燕", number(place), "2026-10-15", 900 + place, number(place)] for place in range(40)]
    put(visitor, "medical", rows, tmp_path, f"错位-{visitor.size}.xlsx")
    visitor.waits_for("数据异常，暂不入库")
    assert visitor.all("main svg[viewBox]")
    visitor.shoot("quarantine")


def test_the_ledger_tells_late_departments_first(visitor):
    visitor.sign_in("countyAdministrator")
    text = visitor.open("/freshness")
    assert "迟报" in text and text.index("迟报") < text.index("住院自付")
    visitor.shoot("freshness")
    assert "收到的文件" in visitor.open("/freshness/medical")
    visitor.shoot("freshness-item")
    visitor.open("/answers")
    visitor.shoot("answers")
    visitor.open("/policy")
    visitor.shoot("policy")
    assert "现用" in visitor.open("/assessments")
