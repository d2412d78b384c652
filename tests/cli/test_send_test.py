"""`linkbot doctor --send-test`: one mail inside our domains, and whether it came back is known afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.contracts.smtp_relay import Relay, running
from tests.journeys.bounces import postfix

from .conftest import CONFIG, Council, found

TO = "nadia.whitlock@anytown.gov.uk"


def through(relay: Relay, folder: Path, capture: pytest.CaptureFixture[str]) -> Council:
    smtp = f'host = "127.0.0.1"\nport = {relay.port}\ntimeout_seconds = 5'
    return found(folder, capture, CONFIG.replace('outbox_folder = "sent"', smtp))


def the_mail(relay: Relay) -> EmailMessage:
    (taken,) = relay.taken
    mail = message_from_bytes(taken.original_content or b"", policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_it_goes_the_way_of_all_mail_and_says_what_to_look_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(Relay()) as relay:
        council = through(relay, tmp_path, capsys)
        said = council.linkbot("doctor", "--send-test", TO)
        assert said.code == 0 and "Look there for “Test mail of linkbot: nothing to do”" in said.out
        assert relay.taken[0].rcpt_tos == [TO] and relay.taken[0].mail_from == "ombudsman@anytown.gov.uk"
        mail = the_mail(relay)
        assert (mail["Auto-Submitted"], mail["X-Linkbot"]) == ("auto-generated", "1")
        assert not (tmp_path / "store").exists()  # a test makes no register


def test_it_came_back_is_said_by_the_doctor_and_to_nobody_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(Relay()) as relay:
        council = through(relay, tmp_path, capsys)
        council.linkbot("poll")
        council.linkbot("doctor", "--send-test", TO)
        assert "has not come back" in council.linkbot("doctor").out
        report = postfix(the_mail(relay), why="550 5.1.1 no such person")(datetime.now(UTC), 1)
        (tmp_path / "mail" / "new" / "1.report").write_bytes(report)
        council.linkbot("poll")
        (row,) = (row for row in council.rows("doctor") if row["check"] == "smtp.test")
        assert row["state"] == "wrong" and f"to {TO} came back: 550 5.1.1 no such person" in str(row["seen"])
        assert len(relay.taken) == 1 and council.rows("questions") == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("friend@example.net", "lies outside anytown.gov.uk: no mail was sent"),
        ("friend@evil.anytown.gov.uk", "lies outside anytown.gov.uk: no mail was sent"),
        ("x@example.net, nadia@anytown.gov.uk", "no mail was sent"),
        ("nadia", "no mail was sent"),
    ],
)
def test_nobody_outside_gets_even_a_test(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str, words: str
) -> None:
    with running(Relay()) as relay:
        said = through(relay, tmp_path, capsys).linkbot("doctor", "--send-test", address)
        assert said.code == 1 and words in said.out.replace("No mail", "no mail") and relay.taken == []


@pytest.mark.parametrize(
    ("refuse", "words"),
    [("550 5.1.1 no such person", "was refused: Sent to nobody"), ("451 4.7.1 later", "could not be sent now")],
)
def test_what_the_server_says_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], refuse: str, words: str
) -> None:
    with running(Relay(refuse={TO: refuse})) as relay:
        said = through(relay, tmp_path, capsys).linkbot("doctor", "--send-test", TO)
    assert said.code == 1 and words in said.out and refuse in said.out and "What to do" in said.out


def test_a_trial_writes_a_file_and_nothing_configured_is_said(council: Council) -> None:
    said = council.linkbot("doctor", "--send-test", TO)
    assert said.code == 0 and "nobody gets it" in said.out and list((council.folder / "sent").glob("*.eml"))
    council.config.write_text(council.config.read_text().replace('outbox_folder = "sent"', ""), encoding="utf-8")
    said = council.linkbot("doctor", "--send-test", TO)
    assert said.code == 1 and "could not send anything" in said.out
