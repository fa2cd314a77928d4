"""The officer's other work on the phone, without signal like visits; and the supervisor's calls."""
import json, sqlite3, time

import pytest
from selenium.webdriver import ActionChains

from conftest import Visitor, browser
from faults import BadNetwork
from handset import Through, Village, files_left, opens, reload_and_unlock, settles, unlock_new, waits_for_receipt


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


def test_the_application_is_filled_in_where_the_letters_are_signed(officer, network):
    # The household whose visit made the case before; where it declared itself, the officer corrects its words.
    name = homes(officer, "h.case?.application")[0]
    opens(officer, name)
    network.down()
    officer.waits_for("申请书和授权书")
    shoot_both(officer, "90-household-application")
    officer.touch(officer.find("main a[href$='/application']"))
    officer.waits_for("说说家里的困难")
    assert officer.find("#name").get_attribute("value") == name, "not asked again"
    assert len(officer.find("#id").get_attribute("value")) == 18
    assert officer.find("#helperWhy").is_displayed(), "the office's own questions stand there"
    officer.fill("text", "难")
    officer.press("提交")
    officer.waits_for("“说说家里的困难”至少 5")
    officer.fill("text", "上个月住院花了很多钱，借了亲戚的钱。")
    officer.fill("helper", "邻居李四")
    officer.fill("helperIs", "邻居")
    shoot_both(officer, "91-application")
    sends(officer, network)
    assert "监测对象申请书" in officer.text and "已登记" in officer.text
    opens(officer, name)
    officer.waits_for("已填")


def test_the_removal_sheet_is_filled_in_without_signal(officer, village, network):
    name = homes(officer, "h.case?.removal && h.case.conditions.some(c => !c.holds)")[0]
    opens(officer, name)
    officer.touch(officer.find("main details summary"))
    officer.waits_for("都符合了才能提请")
    shoot_both(officer, "92-household-removal")
    network.down()
    officer.touch(officer.find("main a[href$='/removal']"))
    officer.waits_for("风险消除方式")
    assert "项条件不符合" in officer.text, "what fails is said where it is filled in"
    main = officer.find("main")
    officer.tick(main, "byHelp", name="way")
    for choice in officer.all("fieldset[id^='guarantee'] input[value='1']"):
        officer.touch(choice)
    officer.press("提交")
    officer.waits_for("请填写“监测联系人”")
    shoot_both(officer, "93-removal")
    officer.fill("contact", "王干部")
    officer.fill("phone", "0797-5523456")
    sends(officer, network)
    assert "《风险消除表》已登记" in officer.text
    with sqlite3.connect(village.folder / "data/shouwang.sqlite", timeout=10) as base:
        kept = base.execute("SELECT form, version, subject FROM form_record ORDER BY id DESC LIMIT 1").fetchone()
    assert kept[0] == "removal" and kept[2].startswith("case/")
    reload_and_unlock(officer)
    settles(officer)
    opens(officer, name)
    officer.waits_for("表已填")
    officer.touch(officer.find("main details summary"))
    officer.touch(officer.find("main a[href$='/removal']"))
    officer.waits_for("风险消除方式")
    assert officer.find("#contact").get_attribute("value") == "王干部", "not asked again"


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
    # How many wait for a visit differs with the day; two at least are wanted.
    for name in homes(officer, "!h.clue && !h.case")[:max(0, 2 - len(homes(officer, "h.clue")))]:
        opens(officer, name)
        network.down()
        officer.follow("发现困难")
        officer.find("#text").send_keys("户主摔伤，要住院一个月。")
        sends(officer, network)
    reload_and_unlock(officer)
    settles(officer)
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


WATER = {"name": "x.water", "version": "1", "title": "饮水补充", "sections": [{"title": "饮水", "fields": [
    {"name": "x.1", "title": "水源", "kind": "choice", "required": True,
     "options": [{"value": one, "title": one} for one in ("自来水", "井水", "山泉水")]},
    {"name": "x.2", "title": "说明", "kind": "text"}]}]}


def test_the_county_s_own_form_is_filled_in_without_signal(officer, village, network):
    # As `/forms` writes it; that page has its own test.
    with sqlite3.connect(village.folder / "data/shouwang.sqlite", timeout=10) as base:
        county = base.execute("SELECT county FROM household LIMIT 1").fetchone()[0]
        base.execute("INSERT INTO form_edition VALUES (?, 'x.water', '1', ?, 0, 1)", (county, json.dumps(WATER)))
        base.execute("INSERT INTO form_term VALUES (?, 900, 'x.water', '1', 0, 1, '县里要求')", (county,))
    reload_and_unlock(officer)
    settles(officer)
    name = homes(officer, "!h.clue")[0]
    opens(officer, name)
    officer.waits_for("本县的表")
    network.down()
    officer.follow("饮水补充")
    officer.waits_for("水源")
    shoot_both(officer, "89-own-form")
    officer.press("提交")
    officer.waits_for("请填写“水源”")
    officer.tick(officer.find("main"), "井水", name="x.1")
    sends(officer, network)
    assert "饮水补充" in officer.text and "已登记" in officer.text
    reload_and_unlock(officer)
    settles(officer)
    opens(officer, name)
    officer.waits_for("填过")
    officer.follow("饮水补充")
    officer.waits_for("水源")
    assert officer.find("[name='x.1'][value='井水']").is_selected(), "not asked again"


TAKE = """
  const [stamp, done] = arguments;
  const take = async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 800, height: 600 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 800, 600);
    const file = new File([await new Promise((made) => canvas.toBlob(made))], "house.png");
    const { marksOf, photo } = await import("/m/files.js");
    const marks = await marksOf(file, stamp);
    pen.drawImage(await createImageBitmap(new Blob([(await photo(file, marks)).bytes])), 0, 0);
    const dark = pen.getImageData(0, 500, 800, 100).data.filter((level, place) => place % 4 === 0 && level < 160).length;
    return [marks, dark];
  };
  take().then(done, (error) => done(String(error)));"""


def test_a_photo_is_drawn_into_only_where_the_pack_asks(officer):
    driver = officer.driver
    may = lambda setting: driver.execute_cdp_cmd("Browser.setPermission", {
        "origin": officer.county.url, "permission": {"name": "geolocation"}, "setting": setting})
    driver.execute_cdp_cmd("Emulation.setGeolocationOverride", {"latitude": 26.34, "longitude": 115.35, "accuracy": 10})
    may("granted")
    assert driver.execute_async_script(TAKE, []) == [[], 0], "nothing unless it is asked for"
    marks, dark = driver.execute_async_script(TAKE, ["time", "place"])
    assert marks[0].startswith("20") and marks[1] == "26.34000, 115.35000" and dark > 10_000
    may("denied")
    marks, dark = driver.execute_async_script(TAKE, ["time", "place"])
    assert len(marks) == 1 and dark > 5_000, "no place, and the photo all the same"
    opens(officer, homes(officer, "!h.clue")[0])
    for stamp, words in [([], "不带位置"), (["time"], "照片上会画出时间")]:
        driver.execute_script("return import('/m/sync.js').then(s => { s.start.photoStamp = arguments[0]; })", stamp)
        officer.follow("发现困难")
        officer.waits_for(words)
        driver.back()
        officer.waits_for("家庭成员")


def test_a_voice_note_stops_by_itself_and_is_kept(officer, network):
    network.up()
    opens(officer, homes(officer, "!h.clue")[0])
    officer.driver.execute_script("""
      navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext();
        const [tone, out] = [context.createOscillator(), context.createMediaStreamDestination()];
        tone.connect(out);
        tone.start();
        return out.stream;
      };
      return import('/m/sync.js').then(s => { s.start.voiceSeconds = 2; });""")
    officer.follow("发现困难")
    officer.find("#text").send_keys("说的比写的多，录了一段。")
    officer.press("录音")
    officer.waits_for("最长 0:02")
    officer.waits_for("录满 0:02 已停下")
    officer.shoot("89-voice-full")
    assert "录音 " in officer.text
    known = officer_receipts_now(officer)
    officer.press("提交")
    waits_for_receipt(officer, known + 1)
    for _ in range(50):
        if not files_left(officer):
            return
        time.sleep(0.2)
    assert not files_left(officer), officer.text


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
