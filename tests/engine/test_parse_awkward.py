"""Nine awkward messages that other mailbox programs were measured to get wrong, and every sample of this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.model.boilerplate import BoilerplateRules

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "tests" / "samples").glob("*/*.eml")) + sorted((ROOT / "linkbot" / "demo").rglob("*.eml"))


def mail(id: str, *headers: str, body: bytes = b"Hello") -> bytes:
    lines = (f"Message-ID: <{id}@x.example>", "From: A <a@x.example>", "To: b@y.example", "Subject: Evidence", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


ORIGINAL = mail("original")


def test_an_exact_duplicate_has_the_same_identity() -> None:
    one, two = parse(ORIGINAL), parse(b"Received: from another.example\r\n" + ORIGINAL)
    assert (one.message_id, one.content_digest) == (two.message_id, two.content_digest)


def test_the_same_id_with_other_words_is_seen_to_differ() -> None:
    assert parse(ORIGINAL).content_digest != parse(mail("original", body=b"Other words")).content_digest


def test_a_reply_by_references_alone_is_threaded() -> None:
    reply = parse(mail("r1", "References: <first@x.example> <original@x.example>"))
    assert reply.references[-1] == parse(ORIGINAL).message_id and reply.in_reply_to == ()


def test_a_reply_by_in_reply_to_is_threaded_whatever_comes_first() -> None:
    reply = parse(mail("r2", "In-Reply-To: <original@x.example>"))
    assert reply.in_reply_to == (parse(ORIGINAL).message_id,)


def test_eight_bit_utf8_without_any_mime_header_is_read() -> None:
    assert parse(mail("u8", body="£250 – due".encode())).body == "£250 – due"


def test_a_latin_1_file_is_read_and_stops_nothing() -> None:
    latin = mail(
        "l1", "Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: 8bit", body=b"\xa3250 caf\xe9"
    )
    assert parse(latin).body == "£250 café"
    assert parse(ORIGINAL).body == "Hello"


def test_an_automatic_reply_keeps_the_marks_that_tell() -> None:
    message = parse(mail("auto", "Auto-Submitted: auto-replied (vacation)", "X-Auto-Response-Suppress: All"))
    assert message.header("Auto-Submitted") == "auto-replied (vacation)"
    assert message.header("x-auto-response-suppress") == "All"


def test_a_bounce_keeps_its_empty_return_path() -> None:
    message = parse(b"Return-Path: <>\r\n" + mail("bounce"))
    assert message.header("Return-Path") == "<>"


def test_several_results_headers_are_all_kept_topmost_first() -> None:
    octets = b"Authentication-Results: mx; spf=pass\r\nAuthentication-Results: evil; dkim=pass\r\n" + ORIGINAL
    assert parse(octets).all_headers("authentication-results") == ("mx; spf=pass", "evil; dkim=pass")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_gives_a_message_and_its_letters(path: Path) -> None:
    message = segment(parse(path.read_bytes()), (), BoilerplateRules())
    assert not any("could not be parsed" in defect for defect in message.defects)
    assert message.from_ is not None and message.message_id and message.content_digest
    assert message.letters[0].source == "body"
    words = sum(len(letter.text.split()) for letter in message.letters)
    assert words or message.attachments
    for letter in message.letters[1:]:
        assert letter.text.strip() or letter.from_ is not None or letter.date is not None
