"""A change of the rules on its way: tried, saved, compared, run in shadow, agreed on by another, taken back."""


def move(visitor, name, value):
    """Moves a slider as a hand would; the page answers by itself."""
    visitor.driver.execute_script(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
        visitor.find(f"[name='{name}']"), value)


def at_draft(visitor, role, address):
    visitor.sign_in(role)
    visitor.driver.get(address)
    visitor.waits_for("办理经过")


def propose(visitor, line, title):
    """From a moved slider to a draft that another person is asked to agree on; gives its address."""
    visitor.sign_in("countyAdministrator")
    visitor.open("/workbench")
    before = visitor.text
    move(visitor, "township", line)
    visitor.waits_for("保存为草案")
    assert visitor.text != before and f"乡镇审核线 {line}" in visitor.text
    visitor.shoot("draft-1-workbench")
    visitor.follow("保存为草案")
    visitor.waits_for("更多户须审核")
    visitor.shoot("draft-2-new")
    visitor.fill("title", title)
    visitor.fill("reason", "临界的户多，乡镇人力可以承担。")
    visitor.press("保存草案")
    visitor.waits_for("的审核级别会变")
    address = visitor.driver.current_url
    visitor.press("开始影子运行")
    visitor.waits_for("停止影子运行")
    visitor.fill("reason", "经局务会议研究，拟自本月起启用。")
    visitor.press("申请启用")
    visitor.waits_for("待同意启用")
    return address


def test_a_change_goes_from_the_workbench_into_force_and_back(visitor):
    line, title = ("0.62", "手机上改") if visitor.size == "phone" else ("0.64", "电脑上改")
    address = propose(visitor, line, title)
    # Whoever asks is offered nothing to agree with.
    assert "同意启用" not in [button.text for button in visitor.all("main button")]
    visitor.driver.refresh()
    visitor.waits_for("逐户查看")
    visitor.shoot("draft-3-asked")
    visitor.follow("逐户查看")
    visitor.waits_for("因为什么")
    visitor.shoot("draft-4-comparison")
    at_draft(visitor, "countyReviewer", address)
    visitor.press("同意启用")
    visitor.waits_for("现行")
    visitor.open("/policy")
    assert f"乡镇 {line}" in visitor.text
    at_draft(visitor, "countyAdministrator", address)
    visitor.fill("reason", "审核量超出人力，先回到原来的线。")
    visitor.press("申请回退")
    visitor.waits_for("待同意回退")
    at_draft(visitor, "countyReviewer", address)
    visitor.press("同意回退")
    visitor.waits_for("已退出")
    visitor.shoot("draft-5-history")
    visitor.open("/policy/drafts")
    assert title in visitor.text and "申请，" in visitor.text
    visitor.shoot("draft-6-list")
    assert "乡镇 0.75" in visitor.open("/policy")
