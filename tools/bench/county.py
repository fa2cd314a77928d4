"""Writes a made-up county's registry as a CSV in the national export layout.

The product has a generator of its own (`shouwang demo`), which lives the county's months; this
one only fills files (`county.py HOUSEHOLDS FOLDER`), so that the import can be measured on any number of households. No person
in it is real.
"""
import csv, datetime, pathlib, random

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / "Sources/App/Resources"
COLUMNS = [
    row["column"]
    for row in csv.DictReader(open(RESOURCES / "field_templates/national_export_columns.csv", encoding="utf-8"))
]
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CHECK = "10X98765432"
TODAY = datetime.date(2026, 10, 31)


def identity_number(birth, sequence):
    """A number with a right check digit; the area code 360799 is no real county's."""
    first = f"360799{birth:%Y%m%d}{sequence % 1000:03d}"
    return first + CHECK[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS)) % 11]


class County:
    def __init__(self, households, seed=1):
        self.households, self.random = households, random.Random(seed)
        places = list(csv.DictReader(open(RESOURCES / "divisions/xingguo_360732.csv", encoding="utf-8")))
        names = {place["code"]: place["name"] for place in places}
        self.villages = [
            (place["code"], names[place["parent"]], place["name"]) for place in places if place["level"] == "5"
        ]
        read = lambda name: [next(iter(row.values())) for row in csv.DictReader(open(RESOURCES / "names" / name, encoding="utf-8"))]
        self.surnames = [name for name in read("surnames.csv") if name][:100]
        self.characters = [name for name in read("given_chars.csv") if name][:400]
        # Births by day, so that sequence numbers of one day never meet.
        self.used = {}

    def birth(self, youngest, oldest):
        while True:
            day = TODAY - datetime.timedelta(days=self.random.randint(youngest * 365, oldest * 365 + 364))
            taken = self.used.get(day, 0)
            if taken < 1000:
                self.used[day] = taken + 1
                return day, taken

    def name(self, surname):
        pick = self.random.choice
        return surname + pick(self.characters) + (pick(self.characters) if self.random.random() < 0.8 else "")

    def rows(self):
        """One dictionary a person, households whole and villages together."""
        pick, chance = self.random.choice, self.random.random
        for number in range(self.households):
            code, township, village = self.villages[number * len(self.villages) // self.households]
            surname = pick(self.surnames)
            base = {
                "县": "兴国县", "乡": township, "村": village, "户编号": f"B{code}{number:07d}",
                "户类型": "脱贫户" if chance() < 0.15 else "一般农户",
                "户联系电话": f"190{number:08d}", "信息采集人": self.name(surname),
                "人均纯收入（元）": self.random.randint(6_000, 40_000),
                "工资性收入": self.random.randint(0, 90_000), "生产经营性收入": self.random.randint(0, 20_000),
                "财产性收入": self.random.randint(0, 2_000), "转移性收入": self.random.randint(0, 8_000),
                "生产经营性支出": self.random.randint(0, 8_000), "合规自付支出": self.random.randint(0, 6_000),
                "是否危房户": "是" if chance() < 0.005 else "否", "是否解决安全饮用水": "否" if chance() < 0.01 else "是",
                "耕地面积（亩）": f"{self.random.uniform(0, 8):.1f}", "住房面积": self.random.randint(60, 240),
                "入户道路是否硬化": "是", "是否有卫生厕所": "是",
            }
            # Four persons a household on average.
            size = 2 + number % 5
            for place in range(size):
                relation, (youngest, oldest) = [
                    ("户主", (35, 70)), ("配偶", (33, 70)), ("之子", (6, 40)), ("之女", (4, 35)),
                    ("之母", (60, 92)), ("之孙子", (0, 15)),
                ][place]
                birth, sequence = self.birth(youngest, oldest)
                age = (TODAY - birth).days // 365
                yield base | {
                    "姓名": self.name(surname), "证件类型": "居民身份证",
                    "证件号码": identity_number(birth, sequence), "与户主关系": relation,
                    "出生日期": f"{birth:%Y-%m-%d}", "民族": "汉族",
                    "家庭成员联系电话": f"191{number % 10_000_000:07d}{place}" if place < 2 else "",
                    "文化程度": "" if age < 16 else pick(["小学", "初中", "高中", "大专"]),
                    "在校生状况": "学龄前儿童" if age < 6 else "小学" if age < 12 else "七年级" if age < 15 else "非在校",
                    "健康状况": pick(["健康"] * 16 + ["长期慢性病"] * 2 + ["患有大病", "残疾"]),
                    "劳动技能": "普通劳动力" if 16 <= age < 60 else "弱劳动力或半劳动力" if 60 <= age < 75 else "无劳动力",
                    "是否义务教育阶段适龄儿童少年失学辍学": "否" if 6 <= age < 16 else "",
                    "是否参加城乡居民基本医疗保险": "否" if chance() < 0.01 else "是",
                    "是否参加大病保险": "是", "享受低保政策情况": "享受农村低保" if chance() < 0.06 else "未享受",
                    "享受特困供养政策情况": "不享受", "是否已务工": "是" if 16 <= age < 60 and chance() < 0.5 else "否",
                }

    def write(self, folder):
        """Writes the registry and four departments' files; returns the number of persons."""
        folder, count = pathlib.Path(folder), 0
        pushes = {
            "medical": ["姓名", "证件号码", "结算日期", "医疗费总额", "个人自付", "病种"],
            "disability": ["姓名", "证件号码", "发证日期", "残疾类别", "残疾等级"],
            "dropout": ["姓名", "证件号码", "辍学日期", "学校", "年级"],
            "lostwork": ["姓名", "证件号码", "失业日期", "单位", "原因"],
        }
        files = {name: open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") for name in ["registry", *pushes]}
        writers = {name: csv.writer(file) for name, file in files.items()}
        writers["registry"].writerow(COLUMNS)
        for name, header in pushes.items():
            writers[name].writerow(header)
        for row in self.rows():
            writers["registry"].writerow([row.get(column, "") for column in COLUMNS])
            count += 1
            self.push(writers, row)
        for file in files.values():
            file.close()
        return count

    def push(self, writers, row):
        """Something befalls about one person in twenty within the year."""
        chance, who = self.random.random() * 1000, [row["姓名"], row["证件号码"]]
        day = f"{TODAY - datetime.timedelta(days=self.random.randint(1, 300)):%Y-%m-%d}"
        if chance < 30:
            paid = self.random.randint(500, 40_000)
            writers["medical"].writerow(who + [day, paid * 3, paid, "住院"])
        elif chance < 33:
            writers["disability"].writerow(who + [day, "肢体", self.random.randint(1, 4)])
        elif chance < 36 and row["在校生状况"] == "七年级":
            writers["dropout"].writerow(who + [day, "中心小学", "七年级"])
        elif chance < 52 and row["是否已务工"] == "是":
            writers["lostwork"].writerow(who + [day, "某厂", "裁员"])


if __name__ == "__main__":
    import sys

    households, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{County(households).write(folder)} persons in {folder}")
