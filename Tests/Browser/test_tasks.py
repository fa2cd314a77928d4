"""The officer's other work on the phone, without signal like visits; and the supervisor's calls."""
import time

import pytest
from selenium.webdriver import ActionChains

from conftest import Visitor, browser
from faults import BadNetwork
from test_faults import Through, opens, settles, unlock_new
from test_handset import Village, reload_and_unlock, waits_for_receipt


@pytest.fixture(scope="module")
def village(program, tmp_path_factory):
    place = Village(program, tmp_path_factory.mktemp("tasks"))
    yield place
    place.kill()


@pytest.fixture(scope="module")
def network(village):
    between = BadNetwork(village.port)
    yield between
    between.close()


@pytest.fixture(scope="module")
def officer(village, network):
    driver = browser("phone")
    person = Visitor(driver, Through(village, network), "phone")
    person.sign_in("informationOfficer")
    unlock_new(person)
    yield person
    driver.quit()


def homes(person, having):
    """The heads of the households on the phone of which JavaScript says `having`."""
    return person.driver.execute_script(
        f"return import('/m/sync.js').then(m => [...m.village.values()].filter(h => {having}).map(h => h.head))")


def shoot_both(person, name):
    """In normal and in large type; and nothing is wrong for those who see or hear differently."""
    # Scripts that scroll stand still.
    person.driver.execute_script("document.activeElement?.blur(); window.scrollTo(0, 0)")
    person.shoot(name)
    assert person.violations() == [], name
    person.driver.execute_script("document.documentElement.dataset.type = 'large'")
    person.shoot(name + "-large")
    assert person.violations() == [], name
    person.driver.execute_script("document.documentElement.dataset.type = 'normal'")


def sends(person, network):
    """Without signal the record waits; with it a receipt comes."""
    known = person.text.count("已送达")
    person.press("提交")
    person.waits_for("待发送")
    network.up()
    person.press("现在发送")
    waits_for_receipt(person, known + 1)
    for _ in range(50):
        if "待发送" not in person.text:
            return
        time.sleep(0.2)
    assert "待发送" not in person.text


def signs(person):
    """Draws on the pad with a finger."""
    pad = person.find("canvas")
    person.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", pad)
    ActionChains(person.driver).move_to_element(pad).click_and_hold().move_by_offset(60, 10).move_by_offset(-30, -20).release().perform()


def proposes(officer, name):
    """Visits a household that is at risk; its letters wait afterwards."""
    opens(officer, name)
    officer.follow("入户核实")
    officer.waits_for("和登记的一样吗")
    officer.press("有变化")
    officer.waits_for("结论依据")
    main = officer.find("main")
    officer.tick(main, "propose", name="conclusion")
    officer.tick(main, "illness", name="risks")
    officer.fill("companion", "李建国")
    officer.fill("reason", "医疗支出超过收入，需要帮扶。")
    for choice in officer.all("fieldset[id^='guarantee'] input[value='1']"):
        officer.touch(choice)
    known = officer_receipts_now(officer)
    officer.press("提交")
    waits_for_receipt(officer, known + 1)
    reload_and_unlock(officer)
    opens(officer, name)
    officer.waits_for("授权书")


def officer_receipts_now(person):
    return person.driver.execute_script(
        "return import('/m/queue.js').then(q => q.list()).then(l => l.filter(e => e.state === 'done').length)")


def test_each_adult_signs_the_letter_that_was_read(officer, network):
    name = homes(officer, "h.clue && !h.case && h.members.filter(m => m.age >= 18).length")[0]
    proposes(officer, name)
    shoot_both(officer, "80-household-letters")
    network.down()
    officer.follow("去签")
    officer.waits_for("承诺授权书")
    shoot_both(officer, "81-letter")
    main = officer.find("main")
    officer.tick(main, "given", name="answer")
    officer.tick(main, "1", name="proxy")
    assert officer.find("#signer").is_displayed()
    officer.tick(main, "0", name="proxy")
    assert not officer.find("#signer").is_displayed()
    officer.press("提交")
    officer.waits_for("请在屏幕上签名")
    signs(officer)
    sends(officer, network)
    assert "授权已登记" in officer.text
    opens(officer, name)
    assert "已授权" in officer.text


def test_a_measure_is_done_with_its_day_and_amount(officer, network):
    name = homes(officer, "h.case?.measures.length")[0]
    opens(officer, name)
    network.down()
    officer.follow("登记办完")
    officer.waits_for("办完的日期")
    shoot_both(officer, "82-measure")
    officer.fill("amount", "很多")
    officer.press("提交")
    officer.waits_for("不是金额")
    officer.fill("amount", "500")
    sends(officer, network)
    assert "措施已登记完成" in officer.text


def test_a_follow_up_and_a_sweep_are_drawn_from_their_forms(officer, network):
    name = homes(officer, "h.case?.isMonitored")[0]
    opens(officer, name)
    network.down()
    officer.follow("回访")
    officer.waits_for("回访日期")
    shoot_both(officer, "83-follow-up")
    officer.fill("situation", "药费已报销，务工稳定。")
    sends(officer, network)
    assert "回访已登记" in officer.text
    opens(officer, name)
    network.down()
    officer.follow("排查")
    officer.waits_for("是否有返贫致贫风险")
    shoot_both(officer, "84-sweep")
    main = officer.find("main")
    assert not officer.find("#text").is_displayed()
    officer.press("提交")
    officer.waits_for("还有几处需要改正")
    main = officer.find("main")
    officer.tick(main, "1", name="hasRisk")
    assert officer.find("#text").is_displayed()
    officer.tick(main, "water", name="risk")
    officer.fill("text", "水井干了两个月，要到邻村挑水。")
    officer.tick(main, "visit", name="way")
    for choice in officer.all("fieldset[id^='guarantee'] input[value='1']"):
        officer.touch(choice)
    sends(officer, network)
    assert "作为线索" in officer.text


def test_visits_are_sorted_by_distance_where_the_officer_kept_places(officer, network):
    driver = officer.driver
    driver.execute_cdp_cmd("Browser.grantPermissions", {"origin": officer.county.url, "permissions": ["geolocation"]})
    reload_and_unlock(officer)
    names = homes(officer, "h.clue")
    assert len(names) > 1
    for place, name in enumerate(names):
        driver.execute_cdp_cmd("Emulation.setGeolocationOverride", {"latitude": 26.30 + place / 100, "longitude": 115.35, "accuracy": 10})
        opens(officer, name)
        assert "不记行程" in officer.text
        officer.press("记下住处的位置")
        for _ in range(50):
            if "位置已记下" in driver.find_element("id", "state").text:
                break
            time.sleep(0.1)
        driver.execute_script("document.getElementById('state').textContent = ''")
    reload_and_unlock(officer)
    settles(officer)
    officer.waits_for("按远近排")
    officer.press("按远近排")
    officer.waits_for("约 0 米")
    listed = [row.text for row in officer.all("main section")[0].find_elements("css selector", ".rows a")]
    kept = [next((name for name in names if name in row), None) for row in listed]
    assert [name for name in kept if name] == names[::-1], "the nearest stand first"
    shoot_both(officer, "85-by-distance")


def test_a_supervisor_calls_who_was_drawn(officer, village, network):
    driver = browser("phone")
    try:
        caller = Visitor(driver, Through(village, network), "phone")
        caller.sign_in("supervisor")
        unlock_new(caller)
        reload_and_unlock(caller)
        settles(caller)
        caller.waits_for("待抽查")
        shoot_both(caller, "86-calls")
        caller.touch(caller.find("main .rows a"))
        caller.waits_for("走访，结论")
        assert "家庭成员" not in caller.text
        network.down()
        caller.follow("抽查电话")
        caller.waits_for("接通了吗")
        main = caller.find("main")
        assert not caller.find("#came").is_displayed()
        caller.tick(main, "1", name="reached")
        for question, answer in [("came", "0"), ("asked", "0"), ("satisfied", "1"), ("trouble", "0")]:
            caller.tick(main, answer, name=question)
        shoot_both(caller, "87-call")
        sends(caller, network)
        assert "没有人来过" in caller.text
        caller.open("/calls")
        assert "农户说没有人来过" in caller.text and caller.violations() == []
        caller.shoot("88-calls-desk")
    finally:
        driver.quit()
