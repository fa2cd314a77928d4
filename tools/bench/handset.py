"""How long a phone's first sync of a village takes, and how much comes down: handset.py PROGRAM DATA.

DATA is a county made by `shouwang demo`; 1,000 made-up households are registered in the village of its
information officer first. Packed bytes are those on the wire.
"""
import csv, gzip, json, pathlib, subprocess, sys, tempfile, time

from county import COLUMNS, County
from pages import Visitor, serving


def settle(program, data, village, households):
    """Registers the households in one village."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, pathlib.Path(__file__).with_name("county.py"), str(households), folder], check=True,
                       stdout=subprocess.DEVNULL)
        path = pathlib.Path(folder) / "registry.csv"
        rows = list(csv.DictReader(open(path, encoding="utf-8")))
        for row in rows:
            row["乡"], row["村"] = village
            row["户编号"] = "M" + row["户编号"][1:]
        with open(path, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        subprocess.run([program, "import", "registry", path, "--data", data, "--json"], check=True, stdout=subprocess.DEVNULL)


def sync(visitor, known):
    """Every page of differences: what came, bytes on the wire, seconds."""
    began, size, households, after = time.perf_counter(), 0, {}, None
    while True:
        body = json.dumps({"known": known, "after": after})
        visitor.link.request("POST", "/api/v1/handset/sync", body, {
            "Cookie": visitor.cookie, "Content-Type": "application/json", "Accept-Encoding": "gzip",
            "Origin": f"http://{visitor.host}"})
        answer = visitor.link.getresponse()
        packed = answer.read()
        assert answer.status == 200, packed
        size += len(packed)
        page = json.loads(gzip.decompress(packed) if answer.getheader("Content-Encoding") == "gzip" else packed)
        households |= {str(one["household"]["id"]): one["mark"] for one in page["households"]}
        after = page["next"]
        if after is None:
            return households, size, time.perf_counter() - began


def main(program, data):
    accounts = json.loads((pathlib.Path(data) / "demo-accounts.json").read_text())
    account = next(one for one in accounts if one["role"] == "informationOfficer")
    settle(program, data, ("潋江镇", "背街社区"), 1_000)
    with serving(program, data) as (port, _):
        visitor = Visitor(port, account)
        known, size, seconds = sync(visitor, {})
        print(f"first sync: {len(known)} households, {size / 1024:.0f} KB packed, {seconds:.2f} s")
        changed, size, seconds = sync(visitor, known)
        print(f"again: {len(changed)} households, {size} bytes packed, {seconds:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
