"""`linkbot rules trust`: the table, the switch with who and why, and a configuration that names what is no kind."""

from __future__ import annotations

import shutil

import pytest

from .conftest import DEMO, HO, LETTERS, LGSCO, Council

BY_TRUST = 'kinds = "by_trust"\nsample_percent = 3'


def _configure(council: Council, *changes: tuple[str, str]) -> None:
    text = council.config.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    council.config.write_text(text, encoding="utf-8")


@pytest.fixture
def careful(council: Council) -> Council:
    """As a council begins that has looked into the mailbox once: it only watches."""
    _configure(council, ('kinds = "all"\nsample_percent = 0', BY_TRUST), ('mode = "act"', 'mode = "watch"'))
    council.deliver(*LETTERS)
    assert council.linkbot("poll").code == 0
    return council


@pytest.fixture
def by_trust(at_work: Council) -> Council:
    """Two letters were handled when every kind acted alone; now kinds must earn it."""
    _configure(at_work, ('kinds = "all"\nsample_percent = 0', BY_TRUST))
    return at_work


def _of(council: Council, kind: str) -> dict[str, object]:
    return next(row for row in council.rows("rules", "trust") if row["kind"] == kind)


def test_what_was_watched_is_confirmed_in_one_line_and_counted(careful: Council) -> None:
    asked = careful.rows("questions")
    assert {row["about"] for row in asked} == {"check"} and {row["case"] for row in asked} == {HO, LGSCO}
    said = careful.linkbot("questions", "answer", *(str(row["id"]) for row in asked), "yes", "--by", "Marian")
    assert said.code == 0 and len(said.out.splitlines()) == 2 and careful.rows("questions") == []
    rows = careful.rows("rules", "trust")
    assert sum(int(str(row["confirmed"])) for row in rows) == 2
    assert {row["kind"] for row in rows} >= {"first_chaser", "final_chaser", "annual_letter"}
    assert "newsletter" not in {row["kind"] for row in rows}, "it has nothing to switch"
    table = careful.linkbot("rules", "trust").out
    assert "asks first (configuration)" in table and "Too little to rely on" in table


def test_a_kind_is_switched_on_and_off_with_who_and_why(by_trust: Council) -> None:
    before = _of(by_trust, "first_chaser")
    assert (before["alone"], before["by"], before["at_least"]) == (False, None, 0.0)
    said = by_trust.linkbot("rules", "trust", "on", "First chaser", "--by", "Marian Osei", "--reason", "a fortnight")
    assert said.code == 0 and "Nothing has been confirmed yet" in said.out
    now = _of(by_trust, "first_chaser")
    assert (now["alone"], now["by"], now["reason"]) == (True, "Marian Osei", "a fortnight")
    assert "alone since" in by_trust.linkbot("rules", "trust").out
    again = by_trust.linkbot("rules", "trust", "on", "first_chaser", "--by", "Marian Osei")
    assert again.code == 1 and "on already" in again.err
    by_trust.linkbot("rules", "trust", "off", "first_chaser", "--by", "Marian Osei", "--reason", "the wording is new")
    assert _of(by_trust, "first_chaser")["alone"] is False


def test_what_cannot_be_switched_is_refused_with_the_reason(by_trust: Council) -> None:
    for words, code, said in (
        (("on", "first_chasr"), 1, "There is no kind 'first_chasr'"),
        (("on", "press_notice"), 1, "The rules say of press_notice: review"),
        (("on",), 2, "linkbot rules trust [on|off KIND"),
        (("maybe", "first_chaser"), 2, "'maybe' was not expected"),
        (("on", "first_chaser", "please"), 2, "'please' was not expected"),
    ):
        refused = by_trust.linkbot("rules", "trust", *words, "--by", "Marian Osei")
        assert (refused.code, said in refused.err) == (code, True), refused.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('kinds = "some"', "it may be by_trust, all"),
        ('kinds = ["first_chasr"]', "automation.kinds holds 'first_chasr'"),
        ('kinds = ["press_notice"]', "automation.kinds holds 'press_notice'"),
        ("sample_percent = 1", "it may be 2 to 5, or 0"),
        ("sample_percent = 40", "it may be 2 to 5, or 0"),
    ],
)
def test_a_configuration_that_cannot_be_meant_is_refused(council: Council, line: str, said: str) -> None:
    _configure(council, ('kinds = "all"\nsample_percent = 0', line))
    refused = council.linkbot("status") if line.startswith("sample") else council.linkbot("rules", "trust")
    assert refused.code == 2 and said in refused.err


def test_doctor_says_when_nothing_or_everything_is_handled_alone_unseen(by_trust: Council) -> None:
    def seen() -> tuple[object, str]:
        row = next(row for row in by_trust.rows("doctor") if row["check"] == "automation.kinds")
        return row["state"], str(row["seen"])

    assert seen()[0] == "note" and "none of 9 kinds" in seen()[1]
    _configure(by_trust, ('mode = "act"', 'mode = "watch"'))
    assert seen() == ("ok", "0 of 9 kinds are handled alone.")
    _configure(by_trust, (BY_TRUST, 'kinds = ["first_chaser"]\nsample_percent = 0'))
    assert seen()[0] == "note" and "nobody looks" in seen()[1]


def test_simulate_shows_what_every_kind_would_do_unless_told_to_go_by_the_configuration(council: Council) -> None:
    _configure(council, ('kinds = "all"\nsample_percent = 0', BY_TRUST))
    (council.folder / "letters").mkdir()
    shutil.copy(DEMO / "mailbox" / LETTERS[0], council.folder / "letters")
    words = ("simulate", "--mail", str(council.folder / "letters"), "--from", "2027-01-15", "--to", "2027-01-18")
    everything = {(row.get("effect"), row.get("template")) for row in council.rows(*words)}
    assert ("send_email", "task") in everything and ("draft_reply", "acknowledgement") in everything
    configured = council.rows(*words, "--kinds", "configured")
    assert not {("send_email", "task"), ("draft_reply", "acknowledgement")} & {
        (row.get("effect"), row.get("template")) for row in configured
    }
    assert [row["question"] for row in configured if row.get("effect") == "ask_person"]
