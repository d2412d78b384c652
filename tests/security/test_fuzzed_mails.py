"""Whole mails, damaged in every way we can think of, through parsing and reading with all the rules.

Always a reading, never an exception; and never a deed on words that are not in the letter. That the work stays bounded
is counted elsewhere (test_patterns, test_oversized_input) and measured in benchmarks/hostile.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbot.engine.mail.parse import parse
from linkbot.engine.read import Reader, read
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.decision import Known
from linkbot.model.mail import Attachment, ExtractedText, TextStatus, Unpacked
from linkbot.model.reading import Disposition, Reading
from linkbot.wiring import set_up
from linkbot.worker.reading import look_at

from .mutations import Mutation, mutated, mutations
from .oracle import broken_promises

SETS = sorted(path.parent for path in (Path(__file__).parents[1] / "samples").glob("*/linkbot.toml"))
CHOSEN = [mail for folder in SETS for mail in sorted(folder.glob("*.eml"))[::9]]
ON = date(2027, 1, 20)


class KnownDocuments:
    """Documents are read once, undamaged; damaged ones count as unreadable. Their own tests tell how they are read."""

    def __init__(self) -> None:
        self._known: dict[str, ExtractedText] = {}
        self._reader = DirectExtractor()

    def learn(self, octets: bytes) -> None:
        for one in parse(octets).all_attachments:
            self._known[_digest(one)] = self._reader.extract((one,))[0]

    def extract(self, attachments: Sequence[Attachment]) -> tuple[ExtractedText, ...]:
        return tuple(map(self._text, attachments))

    def _text(self, one: Attachment) -> ExtractedText:
        known = self._known.get(_digest(one))
        if known is None and one.media_type.startswith("text/"):
            return self._reader.extract((one,))[0]
        if known is None:
            return ExtractedText(one.index, TextStatus.FAILED, reason="damaged")
        return ExtractedText(one.index, known.status, known.pages, known.extractor, known.reason)

    def unpack(self, attachments: Sequence[Attachment]) -> tuple[Unpacked, ...]:
        return self._reader.unpack(attachments)

    def close(self) -> None:
        """Nothing is held."""


def _digest(one: Attachment) -> str:
    return hashlib.sha256(f"{one.media_type}\0{one.filename}\0".encode() + one.content).hexdigest()


@lru_cache
def reader_of(folder: Path) -> Reader:
    """With one rulebook for all: rules compiled anew for each mail would be what is measured."""
    own = set_up(folder / "linkbot.toml").reader
    return own if folder == SETS[0] else replace(own, rulebook=reader_of(SETS[0]).rulebook)


@lru_cache
def mail_of(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture(scope="module")
def documents() -> KnownDocuments:
    known = KnownDocuments()
    for path in CHOSEN:
        known.learn(mail_of(path))
    return known


def reading_of(octets: bytes, folder: Path, documents: KnownDocuments) -> Reading:
    """Fails when a promise is broken."""
    reader = reader_of(folder)
    seen, _ = look_at(octets, received_on=ON, reader=reader, extractor=documents)
    assert not any("could not be parsed" in defect for defect in seen.message.defects)
    reading = read(seen, known=Known(), reader=reader)
    assert reading.disposition in Disposition
    assert list(broken_promises(octets, seen, reading, policy=reader.policy)) == []
    return reading


def test_the_samples_keep_every_promise_undamaged(documents: KnownDocuments) -> None:
    acts = sum(reading_of(mail_of(path), path.parent, documents).disposition is Disposition.ACT for path in CHOSEN)
    assert acts > len(CHOSEN) / 3, "otherwise there would be little to break"


mails = st.sampled_from(CHOSEN)


@given(mails, mutations(longest=2_000, most=4))
@settings(max_examples=120)
def test_a_damaged_mail_is_read_and_never_acts_on_what_it_does_not_say(
    documents: KnownDocuments, path: Path, damage: list[Mutation]
) -> None:
    reading_of(mutated(mail_of(path), damage, [mail_of(one) for one in CHOSEN]), path.parent, documents)


@pytest.mark.slow
@given(mails, mutations(longest=60_000, most=8))
@settings(max_examples=4_000)
def test_a_badly_damaged_mail_is_read_and_never_acts_on_what_it_does_not_say(
    documents: KnownDocuments, path: Path, damage: list[Mutation]
) -> None:
    reading_of(mutated(mail_of(path), damage, [mail_of(one) for one in CHOSEN]), path.parent, documents)
