"""The answer in a calendar part is found in the mail of any program, and no part, however made, ever raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from linkbot.engine.mail.diary_answer import MOST_OCTETS, diary_answer
from linkbot.engine.mail.parse import parse
from linkbot.model.casework import Attendance
from linkbot.model.diary import DiaryAnswer
from tests.journeys.diary_replies import PROGRAMS, Given, bare, gmail, outlook

AT = datetime(2026, 11, 17, 10, 15, tzinfo=UTC)
GIVEN = Given("0a1b2c", "DECLINED", sequence=2)
Program = Callable[[Given, datetime, int], bytes]


def read(given: Given, program: Program = outlook, *, old: str = "", new: str = "") -> DiaryAnswer | None:
    octets = program(given, AT, 1)
    assert old.encode() in octets
    return diary_answer(parse(octets.replace(old.encode(), new.encode())))


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_every_program_is_understood(program: Program, partstat: str) -> None:
    answer = read(replace(GIVEN, partstat=partstat), program)
    assert answer is not None and answer.attendance is Attendance(partstat.lower())
    assert (answer.uid, answer.attendee) == ("0a1b2c", "owner@anytown.gov.uk")
    assert (answer.sequence, answer.day) == ((None, None) if program is bare else (2, date(2026, 11, 24)))


def test_who_delegates_is_told_from_whom_they_delegate_to() -> None:
    answer = read(replace(GIVEN, partstat="DELEGATED", delegate="head@anytown.gov.uk"))
    assert answer is not None and answer.attendance is Attendance.DELEGATED
    assert (answer.attendee, answer.delegate) == ("owner@anytown.gov.uk", "head@anytown.gov.uk")


def test_a_counter_proposal_answers_the_day_it_was_made_for() -> None:
    answer = read(replace(GIVEN, partstat="COUNTER"))
    assert answer is not None and answer.attendance is Attendance.PROPOSED and answer.day == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("DTSTART:20260329T080000Z", date(2026, 3, 29)),
        ("DTSTART:20260328T233000Z", date(2026, 3, 28)),
        ("DTSTART:20260329T233000Z", date(2026, 3, 30)),  # half past midnight in London
        ("DTSTART;VALUE=DATE:20260329", date(2026, 3, 29)),
        ("DTSTART;TZID=Pacific Standard Time:20260329T230000", date(2026, 3, 30)),
        ("DTSTART:20260329T090000", date(2026, 3, 29)),
        ("DTSTART;TZID=Customized Time Zone:20260329T090000", None),
        ("DTSTART;TZID=../../etc/passwd:20260329T090000", None),
        ("DTSTART;TZID=tzdata.zi:20260329T090000", None),
        ("DTSTART:99991231T235959Z", date(9999, 12, 31)),
        ("DTSTART;TZID=Pacific Standard Time:99991231T235959", None),
        ("DTSTART:20261332T256161", None),
        ("DTSTART:", None),
    ],
)
def test_the_day_is_that_of_london_or_none(stamp: str, day: date | None) -> None:
    answer = read(GIVEN, gmail, old="DTSTART:20261124T090000Z", new=stamp)
    assert answer is None or answer.day == day  # two parts of one mail: only one of them was changed
    plain = bare(GIVEN, AT, 1).replace(b"END:VEVENT", stamp.encode() + b"\nEND:VEVENT")
    found = diary_answer(parse(plain))
    assert found is not None and found.day == day


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("METHOD:REPLY", "METHOD:REQUEST"),
        ("METHOD:REPLY", "METHOD:CANCEL"),
        ("METHOD:REPLY", "X-METHOD:REPLY"),
        ("BEGIN:VEVENT", "BEGIN:VTODO"),
        ("UID:0a1b2c\n", ""),
        ("UID:0a1b2c", "UID:" + "a" * 1_500),
        ("ATTENDEE;", "ORGANIZER;"),
        ("ATTENDEE;", "ATTENDEE:mailto:head@anytown.gov.uk\nATTENDEE:mailto:press@anytown.gov.uk\nX-"),
        ("BEGIN:VEVENT", "x" * MOST_OCTETS + "\nBEGIN:VEVENT"),
        ("END:VEVENT", "END:VEVENT\nBEGIN:VEVENT\nUID:other\nATTENDEE:mailto:owner@anytown.gov.uk\nEND:VEVENT"),
    ],
)
def test_what_is_no_answer_is_none(old: str, new: str) -> None:
    assert read(GIVEN, bare, old=old, new=new) is None


def test_two_parts_that_say_different_things_are_no_answer() -> None:
    assert read(GIVEN, gmail, old="PARTSTAT=DECLINED", new="PARTSTAT=ACCEPTED") is None


def test_the_answer_in_a_forwarded_mail_is_none_of_its_sender() -> None:
    inner = outlook(GIVEN, AT, 1)
    outer = b"From: head@anytown.gov.uk\r\nSubject: FW\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    assert diary_answer(parse(outer)) is None


def test_nothing_recurs_and_no_zone_is_built() -> None:
    """A zone with a change of the clock every second until the end of time, which a calendar library would work out."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Europe/London\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\n"
        "TZOFFSETTO:+0000\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nRRULE:FREQ=SECONDLY"
    )
    answer = read(GIVEN, bare, old="BEGIN:VEVENT", new=zone)
    assert answer is not None and answer.attendance is Attendance.DECLINED


def test_no_damage_ever_raises() -> None:
    chance = Random(20261122)
    for program in PROGRAMS:
        whole = program(replace(GIVEN, partstat="DELEGATED", delegate="head@anytown.gov.uk"), AT, 1)
        start = whole.index(b"\r\n\r\n")
        for _ in range(120):
            octets = bytearray(whole)
            for _ in range(chance.randint(1, 12)):
                at = chance.randrange(start, len(octets))
                piece = chance.choice(
                    (b"\x00", b"\xff\xfe", b":", b";", b'"', b"\r", b"\n ", b"\\", b"BEGIN:", b"=", b"^")
                )
                octets[at : at + chance.randint(0, 9)] = piece * chance.choice((1, 1, 1, 40))
            answer = diary_answer(parse(bytes(octets)))
            assert answer is None or (answer.uid and len(answer.uid) <= 1_000)
