"""No subject, name, reference or file name can begin a header line of its own in a mail of ours."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import compat32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.wording.headers import HeaderRefused, header_line, mailbox, message_ids, unstructured
from linkbot.engine.wording.mime_parts import Enclosure, enclosure_part, file_name
from linkbot.engine.wording.plain import one_line
from linkbot.mailsystems.draft_octets import threaded

LINE_ENDS = (
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\r\n ",
    "\n\t",
)
DRAFT = b"Subject: Re: Enquiry\r\nMIME-Version: 1.0\r\n\r\nWords\r\n"


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_subject_with_a_line_end_is_cleaned_before_and_refused_if_it_were_not(end: str) -> None:
    subject = f"Enquiry{end}Bcc: all@anytown.example"
    with pytest.raises(HeaderRefused):
        header_line("Subject", unstructured(subject))
    octets = header_line("Subject", unstructured(one_line(subject)))
    assert message_from_bytes(octets + b"\r\n", policy=compat32).keys() == ["Subject"]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_display_name_or_address_cannot_end_its_line(end: str) -> None:
    with pytest.raises(HeaderRefused):
        mailbox("a@x.example", f"Ann{end}Bcc: b@x.example")
    with pytest.raises(HeaderRefused):
        mailbox(f"a@x.example{end}Bcc: b@x.example")


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_message_id_of_a_letter_cannot_add_a_header_to_our_draft(end: str) -> None:
    """A folder of drafts wrote the answered letter's id as it came: its sender chooses it."""
    hostile = f"a@x.example>{end}Bcc: all@anytown.example{end}X: <b"
    assert message_ids((hostile,)) == ""
    headers = message_from_bytes(threaded(DRAFT, hostile), policy=compat32)
    assert headers.keys() == ["Subject", "MIME-Version"]


def test_a_plain_message_id_still_threads_the_draft() -> None:
    headers = message_from_bytes(threaded(DRAFT, "<a1@lgo.example>"), policy=compat32)
    assert headers["In-Reply-To"] == headers["References"] == "<a1@lgo.example>"
    assert threaded(DRAFT, None) == DRAFT


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain\r\nX-Evil: 1",
        "multipart/mixed; boundary=x",
        "multipart/mixed",
        "message/partial",
        "message/external-body; access-type=URL",
        "text/html; charset=utf-7",
        "",
        "no type",
        "a/b\u2028c",
    ],
)
def test_a_type_that_could_be_read_as_more_than_a_file_is_only_a_file(media_type: str) -> None:
    part = message_from_bytes(enclosure_part(Enclosure("a.pdf", media_type, b"%PDF")).octets, policy=compat32)
    assert part.get_content_type() == "application/octet-stream"
    assert part.get_payload(decode=True) == b"%PDF"
    assert part.keys() == ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]


def test_a_known_type_stays() -> None:
    part = message_from_bytes(enclosure_part(Enclosure("a.pdf", "application/pdf", b"%PDF")).octets)
    assert part.get_content_type() == "application/pdf"


@given(st.text(alphabet=st.characters(codec=None), max_size=80))
def test_whatever_a_file_is_called_the_header_holds_one_plain_name(name: str) -> None:
    part = message_from_bytes(enclosure_part(Enclosure(name, "application/pdf", b"x")).octets, policy=compat32)
    assert part.get_filename() == file_name(name)
    assert part.keys() == ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]


@given(st.text(alphabet=st.characters(codec=None), max_size=120))
def test_whatever_a_subject_holds_it_is_one_header(subject: str) -> None:
    octets = header_line("Subject", unstructured(one_line(subject)))
    assert message_from_bytes(octets + b"\r\n", policy=compat32).keys() == ["Subject"]
