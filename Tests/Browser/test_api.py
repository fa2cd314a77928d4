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
