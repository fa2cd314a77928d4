"""Papers: every one is drawn and looked at; a letter is printed, photographed, filed, or signed on the screen."""
import datetime, re, subprocess, urllib.request

import pytest
from selenium.webdriver.common.action_chains import ActionChains

from conftest import ROOT
from story import Story, identity_number

SHOTS = ROOT / "screenshots" / "papers"
KINDS = {"application": 1, "letter": 1, "commission": 1, "visitSheet": 2, "minutes": 1, "notice": 1,
         "removalNotice": 1, "announcement": 1, "approvalList": 1, "plan": 1, "removal": 2}


def fetch(visitor, path, file):
    """What a link gives, with the cookie of whoever sits at the browser."""
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in visitor.driver.get_cookies())
    request = urllib.request.Request(visitor.county.url + path, headers={"Cookie": cookie})
    file.write_bytes(urllib.request.urlopen(request).read())
    return file


def pages(pdf):
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", told).group(1))


def draw(pdf, name):
    SHOTS.mkdir(parents=True, exist_ok=True)
    subprocess.run(["pdftoppm", "-r", "60", "-gray", "-png", pdf, SHOTS / name], check=True)


def links(visitor, path):
    visitor.open(path)
    found = visitor.all("a[href*='/papers/'][href*='as=pdf']")
    return [re.sub(r"^https?://[^/]+", "", link.get_attribute("href")) for link in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_paper_keeps_to_its_pages(on_phone, tmp_path, kind):
    on_phone.sign_in("townshipAdministrator")
    pdf = fetch(on_phone, f"/papers/{kind}?blank=1&as=pdf", tmp_path / "a.pdf")
    draw(pdf, f"blank-{kind}")
    assert pages(pdf) == KINDS[kind]


def monitored(visitor):
    """A case with its announcement, and the links to its papers."""
    visitor.open("/cases?stage=monitored")
    cases = {link.get_attribute("href") for link in visitor.all("main a[href*='/cases/']")}
    for case in sorted(one for one in cases if re.search(r"/cases/\d+$", one)):
        found = links(visitor, re.sub(r"^https?://[^/]+", "", case))
        if any("announcement" in link for link in found):
            return found
    raise AssertionError("no monitored case")


def test_the_papers_of_a_case_keep_to_their_pages(on_phone, tmp_path):
    on_phone.sign_in("townshipAdministrator")
    for link in monitored(on_phone):
        kind = re.search(r"papers/(\w+)", link).group(1)
        pdf = fetch(on_phone, link, tmp_path / "a.pdf")
        draw(pdf, f"filled-{kind}")
        # A family of seven fills more than one page of its application.
        assert pages(pdf) in (KINDS[kind], 2 if kind == "application" else KINDS[kind]), kind
    on_phone.sign_in("informationOfficer")
    on_phone.open("/households")
    household = next(link.get_attribute("href") for link in on_phone.all("main a[href*='/households/']")
                     if re.search(r"/households/\d+$", link.get_attribute("href")))
    link = links(on_phone, re.sub(r"^https?://[^/]+", "", household))[0]
    pdf = fetch(on_phone, link, tmp_path / "a.pdf")
    draw(pdf, "filled-visitSheet")
    assert pages(pdf) == 2


class Signing(Story):
    """A household of its own whose letter comes back in both ways."""

    def __init__(self, visitor, folder):
        super().__init__(visitor, folder)
        self.head = "涂秀英" if self.phone else "涂长生"
        self.id = identity_number(datetime.date(1974, 6, 1), 61 if self.phone else 60)
        self.neighbour = ("涂建军", identity_number(datetime.date(1975, 7, 2), 71 if self.phone else 70))
        self.code = f"PP{self.id[-4:-1]}"

    def photograph(self):
        """The printed letter as a telephone sees it."""
        link = next(one for one in links(self.visitor, f"/cases/{self.case}") if "letter" in one)
        pdf = fetch(self.visitor, link, self.folder / "letter.pdf")
        subprocess.run(["pdftoppm", "-r", "110", "-jpeg", "-singlefile", pdf, self.folder / "IMG"], check=True)
        return self.folder / "IMG.jpg"

    def scan(self):
        photo = self.photograph()
        self.visitor.open(f"/cases/{self.case}")
        self.visitor.unfold("打印 / 下载")
        self.visitor.shoot("papers-menu")
        self.visitor.unfold("上传签好的纸件")
        self.visitor.find("#scans").send_keys(str(photo))
        self.visitor.press("上传归档")
        self.visitor.waits_for("按二维码归档")
        assert f"承诺授权书 {self.head}" in self.visitor.text
        assert self.visitor.find("form[action$='/consents'] input[type='radio'][value='1']").is_selected()
        self.visitor.shoot("papers-scan")

    def sign(self):
        """With the finger in the frame; without a stroke nothing is taken in."""
        self.visitor.open(f"/cases/{self.case}")
        self.visitor.waits_for("在屏幕上签")
        self.visitor.unfold("在屏幕上签")
        self.visitor.press("签字并登记授权")
        self.visitor.waits_for("还没有签字")
        pad = self.visitor.find("[data-sign] canvas")
        self.visitor.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", pad)
        ActionChains(self.visitor.driver).move_to_element_with_offset(pad, -80, 0).click_and_hold() \
            .move_by_offset(60, 20).move_by_offset(60, -30).release().perform()
        self.visitor.shoot("papers-sign")
        self.visitor.press("签字并登记授权")
        self.visitor.waits_for("屏幕签字")
        assert "已授权" in self.visitor.text


def test_a_letter_is_printed_photographed_and_signed(visitor, tmp_path):
    story = Signing(visitor, tmp_path)
    story.registry()
    story.declaration()
    story.clue()
    story.visit()
    story.scan()
    story.sign()
