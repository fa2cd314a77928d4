"""Writes ROWS clean rows of hospital bills about persons of a registry's sheet: rows.py REGISTRY ROWS OUT."""
import csv, datetime, random, sys

registry, rows, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with open(registry, encoding="utf-8", newline="") as file:
    reader = csv.reader(file)
    header = next(reader)
    name, number = header.index("姓名"), header.index("证件号码")
    persons = [(row[name], row[number]) for row in reader]
chance, last = random.Random(7), datetime.date(2026, 10, 31)
days = [f"{last - datetime.timedelta(days=back)}" for back in range(300)]
with open(out, "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["姓名", "证件号码", "结算日期", "医疗费总额", "个人自付", "病种"])
    for row in range(rows):
        who = chance.choice(persons)
        # The sum tells the rows apart, so that none of them is the same event as another.
        writer.writerow([*who, chance.choice(days), 3 * row, f"{row}.{row % 100:02d}", "住院"])
