"""A village officer on the phone: from what was seen to the visit's conclusion."""
import time

import pytest


def raise_clue(visitor):
    """Registers what a cadre saw at the village's first household."""
    visitor.sign_in("informationOfficer")
    visitor.open("/households")
    visitor.find("tbody td:first-child a").click()
    assert "家庭成员" in visitor.text
    visitor.shoot("01-household")
    visitor.driver.find_element("partial link text", "登记线索").click()
    visitor.find("#text").send_keys("户主上月住院，家里这个月没有收入。")
    visitor.shoot("02-clue-new")
    visitor.press("登记")
    assert "户主上月住院" in visitor.text
    visitor.shoot("03-clue")


def test_a_clue_becomes_a_visit_and_the_draft_stays(on_phone):
    raise_clue(on_phone)
    on_phone.driver.find_element("link text", "入户核实").click()
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
    assert on_phone.find("[role=alert]").text
    on_phone.shoot("05-visit-refused")


def test_a_clue_is_raised_and_kept_as_draft_without_javascript(without_javascript):
    visitor = without_javascript
    raise_clue(visitor)
    visitor.driver.find_element("link text", "入户核实").click()
    visitor.find("#companion").send_keys("王秀英")
    visitor.press("保存草稿")
    assert "草稿已保存" in visitor.find("#saved").text


def test_the_maker_is_not_the_reviewer(county):
    assert county.accounts["informationOfficer"] != county.accounts["townshipReviewer"]


@pytest.mark.parametrize("role", ["townshipReviewer", "countyReviewer"])
def test_a_return_without_a_reason_is_refused(visitor, role):
    visitor.sign_in(role)
    visitor.open("/reviews")
    waiting = visitor.all("tbody td:first-child a")
    assert waiting, "the generated county has work waiting for every reviewer"
    waiting[0].click()
    visitor.shoot(f"06-review-{role}")
    visitor.press("退回")
    assert "理由" in visitor.find("[role=alert]").text


def test_a_case_shows_its_timeline(visitor):
    visitor.sign_in("countyReviewer")
    visitor.open("/cases")
    visitor.find("tbody td:first-child a").click()
    assert visitor.all(".timeline li")
    visitor.shoot("07-case")
    visitor.open("/overview")
    visitor.find(".tiles a").click()
    assert visitor.all("h1")
    visitor.shoot("08-county-count-opened")
