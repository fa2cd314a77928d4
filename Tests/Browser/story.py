"""One household's way through the pages, each step by the role whose work it is."""
import csv, datetime, pathlib, sys, urllib.request

import openpyxl

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools/bench"))
from county import COLUMNS, identity_number  # noqa: E402


class Story:
    def __init__(self, visitor, folder):
        self.visitor, self.folder = visitor, folder
        self.phone = visitor.size == "phone"
        # Somebody of their own in each size, so that both can be told in one county.
        self.head = "龙秀兰" if self.phone else "龙长生"
        self.id = identity_number(datetime.date(1981, 3, 5), 21 if self.phone else 20)
        self.neighbour = ("龙建国", identity_number(datetime.date(1979, 7, 8), 31 if self.phone else 30))
        self.code = f"ST{self.id[-4:-1]}"
        self.case = None

    def sign_in(self, role):
        self.visitor.sign_in(role)

    def shoot(self, name):
        self.visitor.shoot(f"story-{name}")

    def upload(self, path, name, rows, item=None):
        file = self.folder / name
        with open(file, "w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(rows)
        self.visitor.open(path)
        if item:
            self.visitor.choose("item", item)
        self.visitor.find("#file").send_keys(str(file))
        self.visitor.press("上传")
        self.visitor.waits_for("已核对，待确认")

    def confirm(self):
        """What the dry run showed is taken in with one click."""
        self.visitor.press("确认导入")
        self.visitor.waits_for("已入库")

    def people(self, income):
        """The household, a damaged row of it, and a neighbour, as the national system exports them."""
        place = {"县": "兴国县", "乡": "潋江镇", "村": "背街社区", "户编号": self.code, "户类型": "脱贫户"}
        head = place | {
            "姓名": self.head, "证件号码": self.id, "与户主关系": "户主", "健康状况": "健康", "劳动技能": "普通劳动力",
            "户联系电话": "13800000000", "工资性收入": "24000", "人均纯收入（元）": income}
        damaged = place | {"姓名": "龙小伟", "证件号码": "3.60732E+17", "与户主关系": "之子"}
        other = head | {"户编号": self.code + "N", "姓名": self.neighbour[0], "证件号码": self.neighbour[1],
                        "人均纯收入（元）": "9000"}
        rows = [[person.get(column, "") for column in COLUMNS] for person in (head, damaged, other)]
        return [["兴国县农户信息导出"], ["2026年11月"], COLUMNS, *rows]

    def registry(self):
        """1. The national export, its header in the third row, one identity number damaged by Excel."""
        self.sign_in("countyAdministrator")
        self.upload("/imports", "台账.csv", self.people("9000"))
        self.shoot("01-registry-check")
        self.confirm()
        self.shoot("01-registry-report")
        assert "M 列“证件号码”：证件号码被 Excel 转成了科学计数" in self.visitor.text

    def push(self, department, item, facts, about=None):
        """2. A department's rows find their person; the same file again changes nothing."""
        self.visitor.sign_in("departmentOfficer", department)
        rows = [["姓名", "证件号码", *facts], [*(about or (self.head, self.id)), *facts.values()]]
        for fate in ("added", "unchanged"):
            self.upload("/submissions", f"{item}-{self.head}.csv", rows, item)
            assert self.visitor.find(f".tile[href*='fate={fate}'] b").text == "1", (item, fate)
            self.shoot(f"02-check-{item}-{fate}")
            self.confirm()
        self.shoot(f"02-push-{item}")

    def assessment(self):
        """3. The household's page shows the coefficient with its parts and what would change it."""
        self.sign_in("countyAdministrator")
        self.visitor.open("/assessments")
        self.assess()
        self.household()
        self.visitor.waits_for("风险系数")
        self.shoot("03-coefficient")

    def assess(self):
        self.visitor.press("立即测算")
        self.visitor.waits_for("已完成")
        self.visitor.follow("查看结果")
        self.visitor.waits_for("每天凌晨两点后自动测算")

    def household(self):
        self.visitor.open(f"/households?q={self.head}")
        self.visitor.follow(self.head)
        self.visitor.waits_for("家庭成员")

    def declaration(self):
        """4. The household declares itself; its words join the clue that the data raised."""
        self.visitor.driver.delete_all_cookies()
        self.visitor.open("/declare")
        for name, text in [("name", self.head), ("phone", "13800000000"), ("id", self.id),
                           ("text", "上个月住院花了很多钱，家里借了债。")]:
            self.visitor.fill(name, text)
        self.visitor.choose("village", text="背街社区")
        self.visitor.choose("risk", "illness")
        self.shoot("04-declaration")
        self.visitor.press("提交")
        self.visitor.waits_for("受理号")
        self.shoot("04-receipt")

    def clue(self):
        self.sign_in("informationOfficer")
        self.shoot("04-inbox")
        self.household()
        self.visitor.click("main a[href^='/clues/']:not(.button)")
        self.visitor.waits_for("发现了什么")
        assert "住院花了很多钱" in self.visitor.text
        self.shoot("04-clue")

    def visit(self):
        """5. The sheet comes filled in; the officer adds what they found."""
        self.visitor.follow("入户核实")
        self.visitor.fill("companion", "李建国")
        for group in self.visitor.all("fieldset[id^='guarantee.']"):
            self.visitor.tick(group, "1")
        self.visitor.tick(self.visitor.find("#conclusion"), "propose")
        self.visitor.tick(self.visitor.find("#risks"), "illness")
        self.visitor.fill("reason", "自付医疗费超过全家收入，借款未还。")
        self.shoot("05-visit")
        self.visitor.press("提交")
        self.visitor.waits_for("监测对象")
        self.visitor.follow("监测对象")
        self.visitor.waits_for("登记承诺授权")
        self.case = self.visitor.driver.current_url.split("/")[-1]

    def at_case(self, role):
        self.sign_in(role)
        self.visitor.open(f"/cases/{self.case}")

    def go_on(self):
        before = self.visitor.text
        self.visitor.press("通过，提交下一步")
        self.visitor.waits_past(before)

    def days_pass(self, days):
        self.sign_in("informationOfficer")
        while days > 0:
            self.visitor.open("/practice")
            self.visitor.fill("days", str(min(days, 31)))
            before = self.visitor.text
            self.visitor.press("往后走")
            self.visitor.waits_past(before)
            self.sign_in("informationOfficer")
            days -= 31

    def appraise(self):
        for name, text in [("chair", "李书记"), ("present", "23"), ("inFavour", "22"), ("against", "1"),
                           ("minutes", "逐户介绍情况，到会村民代表举手表决。")]:
            self.visitor.fill(name, text)
        self.visitor.press("保存评议")
        self.visitor.waits_for("李书记")
        self.go_on()

    def notice(self, name):
        self.visitor.press("生成并张贴公示")
        self.visitor.waits_for("至")
        self.shoot(name)
        self.go_on()
        self.visitor.waits_for("公示未满")
        self.days_pass(6)
        self.at_case("informationOfficer")
        self.go_on()

    def check(self):
        """The township commissions the check, every body answers its list, a car is explained."""
        self.at_case("townshipAdministrator")
        self.visitor.unfold("委托家庭经济状况核对")
        for role in ("村级信息员", "乡镇审核员"):
            self.visitor.touch(self.visitor.find("form[action$='/check']").find_element(
                "xpath", f".//label[contains(., '{role}')]/input"))
        self.visitor.press("签发委托书，发出核对名单")
        self.visitor.waits_for("等待各单位反馈")
        for department in ("公安", "市场监管", "自然资源", "金融机构"):
            self.visitor.sign_in("departmentOfficer", department)
            self.visitor.open("/checks")
            self.shoot("07-check-list")
            self.answer(department)
        for role, words, button in [("informationOfficer", "车是替外地的弟弟登记的，有保险单。", "登记说明"),
                                    ("townshipReviewer", "保险单和行驶证与说明一致。", "说明成立，不影响纳入")]:
            self.at_case(role)
            self.visitor.click("main a[href^='/checks/']")
            self.visitor.fill("purpose", "核对反馈结果，向农户了解情况")
            self.visitor.press("打开结果")
            self.visitor.waits_for("小型轿车")
            self.visitor.fill("text", words)
            self.shoot(f"07-check-{role}")
            self.visitor.press(button)
            self.visitor.waits_for(words)
        self.visitor.open("/checks/" + self.visitor.driver.current_url.split("/")[-2])
        self.visitor.waits_for("核对完成")
        self.shoot("07-check")

    def answer(self, department):
        """Fills in the list as it was downloaded and sends it back."""
        link = self.visitor.find("main a[href$='/list']").get_attribute("href")
        cookies = "; ".join(f"{c['name']}={c['value']}" for c in self.visitor.driver.get_cookies())
        file = self.folder / f"{department}.xlsx"
        file.write_bytes(urllib.request.urlopen(
            urllib.request.Request(link, headers={"Cookie": cookies})).read())
        book = openpyxl.load_workbook(file)
        for row in book.active.iter_rows(min_row=2):
            row[4].value = "有" if department == "公安" else "无"
            row[5].value = "小型轿车，2019 年登记" if department == "公安" else None
        book.save(file)
        self.visitor.find("input[type='file']").send_keys(str(file))
        self.visitor.press("上传反馈")
        self.visitor.waits_for("已反馈")

    def agree(self):
        """Consent, check and meeting, up to the notice."""
        fieldset = self.visitor.find("form[action$='/consents'] fieldset")
        self.visitor.tick(fieldset, "1")
        self.visitor.press("保存授权")
        self.visitor.waits_for("已授权")
        self.shoot("07-consent")
        self.visitor.press("授权齐全，提交评议")
        self.visitor.waits_for("登记民主评议")
        self.check()
        self.at_case("informationOfficer")
        self.appraise()

    def identification(self):
        """7. Consent, appraisal, five days of notice, township, county, announcement."""
        self.agree()
        self.notice("07-notice")
        for role, name in [("townshipReviewer", "07-township"), ("countyReviewer", "07-county"),
                           ("townshipAdministrator", "07-announcement")]:
            self.at_case(role)
            self.shoot(name)
            self.go_on()
        self.visitor.waits_for("帮扶措施")

    def help(self):
        self.at_case("informationOfficer")
        self.visitor.click("main a[href$='/help']")
        self.visitor.waits_for("还没有帮扶计划")
        self.visitor.unfold("制定或调整计划")
        for name, text in [("goal", "一年内收入稳定，医疗负担减轻。"), ("unit", "乡镇民政办")]:
            self.visitor.fill(name, text)
        self.visitor.find("#plan-helper").send_keys("王村长")
        self.visitor.press("保存计划")
        self.visitor.waits_for("乡镇民政办")
        self.visitor.unfold("增加措施")
        self.visitor.fill("helper", "王村长")
        self.visitor.fill("amount", "3000")
        self.visitor.press("增加")
        self.visitor.waits_for("3,000.00")
        self.shoot("07-plan")
        self.at_case("informationOfficer")
        self.follow_up("还在治疗，收入没有恢复。", "7000", "0")
        self.shoot("07-help")
        self.visitor.press("提请风险消除")
        self.visitor.waits_for("不符合风险消除条件")
        self.shoot("07-removal-refused")

    def follow_up(self, situation, income, gone):
        self.visitor.unfold("登记回访")
        self.visitor.fill("situation", situation)
        self.visitor.fill("income", income)
        form = self.visitor.find("form[action$='/follow-ups']")
        self.visitor.tick(form, "1", "guarantees")
        self.visitor.tick(form, gone, "riskGone")
        self.visitor.press("保存回访")
        self.visitor.waits_for(situation)

    def removal(self):
        self.days_pass(7 * 31)
        self.sign_in("countyAdministrator")
        # The next export knows of the income that has recovered; the rest of it is as before.
        self.upload("/imports", "台账.csv", self.people("21000"))
        for fate, count in (("updated", "1"), ("unchanged", "1"), ("refused", "1")):
            assert self.visitor.find(f".tile[href*='fate={fate}'] b").text == count, fate
        self.confirm()
        self.visitor.open("/assessments")
        self.assess()
        self.at_case("informationOfficer")
        self.follow_up("病已治好，重新务工。", "21000", "1")
        self.visitor.press("提请风险消除")
        self.visitor.waits_for("还缺：风险消除方式")
        self.removal_sheet()
        self.visitor.press("提请风险消除")
        self.visitor.waits_for("登记民主评议")
        self.appraise()
        self.notice("07-removal-notice")
        for role in ("townshipReviewer", "countyReviewer"):
            self.at_case(role)
            self.go_on()
        self.visitor.waits_for("风险已消除")

    def removal_sheet(self):
        self.visitor.follow("填风险消除表")
        form = self.visitor.find("form[action$='/removal']")
        self.visitor.tick(form, "byHelp", "way")
        self.visitor.fill("contact", "王村长")
        for guarantee in ("schooling", "medicalInsurance", "housing", "water"):
            self.visitor.tick(form, "1", f"guarantee.{guarantee}")
        self.shoot("07-removal-sheet")
        self.visitor.press("提交")
        self.visitor.waits_for("登记回访")

    def timeline(self):
        """8. Who, when, how long; and the county's counts open their lists."""
        assert len(self.visitor.all(".timeline li")) >= 11
        self.shoot("08-timeline")
        self.visitor.open("/overview")
        self.shoot("08-county")
        self.visitor.click("table a")
        assert self.visitor.all("h1")
