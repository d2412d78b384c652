"""Which letters act: the sender's own new text, or the ombudsman's letter inside a colleague's forward."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.mail.acting import acting
from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.model.acting import Acting
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.mail import Address, Letter, LetterRole, Message
from tests.engine.genuine_mail import OMBUDSMEN, OURS, a_message, with_letters

COLLEAGUE = "Sam Field <sam.field@anytown.gov.uk>"


def block(role: LetterRole, source: str, sender: str, *, depth: int = 0, text: str = "Dear Chief Executive") -> Letter:
    return Letter(role, source, text, Address(sender), subject="26 001 111", depth=depth)


def acts(message: Message, verdict: Verdict = Verdict.INTERNAL, ombudsman: str | None = None) -> Acting:
    found = Authentication(verdict, message.from_.domain if message.from_ else None, ombudsman)
    return acting(message, found, organisation=OURS, ombudsmen=OMBUDSMEN)


def test_direct_mail_acts_by_its_new_text_and_its_attachments_but_not_by_history() -> None:
    message = with_letters(
        a_message(text="new"),
        block(LetterRole.QUOTED, "quoted:1", "sam.field@anytown.gov.uk"),
        block(LetterRole.FORWARDED, "forwarded:1", "x@lgo.org.uk"),
        Letter(LetterRole.ATTACHED, "attachment:l.pdf", "letter", filename="l.pdf"),
    )
    found = acts(message, Verdict.TRUSTED, "lgsco")
    assert [one.source for one in found.letters] == ["body", "attachment:l.pdf"]
    assert (found.forwarded, found.ombudsman) == (False, "lgsco")
    assert [one.source for one in found.history] == ["quoted:1", "forwarded:1"]


def test_a_colleagues_inline_forward_acts_by_the_inner_letter_and_the_outer_attachments() -> None:
    message = with_letters(
        a_message(sender=COLLEAGUE, subject="FW: 26 001 111", text="Over to you"),
        block(LetterRole.FORWARDED, "forwarded:1", "jo@casework.lgo.org.uk"),
        Letter(LetterRole.ATTACHED, "attachment:l.pdf", "letter", filename="l.pdf"),
    )
    found = acts(message)
    assert [one.source for one in found.letters] == ["forwarded:1", "attachment:l.pdf"]
    assert (found.forwarded, found.ombudsman, found.subject) == (True, "lgsco", "26 001 111")


def test_a_chain_of_colleagues_three_deep_still_leads_to_the_letter() -> None:
    message = with_letters(
        a_message(sender=COLLEAGUE, subject="Fwd: query", text="see below"),
        block(LetterRole.FORWARDED, "forwarded:1", "pa@anytown.gov.uk"),
        block(LetterRole.QUOTED, "quoted:2", "ce@anytown.gov.uk"),
        block(LetterRole.QUOTED, "quoted:3", "info@housing-ombudsman.org.uk"),
    )
    found = acts(message)
    assert (found.letters[0].source, found.ombudsman) == ("quoted:3", "ho")


def test_a_colleagues_answer_above_a_quoted_letter_is_no_forward() -> None:
    message = with_letters(
        a_message(sender=COLLEAGUE, subject="RE: 26 001 111", text="We sent this yesterday, receipt attached."),
        block(LetterRole.QUOTED, "quoted:1", "jo@lgo.org.uk"),
    )
    found = acts(message)
    assert (found.forwarded, found.ombudsman, found.letters[0].source) == (False, None, "body")


def test_an_attached_message_brings_its_own_attachments_only() -> None:
    message = with_letters(
        a_message(sender=COLLEAGUE, text="attached"),
        Letter(LetterRole.ATTACHED, "attachment:note.pdf", "our note"),
        block(LetterRole.NESTED, "nested:1", "jo@lgo.org.uk", depth=1),
        Letter(LetterRole.ATTACHED, "nested:1/attachment:l.pdf", "letter", depth=1),
        block(LetterRole.NESTED, "nested:2", "other@lgo.org.uk", depth=1),
        Letter(LetterRole.ATTACHED, "nested:2/attachment:k.pdf", "other", depth=1),
    )
    assert [one.source for one in acts(message).letters] == ["nested:1", "nested:1/attachment:l.pdf"]


def test_an_inner_look_alike_is_a_doubt_and_nothing_of_it_acts_even_above_a_genuine_quote() -> None:
    message = with_letters(
        a_message(sender=COLLEAGUE, subject="FW: urgent", text="look"),
        block(LetterRole.FORWARDED, "forwarded:1", "jo@lgo-org.uk"),
        block(LetterRole.FORWARDED, "forwarded:2", "jo@lgo.org.uk"),
    )
    found = acts(message)
    assert found.ombudsman is None and not found.forwarded
    assert found.doubt and "lgo.org.uk" in found.doubt


def test_a_letter_that_passed_through_a_strangers_hands_does_not_act() -> None:
    message = with_letters(
        a_message(sender=COLLEAGUE, subject="FW: my decision", text="from the resident"),
        block(LetterRole.FORWARDED, "forwarded:1", "resident@freemail.example"),
        block(LetterRole.FORWARDED, "forwarded:2", "jo@lgo.org.uk"),
    )
    found = acts(message)
    assert found.ombudsman is None and found.doubt and "outside" in found.doubt


def test_a_strangers_forward_of_an_ombudsmans_letter_is_the_strangers_own_mail() -> None:
    message = with_letters(
        a_message(sender="R <r@freemail.example>", subject="Fwd: decision", text="Pay me!"),
        block(LetterRole.FORWARDED, "forwarded:1", "jo@lgo.org.uk"),
    )
    for verdict in (Verdict.UNVERIFIED, Verdict.FORGED):
        found = acts(message, verdict)
        assert (found.ombudsman, found.forwarded, found.letters[0].source) == (None, False, "body")


def test_octets_of_an_outlook_forward_give_the_inner_letter_and_its_day() -> None:
    octets = (
        b"From: Sam Field <sam.field@anytown.gov.uk>\r\nTo: ombudsman@anytown.gov.uk\r\nSubject: FW: 26 001 111\r\n"
        b"Date: Thu, 5 Nov 2026 09:00:00 +0000\r\nMessage-ID: <z@anytown.gov.uk>\r\n\r\nFor you.\r\n\r\n"
        b"From: Jo Bell <jo.bell@lgo.org.uk>\r\nSent: 3 November 2026 17:12\r\nTo: CE <ce@anytown.gov.uk>\r\n"
        b"Subject: 26 001 111\r\n\r\nDear Chief Executive\r\n\r\nPlease reply by 1 December 2026.\r\n"
    )
    message = segment(parse(octets), (), BoilerplateRules())
    found = acts(message)
    assert found.forwarded and found.from_ == Address("jo.bell@lgo.org.uk", "Jo Bell")
    assert found.date is not None and found.date.date().isoformat() == "2026-11-03"
    assert "1 December 2026" in found.letters[0].text


def test_a_message_without_letters_does_not_raise() -> None:
    assert acts(replace(a_message(), letters=())).letters == ()
