"""An answer to a meeting that Outlook packed into winmail.dat is the same answer as in a calendar part."""

from __future__ import annotations

import pytest

from linkbot.engine.mail.diary_answer import diary_answer
from linkbot.engine.mail.parse import parse
from linkbot.extraction.mapi import MEETING
from linkbot.extraction.mapi_meeting import meeting_uid
from linkbot.extraction.unpack import unpack
from linkbot.model.casework import Attendance
from linkbot.model.diary import DiaryAnswer
from linkbot.model.mail import Attachment
from tests.extraction.outlook_files import BINARY, Mail, tnef

SORT = bytes.fromhex("040000008200E00074C5B7101A82E008")


def number_of(data: bytes, *, day: bytes = bytes(4), size: int | None = None) -> bytes:
    return SORT + day + bytes(16) + (len(data) if size is None else size).to_bytes(4, "little") + data


FOREIGN = number_of(b"vCal-Uid\x01\0\0\0" + b"0a1b2c@linkbot\0")


def answer_in(kind: str, number: bytes) -> DiaryAnswer | None:
    mail = Mail(kind=kind, subject="Declined: a task", sender=("Una", ""), more=((MEETING, BINARY, number),))
    opened = unpack(Attachment(0, "winmail.dat", "application/ms-tnef", tnef(mail)))
    assert opened is not None and opened.octets is not None, opened
    return diary_answer(parse(b"From: owner@anytown.gov.uk\r\n" + opened.octets))


@pytest.mark.parametrize(
    ("kind", "attendance"),
    [
        ("IPM.Schedule.Meeting.Resp.Pos", Attendance.ACCEPTED),
        ("IPM.Schedule.Meeting.Resp.Tent", Attendance.TENTATIVE),
        ("IPM.Schedule.Meeting.Resp.Neg", Attendance.DECLINED),
        ("IPM.Microsoft Schedule.MtgRespN", Attendance.DECLINED),
    ],
)
def test_the_class_says_yes_or_no_and_the_number_which_meeting(kind: str, attendance: Attendance) -> None:
    answer = answer_in(kind, FOREIGN)
    assert answer is not None and (answer.uid, answer.attendance) == ("0a1b2c@linkbot", attendance)


def test_a_mail_of_another_class_answers_nothing() -> None:
    assert answer_in("IPM.Note", FOREIGN) is None


def test_the_number_of_a_meeting_that_exchange_made_is_its_uid_without_the_day_of_a_series() -> None:
    number = number_of(b"\x01\x02\x03", day=b"\x07\xea\x0b\x18")
    assert meeting_uid(number) == (SORT + bytes(20) + b"\x03\0\0\0\x01\x02\x03").hex().upper()


@pytest.mark.parametrize(
    "number",
    [
        b"",
        SORT,
        number_of(b"ab", size=3),
        number_of(b"vCal-Uid\x01\0\0\0a\nATTENDEE:x\0"),
        number_of(b"vCal-Uid\x01\0\0\0\xff\0"),
    ],
)
def test_a_number_that_is_cut_off_or_odd_names_no_meeting(number: bytes) -> None:
    assert meeting_uid(number) == ""
