"""An officer answers the entry in their diary: a yes is noted, a no is put to the link officer, all else is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import pytest

from linkbot.extraction.mapi import MEETING
from linkbot.mailsystems.memory_diary import MemoryDiary
from linkbot.model.casework import Attendance, Invitation
from linkbot.model.mode import Mode
from linkbot.model.question import About
from linkbot.ports import StoredMessage
from linkbot.worker.tick import tick
from tests.extraction.outlook_files import BINARY, Mail, tnef

from . import letters
from .conftest import Begin
from .conversation import Conversation
from .diary_replies import Given, apple, bare, gmail, outlook

START, DUE, ENTRY = date(2026, 11, 2), date(2026, 11, 27), date(2026, 11, 24)


class Killed(BaseException):
    """The machine stops here."""


def invited(begin: Begin, *, diary: MemoryDiary | None = None, **more: object) -> Conversation:
    """A request has been given to its officer, and an entry put into their diary."""
    story = begin(start=START, **more)
    if diary is not None:
        story.office = replace(story.office, calendar=diary)
    story.they_write(letters.REQUEST)
    story.what_happened()
    assert entry(story).entry_on == ENTRY
    return story


def entry(story: Conversation) -> Invitation:
    (invitation,) = story.case.invitations
    return invitation


def kept(story: Conversation) -> tuple[StoredMessage, ...]:
    with story.office.store.begin() as tx:
        return tx.messages()


def answers(story: Conversation, given: Given, program: object = outlook, folder: str = "INBOX") -> None:
    story.it_comes(lambda at, number: program(given, at, number), folder=folder)  # type: ignore[operator]


def test_a_yes_is_noted_and_asks_nobody(begin: Begin) -> None:
    story = invited(begin)
    for partstat, program in (("ACCEPTED", outlook), ("TENTATIVE", gmail), ("ACCEPTED", apple), ("TENTATIVE", bare)):
        answers(story, Given(entry(story).id, partstat), program)
        assert entry(story).attendance is Attendance(partstat.lower())
        assert story.dispositions[-1] == "file" and not story.questions and story.what_happened() == []
    story.everything_is_accounted_for()


def test_a_no_is_put_to_the_link_officer_who_may_give_it_to_somebody_else(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DECLINED", subject="Accepted: Ombudsman: task due soon"))
    assert entry(story).attendance is Attendance.DECLINED
    story.we_see("question → officer")
    question = story.question()
    assert question.about is About.DECLINED and question.quote == ""
    assert question.reading == (
        "owner@anytown.gov.uk has declined the diary entry of 24 November 2026 for LGSCO 26 104 377, due 27 November "
        "2026. Shall somebody else have it?"
    )
    story.the_officer("answer", question.id, "stand-in@anytown.gov.uk")
    story.we_see("task → owner", "task → stand-in", "invitation_cancel → owner", "invitation → stand-in")
    assert not story.questions and story.tasks[0].owner == "stand-in@anytown.gov.uk"


def test_the_link_officer_may_leave_it_where_it_is(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DECLINED"))
    story.what_happened()
    story.the_officer("answer", story.question().id, "no")
    assert story.what_happened() == [] and story.tasks[0].owner == "owner@anytown.gov.uk" and not story.questions


def test_it_may_be_answered_by_reply_in_plain_words(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DECLINED"))
    story.until(date(2026, 11, 3))
    story.replies("officer", "1. yes", to=story.last_mail("officer", "Desk mail"))
    assert "Who takes it?" in story.last_mail("officer").get_body(("plain",)).get_content()  # type: ignore[union-attr]
    story.replies("officer", "1: head@anytown.gov.uk", to=story.last_mail("officer", "Desk mail"))
    assert story.tasks[0].owner == "head@anytown.gov.uk"


def test_who_delegates_names_who_may_have_it(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DELEGATED", delegate="stand-in@anytown.gov.uk"))
    assert entry(story).attendance is Attendance.DELEGATED
    assert "passed on to somebody else (stand-in@anytown.gov.uk) the diary entry" in story.question().reading
    assert story.question().choices[:2] == ("no", "stand-in@anytown.gov.uk")


def test_nobody_outside_is_ever_proposed(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DELEGATED", delegate="friend@example.net"))
    assert "example.net" not in f"{story.question().reading}{story.question().choices}"


def test_another_time_is_a_no_for_the_ombudsmans_date_stands(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "COUNTER"))
    assert entry(story).attendance is Attendance.PROPOSED
    assert "has proposed another time for the diary entry of 24 November 2026" in story.question().reading
    assert story.tasks[0].due_on == DUE


def test_a_no_that_becomes_a_yes_takes_the_question_back(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DECLINED"))
    story.days_pass(1)
    answers(story, Given(entry(story).id, "ACCEPTED"), gmail)
    assert entry(story).attendance is Attendance.ACCEPTED and not story.questions
    story.days_pass(1)
    answers(story, Given(entry(story).id, "DECLINED"), apple)
    assert len(story.questions) == 1  # asked anew: it is another no


def test_the_same_answer_again_changes_nothing(begin: Begin) -> None:
    story = invited(begin)
    for _ in range(3):
        answers(story, Given(entry(story).id, "DECLINED"))
    assert len(story.questions) == 1 and entry(story).answers == 1
    assert story.what_happened() == ["question → officer"]


def test_an_answer_that_was_overtaken_on_its_way_changes_nothing(begin: Begin) -> None:
    story = invited(begin)
    late = story.clock.now()
    story.days_pass(1)
    answers(story, Given(entry(story).id, "ACCEPTED"))
    story.it_comes(lambda _, number: outlook(Given(entry(story).id, "DECLINED"), late, number))
    assert entry(story).attendance is Attendance.ACCEPTED and not story.questions


STRANGE = {
    "a colleague": Given("", "DECLINED", by="head@anytown.gov.uk"),  # who saw the entry
    "in another's name": Given("", "DECLINED", by="head@anytown.gov.uk", attendee="owner@anytown.gov.uk"),
    "names another": Given("", "DECLINED", attendee="head@anytown.gov.uk"),
    "forged": Given("", "DECLINED", passes=False),
    "look-alike": Given("", "DECLINED", by="owner@anytown-gov.uk", attendee="owner@anytown.gov.uk"),
    "no answer": Given("", "NEEDS-ACTION"),
    "unknown word": Given("", "X-MAYBE"),
    "another day": Given("", "DECLINED", day="20261117"),
}


def test_what_is_no_answer_of_whom_we_asked_changes_nothing(begin: Begin) -> None:
    story = invited(begin)
    for what, given in STRANGE.items():
        answers(story, replace(given, uid=entry(story).id))
        assert entry(story).attendance is None, what
        assert About.DECLINED not in {question.about for question in story.questions}, what
    assert story.tasks[0].owner == "owner@anytown.gov.uk" and len(kept(story)) == 1 + len(STRANGE)
    story.everything_is_accounted_for()


def test_an_entry_that_has_moved_waits_for_its_own_answer(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DECLINED"))
    story.they_write(letters.EXTENSION, at=date(2026, 11, 10))
    moved = entry(story)
    assert (moved.sequence, moved.attendance) == (1, None)
    assert About.DECLINED not in {question.about for question in story.questions}  # the date it was about is gone
    answers(story, Given(moved.id, "DECLINED", day="20261208"))  # the older state
    answers(story, Given(moved.id, "DECLINED", day="20261124", sequence=1))
    assert entry(story).attendance is None
    answers(story, Given(moved.id, "ACCEPTED", day="20261208", sequence=1), gmail)
    assert entry(story).attendance is Attendance.ACCEPTED


def test_an_answer_to_an_entry_that_is_cancelled_changes_nothing(begin: Begin) -> None:
    story = invited(begin)
    story.the_officer("done", story.tasks[0].id)
    answers(story, Given(entry(story).id, "DECLINED", sequence=5))
    assert entry(story).attendance is None and not story.questions


def test_outlook_may_have_put_the_answer_among_deleted_mail_already(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id), folder="Deleted")
    assert entry(story).attendance is Attendance.ACCEPTED and not story.questions


def test_a_diary_that_names_its_entries_itself_is_known_by_that_name(begin: Begin) -> None:
    story = invited(begin, diary=MemoryDiary())
    answers(story, Given(f"server-{entry(story).id}", "DECLINED"))
    assert entry(story).attendance is Attendance.DECLINED and len(story.questions) == 1


def test_an_answer_waits_until_it_is_known_what_the_diary_calls_the_entry(begin: Begin) -> None:
    """Cut off after Exchange had invited: the officer answers before linkbot has been told the entry's name."""
    diary = MemoryDiary()
    story = begin(start=START)
    story.office = replace(story.office, calendar=diary)
    diary.fail_after_next(Killed())  # type: ignore[arg-type]
    with pytest.raises(Killed):
        story.they_write(letters.REQUEST)
    answers(story, Given(f"server-{entry(story).id}", "DECLINED"))
    assert entry(story).attendance is None
    story.days_pass(1)
    assert entry(story).attendance is Attendance.DECLINED and [told for told, _ in diary.told] == ["invited"]
    story.everything_is_accounted_for()


def test_a_colleagues_answer_to_somebody_elses_meeting_is_put_away(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given("040000008200E00074C5B7101A82E008", "DECLINED"))
    assert story.dispositions[-1] == "file" and not story.questions and story.what_happened() == []


def test_an_answer_that_brings_papers_is_read_as_well(begin: Begin) -> None:
    story = invited(begin)

    def with_a_file(at: object, number: int) -> bytes:
        octets = gmail(Given(entry(story).id), story.clock.now(), number)
        file = b"--out\r\nContent-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment; filename=log.txt"
        return octets.removesuffix(b"--out--\r\n") + file + b"\r\n\r\nThe repairs log.\r\n--out--\r\n"

    story.it_comes(with_a_file)
    assert entry(story).attendance is Attendance.ACCEPTED
    assert kept(story)[-1].kind == "service_evidence"


def test_an_answer_that_exchange_packed_outlooks_own_way_is_opened_first(begin: Begin) -> None:
    story = invited(begin)
    number = bytes(36) + (12 + 32).to_bytes(4, "little") + b"vCal-Uid\x01\0\0\0" + entry(story).id.encode()
    packed = tnef(Mail(kind="IPM.Schedule.Meeting.Resp.Neg", sender=("", ""), more=((MEETING, BINARY, number),)))

    def mail(at: datetime, count: int) -> bytes:
        plain = letters.Mail("owner@anytown.gov.uk", "Declined", "", files=(("winmail.dat", packed),))
        return plain.octets(at, count).replace(b"application/octet-stream", b"application/ms-tnef")

    story.it_comes(mail)
    assert entry(story).attendance is Attendance.DECLINED and len(story.questions) == 1


def test_what_an_outsider_writes_is_read_whatever_calendar_it_brings(begin: Begin) -> None:
    story = invited(begin)
    answers(story, Given(entry(story).id, "DECLINED", by="jo.bell@lgo.org.uk"))
    assert entry(story).attendance is None
    assert kept(story)[-1].kind is not None or story.dispositions[-1] == "review"


def test_in_watch_nothing_is_noted(begin: Begin) -> None:
    story = invited(begin)
    story.office = replace(story.office, mode=Mode.WATCH)
    answers(story, Given(entry(story).id, "DECLINED"))
    assert entry(story).attendance is None and not story.questions


def test_the_worker_may_die_anywhere_and_the_answer_is_taken_once(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = invited(begin)
    begun, deaths = story.office.store.begin, 0
    octets = bare(Given(entry(story).id, "DECLINED"), story.clock.now(), 7)
    story.mailbox.arrive(octets, story.clock.now(), handle="l7")
    for seam in range(16):
        left = iter(range(seam))

        def dying(left: Iterator[int] = left) -> object:
            if next(left, None) is None:
                raise Killed
            return begun()

        with monkeypatch.context() as patched, suppress(Killed):
            deaths += 1
            patched.setattr(story.office.store, "begin", dying)
            tick(story.office)
            deaths -= 1
    story.days_pass(1)
    assert deaths > 5 and entry(story).answers == 1 and len(story.questions) == 1
    assert story.what_happened().count("question → officer") == 1
    story.everything_is_accounted_for()
