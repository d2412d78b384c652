"""Mails of ours on the wire, read back with Python's own parser as any mail program would."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.wording.compose import compose
from linkbot.engine.wording.headers import HeaderRefused, header_line, mailbox, unstructured
from linkbot.engine.wording.mime import Answered, NotOurReader, Sender, draft_mail, internal_mail
from linkbot.engine.wording.mime_parts import Enclosure
from linkbot.engine.wording.plain import one_line
from linkbot.engine.wording.tokens import thread_root
from linkbot.model.compose_context import Composed
from linkbot.model.organisation import Organisation
from linkbot.model.outgoing import OutgoingMail
from tests.engine.mail_scenes import AT, LGSCO, SCENES
from tests.engine.test_compose import TEMPLATES

KEY = "0123456789abcdef" * 4
ANYTOWN = Organisation("Anytown Council", ("anytown.gov.uk",), ("omb@anytown.gov.uk",))
DESK = Sender("omb@anytown.gov.uk", "Anytown Ombudsman desk")
HELLO = Composed("Hello", "Hello there.\n", "<p>Hello there.</p>\n")
LETTER = b"From: a@lgo.org.uk\r\nSubject: Enquiry\r\n\r\nDear Link Officer,\r\n--=_not-a-boundary\r\n"


def internal(composed: Composed = HELLO, **more: object) -> OutgoingMail:
    known: dict[str, object] = {"to": ("repairs@anytown.gov.uk",), "sender": DESK, "date": AT}
    return internal_mail(composed, key=KEY, organisation=ANYTOWN, **(known | more))  # type: ignore[arg-type]


def draft(**more: object) -> OutgoingMail:
    known: dict[str, object] = {
        "to": ("j.ashdown@lgo.org.uk",),
        "answers": Answered("m3@lgo.org.uk", ("m1@lgo.org.uk",)),
    }
    return draft_mail(HELLO, key=KEY, sender=DESK, ombudsman=LGSCO, date=AT, **(known | more))  # type: ignore[arg-type]


def read(mail: OutgoingMail) -> EmailMessage:
    message = cast(EmailMessage, message_from_bytes(mail.octets, policy=policy.default))
    assert not [defect for part in message.walk() for defect in part.defects]
    return message


def words(message: EmailMessage) -> str:
    """The plain text; lines end in CRLF on the wire."""
    return cast(str, cast(EmailMessage, message.get_body(("plain",))).get_content()).replace("\r\n", "\n")


def is_wire_form(octets: bytes) -> bool:
    lines = octets.split(b"\r\n")
    return (
        octets.isascii() and not any(b"\n" in line or b"\r" in line for line in lines) and max(map(len, lines)) <= 998
    )


def test_internal_mail_reads_back_as_text_and_html_and_says_that_a_machine_wrote_it() -> None:
    mail = internal(cc=("head@anytown.gov.uk", "REPAIRS@anytown.gov.uk"), urgent=True)
    message = read(mail)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert words(message) == "Hello there.\n"
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"], message["X-Linkbot"]) == (
        "auto-generated",
        "All",
        "1",
    )
    assert message["Message-ID"] == f"<{KEY[:32]}@linkbot.anytown.gov.uk>" == f"<{mail.message_id}>"
    assert (message["To"], message["Cc"], message["Importance"]) == (
        "repairs@anytown.gov.uk",
        "head@anytown.gov.uk",
        "high",
    )
    assert mail.recipients == ("repairs@anytown.gov.uk", "head@anytown.gov.uk") and mail.sender == "omb@anytown.gov.uk"
    assert message["From"].addresses[0].display_name == "Anytown Ombudsman desk"
    assert message["Date"].datetime == AT and "Bcc" not in message


def test_all_mails_of_a_task_are_one_thread_and_bear_its_token() -> None:
    tasks = ("LGSCO 26 104 377/1",)
    first, second = read(internal(tasks=tasks)), read(internal(tasks=tasks, date=AT.replace(day=6)))
    root = f"<{thread_root(tasks[0], 'anytown.gov.uk')}>"
    assert first["References"] == second["References"] == first["In-Reply-To"] == root != first["Message-ID"]
    assert first["X-Linkbot-Task"] == tasks[0]
    both = read(internal(tasks=(*tasks, "HO 202612345/1")))
    assert both["X-Linkbot-Task"] == "LGSCO 26 104 377/1, HO 202612345/1" and len(both["References"].split()) == 2


def test_a_letter_goes_along_unchanged_as_a_message() -> None:
    mail = internal(enclosures=(Enclosure("LGSCO 26 104 377.eml", "message/rfc822", LETTER),))
    assert LETTER in mail.octets
    (letter,) = read(mail).iter_attachments()
    assert letter.get_content_type() == "message/rfc822" and letter.get_filename() == "LGSCO-26-104-377.eml"
    assert cast(EmailMessage, letter.get_content())["Subject"] == "Enquiry"


@pytest.mark.parametrize("octets", [LETTER + "£".encode(), LETTER.replace(b"\r\n", b"\n"), b"x" * 2000, b"\0", b""])
def test_a_letter_that_is_no_clean_7bit_goes_along_byte_for_byte_as_a_file(octets: bytes) -> None:
    mail = internal(enclosures=(Enclosure("letter.eml", "message/rfc822", octets),))
    assert is_wire_form(mail.octets)
    (letter,) = read(mail).iter_attachments()
    if letter.get_content_type() == "application/octet-stream":
        assert letter.get_content() == octets
    else:
        assert octets == b""


@pytest.mark.parametrize("stranger", ["j@lgo.org.uk", "j@sub.anytown.gov.uk", "j@anytown.gov.uk.evil.example"])
def test_internal_mail_never_leaves_the_organisation(stranger: str) -> None:
    with pytest.raises(NotOurReader):
        internal(to=(stranger,))
    with pytest.raises(NotOurReader):
        internal(cc=(stranger,))
    with pytest.raises(NotOurReader):
        internal(to=())


def test_a_draft_answers_its_letter_in_its_thread_without_a_mark_of_a_machine() -> None:
    message = read(draft())
    assert message["In-Reply-To"] == "<m3@lgo.org.uk>" and message["References"] == "<m1@lgo.org.uk> <m3@lgo.org.uk>"
    assert message["To"] == "j.ashdown@lgo.org.uk"
    assert not {"Auto-Submitted", "X-Linkbot", "X-Auto-Response-Suppress", "Cc", "Bcc"} & set(message.keys())


@pytest.mark.parametrize(
    "stranger", ["j@lgo.org.uk.evil.example", "repairs@anytown.gov.uk", "j@housing-ombudsman.org.uk"]
)
def test_a_draft_is_addressed_to_nobody_but_that_ombudsman(stranger: str) -> None:
    with pytest.raises(NotOurReader):
        draft(to=(stranger,))
    assert draft(to=("j@casework.lgo.org.uk",)).recipients == ("j@casework.lgo.org.uk",)


@pytest.mark.parametrize("id", ["a b@c", "a@c>\r\nBcc: <x@y", "ü@c", "x" * 999, ""])
def test_a_message_id_that_could_break_a_header_is_left_out(id: str) -> None:
    message = read(draft(answers=Answered(id or None, ("m1@lgo.org.uk", id))))
    assert "In-Reply-To" not in message and message["References"] == "<m1@lgo.org.uk>" and "Bcc" not in message


def test_the_same_inputs_give_the_same_octets() -> None:
    for scene in ("task", "desk_mail"):
        effect, context = SCENES[scene]
        first, second = (internal(compose(effect, context=context, templates=TEMPLATES)) for _ in range(2))
        assert first == second and is_wire_form(first.octets)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_survives_the_wire(scene: str) -> None:
    effect, context = SCENES[scene]
    composed = compose(effect, context=context, templates=TEMPLATES)
    message = read(internal(composed))
    assert message["Subject"] == composed.subject
    assert words(message) == composed.text


@pytest.mark.parametrize("value", ["a\r\nBcc: x@y.org", "a\nb", "a\rb", "a\x00b", "a\x85b", "a\u2028b", "a\r\n\r\nb"])
def test_line_ends_and_controls_are_refused_not_repaired(value: str) -> None:
    with pytest.raises(HeaderRefused):
        unstructured(value)
    with pytest.raises(HeaderRefused):
        mailbox("omb@anytown.gov.uk", value)
    with pytest.raises(HeaderRefused):
        header_line("Subject", value)
    with pytest.raises(HeaderRefused):
        internal(Composed(value, "", None))
    with pytest.raises(HeaderRefused):
        mailbox(f"{value}@anytown.gov.uk")


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(HeaderRefused):
        internal(date=datetime(2026, 11, 3, 9, 0))  # noqa: DTZ001


@given(st.text(max_size=120).map(one_line))
def test_any_clean_subject_comes_back_as_it_was(subject: str) -> None:
    mail = internal(Composed(subject, "x\n", None))
    assert is_wire_form(mail.octets)
    message = read(mail)
    assert (message["Subject"] or "") == subject
    assert set(message.keys()) <= {
        *("Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "X-Linkbot"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }


@given(st.text(max_size=80).map(one_line))
def test_any_clean_sender_name_comes_back_and_the_address_stays(name: str) -> None:
    """By the older of Python's decoders: the newer keeps a blank between encoded words of a name (RFC 2047 6.2)."""
    octets = internal(sender=Sender("omb@anytown.gov.uk", name)).octets
    raw = message_from_bytes(octets, policy=policy.compat32)["From"]
    encoded, address = parseaddr(str(raw))
    assert address == read(internal(sender=Sender("omb@anytown.gov.uk", name)))["From"].addresses[0].addr_spec
    assert (str(make_header(decode_header(encoded))), address) == (name, "omb@anytown.gov.uk")


@given(st.text(max_size=400), st.binary(max_size=300))
def test_any_text_and_any_file_come_back_as_they_were(text: str, octets: bytes) -> None:
    text = "\n".join(one_line(line) for line in text.split("\n")) + "\n"
    mail = internal(Composed("x", text, text), enclosures=(Enclosure("a.pdf", "application/pdf", octets),))
    assert is_wire_form(mail.octets)
    message = read(mail)
    assert words(message) == text
    assert next(message.iter_attachments()).get_content() == octets
