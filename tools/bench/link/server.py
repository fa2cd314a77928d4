"""The generator's two files as a county has them, and the score of what the server made of them.

server.py make FOLDER: registry.csv in the national layout and push.csv (hospital bills) from persons.csv, rows.csv
server.py score FOLDER DATABASE: DATABASE is an SQLite file or what psql takes
Persons whose number the register refuses are not in it, so that their rows count as those of outsiders.
"""
import csv, io, pathlib, sqlite3, subprocess, sys

RESOURCES = pathlib.Path(__file__).parents[3] / "Sources/App/Resources"
ROWS = """SELECT r.row_no, r.fate, h.code, p.name FROM submission_row r
  JOIN (SELECT county, MAX(id) AS id FROM submission GROUP BY county) s ON s.county = r.county AND s.id = r.submission_id
  LEFT JOIN person p ON p.county = r.county AND p.id = r.person_id
  LEFT JOIN household h ON h.county = p.county AND h.id = p.household_id"""
PERSONS = "SELECT h.code, p.name FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id"


def read(path):
    return csv.DictReader(open(path, encoding="utf-8", newline=""))


def townships():
    places = list(read(RESOURCES / "divisions/xingguo_360732.csv"))
    names = {place["code"]: place["name"] for place in places}
    found = {}
    for place in places:
        if place["level"] == "5":
            found.setdefault(place["name"], names[place["parent"]])
    return found


def make(folder):
    of = townships()
    with open(folder / "registry.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["县", "乡", "村", "户编号", "户类型", "户联系电话", "家庭成员联系电话", "姓名", "证件号码",
                      "与户主关系", "人均纯收入（元）", "是否解决安全饮用水", "是否危房户"])
        before = ""
        for one in read(folder / "persons.csv"):
            head = one["household_id"] != before
            before = one["household_id"]
            relation = "户主" if head else "之子" if one["sex"] == "男" else "之女"
            out.writerow(["兴国县", of[one["village"]], one["village"], one["household_id"], "一般农户", "", one["phone"],
                          one["name"], one["id_number"], relation, "12000", "是", "否"])
    with open(folder / "push.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["姓名", "身份证号", "性别", "出生日期", "乡镇", "村", "联系电话", "结算日期", "个人自付", "病种"])
        for number, row in enumerate(read(folder / "rows.csv"), 1):
            # A sum of its own for each, so that no two rows are one event.
            out.writerow([row["姓名"], row["身份证号"], row["性别"], row["出生日期"], of.get(row["村"], ""), row["村"],
                          row["联系电话"], "2026-01-05", f"{number}.00", "住院"])


def query(database, sql):
    if pathlib.Path(database).is_file():
        return [tuple("" if value is None else str(value) for value in row)
                for row in sqlite3.connect(database).execute(sql)]
    answer = subprocess.run(["psql", "-q", database, "-c", f"COPY ({sql}) TO STDOUT (FORMAT csv)"],
                            capture_output=True, text=True, check=True)
    return [tuple(row) for row in csv.reader(io.StringIO(answer.stdout))]


def score(folder, database):
    who = {one["person_id"]: (one["household_id"], one["name"]) for one in read(folder / "persons.csv")}
    known = set(query(database, PERSONS))
    truth = {number: who.get(one["person_id"]) for number, one in enumerate(read(folder / "truth.csv"), 2)}
    truth = {number: person if person in known else None for number, person in truth.items()}
    fates, linked = {}, {}
    for number, fate, code, name in query(database, ROWS):
        fates[fate] = fates.get(fate, 0) + 1
        if fate in ("added", "updated", "unchanged"):
            linked[int(number)] = (code, name)
    right = sum(truth[number] == person for number, person in linked.items())
    precision, recall = right / max(1, len(linked)), right / max(1, sum(1 for one in truth.values() if one))
    print(" ".join(f"{fate} {count}" for fate, count in sorted(fates.items())))
    print("precision %.4f recall %.4f F1 %.4f" % (
        precision, recall, 2 * precision * recall / max(1e-9, precision + recall)))


if __name__ == "__main__":
    command, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    make(folder) if command == "make" else score(folder, sys.argv[3])
