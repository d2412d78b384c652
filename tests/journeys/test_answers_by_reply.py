"""The link officer steers linkbot by answering its mails: from Outlook or a phone, in their own words."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest

from linkbot.engine.wording.tokens import reply_tokens
from linkbot.model.casework import TaskState
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxState
from linkbot.model.question import QuestionState, Verb
from linkbot.model.slip import Slip

from . import letters
from .conftest import Begin
from .conversation import NAMES, Conversation
from .papers import PORTAL, REQUEST_TEXT, a_pdf

UNCLEAR = letters.lgsco(
    f"{letters.REF} - your case",
    "Please call me about this case when you have a moment. It would be good to talk about where we have got to.",
)


def asked(begin: Begin, *mails: letters.Mail, **more: object) -> Conversation:
    """These letters came on Friday; it is Monday, the desk mail has gone."""
    story = begin(start=date(2026, 11, 13), **more)
    for mail in mails:
        story.they_write(mail)
    story.until(date(2026, 11, 16), hour=9)
    story.what_happened()
    return story


def acts(story: Conversation) -> list[tuple[str, str, str | None, str]]:
    with story.office.store.begin() as tx:
        return [(act.verb.value, act.target, act.value, act.by) for act in tx.acts()]


def test_a_reply_in_plain_words_settles_the_question_and_is_on_record(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    question = story.question()
    story.replies(
        "officer",
        "1 -> nothing to do\n\nThanks\nMarian\nSent from my iPhone",
        to=story.last_mail("officer", "Desk mail"),
    )
    assert story.questions == ()
    assert acts(story) == [("answer", question.id, "nothing", NAMES["officer"])]
    with story.office.store.begin() as tx:
        settled = tx.question(question.id)
        (act,) = tx.acts()
    assert settled is not None and settled.state is QuestionState.ANSWERED and settled.answered_by == NAMES["officer"]
    assert "nothing to do" in act.reason and "by e-mail" in act.reason
    assert story.what_happened()[-1] == "answer_receipt → officer"
    assert "Recorded" in str(story.last_mail("officer")["Subject"])


def test_an_answer_that_names_a_kind_lets_its_playbook_run(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    story.replies("officer", "it is a request for information", to=story.last_mail("officer", "Desk mail"))
    assert story.case.case.stage == "information_request"


def test_half_an_answer_is_asked_back_and_nothing_is_done(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    story.replies("officer", "nothing, unless she rings again", to=story.last_mail("officer", "Desk mail"))
    assert len(story.questions) == 1 and acts(story) == []
    back = story.last_mail("officer", "Please answer again")
    story.replies("officer", "1 nothing", to=back)
    assert story.questions == () and len(acts(story)) == 1


def test_the_same_reply_twice_and_a_second_answer_change_nothing(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    desk = story.last_mail("officer", "Desk mail")
    octets = story.replies("officer", "1 nothing", to=desk)
    story.mailbox.arrive(octets, story.clock.now())
    story.until(story.today, hour=18)
    before = acts(story)
    story.replies("deputy", "1 information request", to=desk)
    assert acts(story) == before and len(before) == 1
    assert "settled already" in story.last_mail("deputy", "Please answer again").get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("sender", "more"),
    [
        ("Marian <officer@anytown.gov.uk>", {"passes": False}),  # our own name, forged
        ("Owner <owner@anytown.gov.uk>", {}),  # a colleague, but not of the rota
        ("Marian <officer@anytown-gov.uk.example>", {}),  # a stranger who was sent the desk mail
    ],
)
def test_a_mark_alone_opens_nothing(begin: Begin, sender: str, more: dict[str, object]) -> None:
    story = asked(begin, UNCLEAR)
    story.they_write(letters.answer_to(story.last_mail("officer", "Desk mail"), sender, "1 nothing", **more))
    assert len(story.questions) >= 1 and acts(story) == []
    assert not any("receipt" in what for what in story.what_happened())
    told = story.last_mail("officer", "attention").get_body(("plain",)).get_content()
    assert "was refused" in told and "Nothing was done" in told


def test_an_absence_note_answers_nothing(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    note = letters.answer_to(story.last_mail("officer", "Desk mail"), "Officer <officer@anytown.gov.uk>", "1 nothing")
    story.they_write(
        note.but(subject="Automatic reply: Desk mail", headers=(*note.headers, ("Auto-Submitted", "auto-replied")))
    )
    assert len(story.questions) == 1 and acts(story) == [] and story.what_happened() == []


def test_a_reply_without_our_subject_is_known_by_its_thread(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    reply = letters.answer_to(story.last_mail("officer", "Desk mail"), "Officer <officer@anytown.gov.uk>", "nothing")
    story.they_write(reply.but(subject="that letter", body="nothing\n"))
    assert story.questions == ()


def test_the_deputy_answers_what_came_to_them_up_the_ladder(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    story.until(date(2026, 11, 17), hour=13)
    story.replies("deputy", "Nothing to do, thanks", to=story.last_mail("deputy", "uestion"))
    assert story.questions == () and acts(story)[0][3] == NAMES["deputy"]


def test_in_draft_mode_what_is_held_is_released_from_the_desk_mail(begin: Begin) -> None:
    story = asked(begin, letters.REQUEST, mode=Mode.DRAFT)
    desk = story.last_mail("officer", "Desk mail")
    listed = {act.target for act in _slips(story, desk)}
    held = {entry.key for entry in story.outbox(OutboxState.HELD)}
    assert held & listed
    story.replies("officer", "all release", to=desk)
    assert not {entry.key for entry in story.outbox(OutboxState.HELD)} & listed
    assert {verb for verb, *_ in acts(story)} == {Verb.APPROVE.value}


def _slips(story: Conversation, mail: EmailMessage) -> tuple[Slip, ...]:
    (token,) = reply_tokens(subject=str(mail["Subject"]), references=(), texts=())
    with story.office.store.begin() as tx:
        return tx.slips(token)


def test_what_became_of_a_task_is_told_in_the_same_reply(begin: Begin) -> None:
    story = asked(begin, letters.REQUEST, UNCLEAR)
    task = story.tasks[0].id
    story.replies("officer", f"{task} submitted", to=story.last_mail("officer", "Desk mail"))
    assert story.tasks[0].state is TaskState.SUBMITTED


def test_a_machine_that_answers_everything_gets_an_end(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    for _ in range(20):
        story.replies("officer", "Your mail is important to us.", to=story.last_mail("officer", "[reply"))
    assert story.what_happened().count("answer_receipt → officer") == 12


def at_the_portal(begin: Begin) -> Conversation:
    """A notice came on Monday; the mail "open the Portal" waits for its answer."""
    story = begin(start=date(2026, 11, 2))
    story.they_write(PORTAL)
    story.until(date(2026, 11, 3), hour=10)
    story.what_happened()
    return story


def test_the_portals_letter_comes_back_by_reply_is_confirmed_by_reply_and_acts(begin: Begin) -> None:
    story = at_the_portal(begin)
    opened = story.last_mail("officer", "Open the Portal")
    (portal,) = story.tasks
    story.replies("officer", "Here it is.", to=opened, files=(("letter.pdf", a_pdf(REQUEST_TEXT)),))
    assert not story.tasks[0].wants_reminders, "the files came: nobody is reminded of the Portal any more"
    asks = story.last_mail("officer", "uestion")
    assert "27 November 2026" in asks.get_body(("plain",)).get_content()
    story.replies("officer", "yes", to=asks)
    request = next(task for task in story.tasks if task.id != portal.id)
    assert request.official_on == date(2026, 11, 27) and request.owner == NAMES["owner"]
    assert len(request.checklist) == 3 and "task → owner" in story.what_happened()
    assert next(task for task in story.tasks if task.id == portal.id).state is TaskState.SATISFIED
    assert not any("acknowledgement" in str(entry.effect) for entry in story.outbox(OutboxState.DONE))
    story.everything_is_accounted_for()


def test_nothing_to_do_is_an_answer_too(begin: Begin) -> None:
    story = at_the_portal(begin)
    story.replies("officer", "Nothing to do.\n\nMarian", to=story.last_mail("officer", "Open the Portal"))
    assert [task.state for task in story.tasks] == [TaskState.WITHDRAWN]
    assert story.questions == ()


def test_a_reply_to_the_portal_mail_without_files_is_asked_back(begin: Begin) -> None:
    story = at_the_portal(begin)
    story.replies("officer", "done", to=story.last_mail("officer", "Open the Portal"))
    assert story.tasks[0].is_open
    assert "files attached" in story.last_mail("officer", "Please answer again").get_body(("plain",)).get_content()


def test_files_from_somebody_who_may_not_answer_are_no_letter(begin: Begin) -> None:
    story = at_the_portal(begin)
    opened = story.last_mail("officer", "Open the Portal")
    files = (("letter.pdf", a_pdf(REQUEST_TEXT)),)
    story.they_write(letters.answer_to(opened, "Marian <officer@anytown.gov.uk>", "Here.", passes=False, files=files))
    assert len(story.tasks) == 1 and story.tasks[0].wants_reminders


def test_a_letter_attached_to_an_answer_is_not_lost_in_silence(begin: Begin) -> None:
    story = asked(begin, UNCLEAR)
    desk = story.last_mail("officer", "Desk mail")
    story.replies("officer", "1 nothing", to=desk, files=(("letter.pdf", a_pdf(REQUEST_TEXT)),))
    assert story.questions == ()
    assert "letter.pdf was not read" in story.last_mail("officer", "again").get_body(("plain",)).get_content()
