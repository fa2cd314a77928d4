"""A village's server and its officer's phone, as the tests of the phone hold them."""
import json, re, signal, socket, subprocess, time, urllib.request

PIN = "246802"


class Village:
    """A served county that can be cut off and come back."""

    def __init__(self, program, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.program, self.folder, self.process = program, folder, None
        self.url = f"http://127.0.0.1:{self.port}"
        self.run("demo", "--households", "200", "--seed", "11", "--accounts", folder / "accounts.json")
        accounts = json.loads((folder / "accounts.json").read_text())
        self.accounts = {found["role"]: found for found in reversed(accounts)}
        self.departments = {}

    def run(self, *words):
        log = open(self.folder / "log", "a")
        self.process = subprocess.Popen(
            [self.program, *map(str, words), "--data", self.folder / "data", "--port", str(self.port)],
            stdout=log, stderr=subprocess.STDOUT)
        for _ in range(600):
            assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
            try:
                return urllib.request.urlopen(self.url + "/readyz", timeout=2)
            except OSError:
                time.sleep(0.3)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def back(self):
        self.run("serve")


class Through:
    """The village as the phone sees it: by the bad network."""

    def __init__(self, village, network):
        self.url, self.accounts, self.departments = f"http://127.0.0.1:{network.port}", village.accounts, {}


def unlock_new(person):
    person.open("/m/")
    person.waits_for("设置手机口令")
    person.find("#pin").send_keys(PIN)
    person.find("#twice").send_keys(PIN)
    person.press("设置并下载农户")
    person.waits_for("找农户")
    for _ in range(100):
        if "全部农户 0 户" not in person.text:
            return
        time.sleep(0.2)


def reload_and_unlock(person):
    person.driver.get(person.county.url + "/m/")
    person.waits_for("输入手机口令")
    person.find("#pin").send_keys(PIN)
    person.press("打开")
    person.waits_for("找农户")


def settles(person):
    """Until what was fetched stands in the list."""
    for _ in range(100):
        if person.driver.find_element("id", "state").text != "正在更新…":
            return
        time.sleep(0.1)


def opens(person, name):
    """Looks the household up and opens it."""
    person.driver.execute_script("location.hash = '#/'")
    settles(person)

    def looks_up():
        search = person.find("#search")
        search.clear()
        search.send_keys(name)

    # What is fetched meanwhile draws the page anew under the fingers.
    person.settled(looks_up)
    person.follow(name)
    person.waits_for("家庭成员")


def first_household(person, due=True):
    """Opens the first household that waits for a visit, or that does not."""
    person.driver.execute_script("location.hash = '#/'")
    person.waits_for("全部农户")
    for _ in range(100):
        if person.driver.find_element("id", "state").text != "正在更新…":
            break
        time.sleep(0.1)

    def press():
        links = person.all("main section")[0 if due else 1].find_elements("css selector", ".rows a")
        link = next(one for one in links if not due or "待走访" in one.text)
        name = link.find_element("tag name", "b").text
        person.touch(link)
        return name

    # What is fetched meanwhile draws the list anew under the finger.
    name = person.settled(press)
    person.waits_for("家庭成员")
    return name


def waits_for_receipt(person, count=1):
    person.driver.execute_script("location.hash = '#/outbox'")
    for _ in range(100):
        codes = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b", person.text)
        if len(codes) >= count:
            return codes
        time.sleep(0.3)
    raise AssertionError(person.text)


def files_left(person):
    return person.driver.execute_script("return import('/m/vault.js').then(v => v.keys('files'))")
