"""Word 97-2003 documents: a real one, and the same one damaged in every way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbot.extraction.direct import DirectExtractor
from linkbot.model.mail import Attachment, ExtractedText, TextStatus

LETTER = Path(__file__).with_name("letter97.doc").read_bytes()
"""Written by a word processor: a tracked deletion and insertion, hidden words, a table, signs of two code pages."""


def read(content: bytes) -> ExtractedText:
    return DirectExtractor().extract([Attachment(0, "letter.doc", "application/msword", content)])[0]


def test_a_letter_is_read_as_it_prints() -> None:
    found = read(LETTER)
    assert found.status is TextStatus.READ and found.extractor == "linkbot-doc 1"
    assert found.text.strip().split("\n") == [
        *("Our ref: 23 012 345", "3 March 2027", "Dear Ms Brown", "Please pay £250 “at once” – by the dates below."),
        "The date is 1 April 2027.",
        "Order\tWhat the council must do\tBy when",
        "1\tApologise to Mr Green\t18 March 2027",
        "2\t1 April 2027",
        *("Yours sincerely", "Ω unicode ŵ end"),
    ]


def patched(at: int, octets: bytes) -> bytes:
    """`at`: within the main stream, which begins where its first sign does."""
    start = LETTER.index(b"\xec\xa5")
    return LETTER[: start + at] + octets + LETTER[start + at + len(octets) :]


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (patched(0x0B, bytes([LETTER[LETTER.index(b"\xec\xa5") + 0x0B] | 1])), TextStatus.LOCKED, "password"),
        (patched(2, b"\x65\0"), TextStatus.UNSUPPORTED, "before 1997"),
        (patched(0x1A2, b"\xff\xff\xff\x7f"), TextStatus.FAILED, "damaged"),
        (LETTER[:3000], TextStatus.UNSUPPORTED, "save it as PDF"),
    ],
)
def test_what_cannot_be_read_is_a_question(content: bytes, status: TextStatus, words: str) -> None:
    found = read(content)
    assert found.status is status and words in (found.reason or "")


def broken(octets: bytes, cuts: list[tuple[int, int]], keep: int) -> bytes:
    changed = bytearray(octets)
    for at, value in cuts:
        changed[at % len(changed)] = value
    return bytes(changed[: max(600, keep)])


CUTS = st.lists(st.tuples(st.integers(0, len(LETTER)), st.integers(0, 255)), min_size=1, max_size=12)


@given(CUTS, st.integers(600, len(LETTER)))
@settings(max_examples=80, deadline=None)
def test_a_damaged_document_ends_in_a_verdict(cuts: list[tuple[int, int]], keep: int) -> None:
    found = read(broken(LETTER, cuts, keep))
    assert found.status is TextStatus.READ or found.reason
