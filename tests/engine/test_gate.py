"""The gates: noise closes them, casework and notices that something waits never do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkbot.engine.mail.acting import acting
from linkbot.engine.sender.gate import gate
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.gates import GateHit
from linkbot.model.mail import Attachment, Message
from tests.engine.genuine_mail import GATES, OMBUDSMEN, OURS, a_message

LETTER = "Dear Link Officer\n\nOur ref: 26 001 111\n\nPlease send the file by 1 December 2026."
RESIDENT = "R <r@freemail.example>"
COLLEAGUE = "Sam Field <sam.field@anytown.gov.uk>"


def hit(message: Message, verdict: Verdict = Verdict.TRUSTED) -> GateHit | None:
    domain = message.from_.domain if message.from_ else None
    owner = OMBUDSMEN.of_domain(domain)
    found = Authentication(verdict, domain, owner.id if owner else None)
    acts = acting(message, found, organisation=OURS, ombudsmen=OMBUDSMEN)
    return gate(message, found, acts, rules=GATES, organisation=OURS)


def gate_id(message: Message, verdict: Verdict = Verdict.TRUSTED) -> str | None:
    found = hit(message, verdict)
    return found.id if found else None


def test_a_plain_letter_passes_every_gate() -> None:
    assert hit(a_message(text=LETTER)) is None


def test_the_case_system_s_own_mail_is_known_by_its_address_and_nothing_it_passes_on_is_lost() -> None:
    told = a_message(sender="iCasework <Do_Not_Reply@icasework.com>", text="Case 480001 was opened.")
    assert hit(told, Verdict.UNVERIFIED) is None, "nobody has said that this is the case system"
    rules = replace(GATES, system_addresses=("do_not_reply@icasework.com",))

    def closes(message: Message, verdict: Verdict) -> GateHit | None:
        found = Authentication(verdict, "icasework.com", None)
        acts = acting(message, found, organisation=OURS, ombudsmen=OMBUDSMEN)
        return gate(message, found, acts, rules=rules, organisation=OURS)

    found = closes(told, Verdict.UNVERIFIED)
    assert found is not None and (found.id, found.kind) == ("system_mail", "automatic_reply")
    forged = closes(told, Verdict.FORGED)
    assert forged is not None and forged.id == "forged"
    inner = a_message(text=LETTER)
    assert closes(replace(told, nested=(inner,)), Verdict.UNVERIFIED) is None


def test_a_bounce_says_what_it_saw() -> None:
    report = 'multipart/report; report-type="delivery-status"; boundary=x'
    found = hit(a_message(("Content-Type", report), sender="Mail <mailer-daemon@anytown.gov.uk>"), Verdict.INTERNAL)
    assert found is not None and (found.id, found.kind) == ("bounce", "delivery_failure")
    assert found.evidence[0].source == "header:content-type"


def test_a_letter_that_speaks_of_failed_delivery_is_no_bounce() -> None:
    assert gate_id(a_message(subject="Undelivered evidence on 26 001 111", text=LETTER)) is None


@pytest.mark.parametrize("value", ["auto-replied", "Auto-Replied; owner-email=x", "AUTO-REPLIED"])
def test_every_way_to_say_auto_replied_closes_the_gate(value: str) -> None:
    assert gate_id(a_message(("Auto-Submitted", value), text="I am away.")) == "automatic_reply"


@pytest.mark.parametrize("value", ["auto-generated", "auto-notified", "x-anything"])
def test_other_automatic_values_close_it_for_strangers_but_not_for_an_ombudsmans_notice(value: str) -> None:
    marked = ("Auto-Submitted", value)
    assert gate_id(a_message(marked, text="Ticket opened", sender=RESIDENT), Verdict.UNVERIFIED) == "automatic_reply"
    assert gate_id(a_message(marked, text="A new task waits on the Portal.")) is None
    secure = a_message(marked, subject="You have a secure message", text="Sign in to read it", sender=RESIDENT)
    assert gate_id(secure, Verdict.UNVERIFIED) is None


def test_auto_submitted_no_is_not_automatic() -> None:
    assert gate_id(a_message(("Auto-Submitted", "no"), text=LETTER)) is None


def test_exchanges_suppress_header_alone_needs_the_words_of_an_absence() -> None:
    suppress = ("X-Auto-Response-Suppress", "All")
    assert gate_id(a_message(suppress, text=LETTER)) is None
    away = "Thank you for your message. I am on annual leave until 9 November and will reply then."
    assert gate_id(a_message(suppress, text=away)) == "automatic_reply"


@pytest.mark.parametrize("subject", ["Automatic reply: 26 001 111", "Out of Office: query", "Auto-Reply: hello"])
def test_the_subject_of_an_automatic_reply_is_enough(subject: str) -> None:
    assert gate_id(a_message(subject=subject, text="Back on Monday")) == "automatic_reply"


def test_our_own_mail_come_back_is_filed_but_never_on_a_forgers_word() -> None:
    ours = "Ombudsman <ombudsman@anytown.gov.uk>"
    assert gate_id(a_message(sender=ours, text="hello"), Verdict.INTERNAL) == "own_mail"
    assert gate_id(a_message(sender=ours, text="hello"), Verdict.FORGED) == "forged"
    assert gate_id(a_message(sender=ours, text="hello"), Verdict.UNVERIFIED) == "unverified"
    marked = ("X-Linkbot", "task")
    assert gate_id(a_message(marked, sender=COLLEAGUE, text="hello"), Verdict.INTERNAL) == "own_mail"
    assert gate_id(a_message(marked, text=LETTER)) is None


def test_list_mail_is_a_newsletter_unless_it_is_an_ombudsmans_casework() -> None:
    bulk = ("List-Unsubscribe", "<https://x.example/u>")
    issue = "In this issue: why we upheld 26 001 111 and other cases. Unsubscribe."
    assert gate_id(a_message(bulk, subject="Ombudsman Link", text=issue)) == "newsletter"
    assert gate_id(a_message(bulk, subject="Enquiry 26 001 111", text=LETTER)) is None
    assert gate_id(a_message(bulk, subject="Enquiry", text=LETTER)) is None
    assert gate_id(a_message(bulk, subject="Enquiry", text=LETTER, sender=RESIDENT), Verdict.UNVERIFIED) == "newsletter"


def test_forged_and_unverified_claims_stop_and_a_residents_mail_does_not() -> None:
    assert gate_id(a_message(text=LETTER), Verdict.FORGED) == "forged"
    assert gate_id(a_message(text=LETTER), Verdict.UNVERIFIED) == "unverified"
    assert gate_id(a_message(text="x", sender=COLLEAGUE), Verdict.UNVERIFIED) == "unverified"
    assert gate_id(a_message(text="x", sender=""), Verdict.UNVERIFIED) == "unverified"
    assert gate_id(a_message(text="Where is my money?", sender=RESIDENT), Verdict.UNVERIFIED) is None


def test_a_gate_for_every_unverified_mail_is_one_word_in_the_rules() -> None:
    everyone = replace(GATES, gates=tuple(replace(row, everyone=True) for row in GATES.gates))
    message = a_message(text="Where is my money?", sender=RESIDENT)
    found = Authentication(Verdict.UNVERIFIED, "freemail.example", None)
    acts = acting(message, found, organisation=OURS, ombudsmen=OMBUDSMEN)
    closed = gate(message, found, acts, rules=everyone, organisation=OURS)
    assert closed is not None and (closed.id, closed.kind) == ("unverified", None)


def test_what_is_too_big_or_cannot_be_read_goes_to_a_person() -> None:
    assert gate_id(replace(a_message(text=LETTER), size=10**9)) == "oversized"
    scan = Attachment(0, "letter.pdf", "application/pdf", b"%PDF")
    empty = replace(a_message(text="  \n"), attachments=(scan,))
    found = hit(empty)
    assert found is not None and found.id == "unreadable" and "letter.pdf" in found.evidence[0].quote
