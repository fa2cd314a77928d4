"""A household at home: says what is hard, and asks what became of it, with and without scripts."""
import re


def test_a_household_declares_and_asks(reader, county):
    reader.driver.delete_all_cookies()
    reader.open("/f")
    reader.shoot("70-farmer-home")
    reader.follow("申报困难")
    for name, text in [("name", "过路人"), ("phone", "13900004321"), ("id", "360732199001010015"),
                       ("text", "家里房子漏雨，没有钱修。")]:
        reader.fill(name, text)
    number = reader.find("#id")
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    first = "36073219900101001"
    number.clear()
    number.send_keys(first + "10X98765432"[sum(w * int(d) for w, d in zip(weights, first)) % 11])
    reader.choose("village", text="背街社区")
    reader.choose("risk", "housing")
    reader.shoot("71-farmer-declare")
    reader.press("提交")
    reader.waits_for("口令是")
    reader.shoot("72-farmer-receipt")
    receipt, word = re.search(r"受理号是 (SW-[0-9A-Z-]+)，口令是 (..)。", reader.text).groups()
    reader.follow("查办到哪一步")
    reader.waits_for("申报时手机号的后四位")
    reader.fill("receipt", receipt.lower())
    reader.fill("tail", "4321")
    reader.fill("word", word)
    reader.press("查询")
    reader.waits_for("您的申报")
    reader.shoot("73-farmer-progress")
    assert "正在核对是哪一户" in reader.text
    reader.tick(reader.find("main"), "complaint", name="kind")
    reader.fill("text", "希望早点有人来看看。")
    reader.press("告诉乡镇")
    reader.waits_for("已经收到")
    reader.sign_in("townshipAdministrator")
    reader.open("/voices")
    reader.shoot("74-voices")
    assert "希望早点有人来看看" in reader.text


def test_a_poster_is_printed_for_the_village(on_phone):
    on_phone.sign_in("informationOfficer")
    on_phone.open("/households")
    on_phone.open("/handset")
    on_phone.follow("申报二维码")
    on_phone.waits_for("扫一扫")
    on_phone.shoot("75-poster")


def test_every_page_of_a_household_is_accessible(on_phone):
    on_phone.driver.delete_all_cookies()
    for path in ("/f", "/f/declare", "/f/progress", "/f/voice"):
        on_phone.open(path)
        assert on_phone.violations() == [], path
