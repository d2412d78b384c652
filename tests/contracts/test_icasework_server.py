"""The test server is as strict and as lenient as iCasework is known to be: else what is proved on it proves nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import httpx
import pytest

from tests.contracts.icasework_server import BASE, KEY, PORTAL, REPORTS, SECRET, IcaseworkServer
from tests.contracts.icasework_worlds import MORNING

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Client:
    def __init__(self) -> None:
        self.at = MORNING
        self.server = IcaseworkServer(lambda: self.at)
        self.http = httpx.Client(transport=self.server.transport())
        self.token = str(self.sign_in().json()["access_token"])

    def sign_in(
        self, *, padded: bool = False, iat: object = None, key: str = KEY, db: str = "anytown"
    ) -> httpx.Response:
        head = {"alg": "HS256", "typ": "JWT"} if padded else {"alg": "HS256"}
        url = f"{BASE}/token?db={db}"
        claims = {"iss": key, "aud": url, "iat": iat or int(self.at.timestamp())}
        encode = base64.b64encode if padded else base64.urlsafe_b64encode
        parts = [encode(json.dumps(one).encode()).decode() for one in (head, claims)]
        signed = ".".join(part if padded else part.rstrip("=") for part in parts)
        proof = encode(hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).digest()).decode()
        return self.http.post(url, data={"grant_type": GRANT, "assertion": f"{signed}.{proof}"})

    def get(self, service: str, host: str = BASE, **query: str) -> httpx.Response:
        header = {"Authorization": f"Bearer {self.token}"}
        return self.http.get(f"{host}/{service}", params={"db": "anytown", **query}, headers=header)

    def post(self, service: str, **more: object) -> httpx.Response:
        header = {"Authorization": f"Bearer {self.token}"}
        return self.http.post(f"{BASE}/{service}?db=anytown", headers=header, **more)  # type: ignore[arg-type]


@pytest.fixture
def client() -> Client:
    return Client()


def test_it_signs_in_whoever_real_programs_sign_in_as(client: Client) -> None:
    for answer in (client.sign_in(), client.sign_in(padded=True), client.sign_in(iat=str(int(MORNING.timestamp())))):
        assert answer.json()["token_type"] == "Bearer" and answer.json()["expires_in"] == 3600
    wrong = client.sign_in(key="another")
    assert (wrong.status_code, wrong.headers["X-Application-Error-Code"]) == (400, "19002")
    assert b"An Unexpected Error Occured" in wrong.content
    other = client.sign_in(db="nobody")
    assert (other.status_code, other.content) == (200, b"")


def test_a_token_lives_an_hour_and_may_stand_in_the_query(client: Client) -> None:
    assert client.get("getcasedocuments", CaseId="1").status_code == 200
    late = client.http.get(f"{BASE}/getcasedocuments?db=anytown&CaseId=1&access_token={client.token}")
    assert late.status_code == 200
    client.at += timedelta(hours=1)
    assert client.get("getcasedocuments", CaseId="1").status_code == 403


@pytest.mark.parametrize("how", ["data", "json", "params"])
def test_it_takes_forms_json_and_queries_and_two_cases_of_one_external_id(client: Client, how: str) -> None:
    values = {"Type": "Ombudsman", "ExternalId": "omb:1", "Format": "json", "db": "anytown"}
    first, second = (client.post("createcase", **{how: values}) for _ in range(2))
    ids = [one.json()["createcaseresponse"]["caseid"] for one in (first, second)]
    assert ids[0] != ids[1]
    told = client.get("getcasedetails", ExternalId="omb:1", Format="json").text
    assert told.count("\n") == 1 and told.startswith("{") and not told.startswith("[")
    xml = client.get("getcasedetails", ExternalId="omb:1").text
    assert xml.count("<Case>") == 2 and "<CaseDetails.CaseId>" in xml and "<MainParty.Notes></MainParty.Notes>" in xml


def test_each_no_comes_in_its_own_dress(client: Client) -> None:
    unknown = client.get("getcasedetails", CaseId="1")
    assert unknown.status_code == 400 and unknown.headers["Content-Disposition"] == 'filename="output.xml"'
    assert "content-type" not in unknown.headers and "x-application-error-code" not in unknown.headers
    kind = client.post("createcase", data={"Type": "Nothing"})
    assert kind.status_code == 400 and "x-application-error-code" not in kind.headers
    assert client.get("getcasedocuments", CaseId="1").text == "<Documents />"
    assert client.post("getcasedetails").headers["X-Application-Error-Code"].endswith("000")
    for service, right, wrong in (("getreport", REPORTS, BASE), ("getcases", PORTAL, BASE)):
        assert client.get(service, wrong).headers["X-Application-Error-Code"].endswith("001")
        assert not client.get(service, right).headers.get("X-Application-Error-Code", "").endswith("001")


def test_a_task_is_completed_once_and_the_same_entry_is_kept_once_an_hour(client: Client) -> None:
    client.post("createcase", data={"Type": "Ombudsman", "ExternalId": "omb:1"})
    action = {"ExternalId": "omb:1", "Type": "UF1", "Task": "OMBTASK"}
    assert client.post("createaction", data=action).status_code == 200
    assert client.post("createaction", data=action).headers["X-Application-Error-Code"] == "1003"
    entry = {"ExternalId": "omb:1", "Name": "x", "Details": "y", "ExcludeRepeats": "true"}
    ids = {client.post("createauditentry", data=entry).text for _ in range(3)}
    client.at += timedelta(minutes=59)
    ids |= {client.post("createauditentry", data=entry).text}
    assert len(ids) == 1
    changed = client.post("updatecase", data={"ExternalId": "omb:1", "Attribute": "isVulnerable", "Value": "true"})
    assert "<updatecaseattributeresponse>" in changed.text
    assert "isVulnerable>true" in client.get("getcasedetails", ExternalId="omb:1").text
