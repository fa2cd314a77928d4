"""A county adds a question by one sheet, the village answers it, and old records stay as they were."""
import io, urllib.request

import openpyxl

WATER = ["饮水补充", None, "水源", "单选", "自来水；井水；山泉水", "是", "饮水安全=有问题", None, None, None, None, "看一下水缸"]


def fetched(visitor, path):
    """A file of the program, by the visitor's own sign-in."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in visitor.driver.get_cookies())
    asked = urllib.request.Request(visitor.county.url + path, headers={"Cookie": cookies})
    return urllib.request.urlopen(asked).read()


def changed(content, folder, row):
    """The downloaded sheet with one row more, as somebody at a spreadsheet saves it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]][:4] == ["分组", "字段名", "标题", "类型"]
    assert sheet.data_validations.dataValidation and sheet["D1"].comment
    for place, value in enumerate(row, start=1):
        sheet.cell(row=sheet.max_row + (place == 1), column=place, value=value)
    file = folder / "入户核实表.xlsx"
    book.save(file)
    return file


def add_question(visitor, folder):
    visitor.sign_in("countyAdministrator")
    visitor.open("/forms")
    visitor.waits_for("入户核实表")
    visitor.shoot("forms-1-list")
    file = changed(fetched(visitor, "/forms/visit/sheet"), folder, WATER)
    bad = changed(file.read_bytes(), folder, ["饮水补充", None, "水质", "下拉"])
    visitor.find("#file").send_keys(str(bad))
    visitor.press("载入，先看改了什么")
    visitor.waits_for("类型“下拉”不认识")
    visitor.shoot("forms-2-refused")
    file = changed(fetched(visitor, "/forms/visit/sheet"), folder, WATER)
    visitor.find("#file").send_keys(str(file))
    visitor.press("载入，先看改了什么")
    visitor.waits_for("与现行的一版相比")
    assert "水源（x.1，单选）" in visitor.text
    visitor.shoot("forms-3-look")
    visitor.fill("reason", "经局务会议研究，补充水源一项。")
    visitor.press("启用这一版")
    visitor.waits_for("版在用")
    visitor.shoot("forms-4-form")
    return visitor.driver.current_url


def visit(visitor):
    """Registers what a household says and opens the visit sheet for it."""
    visitor.sign_in("informationOfficer")
    # Each browser visits households of its own: what one answered the next is not asked again. Where
    # reviewers have the clue already, the village does not visit.
    for row in range(4 if visitor.size == "desktop" else 5, 20, 2):
        visitor.open("/households")
        visitor.click(f"tbody tr:nth-child({row}) td:first-child a")
        visitor.waits_for("家庭成员")
        visitor.follow("登记线索")
        visitor.find("#text").send_keys("户主说井水浑了，家里喝水不放心。")
        visitor.press("登记")
        visitor.waits_for("井水浑了")
        if "入户核实" in [link.text.strip() for link in visitor.all("main a")]:
            break
    visitor.follow("入户核实")
    visitor.waits_for("五看")


def test_an_added_question_reaches_the_village(visitor, tmp_path):
    address = add_question(visitor, tmp_path)
    visit(visitor)
    visitor.shoot("forms-5-visit")
    box = visitor.find("[data-when='guarantee.water']")
    visitor.tick(visitor.find("[id='guarantee.water']"), "1")
    assert not box.is_displayed()
    visitor.tick(visitor.find("[id='guarantee.water']"), "0")
    assert box.is_displayed()
    for name in ("schooling", "medicalInsurance", "housing"):
        visitor.tick(visitor.find(f"[id='guarantee.{name}']"), "1")
    visitor.fill("companion", "李建国")
    visitor.tick(visitor.find("#conclusion"), "propose")
    visitor.tick(visitor.find("#risks"), "water")
    visitor.fill("reason", "井水浑浊，需要接自来水。")
    visitor.press("提交")
    visitor.waits_for("请选择“水源”")
    assert not visitor.violations()
    visitor.shoot("forms-6-missing")
    visitor.tick(visitor.find("[data-when='guarantee.water']"), "井水")
    visitor.shoot("forms-7-answered")
    visitor.press("提交")
    visitor.waits_for("核实表全文")
    visitor.follow("核实表全文")
    visitor.waits_for("☑ 井水")
    assert not visitor.violations()
    visitor.shoot("forms-8-filled")
    # The county goes back to the pack's edition, and the record stays as it was filled in.
    filled = visitor.driver.current_url
    visitor.sign_in("countyAdministrator")
    visitor.driver.get(address + "/editions/1")
    visitor.fill("reason", "试用结束，恢复原来的表。")
    visitor.press("启用这一版")
    visitor.waits_for("启用记录")
    assert "第 1 版在用" in visitor.text
    visitor.sign_in("informationOfficer")
    visitor.driver.get(filled)
    visitor.waits_for("☑ 井水")


def test_a_sweep_and_a_blank_on_paper(visitor):
    visitor.sign_in("informationOfficer")
    visitor.open("/households")
    visitor.click("tbody tr:nth-child(5) td:first-child a")
    visitor.waits_for("家庭成员")
    visitor.follow("填集中排查表")
    visitor.waits_for("是否有返贫致贫风险")
    assert not visitor.find("[data-when='hasRisk']").is_displayed()
    visitor.shoot("forms-9-sweep")
    assert not visitor.violations()
    visitor.open("/forms/sweep/blank")
    visitor.waits_for("□ 入户")
    visitor.shoot("forms-10-blank")
