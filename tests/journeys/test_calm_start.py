"""The three steps of a calm start, and absences."""

from __future__ import annotations

from datetime import date

from linkbot.model.casework import TaskKind
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxState

from . import letters
from .conftest import Begin

START = date(2026, 11, 2)


def test_watching_registers_everything_and_tells_nobody(begin: Begin) -> None:
    story = begin(start=START, mode=Mode.WATCH)
    story.they_write(letters.REQUEST)
    story.they_write(letters.FINAL.but(passes=False))
    story.days_pass(10)
    assert story.what_happened() == [] and not story.outbox() and not story.questions
    assert story.dispositions == ["act", "review"]
    assert [(t.owner, t.due_on) for t in story.tasks] == [("owner@anytown.gov.uk", date(2026, 11, 27))]


def test_a_draft_holds_what_would_go_to_others_until_it_is_released(begin: Begin) -> None:
    story = begin(start=START, mode=Mode.DRAFT)
    story.they_write(letters.REQUEST)
    story.we_see(
        "(held) task → owner",
        "(held) acknowledgement → them",
        "(held) invitation → owner",
        "(held) weekly_list → officer",
        "register_in_case_system",
    )
    for entry in story.outbox(OutboxState.HELD):
        story.the_officer("approve", entry.key)
    story.we_see("task → owner", "acknowledgement → them", "invitation → owner", "weekly_list → officer")
    assert story.refuses("approve", story.outbox()[0].key)


def test_of_the_reminders_held_over_weeks_only_the_newest_goes(begin: Begin) -> None:
    story = begin(start=START, mode=Mode.DRAFT)
    story.they_write(letters.REQUEST)
    story.until(date(2026, 11, 19))
    held = [e for e in story.outbox(OutboxState.HELD) if getattr(e.effect, "template", None) == "reminder"]
    assert len(held) > 3
    story.what_happened()
    for entry in held:
        story.the_officer("approve", entry.key)
    assert story.what_happened() == ["reminder → owner"]


def test_older_mail_than_begin_on_is_registered_and_never_acted_on(begin: Begin) -> None:
    story = begin(start=date(2026, 10, 30), config="[worker]\nbegin_on = 2026-11-03\n")
    for old in (letters.DECISION, letters.FINAL.but(passes=False), letters.NOTICE.but(body="What is this?")):
        story.they_write(old)
    story.days_pass(2)
    assert set(story.what_happened()) <= {"weekly_list → officer"} and not story.tasks and not story.questions
    story.they_write(letters.REQUEST, at=date(2026, 11, 3))
    assert {"task → owner", "acknowledgement → them"} <= set(story.what_happened())
    assert [t.kind for t in story.tasks] == [TaskKind.REQUEST]


def test_while_the_owner_is_away_the_stand_in_gets_the_mail_and_the_owner_keeps_the_task(begin: Begin) -> None:
    story = begin(start=date(2026, 8, 3))
    story.they_write(letters.REQUEST.but(body=letters.REQUEST.body.replace("27 November", "28 August")))
    story.until(date(2026, 8, 17), hour=8)
    seen = story.what_happened()
    assert "task → stand-in" in seen and seen.count("reminder → stand-in") == 3 and "reminder → owner" not in seen
    assert story.tasks[0].owner == "owner@anytown.gov.uk"
    story.until(date(2026, 8, 18))
    assert "reminder → owner" in story.what_happened()


def test_a_task_given_to_somebody_else_tells_both_and_takes_the_diary_along(begin: Begin) -> None:
    story = begin(start=START)
    story.they_write(letters.REQUEST)
    story.what_happened()
    story.the_officer("reassign", story.tasks[0].id, "stand_in")
    story.we_see("task → owner", "task → stand-in", "invitation → stand-in", "invitation_cancel → owner")
    story.days_pass(3)
    story.we_see("reminder → stand-in")
