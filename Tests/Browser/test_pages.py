"""Every page in both sizes, by the roles that use it."""
import pytest

PAGES = [
    ("informationOfficer", ["/", "/households", "/clues", "/clues/new", "/cases"]),
    ("townshipReviewer", ["/", "/reviews", "/households", "/overview"]),
    ("countyReviewer", ["/", "/reviews", "/cases", "/overview"]),
    ("countyAdministrator", ["/", "/imports", "/submissions", "/assessments", "/policy", "/policy/drafts", "/workbench",
                             "/backtest", "/overview"]),
    ("departmentOfficer", ["/", "/submissions"]),
    ("securityAdministrator", ["/", "/accounts"]),
    ("auditor", ["/", "/audit"]),
]
UNLABELLED = """
return [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter(field => !field.labels?.length && !field.getAttribute('aria-label')).map(field => field.name)
"""


@pytest.mark.parametrize("role, paths", PAGES, ids=[role for role, _ in PAGES])
def test_pages_have_headings_and_labels_and_fit(visitor, role, paths):
    visitor.sign_in(role)
    for path in paths:
        visitor.open(path)
        assert len(visitor.all("h1")) == 1, path
        assert visitor.driver.execute_script(UNLABELLED) == [], path
        over = visitor.driver.execute_script(
            "return document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{path} is {over} px too wide"
        visitor.shoot(f"page-{role}-{path.strip('/').replace('/', '-') or 'home'}")


def test_a_wrong_password_is_told(visitor):
    visitor.driver.delete_all_cookies()
    visitor.open("/login")
    visitor.find("#account").send_keys("nobody")
    visitor.find("#password").send_keys("wrong")
    visitor.find("main form button").click()
    visitor.waits_for("账号或口令不对")
    visitor.shoot("00-refused-sign-in")


def test_what_is_not_there_is_a_page_a_person_understands(visitor):
    visitor.sign_in("informationOfficer")
    assert "没有找到" in visitor.open("/households/99999999")


def test_another_villages_household_is_not_found(visitor):
    visitor.sign_in("countyReviewer")
    visitor.open("/households")
    everywhere = {link.get_attribute("href") for link in visitor.all("tbody td:first-child a")}
    visitor.sign_in("informationOfficer")
    own = set()
    visitor.open("/households")
    while True:
        own |= {link.get_attribute("href") for link in visitor.all("tbody td:first-child a")}
        following = [a for a in visitor.all(".pagination a") if a.text == "下一页"]
        if not following:
            break
        following[0].click()
    foreign = everywhere - own
    assert foreign
    visitor.driver.get(foreign.pop())
    assert "没有找到" in visitor.text


def test_a_newcomer_finds_work_at_every_desk(visitor):
    """The accounts that the demo prints are of a village where something waits for each of them."""
    for role, lists in [
        ("informationOfficer", ["/clues?stage=visiting"]),
        ("townshipAdministrator", ["/clues?stage=received"]),
        ("townshipReviewer", ["/clues?stage=townshipReview"]),
        ("countyReviewer", ["/clues?stage=countyReview", "/cases?stage=monitored"]),
    ]:
        visitor.sign_in(role)
        for path in lists:
            visitor.open(path)
            assert visitor.all("tbody tr"), f"{role} {path}"
