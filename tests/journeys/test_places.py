"""Letters that lie elsewhere than in the inbox: caught by a filter, deleted by a tired hand, and our own in Sent."""

from __future__ import annotations

from datetime import date

import pytest

from linkbot.model.outbox import OutboxState
from linkbot.model.question import QuestionState

from . import letters
from .conftest import Begin

START = date(2026, 11, 2)
AT_THE_DESK = {"task → owner", "acknowledgement → them", "invitation → owner", "register_in_case_system"}


@pytest.mark.parametrize("folder", ["Junk", "Deleted", "Deleted/2026"])
def test_a_letter_outside_the_inbox_acts_when_the_link_officer_says_so(begin: Begin, folder: str) -> None:
    story = begin(start=START)
    story.they_write(letters.REQUEST, folder=folder)
    assert story.dispositions == ["review"] and not AT_THE_DESK - {"register_in_case_system"} & {*story.what_happened()}
    question = story.question()
    assert "It lay in the" in question.reading and question.choices[0] == "information_request"
    assert [task.owner for task in story.tasks] == ["officer@anytown.gov.uk"]  # its clock runs meanwhile
    story.the_officer("answer", question.id, "information_request")
    assert {"task → owner", "acknowledgement → them", "invitation → owner"} <= {*story.what_happened()}
    story.everything_is_accounted_for()


def test_a_letter_moved_out_of_junk_acts_as_if_it_had_come_to_the_inbox(begin: Begin) -> None:
    story = begin(start=START)
    story.they_write(letters.REQUEST, folder="Junk")
    question = story.question()
    story.what_happened()
    story.somebody_moves_it("INBOX")
    assert story.dispositions == ["review", "act"] and not story.questions
    assert {"task → owner", "acknowledgement → them", "invitation → owner"} <= {*story.what_happened()}
    with story.office.store.begin() as tx:
        settled = tx.question(question.id)
    assert settled is not None and settled.state is not QuestionState.OPEN
    story.everything_is_accounted_for()
    assert len([task for task in story.tasks if task.is_open]) == 1


def test_a_letter_that_was_handled_and_is_then_deleted_or_sorted_does_nothing_more(begin: Begin) -> None:
    story = begin(start=START)
    story.they_write(letters.REQUEST)
    story.what_happened()
    for folder in ("INBOX/Repairs", "Deleted", "Junk"):
        story.somebody_moves_it(folder)
    assert story.what_happened() == [] and not story.questions


def test_junk_that_is_no_business_of_ours_is_put_away_without_a_question(begin: Begin) -> None:
    story = begin(start=START)
    spam = letters.Mail("Win <prize@win.example>", "Your prize", "Click here to win.", passes=None)
    alike = letters.REQUEST.but(sender="Jo Bell <jo.bell@lgo-org.uk>", passes=True)
    for mail in (spam, alike):
        story.they_write(mail, folder="Junk")
    assert story.dispositions == ["file", "file"] and not story.questions


def test_a_letter_that_failed_the_receivers_check_and_was_put_into_junk_is_asked_about(begin: Begin) -> None:
    """A broken signature is what a real letter ends in junk for."""
    story = begin(start=START)
    story.they_write(letters.REQUEST.but(passes=False), folder="Junk")
    assert story.dispositions == ["review"] and story.question().about.value == "sender"


def test_what_the_team_sent_itself_takes_back_the_draft_and_opens_nothing(begin: Begin) -> None:
    story = begin(start=START)
    story.they_write(letters.REQUEST.but(message_id="enquiry@lgo.org.uk"))
    story.what_happened()
    answer = letters.Mail(
        letters.OURS,
        f"RE: {letters.REQUEST.subject}",
        "Thank you. The papers will follow on 20 November 2026. We have not received the form.",
        to="jo.bell@lgo.org.uk",
        passes=None,
        replies_to="enquiry@lgo.org.uk",
    )
    story.they_write(answer, folder="Sent")
    assert story.dispositions[-1] == "file" and not story.questions
    assert [call.verb for call in story.recording.calls if call.verb == "remove"] == ["remove"]
    assert not story.outbox(OutboxState.PENDING, OutboxState.HELD)
