"""The mini-program's logic against a real server, with WeChat's own server standing beside it; and the
web view it opens, in a browser that says it is WeChat's."""
import http.server, json, subprocess, threading, time, urllib.parse, urllib.request

import pytest

from conftest import ROOT, Visitor, browser
from handset import Village

AGENT = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Mobile/15E148 MicroMessenger/8.0.47 NetType/4G Language/zh_CN miniProgram/wx0000000000000001")


class StandIn(http.server.BaseHTTPRequestHandler):
    """code2session: each code tells an openid. (What is sent is tested beside the server.)"""

    def do_GET(self):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        code = asked["js_code"][0].split("-")
        answer = {"openid": "o-" + code[1], "session_key": "x"} if code[0] == "code" else {"errcode": 40029}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def village(program, tmp_path_factory):
    wechat = http.server.ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=wechat.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOUWANG_WECHAT_ID", "wx0000000000000001")
        patch.setenv("SHOUWANG_WECHAT_SECRET", "nobody's")
        patch.setenv("SHOUWANG_WECHAT_CASE_MESSAGE", "case-t:character_string1,thing2,date3")
        patch.setenv("SHOUWANG_WECHAT_BASE", f"http://127.0.0.1:{wechat.server_port}")
        place = Village(program, tmp_path_factory.mktemp("wechat"))
        yield place
        place.kill()
    wechat.shutdown()


@pytest.fixture(scope="module")
def walked(village):
    account = village.accounts["informationOfficer"]
    run = subprocess.run(
        ["node", ROOT / "Tests/Mobile/walk.mjs", village.url, account["account"], account["password"]],
        capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_an_officer_binds_fills_in_and_has_a_receipt(walked):
    assert walked["unbound"] and "还没有绑定" in walked["words"]
    assert walked["again"] == walked["name"] and walked["waiting"] > 0
    assert "companion" in walked["faults"] and "conclusion" in walked["faults"]
    (record,) = walked["records"]
    assert record["state"] == "done" and len(record["code"]) == 9, record
    assert "/f?v=1" in walked["scanned"]


def test_the_web_view_opens_once_in_large_type(walked, village):
    driver = browser("phone", agent=AGENT)
    try:
        person = Visitor(driver, village, "phone")
        driver.get(walked["page"])
        person.waits_for("设置手机口令")
        assert driver.execute_script("return document.documentElement.dataset.type") == "large"
        person.shoot("77-wechat-large")
        assert person.violations() == []
        person.open("/f?fs=1.4")
        assert driver.execute_script("return document.documentElement.dataset.type") == "large"
        driver.delete_all_cookies()
        driver.get(walked["page"])
        person.waits_for("门票")
        assert "已用过" in person.text
        person.shoot("78-wechat-replayed")
    finally:
        driver.quit()


def test_a_household_is_led_to_the_page_where_it_agrees(village):
    driver = browser("phone", agent=AGENT)
    try:
        person = Visitor(driver, village, "phone")
        person.open("/f/declare")
        person.fill("name", "刘长根")
        person.fill("phone", "13800001234")
        person.fill("id", "11010519491231002X")
        person.choose("village", text="背街社区")
        person.choose("risk", "illness")
        person.fill("text", "上个月住院花了很多钱")
        person.press("提交")
        person.waits_for("已经收到")
        driver.execute_script("window.wx = { miniProgram: { navigateTo: ({ url }) => { window.led = url; } } };")
        person.shoot("79-wechat-message")
        assert person.violations() == []
        person.press("办到下一步时微信告诉我")
        for _ in range(50):
            led = driver.execute_script("return window.led")
            if led:
                break
            time.sleep(0.1)
        assert led.startswith("/pages/message/message?id=") and led.endswith("&template=case-t")
        id = led.split("id=")[1].split("&")[0]
        asked = urllib.request.Request(
            f"{village.url}/api/v1/wechat/offers/{id}", json.dumps({"code": "code-home-1"}).encode(),
            {"Content-Type": "application/json"})
        assert urllib.request.urlopen(asked).status == 204
    finally:
        driver.quit()
