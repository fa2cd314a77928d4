"""The village officer's phone: without signal, with the server gone, and what comes of it."""
import time

import pytest

from conftest import Visitor, browser
from handset import PIN, Village, first_household, reload_and_unlock, waits_for_receipt


@pytest.fixture(scope="module")
def village(program, tmp_path_factory):
    place = Village(program, tmp_path_factory.mktemp("village"))
    yield place
    place.kill()


@pytest.fixture(scope="module")
def officer(village):
    driver = browser("phone")
    person = Visitor(driver, village, "phone")
    person.sign_in("informationOfficer")
    person.open("/m/")
    person.waits_for("设置手机口令")
    person.shoot("60-handset-pin")
    person.find("#pin").send_keys(PIN)
    person.find("#twice").send_keys(PIN)
    person.press("设置并下载农户")
    person.waits_for("全部农户")
    for _ in range(100):
        if "全部农户 0 户" not in person.text and "正在更新" not in driver.find_element("id", "state").text:
            break
        time.sleep(0.2)
    yield person
    driver.quit()


def test_an_unchanged_household_is_three_taps_without_a_server(officer, village):
    officer.shoot("61-handset-home")
    village.kill()
    reload_and_unlock(officer)
    name = first_household(officer)
    officer.shoot("62-handset-household")
    officer.follow("入户核实")
    officer.waits_for("和登记的一样吗")
    officer.fill("companion", "李建国")
    for choice in officer.all("fieldset[id^='guarantee'] input[value='1']"):
        officer.touch(choice)
    officer.shoot("63-handset-sheet")
    officer.press("情况无变化，提交")
    officer.waits_for("待发送")
    officer.shoot("64-handset-outbox-waiting")
    assert name in officer.text and "已送达" not in officer.text
    village.back()
    officer.sign_in("informationOfficer")
    reload_and_unlock(officer)
    code = waits_for_receipt(officer)[0]
    officer.shoot("65-handset-receipt")
    officer.open(f"/handset?code={code}")
    assert "回执有效" in officer.text and name in officer.text
    officer.open("/handset?code=0000-0000")
    assert "没有这个回执" in officer.text


def test_a_household_is_found_by_first_letters(officer):
    officer.driver.get(officer.county.url + "/m/")
    reload_and_unlock(officer)
    initials = officer.driver.execute_script(
        "return import('/m/sync.js').then(m => [...m.village.values()][0]).then(h => [h.initials, h.head])")
    officer.find("#search").send_keys(initials[0])
    assert initials[1] in officer.text


def test_a_refused_record_says_why_and_blocks_no_other(officer, village):
    reload_and_unlock(officer)
    name = first_household(officer, due=False)
    officer.follow("发现困难")
    officer.find("#text").send_keys("户主上月住院，这个月没有收入。")
    officer.press("提交")
    # A household that is not of this village any more: what the server refuses. It is kept while another tab
    # sends, and must not be forgotten for that.
    officer.driver.execute_async_script("""
      const done = arguments[0];
      navigator.locks.request('shouwang-queue', () => new Promise((end) => setTimeout(end, 2000)));
      import('/m/queue.js').then(q => q.keep({id: crypto.randomUUID(), kind: 'clue', household: 99999999,
        head: '迁走的', clue: null, form: 'x', filledAt: Date.now() + 1, sentAt: Date.now(), base: {},
        values: {text: '这户已经不在本村了，记录交不上。'}}).then(done));""")
    officer.driver.execute_script("location.hash = '#/outbox'")
    officer.waits_for("需要处理")
    waits_for_receipt(officer, 2)
    officer.shoot("66-handset-problem")
    assert "没有这条记录，或者它不在您的管辖范围内" in officer.text and name in officer.text
    officer.press("转交乡镇")
    officer.waits_for("已转交乡镇处理")
    officer.open("/handset")
    assert "这户已经不在本村了" in officer.text


def test_a_photo_arrives_apart_from_its_record(officer, village, tmp_path):
    reload_and_unlock(officer)
    first_household(officer, due=False)
    officer.follow("更新情况")
    officer.waits_for("照片和录音")
    picture = tmp_path / "house.png"
    officer.driver.save_screenshot(str(picture))
    officer.find("#photo").send_keys(str(picture))
    officer.waits_for("KB")
    officer.driver.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    officer.fill("amount.wages", "31000")
    assert "changed" in officer.find("[name='amount.wages']").find_element("xpath", "..").get_attribute("class")
    officer.press("提交")
    waits_for_receipt(officer, 4)
    for _ in range(50):
        left = officer.driver.execute_script("return import('/m/vault.js').then(v => v.keys('files'))")
        if not left:
            break
        time.sleep(0.2)
    assert not left


def test_the_phone_keeps_nothing_readable(officer):
    texts = officer.driver.execute_async_script("""
      const done = arguments[0];
      const request = indexedDB.open('shouwang-m');
      request.onsuccess = () => {
        const db = request.result, out = [];
        const names = [...db.objectStoreNames].filter((n) => n !== 'meta');
        let left = names.length;
        names.forEach((n) => {
          const all = db.transaction(n).objectStore(n).getAll();
          all.onsuccess = () => { out.push(JSON.stringify(all.result, (k, v) =>
            v instanceof ArrayBuffer ? new TextDecoder().decode(v) : v)); if (--left === 0) done(out); };
        });
      };""")
    heads = officer.driver.execute_script(
        "return import('/m/sync.js').then(m => [...m.village.values()].map(h => h.head))")
    assert heads and len("".join(texts)) > 10_000
    assert not any(head in "".join(texts) for head in heads)


def test_a_wrong_pin_opens_nothing(officer):
    officer.driver.get(officer.county.url + "/m/")
    officer.driver.refresh()
    officer.waits_for("输入手机口令")
    officer.find("#pin").send_keys("111111")
    officer.press("打开")
    officer.waits_for("口令不对")


def test_every_page_of_the_phone_is_accessible(officer):
    reload_and_unlock(officer)
    assert officer.violations() == []
    first_household(officer, due=False)
    assert officer.violations() == []
    for title, words in [("更新情况", "照片和录音"), ("发现困难", "发现了什么困难")]:
        first_household(officer, due=False)
        officer.follow(title)
        officer.waits_for(words)
        assert officer.violations() == []
    officer.driver.execute_script("location.hash = '#/outbox'")
    officer.waits_for("现在发送")
    assert officer.violations() == []
    first_household(officer)
    officer.follow("入户核实")
    officer.waits_for("和登记的一样吗")
    assert officer.violations() == []
    officer.press("有变化")
    officer.waits_for("结论依据")
    assert officer.violations() == []
    officer.open("/handset")
    assert officer.violations() == []


def test_the_first_page_is_small(officer):
    """At most 60 KB packed, scripts and styles included."""
    size = officer.driver.execute_async_script("""
      const done = arguments[0];
      const names = performance.getEntriesByType('resource').map((one) => one.name)
        .filter((name) => !name.includes('/api/')).concat(location.origin + '/m/');
      Promise.all([...new Set(names)].map((name) => fetch(name).then((r) => r.blob())
        .then((b) => new Response(b.stream().pipeThrough(new CompressionStream('gzip'))).blob())
        .then((b) => b.size))).then((sizes) => done(sizes.reduce((a, b) => a + b, 0)));""")
    assert 5_000 < size <= 60 << 10, size


def test_large_type_and_contrast(officer):
    reload_and_unlock(officer)
    officer.driver.execute_script("document.getElementById('type').click()")
    assert officer.driver.execute_script("return getComputedStyle(document.body).fontSize") == "20px"
    officer.shoot("67-handset-large")
    first_household(officer, due=False)
    officer.shoot("68-handset-household-large")
    small = officer.driver.execute_script("""
      return [...document.querySelectorAll('main a, main button, .menu a')].filter(e => e.offsetParent &&
        getComputedStyle(e).display !== 'inline' && e.getBoundingClientRect().height < 59).map(e => e.outerHTML)""")
    officer.driver.execute_script("document.getElementById('type').click()")
    assert not small, small
