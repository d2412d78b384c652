"""A service answers its task mail, in pieces and from wherever: what came is kept, and what is missing stays asked."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest

from linkbot.model.casework import Task, TaskState
from linkbot.model.evidence_file import EvidenceFile, FileState
from linkbot.model.question import About, Question
from linkbot.ports import Scanned

from . import letters
from .conftest import Begin
from .conversation import NAMES, Conversation

LOG = ("repairs log.xlsx", b"PK log of repairs" * 50)
POLICY = ("policy.pdf", b"%PDF-1.7 repairs policy" * 50)
TASK = f"LGSCO {letters.REF}/1"


def asked(begin: Begin, *mails: letters.Mail, **more: object) -> Conversation:
    """The Ombudsman's request came on Monday the 2nd; the owner has the task mail."""
    story = begin(start=date(2026, 11, 2), **more)
    for mail in mails or (letters.REQUEST,):
        story.they_write(mail)
    story.what_happened()
    return story


def kept(story: Conversation, task: str = TASK) -> tuple[EvidenceFile, ...]:
    with story.office.store.begin() as tx:
        return tx.evidence([task])


def the(story: Conversation, about: About) -> Question:
    (question,) = [q for q in story.questions if q.about is about]
    return question


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def task(story: Conversation) -> Task:
    return story.tasks[0]


def test_part_of_it_comes_and_the_reminder_names_the_rest(begin: Begin) -> None:
    story = asked(begin)
    points = len(task(story).checklist)
    assert points >= 2
    story.replies("owner", "Attached, the rest follows.\n\nOwen", to=story.last_mail("owner"), files=(LOG,))
    assert "evidence_receipt → owner" in story.what_happened()
    assert [(f.name, f.state, f.sender) for f in kept(story)] == [("repairs log.xlsx", FileState.KEPT, NAMES["owner"])]
    assert task(story).state is TaskState.RECEIVED and task(story).wants_reminders
    receipt = text(story.last_mail("owner", "Received"))
    assert "repairs log.xlsx" in receipt and f"Point {points}: " in receipt
    story.until(date(2026, 11, 3), hour=9)
    desk = story.last_mail("officer", "Desk mail")
    assert TASK in text(desk) and "repairs log.xlsx" in text(desk)
    story.replies("officer", "received 1", to=desk)
    assert task(story).received == (1,) and task(story).state is TaskState.RECEIVED
    story.until(date(2026, 11, 6), hour=10)
    reminder = text(story.last_mail("owner", "Reminder"))
    assert "Still missing" in reminder and "Point 1:" not in reminder and "Point 2:" in reminder


def test_when_every_point_is_received_nothing_more_is_wanted_of_the_owner(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "All attached.", to=story.last_mail("owner"), files=(LOG, POLICY))
    story.until(date(2026, 11, 3), hour=9)
    story.replies("officer", "all received", to=story.last_mail("officer", "Desk mail"))
    assert task(story).state is TaskState.VALIDATING
    assert "invitation_cancel → owner" in story.what_happened()
    story.days_pass(8)
    assert not any(what.startswith("reminder") for what in story.what_happened())
    story.everything_is_accounted_for()


def test_a_query_goes_back_to_the_service_and_the_chain_begins_anew(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "All attached.", to=story.last_mail("owner"), files=(LOG,))
    story.the_officer("received", TASK)
    story.what_happened()
    story.the_officer("query", TASK, "1: the log stops in June")
    assert task(story).state is TaskState.RECEIVED and 1 not in task(story).received
    assert "the log stops in June" in text(story.last_mail("owner", "Changed"))
    assert "invitation → owner" in story.what_happened()
    story.days_pass(4)
    assert "the log stops in June" in text(story.last_mail("owner", "Reminder"))


def test_a_colleague_answers_for_the_owner_under_another_subject(begin: Begin) -> None:
    story = asked(begin)
    mail = letters.answer_to(story.last_mail("owner"), "Team <team@anytown.gov.uk>", "On behalf of Owen.", files=(LOG,))
    story.they_write(mail.but(subject="that Ombudsman thing"))
    assert [file.sender for file in kept(story)] == ["team@anytown.gov.uk"]
    receipts = [c.mail for c in story.recording.calls if c.mail and "team@anytown.gov.uk" in c.mail.recipients]
    assert len(receipts) == 1 and NAMES["owner"] in receipts[0].recipients


def test_the_number_in_the_subject_is_enough_without_any_thread(begin: Begin) -> None:
    story = asked(begin)
    story.they_write(letters.Mail(f"Owner <{NAMES['owner']}>", f"[{TASK}] photos", "See attached.", files=(LOG,)))
    assert len(kept(story)) == 1


def test_the_same_file_twice_is_noted_and_not_doubled(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "Attached.", to=story.last_mail("owner"), files=(LOG,))
    story.replies("owner", "Did you get it?\nHere again.", to=story.last_mail("owner"), files=(LOG, POLICY))
    assert [file.name for file in kept(story)] == ["repairs log.xlsx", "policy.pdf"]
    assert "had these already" in text(story.last_mail("owner", "Received"))
    assert len([q for q in story.questions if q.about is About.EVIDENCE]) == 1
    assert "policy.pdf" in the(story, About.EVIDENCE).reading


def test_nobody_unauthenticated_leaves_evidence(begin: Begin) -> None:
    story = asked(begin)
    forged = letters.answer_to(
        story.last_mail("owner"), f"Owner <{NAMES['owner']}>", "Attached.", files=(LOG,), passes=False
    )
    story.they_write(forged)
    story.they_write(letters.answer_to(story.last_mail("owner"), "O <owner@elsewhere.example>", "Hi", files=(LOG,)))
    assert kept(story) == () and task(story).state is TaskState.OPEN
    assert not any("receipt" in what for what in story.what_happened())


def test_an_absence_note_is_no_evidence(begin: Begin) -> None:
    story = asked(begin)
    note = letters.answer_to(story.last_mail("owner"), f"Owner <{NAMES['owner']}>", "I am away until Monday.")
    story.they_write(note.but(headers=(*note.headers, ("Auto-Submitted", "auto-replied"))))
    assert kept(story) == () and story.questions == () and story.what_happened() == []


@pytest.mark.parametrize(
    "words",
    [
        "This is not ours, it belongs with the head of service head@anytown.gov.uk.",
        "Wrong team - try head@anytown.gov.uk",
    ],
)
def test_not_us_is_put_to_the_link_officer_with_whoever_they_name(begin: Begin, words: str) -> None:
    story = asked(begin)
    story.replies("owner", words, to=story.last_mail("owner"))
    question = the(story, About.REASSIGN)
    assert question.choices[0] == NAMES["head"] and question.choices[-1] == "keep"
    assert kept(story) == () and task(story).owner == NAMES["owner"]
    story.until(date(2026, 11, 3), hour=9)
    story.replies("officer", "give it to head@anytown.gov.uk please", to=story.last_mail("officer", "Desk mail"))
    assert task(story).owner == NAMES["head"]
    assert "task → head" in story.what_happened()


def test_kept_where_it_is_the_owner_hears_so(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "Not us, sorry.", to=story.last_mail("owner"))
    story.until(date(2026, 11, 3), hour=9)
    story.replies("officer", "keep", to=story.last_mail("officer", "Desk mail"))
    assert task(story).owner == NAMES["owner"] and story.questions == ()
    assert "stays with you" in text(story.last_mail("owner", "Changed"))


def test_more_time_is_asked_for_only_when_the_link_officer_says_yes(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "We need more time, the surveyor is off until next week.", to=story.last_mail("owner"))
    assert the(story, About.EXTENSION).quote.startswith("We need more time")
    assert "draft_reply" not in str(story.what_happened())
    story.until(date(2026, 11, 3), hour=9)
    story.replies("officer", "yes", to=story.last_mail("officer", "Desk mail"))
    assert task(story).extension_pending
    assert "extension_request → them" in story.what_happened()


def test_done_without_a_paper_is_shown_and_not_believed(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "This has been done.", to=story.last_mail("owner"))
    assert the(story, About.EVIDENCE) and task(story).is_open and task(story).wants_reminders
    assert "No file was attached" in text(story.last_mail("owner", "arrived"))


def test_mere_thanks_trouble_nobody(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "Thanks, will do.\n\nOwen", to=story.last_mail("owner"))
    assert story.questions == () and story.what_happened() == []


def test_a_question_of_the_service_reaches_the_link_officer(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "Which of the two flats is meant here?", to=story.last_mail("owner"))
    assert "Which of the two flats" in the(story, About.LOOK).quote


def test_a_reminder_of_several_tasks_is_answered_by_number_or_asked_about(begin: Begin) -> None:
    story = asked(
        begin,
        letters.REQUEST,
        letters.REQUEST.but(
            subject=letters.REQUEST.subject.replace(letters.REF, "26 104 388"),
            body=letters.REQUEST.body.replace(letters.REF, "26 104 388"),
        ),
    )
    story.until(date(2026, 11, 5), hour=10)
    reminder = story.last_mail("owner", "Reminder")
    story.replies("owner", "26104388/1 attached", to=reminder, files=(LOG,))
    assert len(kept(story, "LGSCO 26 104 388/1")) == 1 and kept(story) == ()
    story.replies("owner", "Attached for you", to=reminder, files=(POLICY,))
    question = the(story, About.WHICH_TASK)
    assert kept(story) == () and set(question.choices) >= {TASK, "LGSCO 26 104 388/1", "all", "nothing"}
    story.the_officer("answer", question.id, TASK)
    assert [file.name for file in kept(story)] == ["policy.pdf"]


def test_evidence_outside_every_thread_asks_for_its_task(begin: Begin) -> None:
    story = asked(begin)
    story.they_write(
        letters.Mail(
            f"Owner <{NAMES['owner']}>",
            f"Evidence for Ombudsman request {letters.REF}",
            "Please find attached the evidence for the Ombudsman's information request.",
            files=(LOG,),
        )
    )
    question = the(story, About.WHICH_TASK)
    story.the_officer("answer", question.id, "26104377/1")
    assert len(kept(story)) == 1 and task(story).state is TaskState.RECEIVED
    story.everything_is_accounted_for()


def test_logos_are_no_evidence_and_photographs_are(begin: Begin) -> None:
    story = asked(begin)
    files = (("image001.png", b"\x89PNG" + b"x" * 4_000), ("IMG_2031.jpg", b"\xff\xd8\xff" + b"y" * 90_000))
    mail = letters.answer_to(story.last_mail("owner"), f"Owner <{NAMES['owner']}>", "Attached.", files=files)
    octets = mail.octets(story.clock.now(), 77)
    octets = octets.replace(b"application/octet-stream", b"image/jpeg")
    story.mailbox.arrive(octets, story.clock.now())
    story.until(story.today, hour=18)
    assert [file.name for file in kept(story)] == ["IMG_2031.jpg"]


class Sick:
    """A scanner that is down, then finds a virus in one file."""

    def __init__(self) -> None:
        self.down = True

    def scan(self, name: str, octets: bytes) -> Scanned:
        if self.down:
            return Scanned(None, "took too long")
        return Scanned("virus" not in name, "Test.Virus FOUND")


def test_what_cannot_be_scanned_waits_and_a_virus_goes_nowhere(begin: Begin) -> None:
    from dataclasses import replace

    story, scanner = asked(begin), Sick()
    story.office = replace(story.office, scanner=scanner)
    story.replies("owner", "Attached.", to=story.last_mail("owner"), files=(LOG, ("virus.doc", b"bad" * 99)))
    assert {file.state for file in kept(story)} == {FileState.HELD}
    assert "alert → officer" in story.what_happened()
    scanner.down = False
    story.days_pass(1)
    assert [file.state for file in kept(story)] == [FileState.KEPT, FileState.REFUSED]


def test_programs_are_refused_and_told(begin: Begin) -> None:
    story = asked(begin)
    story.replies("owner", "Attached.", to=story.last_mail("owner"), files=(("viewer.exe", b"MZ" * 99),))
    assert [file.state for file in kept(story)] == [FileState.REFUSED]
    assert "not taken" in text(story.last_mail("owner", "Received in part"))


def test_late_evidence_is_kept_and_shown_and_changes_nothing(begin: Begin) -> None:
    story = asked(begin)
    mail = story.last_mail("owner")
    story.the_officer("submitted", TASK)
    story.replies("owner", "Attached at last.", to=mail, files=(LOG,))
    assert task(story).state is TaskState.SUBMITTED and len(kept(story)) == 1
    assert the(story, About.LOOK)
    assert "Nothing more is wanted" in text(story.last_mail("owner", "Received"))
