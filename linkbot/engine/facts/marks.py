"""Marks of a letter by their words: vulnerability, reasonable adjustments, an embargo, papers that are not to go on.

Only what the acting letters themselves say; a phrase in a sentence about a policy, a question or their absence is none.
Missing a flag costs a careful reader a look; inventing one tells an officer something about a person that is not so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from linkbot.engine.dates.dates import find_dates
from linkbot.engine.kinds.matching import Found, Hits, Terms, Text, cut
from linkbot.engine.kinds.places import without_boilerplate
from linkbot.model.acting import Acting
from linkbot.model.evidence import Evidence
from linkbot.model.mail import LetterRole
from linkbot.model.marks import Mark, MarkRules, MarkWords

LONGEST = 200


@lru_cache(maxsize=4)
def _terms(rules: MarkRules) -> Terms:
    """Kept by the rules' identity. Raises BadPhrase."""
    return Terms(
        phrases=dict.fromkeys([*(p for w in rules.marks for p in (*w.phrases, *w.unless)), *rules.publication])
    )


def find_marks(acting: Acting, *, rules: MarkRules) -> tuple[Mark, ...]:
    """Each kind once, at its first place."""
    found: dict[str, Mark] = {}
    for source, raw in _texts(acting):
        text = cut(raw)
        hits = _terms(rules).find(text)
        for words in rules.marks:
            if words.kind in found:
                continue
            for hit in _said(words, text, hits):
                start, end = text.sentence_span(text.sentence[hit.first])
                quote = " ".join(raw[start:end].split())[:LONGEST]
                evidence = Evidence("marks", f"mark:{words.kind}", source, quote, 0.0, start, end)
                found[words.kind] = Mark(words.kind, evidence)
                break
    return tuple(found[kind] for kind in sorted(found))


def publication_on(acting: Acting, *, rules: MarkRules, letter_date: date | None) -> date | None:
    """The day on which the Ombudsman means to make it public: a later date in a sentence that says so."""
    if letter_date is None:
        return None
    for _, raw in _texts(acting):
        text = cut(raw)
        hits = _terms(rules).find(text)
        for sentence in sorted({text.sentence[f.first] for p in rules.publication for f in hits.get(p, ())}):
            start, end = text.sentence_span(sentence)
            for day in find_dates(raw[start:end], letter_date):
                if day.on is not None and not day.needs_cue and day.on > letter_date:
                    return day.on
    return None


def _said(words: MarkWords, text: Text, hits: Hits) -> Iterator[Found]:
    vetoed = {text.sentence[f.first] for phrase in words.unless for f in hits.get(phrase, ())}
    for phrase in words.phrases:
        for hit in hits.get(phrase, ()):
            if text.sentence[hit.first] not in vetoed:
                yield hit


def _texts(acting: Acting) -> Iterator[tuple[str, str]]:
    yield "header:Subject", acting.subject
    for letter in acting.letters:
        if letter.role is not LetterRole.QUOTED:
            yield letter.source, without_boilerplate(letter)
