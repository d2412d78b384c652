"""What people do on the command line: each act on record, each refusal with its reason, ids as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from linkbot.cli.main import main
from linkbot.store import open_existing
from tests.journeys.diary_replies import Given, outlook

from .conftest import HO, LGSCO, Council


def _task(council: Council, id: str) -> dict[str, object]:
    return next(row for row in council.rows("tasks") if row["id"] == id)


@pytest.mark.parametrize("id", [[f"{LGSCO}/1"], ["LGSCO", "26", "031", "408/1"], ["26031408/1"], ["lgsco26031408/1"]])
def test_a_task_is_found_however_its_id_is_typed(at_work: Council, id: list[str]) -> None:
    said = at_work.linkbot("tasks", "received", *id, "--by", "Bea", "--reason", "all seven files came")
    assert (said.code, said.out) == (0, f"{LGSCO}/1: validating, with bea.sandiford@anytown.gov.uk.\n")
    assert _task(at_work, f"{LGSCO}/1")["state"] == "validating"


def test_an_act_is_kept_with_who_and_why(at_work: Council) -> None:
    at_work.linkbot("tasks", "done", f"{HO}/1", "--by", "Marian Osei", "--reason", "uploaded")
    store = open_existing(at_work.folder / "store")
    assert store is not None
    with store.begin() as tx:
        (act,) = tx.acts()
    store.close()
    assert (act.by, act.verb.value, act.target, act.reason) == ("Marian Osei", "done", f"{HO}/1", "uploaded")


def test_without_by_the_name_of_the_account_stands_for_the_person(
    at_work: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "mosei")
    (row,) = at_work.rows("tasks", "done", f"{HO}/1")
    assert (row["by"], row["done"]) == ("mosei", True)


def test_where_the_system_does_not_know_who_it_is_by_must_be_given(
    at_work: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("LOGNAME")

    monkeypatch.setattr("getpass.getuser", nobody)
    said = at_work.linkbot("tasks", "done", f"{HO}/1")
    assert said.code == 2
    assert "--by NAME" in said.err
    assert _task(at_work, f"{HO}/1")["done"] is False


def test_a_task_given_to_somebody_else_reaches_them_with_the_next_cycle(at_work: Council) -> None:
    said = at_work.linkbot("tasks", "reassign", "HO", "202690417/1", "kofi.lambert@anytown.gov.uk", "--by", "Marian")
    assert said.out.endswith("with kofi.lambert@anytown.gov.uk.\n")
    at_work.linkbot("poll")
    to = {
        str(row["to"]): row["role"]
        for row in at_work.rows("outbox", "--state", "done")
        if row.get("template") == "task"
    }
    assert to["['kofi.lambert@anytown.gov.uk']"] == "owner"
    assert to["['nadia.whitlock@anytown.gov.uk']"] == "former_owner"


def test_a_task_is_never_given_to_somebody_outside(at_work: Council) -> None:
    said = at_work.linkbot("tasks", "reassign", f"{HO}/1", "somebody@elsewhere.org", "--by", "Marian")
    assert said.code == 1
    assert "outside anytown.gov.uk" in said.err
    assert "Nothing was changed." in said.err


def test_a_refused_act_says_so_to_programs_too(at_work: Council) -> None:
    at_work.linkbot("tasks", "satisfied", f"{HO}/1", "--by", "Marian")
    said = at_work.linkbot("tasks", "withdraw", f"{HO}/1", "--by", "Marian", "--json")
    assert said.code == 1
    assert (said.rows[0]["done"], "satisfied already" in str(said.rows[0]["said"])) == (False, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["tasks", "done"], "linkbot tasks done ID"),
        (["tasks", "done", "26031408"], "its id ends in /1"),
        (["tasks", "reassign", "26031408/1"], "linkbot tasks reassign ID WHO"),
        (["tasks", "done", "26031408/1", "today"], "'today' was not expected"),
        (["cases", "link", LGSCO.replace(" ", "")], "linkbot cases link ID REFERENCE"),
        (["outbox", "retry", "m-0123"], "is no key"),
        (["parked", "retry", "0123456789ab"], "its id begins with m-"),
        (["questions", "answer", "q-0123456789"], "linkbot questions answer ID VALUE"),
    ],
)
def test_an_act_with_words_missing_or_astray_says_how_to_write_it(
    at_work: Council, words: list[str], told: str
) -> None:
    said = at_work.linkbot(*words, "--by", "Marian")
    assert said.code == 2
    assert told in said.err


@pytest.mark.parametrize(
    "words",
    [
        ["tasks", "done", "HO 200000001/1"],
        ["cases", "close", "HO 200000001"],
        ["cases", "show", "HO 200000001"],
        ["questions", "answer", "q-0123456789", "yes"],
        ["outbox", "approve", "0123456789ab"],
        ["parked", "discard", "m-0123456789abcdef"],
    ],
)
def test_what_is_not_there_is_refused_and_says_where_to_look(at_work: Council, words: list[str]) -> None:
    said = at_work.linkbot(*words, "--by", "Marian") if words[1] != "show" else at_work.linkbot(*words)
    assert said.code == 1
    assert "` lists " in said.err


def test_before_the_first_poll_there_is_nothing_to_act_on(council: Council) -> None:
    said = council.linkbot("tasks", "done", "26031408/1", "--by", "Marian")
    assert said.code == 2
    assert "linkbot poll" in said.err
    assert not (council.folder / "store").exists(), "an act on nothing makes no register"


def test_a_case_is_tied_to_our_complaint_and_closed(at_work: Council) -> None:
    said = at_work.linkbot("cases", "link", "LGSCO", "26", "031", "408", "CRM-204417", "--by", "Marian")
    assert said.out == f"{LGSCO}: open, linked to CRM-204417.\n"
    assert at_work.linkbot("cases", "close", "26031408", "--by", "Marian", "--reason", "withdrawn").code == 0
    (row,) = [row for row in at_work.rows("cases") if row["id"] == LGSCO]
    assert (row["status"], row["complaint"], row["tasks_open"]) == ("closed", "CRM-204417", 0)
    assert at_work.linkbot("cases", "close", "26031408", "--by", "Marian").code == 1


def test_the_story_of_a_case_tells_letters_tasks_effects_and_acts(at_work: Council) -> None:
    at_work.linkbot("tasks", "received", "26031408/1", "--by", "Bea Sandiford", "--reason", "all came")
    told = at_work.linkbot("cases", "show", "26031408").out
    for words in (LGSCO, "Letters", "information_request", "Tasks", "received", "Effects", "send_email task"):
        assert words in told
    assert "Bea Sandiford  received 26031408/1" in told
    (row,) = at_work.rows("cases", "show", LGSCO)
    assert isinstance(row["effects"], list)
    assert {"task", "acknowledgement", "invitation"} <= {effect.get("template") for effect in row["effects"]}


def test_held_effects_of_mode_draft_are_read_then_approved_or_withdrawn(council: Council) -> None:
    config = council.config
    config.write_text(config.read_text(encoding="utf-8").replace('"act"', '"draft"'), encoding="utf-8")
    council.deliver("006-lgsco-enquiry-letter.eml")
    assert council.linkbot("poll").code == 0
    held = council.rows("outbox", "--state", "held")
    task, invitation = (next(r for r in held if r.get("template") == name) for name in ("task", "invitation"))
    shown = council.linkbot("outbox", "show", str(task["key"])[:12]).out
    assert "held because:" in shown
    assert "Subject: " in shown
    assert "26 031 408" in shown
    assert council.linkbot("outbox", "approve", str(task["key"])[:8], "--by", "Marian").code == 0
    assert council.linkbot("outbox", "withdraw", str(invitation["key"]), "--by", "Marian").code == 0
    council.linkbot("poll")
    states = {row["key"]: row["state"] for row in council.rows("outbox", "--state", "all")}
    assert (states[task["key"]], states[invitation["key"]]) == ("done", "withdrawn")
    assert council.linkbot("outbox", "approve", str(task["key"]), "--by", "Marian").code == 1


def test_a_question_is_answered_by_one_of_its_choices(council: Council) -> None:
    council.deliver("022-lgsco-council-tax-enquiry.eml", "035-lgsco-final-decision-unreadable-scan.eml")
    council.linkbot("poll")
    questions = council.rows("questions")
    assert questions
    question = questions[0]
    told = council.linkbot("questions").out
    assert f"{question['id']}  {question['about']}" in told
    wrong = council.linkbot("questions", "answer", str(question["id"]), "perhaps", "--by", "Marian")
    assert wrong.code == 1
    assert "it may be" in wrong.err
    right = council.linkbot("questions", "answer", str(question["id"]), "nothing", "--by", "Marian")
    assert right.code == 0, right.err
    assert question["id"] not in {row["id"] for row in council.rows("questions")}
    assert question["id"] in {row["id"] for row in council.rows("questions", "--all")}


def test_help_of_every_command_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("cases", "tasks", "questions", "outbox", "parked"):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        assert f"usage: linkbot {command}" in capsys.readouterr().out


def test_what_an_officer_answered_in_their_diary_is_seen_with_the_task_and_the_case(at_work: Council) -> None:
    (case,) = at_work.rows("cases", "show", LGSCO)
    (entry,) = case["invitations"]  # type: ignore[misc]
    day = date.fromisoformat(entry["entry_on"])  # type: ignore[index]
    given = Given(entry["id"], "TENTATIVE", by=entry["attendee"], day=f"{day:%Y%m%d}")  # type: ignore[index]
    (at_work.folder / "mail" / "new" / "answer").write_bytes(outlook(given, datetime.now(UTC), 1))
    at_work.linkbot("poll")
    assert _task(at_work, f"{LGSCO}/1")["invitation"]["attendance"] == "tentative"  # type: ignore[index]
    assert f"{entry['attendee']} (tentative)" in at_work.linkbot("tasks").out  # type: ignore[index]
    told = at_work.linkbot("cases", "show", LGSCO).out
    assert "Diary entries" in told and "tentative on " in told
