"""The officer's phone on a bad network, a full phone, in two tabs, with a form that changed, and with
what nobody should send."""
import hashlib, re, sqlite3, time

import pytest

from conftest import Visitor, browser
from faults import BadNetwork
from pictures import bomb, noise
from handset import (
    Through, Village, files_left, first_household, opens, reload_and_unlock, settles, unlock_new, waits_for_receipt)


@pytest.fixture(scope="module")
def village(program, tmp_path_factory):
    place = Village(program, tmp_path_factory.mktemp("far"))
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


@pytest.fixture(autouse=True)
def good_again(network):
    yield
    network.delay, network.rate, network.loss = 0.0, None, 0.0
    network.up()


def records(village, where="1 = 1"):
    base = sqlite3.connect(f"file:{village.folder / 'data/shouwang.sqlite'}?mode=ro", uri=True)
    try:
        return base.execute(f"SELECT COUNT(*) FROM handset_record WHERE {where}").fetchone()[0]
    finally:
        base.close()


def finds_trouble(person, words):
    """Notes a difficulty of a household on the phone."""
    name = first_household(person, due=False)
    person.follow("发现困难")
    person.waits_for("发现了什么困难")
    person.find("#text").send_keys(words)
    person.press("提交")
    person.waits_for("收到带回执码的回执才算送达")
    return name


def officer_receipts(person):
    person.driver.execute_script("location.hash = '#/outbox'")
    person.waits_for("收到带回执码的回执才算送达")
    return person.text.count("已送达")


def test_a_photo_goes_on_after_a_cut_on_a_slow_and_lossy_line(officer, village, network, tmp_path):
    reload_and_unlock(officer)
    before = records(village)
    first_household(officer, due=False)
    officer.follow("更新情况")
    officer.waits_for("照片和录音")
    officer.find("#photo").send_keys(noise(tmp_path / "house.png"))
    officer.waits_for("KB")
    size = int(re.search(r"照片 (\d+) KB", officer.text)[1])
    assert 150 < size <= 300
    network.delay, network.rate, network.loss = 0.3, 64_000, 0.05
    network.cut_after = 100_000
    officer.press("提交")
    (name,) = [one for one in files_left(officer)] or [None]
    for _ in range(300):
        if network.cuts:
            break
        time.sleep(0.2)
    # And the server is killed with half of it.
    village.kill()
    village.back()
    for _ in range(600):
        if not files_left(officer):
            break
        time.sleep(0.3)
    assert network.cuts == 1 and not files_left(officer)
    assert waits_for_receipt(officer) and records(village) == before + 1
    network.rate, network.delay = None, 0
    body = officer.driver.execute_async_script("""
      const done = arguments[1];
      fetch('/attachments/' + arguments[0]).then((r) => r.arrayBuffer()).then((b) => done([...new Uint8Array(b)]));""", name)
    assert hashlib.sha256(bytes(body)).hexdigest() == name, "whole, as it was taken"


def test_an_answer_lost_on_the_way_is_no_record_lost_and_none_made_twice(officer, village, network):
    reload_and_unlock(officer)
    before, known = records(village), officer_receipts(officer)
    network.swallow = b"/api/v1/handset/records"
    finds_trouble(officer, "回执在路上丢了的一条。")
    for _ in range(100):
        if network.swallowed:
            break
        time.sleep(0.1)
    officer.waits_for("待发送")
    assert records(village) == before + 1 and officer_receipts(officer) == known
    # And the server is restarted before the phone asks again.
    village.kill()
    village.back()
    network.up()
    officer.press("现在发送")
    waits_for_receipt(officer, known + 1)
    assert records(village) == before + 1 and "待发送" not in officer.text


PROBE = """
  const done = arguments[0], asked = indexedDB.open('probe', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('s');
  asked.onerror = () => done('full');
  asked.onsuccess = () => {
    const change = asked.result.transaction('s', 'readwrite');
    change.objectStore('s').put(new Uint8Array(20000), 1);
    change.oncomplete = () => done('ok');
    change.onabort = () => done('full');
  };"""


def test_a_full_phone_says_so_and_loses_nothing(officer, village):
    before = records(village)
    reload_and_unlock(officer)
    officer.driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", {"origin": officer.county.url, "quotaSize": 1})
    # Chromium keeps in mind for half a minute how much room there was.
    for _ in range(60):
        if officer.driver.execute_async_script(PROBE) != "ok":
            break
        time.sleep(1)
    first_household(officer, due=False)
    officer.follow("发现困难")
    officer.waits_for("发现了什么困难")
    try:
        officer.find("#text").send_keys("手机满了的时候写下的话。" * 20)
        officer.press("提交")
        state = officer.driver.find_element("id", "state")
        for _ in range(100):
            if "存储已满" in state.text:
                break
            time.sleep(0.1)
        officer.shoot("76-handset-full")
        assert "存储已满" in state.text and "不要关闭" in state.text
        assert officer.find("#text").get_attribute("value").startswith("手机满了")
        assert records(village) == before
    finally:
        officer.driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", {"origin": officer.county.url})
    # Whoever has made room presses again.
    for _ in range(40):
        officer.press("提交")
        time.sleep(2)
        if "收到带回执码的回执才算送达" in officer.text:
            break
    officer.waits_for("收到带回执码的回执才算送达")
    for _ in range(100):
        if records(village) == before + 1:
            return
        time.sleep(0.2)
    assert records(village) == before + 1


def test_two_tabs_send_each_record_once(officer, village, network):
    reload_and_unlock(officer)
    first = officer.driver.current_window_handle
    officer.driver.switch_to.new_window("tab")
    reload_and_unlock(officer)
    second = officer.driver.current_window_handle
    before = records(village)
    network.down()
    for tab in (first, second):
        officer.driver.switch_to.window(tab)
        finds_trouble(officer, f"两个窗口各写一条，{'左' if tab == first else '右'}边。")
        officer.waits_for("待发送")
    network.up()
    for tab in (first, second):
        officer.driver.switch_to.window(tab)
        officer.driver.execute_script("import('/m/queue.js').then(q => q.flush())")
    for _ in range(150):
        if records(village) >= before + 2:
            break
        time.sleep(0.2)
    time.sleep(1)
    assert records(village) == before + 2
    officer.driver.close()
    officer.driver.switch_to.window(first)


def test_a_form_that_changed_keeps_what_was_written(officer, village):
    reload_and_unlock(officer)
    name = first_household(officer, due=False)
    officer.follow("更新情况")
    officer.waits_for("照片和录音")
    # As if the draft had been written with the edition before.
    officer.driver.execute_script("return import('/m/tasks.js').then(t => { t.formOf('visit').version = 'older'; })")
    officer.driver.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    officer.fill("amount.wages", "12345")
    time.sleep(1.2)
    reload_and_unlock(officer)
    opens(officer, name)
    officer.follow("继续填写")
    officer.waits_for("表样已经更新")
    assert officer.find("[name='amount.wages']").get_attribute("value") == "12345"
    before = records(village)
    officer.press("提交")
    officer.waits_for("收到带回执码的回执才算送达")
    for _ in range(100):
        if records(village) == before + 1:
            break
        time.sleep(0.2)
    assert records(village) == before + 1


def test_what_is_no_photo_or_a_bomb_is_told_at_once(officer, tmp_path):
    reload_and_unlock(officer)
    first_household(officer, due=False)
    officer.follow("发现困难")
    officer.waits_for("照片和录音")
    paper = tmp_path / "证明.jpg"
    paper.write_bytes(b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF")
    officer.find("#photo").send_keys(str(paper))
    officer.waits_for("不是能打开的照片")
    start = time.monotonic()
    officer.find("#photo").send_keys(bomb(tmp_path / "bomb.png"))
    officer.waits_for("像素太多")
    assert time.monotonic() - start < 20
    assert officer.driver.execute_script("return 1 + 1") == 2, "the page lives on"


MARKUP = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>䶮𠮷㛃😀'\"&"


def test_markup_and_rare_characters_in_every_field_stay_text(officer, village):
    reload_and_unlock(officer)
    name = first_household(officer, due=False)
    before = records(village)
    officer.follow("更新情况")
    officer.waits_for("照片和录音")
    officer.driver.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    officer.driver.execute_script("""
      for (const field of document.querySelectorAll('main textarea, main input[type=text]')) {
        if (/^(amount|persons)/.test(field.name)) continue;
        field.value = arguments[0];
        field.dispatchEvent(new Event('input'));
      }""", MARKUP)
    officer.press("提交")
    officer.waits_for("收到带回执码的回执才算送达")
    finds_trouble(officer, "写在这里的：" + MARKUP.replace("😀", ""))
    for _ in range(100):
        if records(village) == before + 2:
            break
        time.sleep(0.2)
    assert records(village) == before + 2
    for page in ("/m/", "/handset", "/clues", "/households"):
        officer.open(page)
        assert officer.driver.execute_script("return window.hit") is None, page
    reload_and_unlock(officer)
    opens(officer, name)
    assert officer.driver.execute_script("return window.hit") is None
