"""Working days against PyPI chinesecalendar, which is the authority on them."""
import bisect, datetime, subprocess

import chinese_calendar

FIRST, LAST = datetime.date(2004, 1, 1), datetime.date(2026, 12, 31)


def test_every_deadline_of_23_years_is_as_the_package_says(program):
    worked = chinese_calendar.get_workdays(FIRST, LAST)
    days = [FIRST + datetime.timedelta(n) for n in range((LAST - FIRST).days + 1)]
    asked, wanted = [], []
    for day in days:
        after = bisect.bisect_right(worked, day)
        # What would end in 2027 the package cannot say yet.
        for count in range(1, min(30, len(worked) - after) + 1):
            asked.append(f"{day},{count}")
            wanted.append(str(worked[after + count - 1]))
    assert len(asked) > 250_000
    answer = subprocess.run(
        [program, "calendar", "add"], input="\n".join(asked), capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    wrong = [(a, w, g) for a, w, g in zip(asked, wanted, answer.stdout.split(), strict=True) if w != g]
    print(f"{len(asked)} dates, {len(wrong)} differences")
    assert not wrong


def test_a_count_prints_its_proof(program):
    answer = subprocess.run(
        [program, "calendar", "add", "--from", "2026-09-28", "--days", "4", "--proof"],
        capture_output=True, text=True)
    assert answer.stdout.splitlines() == [
        "2026年9月28日（周一）起，次日计第1日，限 4 个工作日", "第1—2日 9月29日（周二）—9月30日（周三）",
        "跳过 10月1日（周四）—10月7日（周三） 国庆节放假", "第3—4日 10月8日（周四）—10月9日（周五）",
        "到期 2026年10月9日（周五）", "2026-10-09"]


def test_what_is_no_day_is_refused(program):
    answer = subprocess.run(
        [program, "calendar", "add", "--from", "2026-02-30"], capture_output=True, text=True)
    assert answer.returncode != 0 and "2026-02-30" in answer.stderr
