"""The phone's and households' pages in the sizes of iPhones and in WeChat: nothing is cut off."""
import pytest

from conftest import Visitor, browser
from handset import unlock_new

SAFARI = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
          "Version/17.4 Mobile/15E148 Safari/604.1")
WECHAT = SAFARI.replace("Version/17.4 ", "").replace("Safari/604.1", "MicroMessenger/8.0.47 NetType/4G Language/zh_CN")


@pytest.fixture(params=[((375, 667), SAFARI), ((414, 896), SAFARI), ((375, 667), WECHAT)],
                ids=["375x667", "414x896", "WeChat"])
def person(request, county):
    size, agent = request.param
    driver = browser("phone", size=size, agent=agent)
    yield Visitor(driver, county, "x".join(map(str, size)))
    driver.quit()


def too_wide(person):
    return person.driver.execute_script("""
      const wide = document.documentElement.clientWidth;
      return [...document.querySelectorAll('body *')].filter((e) => e.offsetParent && e.getBoundingClientRect().right > wide + 1)
        .map((e) => e.outerHTML.slice(0, 120));""")


def test_nothing_is_cut_off_in_normal_and_large_type(person):
    for path in ("/f", "/f/declare", "/f/progress", "/f/voice"):
        for scale in ("1", "1.4"):
            person.open(f"{path}?fs={scale}")
            assert too_wide(person) == [], (path, scale)
    person.sign_in("informationOfficer")
    unlock_new(person)
    for _ in range(2):
        person.driver.execute_script("document.getElementById('type').click()")
        person.driver.execute_script("location.hash = '#/'")
        person.waits_for("全部农户")
        assert too_wide(person) == []
        person.touch(person.find("main .rows a"))
        person.waits_for("家庭成员")
        assert too_wide(person) == []
        for title in ("更新情况", "发现困难"):
            person.driver.execute_script("history.length && (location.hash = '#/')")
            person.waits_for("全部农户")
            person.touch(person.all("main section")[1].find_element("css selector", ".rows a"))
            person.waits_for("家庭成员")
            person.follow(title)
            person.waits_for("照片和录音")
            assert too_wide(person) == [], title
