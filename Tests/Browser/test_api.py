"""`/api/v1` as a program sees it."""
import json, urllib.error, urllib.request


def ask(county, path, token=None, body=None):
    request = urllib.request.Request(county.url + path, headers={"Content-Type": "application/json"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    if body is not None:
        request.data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read()), answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, json.loads(answer.read()), answer.headers


def token(county, role):
    account = county.accounts[role]
    status, answer, _ = ask(county, "/api/v1/token", body={k: account[k] for k in ("account", "password")})
    assert status == 200
    return answer["token"]


def test_a_token_says_who_one_is(county):
    status, me, _ = ask(county, "/api/v1/me", token(county, "informationOfficer"))
    assert status == 200 and me["role"] == "informationOfficer"


def test_without_a_token_the_answer_is_a_problem(county):
    status, _, headers = ask(county, "/api/v1/me")
    assert status == 401 and headers.get_content_type() == "application/problem+json"


def test_lists_and_records_are_served(county):
    mine = token(county, "informationOfficer")
    for path in ("households", "clues"):
        assert ask(county, f"/api/v1/{path}", mine)[0] == 200
    status, _, headers = ask(county, "/api/v1/households/99999999", mine)
    assert status == 404 and headers.get_content_type() == "application/problem+json"


def test_a_page_is_as_long_as_asked_and_leads_to_the_next(county):
    mine = token(county, "countyReviewer")
    first = ask(county, "/api/v1/households?limit=3", mine)[1]
    assert len(first["items"]) == 3 and first["next"] == first["items"][-1]["id"]
    second = ask(county, f"/api/v1/households?limit=3&after={first['next']}", mine)[1]
    assert second["items"][0]["id"] > first["next"]


def test_what_is_wrong_with_a_visit_is_named(county):
    mine = token(county, "informationOfficer")
    status, problem, _ = ask(county, "/api/v1/visits", mine, {})
    assert status == 400 and "clue" in problem["detail"]
    status, problem, _ = ask(county, "/api/v1/visits", mine, {"clue": 99999999, "values": {}})
    assert status == 404
    clue = ask(county, "/api/v1/clues", mine)[1]["items"][0]["id"]
    status, problem, _ = ask(county, "/api/v1/visits", mine, {"clue": clue, "values": {"conclusion": "noRisk"}})
    assert status == 422 and problem["detail"]


def test_a_visit_is_handed_in_once(county):
    mine = token(county, "informationOfficer")
    clue = ask(county, "/api/v1/clues", mine)[1]["items"][0]["id"]
    values = {"companion": "李建国", "persons": "3", "amount.wages": "60000",
              "conclusion": "noRisk", "reason": "收入稳定，未发现风险。"}
    values |= {f"guarantee.{name}": "1" for name in ("schooling", "medicalInsurance", "housing", "water")}
    status, answer, _ = ask(county, "/api/v1/visits", mine, {"clue": clue, "values": values})
    assert status == 201, answer
    status, problem, _ = ask(county, "/api/v1/visits", mine, {"clue": clue, "values": values})
    assert status in (409, 422) and problem["detail"]
