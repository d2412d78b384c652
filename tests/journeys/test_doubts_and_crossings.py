"""Where things go wrong: forwards, crossings, fakes, unknown cases. The clock runs; nobody high up hears too soon."""

from __future__ import annotations

from datetime import date

import pytest

from linkbot.model.casework import TaskState
from linkbot.model.outbox import OutboxState
from linkbot.model.question import About

from . import letters
from .conftest import Begin
from .conversation import Conversation

SENIORS = tuple(f"final_chaser_notice → {who}" for who in ("director", "ceo", "law"))
SERVICE = ("priority_task → owner", "final_chaser_notice → head", "final_chaser_notice → contact")
LATE, LATER = date(2026, 12, 1), date(2026, 12, 10)


def overdue(begin: Begin) -> Conversation:
    """A request, unanswered when its date has passed."""
    story = begin(start=date(2026, 11, 24))
    story.they_write(letters.REQUEST)
    story.until(date(2026, 11, 30))
    for question in story.questions:
        story.the_officer("answer", question.id, "no")
    story.what_happened()
    return story


def during(story: Conversation, mail: letters.Mail, at: date) -> list[str]:
    """What this mail alone sets in motion."""
    story.until(at, hour=9)
    story.what_happened()
    story.they_write(mail)
    return sorted(story.what_happened())


def test_a_chaser_that_crosses_our_answer_reaches_the_link_officer_only(begin: Begin) -> None:
    story = overdue(begin)
    story.the_officer("submitted", story.tasks[0].id)
    assert during(story, letters.CHASER, LATE) == sorted(
        ["crossed_chaser → officer", "holding_reply → them", "register_in_case_system"]
    )
    assert story.tasks[0].state is TaskState.SUBMITTED and story.tasks[0].due_on == date(2026, 11, 27)


def test_a_final_chaser_that_crosses_our_answer_does_not_reach_the_top_either(begin: Begin) -> None:
    story = overdue(begin)
    story.the_officer("submitted", story.tasks[0].id)
    assert "crossed_chaser → officer" in during(story, letters.FINAL, LATER)
    assert not story.outbox(OutboxState.HELD) and not story.questions


def test_a_chaser_while_an_extension_is_pending_goes_to_the_link_officer_only(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 23))
    story.they_write(letters.REQUEST)
    story.until(date(2026, 11, 25))
    offer = story.question()
    assert offer.about is About.EXTENSION
    story.what_happened()
    story.the_officer("answer", offer.id, "yes")
    story.we_see("extension_request → them")
    seen = during(story, letters.CHASER, LATE)
    assert "crossed_chaser → officer" in seen and not any("notice" in one for one in seen)


def test_an_extension_granted_moves_the_date_and_quietens_the_chaser(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 20))
    story.they_write(letters.REQUEST)
    seen = during(story, letters.EXTENSION, date(2026, 11, 25))
    assert {"task → owner", "invitation_update → owner"} <= set(seen)
    assert story.tasks[0].due_on == date(2026, 12, 11)
    assert "crossed_chaser → officer" in during(story, letters.CHASER, LATE)


def test_the_chief_executive_s_forward_asks_first_and_the_direct_letter_asks_anew(begin: Begin) -> None:
    story = overdue(begin)
    story.until(LATER, hour=9)
    story.what_happened()
    direct = letters.FINAL.octets(story.clock.now(), 99)
    story.they_write(letters.the_chief_executives_office_forwards(direct, letters.FINAL.subject))
    seen = story.what_happened()
    assert {*SERVICE, *(f"(held) {one}" for one in SENIORS), "urgent question → officer"} <= set(seen)
    assert not set(SENIORS) & set(seen)
    first = story.question()
    assert "forward" in first.reading

    story.letters = 98
    story.they_write(letters.FINAL)
    assert story.what_happened() == ["urgent question → officer"]
    second = story.question()
    assert second.id != first.id and "directly" in second.reading
    assert story.dispositions[-1] == "file" and len(story.tasks) == 1

    story.the_officer("answer", second.id, "yes")
    assert sorted(story.what_happened()) == sorted(SENIORS)
    story.everything_is_accounted_for()


def test_a_no_withdraws_the_held_notices(begin: Begin) -> None:
    story = overdue(begin)
    story.until(LATER, hour=9)
    direct = letters.FINAL.octets(story.clock.now(), 99)
    story.they_write(letters.the_chief_executives_office_forwards(direct, letters.FINAL.subject))
    story.what_happened()
    story.the_officer("answer", story.question().id, "no")
    assert story.what_happened() == [] and not story.outbox(OutboxState.HELD)
    story.everything_is_accounted_for()


@pytest.mark.parametrize("passes", [False, None], ids=["failed", "no verdict"])
def test_an_unverified_final_chaser_asks_whether_it_is_genuine_and_moves_nobody(
    begin: Begin, passes: bool | None
) -> None:
    story = overdue(begin)
    before = story.tasks
    assert during(story, letters.FINAL.but(passes=passes), LATER) == ["urgent question → officer"]
    question = story.question()
    assert question.about is About.SENDER and question.case is None
    assert story.tasks[0].due_on == before[0].due_on and not story.tasks[0].priority
    story.the_officer("answer", question.id, "yes")
    seen = set(story.what_happened())
    assert set(SERVICE) <= seen and {f"(held) {one}" for one in SENIORS} <= seen  # genuine, yet not verified


def test_said_to_be_a_fake_it_is_never_answered(begin: Begin) -> None:
    story = overdue(begin)
    during(story, letters.FINAL.but(passes=False), LATER)
    story.the_officer("answer", story.question().id, "no")
    assert story.what_happened() == [] and not story.questions
    story.everything_is_accounted_for()


def test_a_chaser_of_an_unknown_case_runs_its_clock_and_waits_with_the_ladder(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 27))
    seen = during(story, letters.CHASER, LATE)
    assert not any("notice" in one for one in seen)
    assert story.tasks[0].due_on == date(2026, 12, 8) and story.tasks[0].priority
    ladder = next(q for q in story.questions if q.about is About.ESCALATION)
    assert ladder.urgent
    story.what_happened()
    story.the_officer("answer", ladder.id, "yes")
    assert {"first_chaser_notice → head", "first_chaser_notice → contact"} & set(story.what_happened())


def test_an_older_letter_forwarded_late_moves_nobody_until_somebody_says_so(begin: Begin) -> None:
    story = overdue(begin)
    old = letters.CHASER.octets(story.clock.now(), 98)
    story.until(date(2027, 1, 11), hour=9)
    story.what_happened()
    story.they_write(letters.the_chief_executives_office_forwards(old, letters.CHASER.subject))
    question = next(q for q in story.questions if q.about is About.OLDER_LETTER)
    assert not any("notice" in one or "task" in one for one in story.what_happened())
    story.the_officer("answer", question.id, "yes")
    assert "priority_task → owner" in story.what_happened()


def test_the_same_message_delivered_again_and_again_is_handled_once(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 2))
    octets = story.they_write(letters.REQUEST)
    story.what_happened()
    story.mailbox.arrive(octets, story.clock.now())
    story.mailbox.reset()
    story.days_pass(1)
    assert story.what_happened() == [] and len(story.tasks) == 1 and story.dispositions == ["act", "file"]
    story.everything_is_accounted_for()


def test_an_answer_about_a_letter_of_which_a_copy_came_meanwhile_still_counts(begin: Begin) -> None:
    """Seen: the copy made the letter look like its own duplicate, and the answer did nothing."""
    story = begin(start=date(2026, 11, 2))
    undated = letters.REQUEST.but(body=letters.REQUEST.body.replace(" by 27 November 2026", ""))
    octets = story.they_write(undated)
    question = next(q for q in story.questions if q.about in (About.DATE, About.KIND))
    story.mailbox.arrive(octets, story.clock.now())
    story.days_pass(1)
    story.what_happened()
    story.the_officer("answer", question.id, "2026-11-27" if question.about is About.DATE else "information_request")
    assert "task → owner" in story.what_happened()
