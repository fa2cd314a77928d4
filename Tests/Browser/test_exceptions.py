"""What happens beside the straight road: help that comes first, an objection, a case sent back."""
import datetime

from story import Story, identity_number


class Detour(Story):
    """A household of its own, so that the straight story is left alone."""

    def __init__(self, visitor, folder):
        super().__init__(visitor, folder)
        self.head = "余秀英" if self.phone else "余长生"
        self.id = identity_number(datetime.date(1976, 4, 9), 41 if self.phone else 40)
        self.neighbour = ("余建军", identity_number(datetime.date(1977, 2, 3), 51 if self.phone else 50))
        self.code = f"DT{self.id[-4:-1]}"

    def shoot(self, name):
        self.visitor.shoot(f"detour-{name}")

    def emergency(self):
        """The township agrees that help comes first; a measure begins before any meeting."""
        self.at_case("informationOfficer")
        self.visitor.unfold("走紧急通道（先帮扶后补程序）")
        self.visitor.fill("emergency", "昨夜房屋倒塌，全家没有住处。")
        self.visitor.press("提请乡镇批准")
        self.visitor.waits_for("待乡镇批准")
        self.at_case("townshipReviewer")
        self.visitor.press("批准，先帮扶后补程序")
        self.visitor.waits_for("已批准")
        self.at_case("informationOfficer")
        self.visitor.click("main a[href$='/help']")
        self.visitor.unfold("增加措施")
        self.visitor.fill("helper", "王村长")
        self.visitor.fill("amount", "2000")
        self.visitor.press("增加")
        self.visitor.waits_for("2,000.00")
        self.at_case("informationOfficer")
        assert "登记承诺授权" in self.visitor.text
        self.shoot("01-emergency")

    def objection(self):
        """An objection stops the notice; the township answers it; the full days still count."""
        self.visitor.press("生成并张贴公示")
        self.visitor.waits_for("公示到")
        self.visitor.unfold("登记异议")
        self.visitor.fill("objection", "他家去年买了一台货车。")
        self.visitor.press("登记异议")
        self.visitor.waits_for("公示暂停计时")
        self.shoot("02-objection")
        self.go_on()
        self.visitor.waits_for("有异议尚未处理")
        self.days_pass(3)
        self.at_case("townshipReviewer")
        self.visitor.fill("answer", "货车是替亲戚登记的，已核实。")
        self.visitor.press("异议不成立")
        self.visitor.waits_for("不成立")
        self.at_case("informationOfficer")
        self.go_on()
        self.visitor.waits_for("公示未满")
        self.days_pass(6)
        self.at_case("informationOfficer")
        self.go_on()
        self.visitor.waits_for("乡镇审核")

    def sent_back(self):
        """The township sends it back with its reason; the meeting is held again."""
        self.at_case("townshipReviewer")
        self.visitor.fill("reason", "评议记录没有写到会人员。")
        self.visitor.press("退回")
        self.visitor.waits_for("评议记录没有写到会人员")
        self.at_case("informationOfficer")
        assert "评议记录没有写到会人员" in self.visitor.text
        self.go_on()
        self.visitor.waits_for("请先登记民主评议")
        self.appraise()
        self.shoot("03-sent-back")


def test_an_emergency_an_objection_and_a_return(reader, tmp_path):
    detour = Detour(reader, tmp_path)
    detour.registry()
    detour.declaration()
    detour.clue()
    detour.visit()
    detour.emergency()
    detour.agree()
    detour.objection()
    detour.sent_back()
