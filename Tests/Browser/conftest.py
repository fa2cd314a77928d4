"""The program under test, a generated county served by it, and a browser."""
import importlib.resources, json, os, pathlib, socket, subprocess, time, urllib.request

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import Select

ROOT = pathlib.Path(__file__).parents[2]
SHOTS = ROOT / "screenshots"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="session")
def program():
    return str(ROOT / ".build/debug/shouwang")


class County:
    """A served county: its address and one account per role."""

    def __init__(self, url, accounts):
        self.url = url
        self.accounts = {found["role"]: found for found in reversed(accounts)}
        self.departments = {found["department"]: found for found in accounts if found.get("department")}


@pytest.fixture(scope="session")
def county(program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, accounts = f"http://127.0.0.1:{port}", folder / "accounts.json"
    log = open(folder / "log", "w+")
    process = subprocess.Popen(
        [program, "demo", "--data", folder / "data", "--port", str(port), "--households", "300",
         "--seed", "7", "--accounts", accounts], stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(600):
            assert process.poll() is None, (folder / "log").read_text()
            try:
                urllib.request.urlopen(url + "/readyz", timeout=2)
                break
            except OSError:
                time.sleep(0.5)
        yield County(url, json.loads(accounts.read_text()))
    finally:
        process.terminate()
        process.wait(30)
        log.close()


class Visitor:
    """A person at a browser."""

    def __init__(self, driver, county, size):
        self.driver, self.county, self.size = driver, county, size

    def open(self, path):
        self.driver.get(self.county.url + path)
        return self.text

    @property
    def text(self):
        return self.settled(lambda: self.driver.find_element("tag name", "main").text)

    def settled(self, look):
        """What `look` gives once the page that is coming has come."""
        for _ in range(50):
            try:
                return look()
            except WebDriverException:
                time.sleep(0.1)
        return look()

    def waits_for(self, words):
        for _ in range(150):
            if words in self.text:
                return
            time.sleep(0.1)
        assert words in self.text

    def waits_past(self, before):
        """Until the page says something else: moved on, or asks to sign in again."""
        for _ in range(50):
            if self.text != before:
                return
            time.sleep(0.1)
        assert self.text != before

    def find(self, css):
        return self.settled(lambda: self.driver.find_element("css selector", css))

    def all(self, css):
        return self.driver.find_elements("css selector", css)

    def sign_in(self, role, department=None):
        account = self.county.departments[department] if department else self.county.accounts[role]
        self.driver.delete_all_cookies()
        self.open("/login")
        self.find("#account").send_keys(account["account"])
        self.find("#password").send_keys(account["password"])
        self.find("main form button").click()
        self.waits_for("您好")
        return self

    def follow(self, words):
        """Clicks the link in the page with these words."""
        link = self.settled(
            lambda: self.driver.find_element("xpath", f"//main//a[contains(., '{words}')]"))
        self.touch(link)

    def press(self, title):
        button = self.settled(lambda: self.driver.find_element(
            "xpath", f"//main//button[normalize-space()='{title}']"))
        self.touch(button)

    def click(self, css):
        self.touch(self.find(css))

    def touch(self, part):
        """Brings a part of the page under the finger and presses it."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", part)
        part.click()

    def fill(self, name, text):
        field = self.find(f"[name='{name}']")
        field.clear()
        field.send_keys(text)

    def choose(self, name, value=None, text=None):
        field = Select(self.find(f"select[name='{name}']"))
        field.select_by_value(value) if value else field.select_by_visible_text(text)

    def tick(self, group, value, name=None):
        """Presses the choice with this value in a group of them."""
        of = f"[name='{name}']" if name else ""
        self.touch(group.find_element("css selector", f"input{of}[value='{value}']"))

    def unfold(self, title):
        self.touch(self.settled(lambda: self.driver.find_element(
            "xpath", f"//main//summary[normalize-space()='{title}']")))

    def violations(self):
        """What axe-core finds wrong for people who see, hear or move differently."""
        source = importlib.resources.files("axe_core_python").joinpath("axe.min.js").read_text()
        self.driver.execute_script(source)
        found = self.driver.execute_async_script("axe.run().then((r) => arguments[0](r.violations))")
        return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]

    def shoot(self, name):
        SHOTS.mkdir(exist_ok=True)
        self.driver.save_screenshot(str(SHOTS / f"{name}-{self.size}.png"))


def browser(kind, scripts=True, size=None, agent=None):
    width, height = size or SIZES[kind]
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(flag)
    options.add_argument(f"--window-size={width},{height}")
    if not scripts:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    if kind == "phone":
        told = {"userAgent": agent} if agent else {}
        options.add_experimental_option("mobileEmulation", {
            "deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0}, **told})
    return webdriver.Chrome(options=options, service=Service(
        os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))


@pytest.fixture(scope="session", params=list(SIZES))
def visitor(request, county):
    driver = browser(request.param)
    yield Visitor(driver, county, request.param)
    driver.quit()


@pytest.fixture(scope="session")
def on_phone(county):
    driver = browser("phone")
    yield Visitor(driver, county, "phone")
    driver.quit()


@pytest.fixture(scope="session", params=["desktop without scripts", "phone"])
def reader(request, county):
    """Somebody whose browser may run no script: every page does its work without."""
    size, _, plain = request.param.partition(" ")
    driver = browser(size, scripts=not plain)
    driver.get("data:text/html,<script>document.title='runs'</script>")
    assert (driver.title == "runs") == (not plain)
    yield Visitor(driver, county, size)
    driver.quit()
