"""Writes Sources/App/Resources/calendar/ from PyPI chinesecalendar: every holiday and make-up workday.

Run once a year, when the State Council has announced the next one:
  .venv-test/bin/python tools/holidays.py
"""
import pathlib

from chinese_calendar import constants

NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节", "Dragon Boat Festival": "端午节", "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节", "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
days = {day: (NAMES[name], 1) for day, name in constants.holidays.items()}
days |= {day: (NAMES[name], 0) for day, name in constants.workdays.items()}
folder = pathlib.Path(__file__).parents[1] / "Sources/App/Resources/calendar"
lines = [f"{day},{name},{off}" for day, (name, off) in sorted(days.items())]
(folder / "cn_holidays.csv").write_text("\n".join(["date,name,is_off", *lines]) + "\n", encoding="utf-8")
print(f"{min(days)} to {max(days)}: {len(days)} days")
