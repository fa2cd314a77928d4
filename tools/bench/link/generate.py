"""A register, a department's rows, and the truth between them, all made up.

generate.py PERSONS ROWS FOLDER [--mix plain|hard|bare|odd] [--seed N]
writes persons.csv, rows.csv and truth.csv (row_id, person_id; empty for people not in the register).
`hard` doubles the errors; `bare` has few columns; `odd` has error kinds in other shares, and errors in the register.
"""
import argparse, csv, datetime, math, pathlib, random

ROOT = pathlib.Path(__file__).parents[3] / "Sources/App/Resources"
FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FIELDS = ["person_id", "household_id", "name", "id_number", "sex", "birth", "village", "address", "phone"]
# Shares of the rows with an error of the number, of the name, and of filled columns.
PLAIN = {
    "number": {"missing": 4, "digit": 3, "swap": 1.5, "masked": 1.5, "rounded": 1.5, "mantissa": .4, "old15": 1,
               "card20": 1, "prefix": 1, "wide": 1, "spaced": 1, "other": 1.5, "short": .2},
    "name": {"note": 2, "masked": 1.5, "sound": 2, "near": .7, "shape": .8, "swapped": .6, "dropped": .5, "spaced": 1,
             "variant": .3, "one": .2},
    "birth": {"year": .5, "digit": .7, "swap": .3, "month": .5},
    "filled": {"sex": 80, "birth": 65, "village": 85, "address": 40, "phone": 60},
    "stale": 4, "outsiders": 8, "register": 0,
}
MIXES = {
    "plain": PLAIN,
    "hard": PLAIN | {k: {n: 2 * v for n, v in PLAIN[k].items()} for k in ("number", "name", "birth")},
    "bare": PLAIN | {"filled": {"sex": 10, "birth": 40, "village": 60, "address": 5, "phone": 25}},
    "odd": PLAIN | {
        "number": {"missing": 8, "digit": 1, "swap": .5, "masked": 6, "rounded": 4, "mantissa": 1, "old15": 3, "card20": 4,
                   "other": 4, "double": 1, "short": .5},
        "name": {"note": 5, "masked": 4, "sound": 4, "shape": 3, "one": 2, "swapped": 1, "dropped": 1, "spaced": 2},
        "filled": {"sex": 50, "birth": 70, "village": 90, "address": 70, "phone": 80},
        "stale": 8, "outsiders": 15, "register": 1},
}


def table(path, *columns):
    with open(ROOT / path, encoding="utf-8") as file:
        return [tuple(row[c] for c in columns) for row in csv.DictReader(file)]


def check(first17):
    return "10X98765432"[sum(int(d) * f for d, f in zip(first17, FACTORS)) % 11]


class Names:
    def __init__(self, chance):
        self.chance = chance
        rows = table("names/surnames.csv", "surname", "weight_pct")
        self.surnames, self.weights = [r[0] for r in rows], [float(r[1]) for r in rows]
        chars = [(c, int(m), int(f)) for c, m, f in table("names/given_chars.csv", "char", "male", "female")]
        self.chars = [c[0] for c in chars]
        self.given = {"M": self.sums(c[1] for c in chars), "F": self.sums(c[2] for c in chars)}
        self.common = {sex: [n for n, s in table("names/given_names_common.csv", "name", "sex") if s == sex] for sex in "MF"}
        self.sounds, self.plain, self.corners = {}, {}, {}
        for char, readings, plain, strokes, corners in table(
                "characters/characters.csv", "char", "readings", "plain", "strokes", "corners"):
            if char in self.chars or char in self.surnames:
                self.sounds.setdefault(readings.split()[0], []).append(char)
                if strokes:
                    self.corners.setdefault(corners[:3], []).append(char)
            if plain:
                self.plain.setdefault(plain, []).append(char)
        self.reading = {c: r for r, cs in self.sounds.items() for c in cs}
        self.corner = {c: k for k, cs in self.corners.items() for c in cs}

    @staticmethod
    def sums(values):
        total, out = 0, []
        for v in values:
            total += v
            out.append(total)
        return out

    def surname(self):
        return self.chance.choices(self.surnames, self.weights)[0]

    def pick(self, sex):
        if self.chance.random() < .06 and self.common[sex]:
            return self.chance.choice(self.common[sex])
        count = 1 if self.chance.random() < .14 else 2
        return "".join(self.chance.choices(self.chars, cum_weights=self.given[sex], k=count))


class County:
    def __init__(self, persons, chance, errors):
        self.chance, self.names, self.errors = chance, Names(chance), errors
        self.villages = [r[0] for r in table("divisions/xingguo_360732.csv", "name")][-304:]
        self.clans = {v: [self.names.surname() for _ in range(3)] for v in self.villages}
        self.numbers, self.persons, self.households = set(), [], []
        while len(self.persons) < persons:
            self.household()

    def number(self, birth, sex):
        while True:
            region = "360732" if self.chance.random() < .88 else self.chance.choice(["360731", "360733", "360721", "440306", "360702"])
            order = self.chance.randrange(1, 60) if self.chance.random() < .7 else self.chance.randrange(1, 499)
            first = f"{region}{birth:%Y%m%d}{order * 2 + (sex == 'M'):03d}"
            whole = first + check(first)
            if whole not in self.numbers:
                self.numbers.add(whole)
                return whole

    def day(self, low, high):
        return datetime.date(2026, 1, 1) - datetime.timedelta(self.chance.randrange(int(low * 365.25), int(high * 365.25)))

    def person(self, home, name, sex, birth):
        phone = home["phone"] if self.chance.random() < .55 else f"1{self.chance.choice('3578')}{self.chance.randrange(10**9):09d}"
        number = self.number(birth, sex)
        person = dict(person_id="", household_id=home["id"], name=name, id_number=number, sex="男女"[sex == "F"],
                      birth=birth.isoformat(), village=home["village"], address=home["address"],
                      phone=phone if self.chance.random() < .9 else "")
        return person

    def household(self):
        chance = self.chance
        village = chance.choice(self.villages)
        surname = chance.choice(self.clans[village]) if chance.random() < .5 else self.names.surname()
        home = {"id": f"3607{len(self.households) + 1:08d}", "village": village, "surname": surname, "members": [],
                "phone": f"1{chance.choice('3578')}{chance.randrange(10**9):09d}",
                "address": f"{village}{chance.randrange(1, 25)}组{chance.randrange(1, 120)}号"}
        self.households.append(home)
        head = self.day(28, 80)
        self.add(home, surname + self.names.pick("M"), "M", head)
        if chance.random() < .8:
            self.add(home, self.names.surname() + self.names.pick("F"), "F", head + datetime.timedelta(chance.randrange(-1500, 2500)))
        generation = chance.choice(self.names.chars[:300])
        for _ in range(chance.choices(range(5), [20, 25, 30, 17, 8])[0]):
            sex = chance.choice("MF")
            given = generation + self.names.pick(sex)[-1] if chance.random() < .35 else self.names.pick(sex)
            if chance.random() < .004:
                given = home["members"][0]["name"][1:]  # named as the father
            birth = head + datetime.timedelta(chance.randrange(7500, 13000))
            if birth > datetime.date(2025, 12, 30):
                continue
            self.add(home, surname + given, sex, birth)
            if chance.random() < .012:
                self.add(home, surname + given[0] + self.names.pick(sex)[-1], sex, birth)  # a twin
        if chance.random() < .2 and head.year > 1949:
            self.add(home, self.names.surname() + self.names.pick("F"), "F", head - datetime.timedelta(chance.randrange(7000, 8800)))

    def add(self, home, name, sex, birth):
        person = self.person(home, name, sex, birth)
        person["person_id"] = f"P{len(self.persons) + 1:08d}"
        home["members"].append(person)
        self.persons.append(person)


class Rows:
    def __init__(self, county, mix, chance):
        self.county, self.mix, self.chance, self.names = county, mix, chance, county.names

    def kind(self, shares):
        at = self.chance.random() * 100
        for name, share in shares.items():
            at -= share
            if at < 0:
                return name
        return ""

    def outsider(self):
        """Somebody who is not in the register, often close to somebody who is."""
        chance, county = self.chance, self.county
        home = chance.choice(county.households)
        sex = chance.choice("MF")
        kind = chance.random()
        name = (home["surname"] if kind < .5 else self.names.surname()) + self.names.pick(sex)
        if kind > .9:
            name = chance.choice(county.persons)["name"]  # a namesake
        fresh = dict(home)
        if kind > .3:
            fresh["phone"] = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
            fresh["address"] = f"{home['village']}{chance.randrange(1, 25)}组{chance.randrange(1, 120)}号"
        person = county.person(fresh, name, sex, county.day(0, 85))
        person["household_id"] = ""
        return person | {"outsider": True}

    def row(self, person):
        row = dict(person)
        for column, share in self.mix["filled"].items():
            if self.chance.random() * 100 >= share:
                row[column] = ""
        kind = self.kind(self.mix["number"])
        row["id_number"] = self.number(row["id_number"], kind, person)
        row["name"] = self.name(row["name"], self.kind(self.mix["name"]))
        if row["birth"]:
            row["birth"] = self.birth(row["birth"], self.kind(self.mix["birth"]))
        if self.chance.random() * 100 < self.mix["stale"] and row["phone"]:
            row["phone"] = f"1{self.chance.choice('3578')}{self.chance.randrange(10**9):09d}"
        if self.chance.random() * 100 < self.mix["stale"] / 2 and row["village"]:
            row["village"] = self.chance.choice(self.county.villages)
        return row

    def number(self, number, kind, person):
        chance, at = self.chance, self.chance.randrange(17)
        if kind == "missing":
            return ""
        if kind in ("digit", "double"):
            for place in [at] if kind == "digit" else chance.sample(range(18), 2):
                number = number[:place] + chance.choice([d for d in "0123456789" if d != number[place]]) + number[place + 1:]
        elif kind == "swap":
            places = [i for i in range(16) if number[i] != number[i + 1]]
            at = chance.choice(places)
            number = number[:at] + number[at + 1] + number[at] + number[at + 2:]
        elif kind == "masked":
            number = chance.choice([number[:6] + "*" * 8 + number[14:], number[:14] + "****", number[:10] + "****" + number[14:],
                                    number[:6] + "********" + number[14:]])
        elif kind == "rounded":
            number = number[:15] + "000"
        elif kind == "mantissa":
            number = f"{float(number[:15]) / 1e14:.5f}E+17"
        elif kind == "old15" and number[6:8] == "19":
            number = number[:6] + number[8:17]
        elif kind == "card20":
            number += chance.choice("1234567") + chance.choice("1234")
        elif kind == "prefix":
            number = chance.choice(["ID:", "G", "身份证", "'"]) + number
        elif kind == "wide":
            number = "".join(chr(ord(c) + 0xFEE0) for c in number)
        elif kind == "spaced":
            number = chance.choice([number[:6] + " " + number[6:14] + " " + number[14:], number.lower() + " "])
        elif kind == "short":
            number = number[:at] + number[at + 1:]
        elif kind == "other" and "outsider" not in person:
            home = self.county.households[int(person["household_id"][4:]) - 1]
            others = [m for m in home["members"] if m is not person]
            number = chance.choice(others)["id_number"] if others else number
        return number

    def name(self, name, kind):
        chance, at = self.chance, self.chance.randrange(len(name))
        put = lambda c: name[:at] + c + name[at + 1:]
        if kind == "note":
            return name + chance.choice(["(户主)", "（户主）", "(亡)", "[户主]", "（已故）", "(妻)"])
        if kind == "masked":
            return chance.choice([name[0] + "某", name[0] + "*" * (len(name) - 1), name[0] + "某某", name[0] + "*" + name[2:]])
        if kind == "sound":
            return put(chance.choice(self.names.sounds.get(self.names.reading.get(name[at]), [name[at]])))
        if kind == "near":
            sound = self.names.reading.get(name[at], "")
            for old, new in (("zh", "z"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("ch", "c"), ("n", "l")):
                if old in sound and sound.replace(old, new, 1) in self.names.sounds:
                    return put(chance.choice(self.names.sounds[sound.replace(old, new, 1)]))
        if kind == "shape":
            return put(chance.choice(self.names.corners.get(self.names.corner.get(name[at]), [name[at]])))
        if kind == "swapped" and len(name) > 2:
            return name[0] + name[2] + name[1] + name[3:]
        if kind == "dropped" and len(name) > 2:
            at = chance.randrange(1, len(name))
            return name[:at] + name[at + 1:]
        if kind == "spaced":
            return chance.choice([name[0] + " " + name[1:], name[0] + "\u3000" + name[1:], " " + name + ".", name[0] + "·" + name[1:]])
        if kind == "variant" and name[at] in self.names.plain:
            return put(chance.choice(self.names.plain[name[at]]))
        if kind == "one":
            return put(chance.choice(self.names.chars))
        return name

    def birth(self, birth, kind):
        year, month, day = birth.split("-")
        if kind == "year":
            year = str(int(year) + self.chance.choice([-1, 1]))
        elif kind == "digit":
            day = f"{self.chance.randrange(1, 29):02d}"
        elif kind == "swap" and int(day) <= 12:
            month, day = day, month
        elif kind == "month":
            return f"{year}-{month}"
        return self.chance.choice([f"{year}-{month}-{day}", f"{year}{month}{day}", f"{year}/{int(month)}/{int(day)}",
                                   f"{year}年{int(month)}月{int(day)}日"]) if self.chance.random() < .3 else f"{year}-{month}-{day}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", type=int), parser.add_argument("rows", type=int)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--mix", choices=MIXES, default="plain"), parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance, mix = random.Random(options.seed), MIXES[options.mix]
    options.folder.mkdir(parents=True, exist_ok=True)
    county = County(options.persons, chance, mix)
    rows = Rows(county, mix, chance)
    outsiders = int(options.rows * mix["outsiders"] / 100)
    said = [rows.outsider() for _ in range(outsiders)]
    said += chance.sample(county.persons, options.rows - outsiders)
    chance.shuffle(said)
    with open(options.folder / "rows.csv", "w", newline="") as file, open(options.folder / "truth.csv", "w", newline="") as truths:
        out, truth = csv.writer(file), csv.writer(truths)
        out.writerow(["row_id", "姓名", "身份证号", "性别", "出生日期", "村", "住址", "联系电话"])
        truth.writerow(["row_id", "person_id"])
        for number, person in enumerate(said, 1):
            row = rows.row(person)
            out.writerow([f"R{number}", *(row[f] for f in FIELDS[2:])])
            truth.writerow([f"R{number}", "" if "outsider" in person else person["person_id"]])
    with open(options.folder / "persons.csv", "w", newline="") as file:
        out = csv.DictWriter(file, FIELDS, extrasaction="ignore")
        out.writeheader()
        for person in county.persons:
            if chance.random() * 100 < mix["register"]:  # errors of the register itself
                fault = chance.random()
                person = person | ({"id_number": ""} if fault < .5 else {"id_number": rows.number(person["id_number"], "digit", person)}
                                   if fault < .8 else {"name": rows.name(person["name"], "sound")})
            out.writerow(person)


main()
