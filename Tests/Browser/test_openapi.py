"""The API keeps what `/openapi.json` promises: valid, no fault of ours, answers as described."""
import json, pathlib, subprocess, sys, urllib.request

import pytest
from openapi_spec_validator import validate

from test_api import token

CHECKS = ("not_a_server_error,response_schema_conformance,status_code_conformance,"
          "content_type_conformance,response_headers_conformance")


def test_the_description_is_valid(county):
    validate(json.load(urllib.request.urlopen(county.url + "/openapi.json")))


@pytest.mark.parametrize("role", ["informationOfficer", "departmentOfficer", "countyAdministrator"])
def test_whatever_is_sent_the_answer_is_as_described(county, role, tmp_path):
    program = pathlib.Path(sys.executable).parent / "schemathesis"
    run = subprocess.run(
        [program, "run", county.url + "/openapi.json", "-H", f"Authorization: Bearer {token(county, role)}",
         "-c", CHECKS, "--phases", "coverage,fuzzing", "-n", "20", "--generation-deterministic",
         # Made-up passwords would lock the accounts that other tests use.
         "--exclude-path", "/api/v1/token",
         # Unbinding signs the asking token out.
         "--exclude-path", "/api/v1/wechat/binding", "--continue-on-failure", "--no-color"],
        capture_output=True, text=True, timeout=600, cwd=tmp_path)
    assert run.returncode == 0, run.stdout[-4000:]
