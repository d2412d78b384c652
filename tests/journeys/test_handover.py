"""A colleague leaves: one command, and everything they held is somebody else's, with the diary."""

from __future__ import annotations

from datetime import date

import pytest

from linkbot.model.casework import TaskState
from linkbot.model.question import Verb
from linkbot.worker.acts import on_people

from . import letters
from .conftest import Begin
from .conversation import NAMES, Conversation

TUESDAY = date(2026, 11, 3)
DETERMINATION = letters.HO_DECISION


def busy(begin: Begin) -> Conversation:
    """A case with orders for one officer; the mails about it have gone."""
    story = begin(start=TUESDAY)
    story.they_write(DETERMINATION)
    assert len(story.tasks) > 1 and {task.owner for task in story.tasks} == {NAMES["owner"]}
    story.what_happened()
    return story


def test_every_open_task_goes_to_the_successor_and_the_leaver_is_told_nothing_but_that_the_diary_is_free(
    begin: Begin,
) -> None:
    story = busy(begin)
    done, *left = story.tasks
    story.the_officer("satisfied", done.id)
    story.what_happened()

    said = story.the_officer("handover", "repairs", NAMES["stand-in"])

    assert said.startswith(f"{len(left)} task") and "services.housing_repairs.owner" in said
    happened = story.what_happened()
    assert happened.count("task → stand-in") == len(left)
    dates = len({task.due_on for task in left})
    assert happened.count("invitation → stand-in") == dates == happened.count("invitation_cancel → owner")
    assert not [one for one in happened if one.endswith("→ owner") and not one.startswith("invitation_cancel")]
    kept = next(task for task in story.tasks if task.id == done.id)
    assert kept.owner == NAMES["owner"] and kept.state is TaskState.SATISFIED
    assert {task.owner for task in story.tasks if task.is_open} == {NAMES["stand-in"]}
    story.everything_is_accounted_for()


def test_reminders_go_to_the_successor_from_then_on(begin: Begin) -> None:
    story = busy(begin)
    story.the_officer("handover", NAMES["owner"], "stand_in")
    story.what_happened()
    story.days_pass(4)
    happened = story.what_happened()
    assert "reminder → stand-in" in happened and "reminder → owner" not in happened


def test_cut_off_in_the_middle_the_same_command_does_the_rest_once(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = busy(begin)
    whole, calls = on_people.act_on_stored_task, []

    def cut_off(*arguments: object) -> str:
        if calls:
            raise KeyboardInterrupt
        calls.append(arguments)
        return whole(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(on_people, "act_on_stored_task", cut_off)
        with pytest.raises(KeyboardInterrupt):
            story.the_officer("handover", NAMES["owner"], "stand_in")
    assert [task.owner for task in story.tasks].count(NAMES["stand-in"]) == 1
    story.the_officer("handover", NAMES["owner"], "stand_in")
    assert {task.owner for task in story.tasks} == {NAMES["stand-in"]}
    assert story.what_happened().count("task → stand-in") == len(story.tasks)
    assert len(with_acts(story)) == len(story.tasks) + 1


def with_acts(story: Conversation) -> list[str]:
    with story.office.store.begin() as tx:
        return [act.target for act in tx.acts(verb=Verb.HANDOVER)]


def test_nobody_outside_takes_over_nor_does_the_leaver(begin: Begin) -> None:
    story = busy(begin)
    for successor in ("friend@elsewhere.test", "repairs", "", "nobody"):
        assert story.refuses("handover", NAMES["owner"], successor)
    assert {task.owner for task in story.tasks} == {NAMES["owner"]} and with_acts(story) == []


def test_somebody_who_holds_nothing_hands_nothing_over(begin: Begin) -> None:
    story = busy(begin)
    assert story.the_officer("handover", NAMES["head"], "stand_in").startswith("0 tasks go")
    assert with_acts(story) == []
