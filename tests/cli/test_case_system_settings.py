"""The case system in the configuration: what must be said, what must not, and what doctor sees of it."""

from __future__ import annotations

import httpx
import pytest

from linkbot.casesystems.icasework import system
from linkbot.model.mode import Mode
from linkbot.settings.load import load_settings
from linkbot.toml_document import Faulty
from tests.contracts.icasework_server import SECRET, IcaseworkServer

from .conftest import Council

ICASEWORK = """
[case_system]
kind = "icasework"
{more}
[case_system.icasework]
base = "https://uat.icasework.com"
reports = "https://uatreports.icasework.com"
db = "anytown"
api_key = "the-key"
secret_file = "icasework-secret.txt"
case_type = "Ombudsman"
"""


def configured(council: Council, text: str) -> Council:
    council.config.write_text(council.config.read_text(encoding="utf-8") + text, encoding="utf-8")
    return council


@pytest.fixture
def server(council: Council, monkeypatch: pytest.MonkeyPatch) -> IcaseworkServer:
    """The real adapter in front of the test server; the clock is the machine's."""
    from datetime import UTC, datetime

    (council.folder / "icasework-secret.txt").write_text(SECRET, encoding="utf-8")
    (council.folder / "icasework-secret.txt").chmod(0o600)
    server = IcaseworkServer(lambda: datetime.now(UTC))
    client = httpx.Client
    monkeypatch.setattr(system.httpx, "Client", lambda **more: client(**{**more, "transport": server.transport()}))
    monkeypatch.setattr("linkbot.casesystems.icasework.waiting.APART", 0.0)
    return server


def found(council: Council, check: str) -> dict[str, object]:
    (row,) = [row for row in council.linkbot("doctor", "--json").rows if row["check"] == check]
    return row


def test_without_a_word_about_reminders_linkbot_only_watches_beside_icasework(
    council: Council, server: IcaseworkServer
) -> None:
    configured(council, ICASEWORK.format(more=""))
    settings = load_settings(council.config)
    assert settings.worker.mode is Mode.ACT and settings.mode is Mode.WATCH
    assert found(council, "case_system.reminders")["state"] == "wrong"
    council.deliver("003-ho-accepted-and-evidence-request.eml")
    said = council.linkbot("poll")
    assert "Mode watch" in said.out and "reminders_by is not set" in said.err
    assert server.cases == [] and not (council.folder / "sent").exists()


def test_once_it_is_said_letters_are_registered_and_doctor_has_nothing_to_say(
    council: Council, server: IcaseworkServer
) -> None:
    configured(council, ICASEWORK.format(more='reminders_by = "icasework"'))
    council.deliver("003-ho-accepted-and-evidence-request.eml")
    council.linkbot("poll")
    (case,) = server.cases
    assert case.fields["ExternalId"] == "omb:HO-202690417"
    rows = {str(row["check"]): row for row in council.linkbot("doctor", "--json").rows}
    assert {rows[name]["state"] for name in ("case_system.reminders", "icasework.sign_in", "icasework.cases")} == {"ok"}
    assert rows["case_system.reach"]["state"] == "ok" and "by the desk mail" in str(rows["case_system.by_hand"]["seen"])
    held = council.rows("outbox", "--state", "held")
    assert {row["deed"] for row in held} == {"task", "files"} and {row["why_held"] for row in held} == {
        "by hand in iCasework"
    }


@pytest.mark.parametrize(
    ("break_it", "check", "words"),
    [
        (lambda s: setattr(s, "ip_denied", True), "icasework.sign_in", "IP addresses"),
        (lambda s: setattr(s, "db", "other"), "icasework.sign_in", "db names the account"),
        (lambda s: setattr(s, "handle", _no_network), "icasework.sign_in", "cannot be reached"),
    ],
)
def test_doctor_goes_from_the_outside_in_and_says_what_to_ask_for(
    council: Council, server: IcaseworkServer, break_it: object, check: str, words: str
) -> None:
    configured(council, ICASEWORK.format(more='reminders_by = "linkbot"'))
    break_it(server)  # type: ignore[operator]
    row = found(council, check)
    assert row["state"] == "wrong" and words in str(row["seen"]) and "<" not in str(row["seen"])
    assert row["todo"]


def _no_network(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route", request=request)


def test_doctor_warns_of_a_second_way_where_letters_are_passed_on(council: Council) -> None:
    configured(council, '[case_system]\nkind = "forward"\n[case_system.forward]\naddress = "cases@anytown.gov.uk"\n')
    row = found(council, "case_system.reach")
    assert row["state"] == "note" and "twice" in str(row["why"]) and "cases@anytown.gov.uk" in str(row["seen"])
    council.deliver("003-ho-accepted-and-evidence-request.eml")
    council.linkbot("poll")
    sent = [path.read_text(encoding="utf-8") for path in (council.folder / "sent").glob("*.eml")]
    (passed_on,) = [text for text in sent if "cases@anytown.gov.uk" in text]
    assert "Subject: HO 202690417: " in passed_on and 'filename="letter.eml"' in passed_on


def test_doctor_looks_whether_a_report_has_its_columns(council: Council, server: IcaseworkServer) -> None:
    configured(council, ICASEWORK.format(more='reminders_by = "linkbot"') + 'actions_report = "1002"\n')
    assert "report_not_found" in str(found(council, "icasework.actions")["seen"])
    server.reports["1002"] = [{"ActionId": "1", "Title": "x", "Status": "Open", "Owner": "a"}]
    assert "no column AssignedTo, LastUpdatedBy" in str(found(council, "icasework.actions")["seen"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[case_system]\nkind = "icasework"\n', "case_system.icasework.base is missing"),
        ('[case_system]\nreminders_by = "icasework"\n', 'needs case_system.kind "icasework"'),
        ('[case_system.icasework]\nsecret = "x"\n', "must not stand in this file"),
        ('[case_system.icasework]\nbase = "http://x"\n', "must be an address such as https://"),
        ('[case_system.icasework]\nfields = ["Team"]\n', "write NAME=VALUE"),
        ('[case_system.icasework]\ntrail_report = "1"\n', "needs case_system.icasework.trail_column"),
        ('[case_system]\nkind = "forward"\n[case_system.forward]\naddress = "a@cases.example"\n', "allow it by name"),
        (
            '[case_system]\nkind = "forward"\n[case_system.forward]\naddress = "ombudsman@anytown.gov.uk"\n',
            "it would read its own mail",
        ),
        ('[case_system]\nsystem_addresses = ["icasework"]\n', "is not an e-mail address"),
        ('[case_system]\nby_hand = ["tsk"]\n', "did you mean 'task'"),
    ],
)
def test_what_cannot_be_is_told_with_what_would_be(council: Council, text: str, words: str) -> None:
    configured(council, text)
    with pytest.raises(Faulty) as told:
        load_settings(council.config)
    assert words in str(told.value)


def test_nothing_is_ever_forwarded_to_an_ombudsman(council: Council) -> None:
    address = "case.officer@lgo.org.uk"
    configured(
        council,
        f'[case_system]\nkind = "forward"\n[case_system.forward]\naddress = "{address}"\noutside = "{address}"\n',
    )
    said = council.linkbot("poll")
    assert said.code == 2 and "linkbot never sends to one" in said.err
