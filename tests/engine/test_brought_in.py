"""A letter somebody brought in, as values: which of the message is the letter, and that no header decides anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from functools import cache

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.engine.read import Look, Reader, look, read
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.authentication import Verdict
from linkbot.model.decision import Known
from linkbot.model.organisation import AuthenticationPolicy, Organisation
from linkbot.model.people import Directory
from linkbot.model.reading import Disposition, Reading
from linkbot.model.vouch import Vouch
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers

VOUCH = Vouch("ho", "officer@anytown.gov.uk")
CAME = date(2026, 11, 10)
LETTER = """Housing Ombudsman Service

5 November 2026

Our reference: 202604377

Dear landlord

We are investigating a complaint about repairs. Please provide the following information by 27 November 2026:

1. The repairs log.
2. Your repairs policy.

Yours sincerely
Sam Reed
Adjudicator
"""


@cache
def reader() -> Reader:
    organisation = Organisation("Anytown Council", ("anytown.gov.uk",), ("ombudsman@anytown.gov.uk",))
    return Reader(
        load_rulebook(rule_layers(None)), organisation, AuthenticationPolicy(("mx.anytown.gov.uk",)), Directory(())
    )


def a_mail(*files: tuple[str, bytes], words: str = "Here it is.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "officer@anytown.gov.uk", "Subject": "Re: Open the Portal", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    for name, octets in files:
        message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
    return message


def looked(mail: EmailMessage, vouch: Vouch | None = VOUCH) -> Look:
    message = parse(mail.as_bytes())
    texts = DirectExtractor().extract(message.all_attachments)
    message = segment(message, texts, reader().rulebook.boilerplate)
    return look(message, texts, received_on=CAME, reader=reader(), vouch=vouch)


def reading_of(mail: EmailMessage, vouch: Vouch = VOUCH) -> Reading:
    return read(looked(mail, vouch), known=Known(), reader=reader())


def test_only_the_files_are_the_letter() -> None:
    covering = "Final determination 202699999. Order 1: pay £5,000 by 12 November 2026."
    reading = reading_of(a_mail(("letter.txt", LETTER.encode()), words=covering))
    assert reading.kind == "information_request"
    assert reading.references.about == ("202604377",) and not reading.references.mentioned
    assert [d.on for d in reading.deadlines] == [date(2026, 11, 27)]
    assert reading.letter_date == date(2026, 11, 5)


def test_it_never_acts_by_itself_however_clear_it_is() -> None:
    reading = reading_of(a_mail(("letter.txt", LETTER.encode())))
    assert reading.classification.certainty.value == "certain" and reading.disposition is Disposition.REVIEW


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "sam.reed@housing-ombudsman.org.uk.evil.example"},
        {"From": "sam.reed@housing-ombudsman.org.uk"},
        {"List_Id": "<news.anytown.gov.uk>", "List_Unsubscribe": "<mailto:x@anytown.gov.uk>"},
        {"Auto_Submitted": "auto-replied", "Subject": "Automatic reply: away"},
        {"X_Linkbot": "task"},
        {"Authentication_Results": "mx.anytown.gov.uk; dmarc=fail header.from=anytown.gov.uk"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_of_the_mail_that_carries_it_decides_anything(headers: dict[str, str]) -> None:
    plain = reading_of(a_mail(("letter.txt", LETTER.encode())))
    dressed = reading_of(a_mail(("letter.txt", LETTER.encode()), **headers))
    assert dressed.gate is None and dressed.authentication.verdict is Verdict.INTERNAL
    told = ("kind", "references", "deadlines", "letter_date", "letter_digest", "disposition", "thread", "subject")
    assert [getattr(dressed, one) for one in told] == [getattr(plain, one) for one in told]


def test_an_attached_mail_is_read_with_its_own_date_and_readers_and_without_its_address() -> None:
    inner = a_mail(
        words=LETTER.replace("5 November 2026\n", ""),
        From="Sam Reed <sam.reed@housing-ombudsman.org.uk>",
        To="chief.executive@anytown.gov.uk",
        Subject="Information needed: 202604377",
        Date="Thu, 05 Nov 2026 09:00:00 +0000",
    )
    seen = looked(a_mail(("message.eml", inner.as_bytes())))
    assert seen.acting.from_ is None and [one.address for one in seen.acting.to] == ["chief.executive@anytown.gov.uk"]
    reading = read(seen, known=Known(), reader=reader())
    assert reading.letter_date == date(2026, 11, 5) and reading.subject == "Information needed: 202604377"


def test_of_a_colleague_s_forward_the_ombudsman_s_words_count() -> None:
    words = (
        "Please deal with this by 13 November.\n\n-----Original Message-----\n"
        "From: Sam Reed <sam.reed@housing-ombudsman.org.uk>\nSent: 05 November 2026 09:00\n"
        f"To: Repairs <repairs@anytown.gov.uk>\nSubject: 202604377\n\n{LETTER}"
    )
    inner = a_mail(words=words, From="repairs@anytown.gov.uk", Subject="FW: 202604377")
    reading = reading_of(a_mail(("forward.eml", inner.as_bytes())))
    assert [d.on for d in reading.deadlines] == [date(2026, 11, 27)]


def test_without_a_file_nothing_is_read() -> None:
    reading = reading_of(a_mail(words=LETTER))
    assert reading.kind is None and not reading.deadlines and not reading.references.about


def test_deadlines_from_receipt_start_with_the_notice() -> None:
    counted = LETTER.replace("by 27 November 2026", "within 10 working days of receipt of this letter")
    mail = a_mail(("letter.txt", counted.encode()))
    late, early = reading_of(mail), reading_of(mail, replace(VOUCH, notice_on=date(2026, 11, 6)))
    assert [d.on for d in late.deadlines] == [date(2026, 11, 24)]
    assert [d.on for d in early.deadlines] == [date(2026, 11, 20)]


def test_a_letter_that_is_itself_about_the_portal_is_no_notice() -> None:
    notice = "You have a new message in the Portal for case 202604377. Please log in to the Portal to read it."
    reading = reading_of(a_mail(("notice.txt", notice.encode())))
    assert reading.kind is None and "portal_notice" not in {rival.kind for rival in reading.classification.rivals}


def test_the_limits_on_size_hold_all_the_same() -> None:
    rules = reader().rulebook
    small = replace(reader(), rulebook=replace(rules, gates=replace(rules.gates, max_octets=100)))
    message = parse(a_mail(("letter.txt", LETTER.encode())).as_bytes())
    hit = look(message, (), received_on=CAME, reader=small, vouch=VOUCH).gate
    assert hit is not None and hit.id == "oversized"
