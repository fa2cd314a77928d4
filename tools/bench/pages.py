"""How long pages take at the server, and how much memory it holds: pages.py PROGRAM DATA [ROUNDS].

Starts `serve` on a county made by `shouwang demo`, signs in as a village, a township and a county
user, and opens every list and some household pages, 40 rounds over one kept connection each.
"""
import contextlib, http.client, json, pathlib, re, socket, statistics, subprocess, sys, time, urllib.parse

LISTS = ["/", "/households", "/households?sort=coefficient", "/households?q=刘", "/clues", "/cases", "/cases?stage=monitored"]
USERS = {
    "village": ("informationOfficer", LISTS),
    "township": ("townshipReviewer", LISTS + ["/reviews", "/overview"]),
    "county": ("countyReviewer", LISTS + ["/reviews", "/overview"]),
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Visitor:
    def __init__(self, port, account):
        self.link = http.client.HTTPConnection("127.0.0.1", port)
        self.host, self.cookie = f"127.0.0.1:{port}", None
        form = urllib.parse.urlencode({"account": account["account"], "password": account["password"]})
        self.link.request("POST", "/login", form, {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"})
        answer = self.link.getresponse()
        answer.read()
        self.cookie = answer.getheader("Set-Cookie", "").split(";")[0]

    def get(self, path):
        start = time.perf_counter()
        self.link.request("GET", urllib.parse.quote(path, safe="/?=&"), headers={"Cookie": self.cookie})
        answer = self.link.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return (time.perf_counter() - start) * 1000, body.decode()


def memory(process):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return {key: int(re.search(rf"{key}:\s+(\d+)", text)[1]) / 1024 for key in ["VmRSS", "VmHWM"]}


@contextlib.contextmanager
def serving(program, data):
    """The program serving a data folder: its port and process."""
    port = free_port()
    process = subprocess.Popen(
        [program, "serve", "--data", data, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port, process
    finally:
        process.terminate()
        process.wait()


def main(program, data, rounds=40):
    with serving(program, data) as (port, process):
        accounts = json.loads((pathlib.Path(data) / "demo-accounts.json").read_text())
        print(f"{'user':9} {'page':32} {'median':>8} {'p95':>8}  ms")
        for user, (role, paths) in USERS.items():
            visitor = Visitor(port, next(one for one in accounts if one["role"] == role))
            _, listed = visitor.get("/households")
            households = re.findall(r'href="(/households/\d+)"', listed)[:10]
            for name, group in [(path, [path]) for path in paths] + [("/households/…", households)]:
                visitor.get(group[0])
                times = [visitor.get(group[turn % len(group)])[0] for turn in range(rounds)]
                p95 = statistics.quantiles(times, n=20)[-1]
                print(f"{user:9} {name:32} {statistics.median(times):8.1f} {p95:8.1f}")
        held = memory(process)
        print(f"serve holds {held['VmRSS']:.0f} MB, at most {held['VmHWM']:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
