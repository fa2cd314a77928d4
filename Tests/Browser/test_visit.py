"""A village officer on the phone: from what was seen to the visit's conclusion."""
import time


def raise_clue(visitor):
    """Registers what a cadre saw at the village's first household."""
    visitor.sign_in("informationOfficer")
    visitor.open("/households")
    visitor.find("tbody td:first-child a").click()
    visitor.waits_for("家庭成员")
    visitor.shoot("01-household")
    visitor.follow("登记线索")
    visitor.find("#text").send_keys("户主上月住院，家里这个月没有收入。")
    visitor.shoot("02-clue-new")
    visitor.press("登记")
    visitor.waits_for("户主上月住院")
    visitor.shoot("03-clue")


def test_a_clue_becomes_a_visit_and_the_draft_stays(on_phone):
    raise_clue(on_phone)
    on_phone.follow("入户核实")
    companion = on_phone.find("#companion")
    companion.clear()
    companion.send_keys("李建国")
    for _ in range(40):
        if "草稿已自动保存" in on_phone.find("#saved").text:
            break
        time.sleep(0.25)
    on_phone.shoot("04-visit-draft")
    on_phone.driver.refresh()
    assert on_phone.find("#companion").get_attribute("value") == "李建国"
    on_phone.press("提交")
    on_phone.waits_for("需要改正")
    on_phone.shoot("05-visit-refused")


