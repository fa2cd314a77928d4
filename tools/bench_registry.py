"""Prints a registry in the national export layout: N households of four made-up persons each."""
import csv, pathlib, sys

def places():
    with open(pathlib.Path("Sources/App/Resources/divisions/xingguo_360732.csv"), encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    names = {row["code"][:9]: row["name"] for row in rows if row["level"] == "4" or row["code"].endswith("000")}
    return [(names[row["code"][:9]], row["name"]) for row in rows
            if not row["code"].endswith("000") and row["code"][:9] in names]

def number(born, serial, area):
    digits = f"{area}{born}{serial:03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits)) % 11]

villages, out = places(), csv.writer(sys.stdout)
out.writerow("县 乡 村 户编号 户类型 姓名 证件号码 与户主关系 人均纯收入（元）".split())
FAMILY = [("户主", "刘建国", 1950), ("配偶", "钟小燕", 1952), ("之子", "刘志强", 1980), ("之女", "刘丽华", 1985)]
for household in range(int(sys.argv[1])):
    township, village = villages[household % len(villages)]
    day, serial = divmod(household, 999)
    month, day = divmod(day, 28)
    for relation, name, year in FAMILY:
        born = f"{year + month // 12}{month % 12 + 1:02}{day + 1:02}"
        out.writerow(["兴国县", township, village, f"H{household:07}", "一般农户", name,
                      number(born, serial + 1, "360732"), relation, 9000 + household % 20000])
