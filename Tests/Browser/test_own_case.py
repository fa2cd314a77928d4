"""A household's own view once its declaration has become a case: who decided, its letters, its say."""
import csv, re, sqlite3, subprocess

import pytest

from conftest import Visitor, browser
from handset import Village, unlock_new, waits_for_receipt
from test_tasks import homes, proposes, signs

NAME, PHONE = "䶮长根", "13900001234"


def identity(first="36073219800101001"):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first + "10X98765432"[sum(w * int(d) for w, d in zip(weights, first)) % 11]


@pytest.fixture(scope="module")
def village(program, tmp_path_factory):
    """A generated county with one household more, whose number is known."""
    place = Village(program, tmp_path_factory.mktemp("own"))
    place.kill()
    base = sqlite3.connect(place.folder / "data/shouwang.sqlite")
    (code,) = base.execute("SELECT place FROM account WHERE login = ?", (place.accounts["informationOfficer"]["account"],)).fetchone()
    names = [base.execute("SELECT name FROM place WHERE code = ?", (code - code % span,)).fetchone()[0] for span in (10**6, 10**3, 1)]
    base.close()
    sheet = place.folder / "one.csv"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([
            ["县", "乡", "村", "户编号", "户类型", "户联系电话", "姓名", "证件号码", "与户主关系", "劳动技能", "健康状况",
             "工资性收入", "人均纯收入（元）", "是否解决安全饮用水", "是否危房户"],
            [*names, "H0001", "一般农户", PHONE, NAME, identity(), "户主", "普通劳动力", "健康", "6000", "6000", "是", "否"]])
    subprocess.run([program, "import", "registry", sheet, "--data", place.folder / "data"], check=True, capture_output=True)
    place.back()
    yield place
    place.kill()


@pytest.fixture(scope="module")
def farmer(village):
    driver = browser("phone")
    yield Visitor(driver, village, "phone")
    driver.quit()


def asks(farmer, receipt, word):
    farmer.open("/f/progress")
    for name, text in [("receipt", receipt), ("tail", PHONE[-4:]), ("word", word)]:
        farmer.fill(name, text)
    farmer.press("查询")
    farmer.waits_for("您的申报")


def is_visited_and_signs(village):
    """The officer finds the household at risk, and has its letter signed."""
    driver = browser("phone")
    try:
        officer = Visitor(driver, village, "phone")
        officer.sign_in("informationOfficer")
        unlock_new(officer)
        assert NAME in homes(officer, "h.clue")
        proposes(officer, NAME)
        officer.follow("去签")
        officer.waits_for("承诺授权书")
        officer.tick(officer.find("main"), "given", name="answer")
        officer.tick(officer.find("main"), "0", name="proxy")
        signs(officer)
        officer.press("提交")
        waits_for_receipt(officer, 2)
    finally:
        driver.quit()


def test_a_household_follows_its_case_and_has_its_say(farmer, village):
    farmer.open("/f/declare")
    for name, text in [("name", NAME), ("phone", PHONE), ("id", identity()), ("text", "上个月住院，花光了积蓄。")]:
        farmer.fill(name, text)
    option = farmer.find("#village").find_element("xpath", ".//option[.='背街社区']").get_attribute("value")
    farmer.choose("village", option)
    farmer.choose("risk", "illness")
    farmer.press("提交")
    farmer.waits_for("口令是")
    receipt, word = re.search(r"受理号是 (SW-[0-9A-Z-]+)，口令是 (..)。", farmer.text).groups()
    is_visited_and_signs(village)
    asks(farmer, receipt, word)
    for words in ("村级信息员办理", "最晚", "不同意的", "已授权", "谁看过您家的资料", "满意", "登记着您家的情况"):
        assert words in farmer.text, words
    farmer.shoot("90-own-case")
    assert farmer.violations() == []
    farmer.tick(farmer.find("main"), "fair", name="kind")
    farmer.find("#said").send_keys("来的人很和气。")
    farmer.touch(farmer.find("#said").find_element("xpath", "./ancestor::form//button[.='提交']"))
    farmer.waits_for("已经收到")
    asks(farmer, receipt, word)
    farmer.unfold("撤回我的授权")
    farmer.shoot("91-own-letter")
    farmer.fill("withdrawal", "我不想核对了，请停下来。")
    farmer.press("撤回授权")
    farmer.waits_for("已撤回")
    assert "撤回我的授权" not in farmer.text
    farmer.open("/f?fs=1.4")
    farmer.shoot("92-farmer-large")
    assert farmer.violations() == []
