"""The named facts signals wait for: structure of the letter, marks of a case, state of the case.

Each is found or not, with the words that show it; a new fact is a function here with a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from linkbot.engine.dates.dates import find_dates
from linkbot.engine.items.lists import done_row, numbered_orders
from linkbot.engine.kinds.matching import Terms
from linkbot.engine.kinds.places import Placed, PlacedText
from linkbot.engine.kinds.told import told
from linkbot.model.case_facts import CaseFacts
from linkbot.model.mail import Address
from linkbot.model.signals import Fact, KindRules, Place, Sender, Weighing

_POINT = re.compile(r"^[ \t]*(?:[-•*·–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+\S", re.MULTILINE | re.IGNORECASE)
_INLINE_POINT = re.compile(r"\((?:\d|[a-h]|i{1,3}|iv)\)\s")
_REFERENCE = re.compile(r"(?<!\d)(?:\d{2}[ -]\d{3}[ -]\d{3}|20(?:1[6-9]|2\d)\d{5})(?!\d)")
_SHORT = 90
_DUE_AT = re.compile(
    r"\b(?:by|due(?: back)?(?: on| by)?|before|until|(?:deadline|date)(?: of| was| for it was)?|was(?: for)?|were for|"
    r"later than|(?:wanted|needed|required|expected|here|there|out|expired|passed|lapsed|ended|back|us|me|done|paid|"
    r"finished) (?:on|by|for))"
    r"\s+(?:the\s+|last\s+)?$",
    re.IGNORECASE,
)
_LATELY = 200
"""Days within which a date is one of this matter and not of the story behind it."""
_SILENT = frozenset((Place.NARRATIVE, Place.FOOTER))
_IN_LETTERS = frozenset((Place.OPENING, Place.BODY, Place.NARRATIVE))


class FactCues:
    """The words facts rest on, compiled."""

    def __init__(self, weighing: Weighing) -> None:
        self.asking = Terms(phrases=weighing.asking)
        self.again = Terms(phrases=weighing.asking_again)
        self.reply_by = Terms(phrases=(), patterns=weighing.reply_by)
        self.was_due = Terms(phrases=weighing.was_due)
        self.reported = Terms(phrases=weighing.reported)
        self.done = weighing.done_words
        self.moods = weighing.moods
        self.marks = Terms(phrases=weighing.case_marks)
        self.aims = Terms(phrases=weighing.aims)
        self.nothing = Terms(phrases=[*weighing.pointing, *weighing.nothing_wanted])


@lru_cache(maxsize=8)
def fact_cues_of(kinds: KindRules) -> FactCues:
    """Raises BadPhrase."""
    return FactCues(kinds.weighing)


def facts_of(
    placed: Placed,
    facts: CaseFacts,
    kinds: KindRules,
    *,
    sender: Sender,
    from_: Address | None,
    written_on: date | None = None,
) -> dict[Fact, tuple[str, str]]:
    """Each fact that holds, with its source and the words that show it."""
    cues = fact_cues_of(kinds)
    held = dict(_facts(placed, facts, cues))
    held.update(_rows(placed, cues))
    if written_on is not None:
        held = {**dict(_dated(placed, cues, written_on)), **held}
    if sender is Sender.OMBUDSMAN:
        held.pop(Fact.NO_CASE_MARK, None)  # an ombudsman's mail is about a case until it says otherwise
    elif sender is Sender.OUTSIDE and from_ is not None and "ombudsman" in from_.domain:
        held[Fact.OMBUDSMAN_ADDRESS] = ("header:From", from_.domain)
    return held


def _facts(placed: Placed, facts: CaseFacts, cues: FactCues) -> Iterator[tuple[Fact, tuple[str, str]]]:
    if placed.orders_heading:
        source, start, end = placed.orders_heading
        text = next(t.text.text for t in placed.texts if t.source == source and t.text.text[start:end])
        yield Fact.ORDERS_HEADING, (source, _line(text, start))
    if placed.decision_document:
        yield Fact.DECISION_DOCUMENT, (placed.decision_document, "titled as a decision")
    if placed.draft_document:
        yield Fact.DRAFT_DOCUMENT, (placed.draft_document, "titled as a draft")
    if placed.attachments:
        yield Fact.ATTACHMENT, ("attachments", f"{placed.attachments} readable")
    letters = [t for t in placed.texts if _IN_LETTERS.intersection(t.places)]
    mark = _case_mark(placed, cues)
    for name, found in (
        (Fact.REQUEST_LIST, _request_list(letters, cues)),
        (Fact.ASKS, _first(letters, cues.asking, but=cues.nothing)),
        (Fact.QUESTION, _question(letters)),
        (Fact.REPLY_DATE, _first(letters, cues.reply_by, but=cues.aims)),
        (Fact.CASE_MARK, mark),
    ):
        if found:
            yield name, found
    if not mark:
        yield Fact.NO_CASE_MARK, ("letter", "no reference and no ombudsman's name")
    length = sum(1 for t in letters for p in t.places if p in (Place.OPENING, Place.BODY))
    if length < _SHORT:
        yield Fact.SHORT, ("letter", f"{length} words")
    if facts.open_items:
        yield Fact.OPEN_ITEM, ("state", "an item of this case is open")
    if facts.overdue:
        yield Fact.OVERDUE_ITEM, ("state", "an open item's date is past")
        again = _first(letters, cues.again) or _first(letters, cues.asking)
        if length < 2 * _SHORT and again:
            yield Fact.ASKS_AGAIN, again


def _rows(placed: Placed, cues: FactCues) -> Iterator[tuple[Fact, tuple[str, str]]]:
    """Lists of orders, and rows that say what has become of each."""
    for text in placed.texts:
        if not _IN_LETTERS.intersection(text.places):
            continue
        raw = text.text.text
        done = done_row(raw, cues.done)
        if done:
            yield Fact.STATUS_ROWS, (text.source_at(done[0]), raw[slice(*done)].strip())
        lists = [one.intro for one in text.lists if one.ordered]
        rows = lists[0] if lists else None if done else numbered_orders(raw)
        if rows:
            yield Fact.ORDER_LIST, (text.source_at(rows[0]), raw[slice(*rows)].strip())


def _dated(placed: Placed, cues: FactCues, written_on: date) -> Iterator[tuple[Fact, tuple[str, str]]]:
    """What was due before the letter was written, and a day ahead by which somebody may want something."""
    for text in placed.texts:
        if not _IN_LETTERS.intersection(text.places):
            continue
        due = _sentences_with(cues.was_due, text) - _sentences_with(cues.reported, text)
        for number, first, sentence in _sentences(text):
            past = number in due and not told(text.text.words_of(number), cues.moods)
            for found in find_dates(sentence, written_on):
                on = found.earlier if past and not found.year_given and found.earlier else found.on
                if on is None or found.needs_cue:
                    continue
                if past and 0 < (written_on - on).days < _LATELY and _DUE_AT.search(sentence[: found.start]):
                    yield Fact.PAST_DUE, (text.source_at(first), sentence)
                elif not past and 0 < (on - written_on).days < _LATELY:
                    yield Fact.REPLY_DATE, (text.source_at(first), sentence)


def _sentences_with(terms: Terms, text: PlacedText) -> set[int]:
    return {text.text.sentence[f.first] for found in terms.find(text.text).values() for f in found}


def _sentences(text: PlacedText) -> Iterator[tuple[int, int, str]]:
    """Counting sentences that hold a digit: number, offset, words."""
    number = -1
    for position in range(len(text.text.words)):
        if text.text.sentence[position] == number:
            continue
        number = text.text.sentence[position]
        if text.places[position] in _SILENT or text.places[position] is Place.LISTED:
            continue
        first, last = text.text.sentence_span(number)
        sentence = text.text.text[first:last]
        if any(letter.isdigit() for letter in sentence):
            yield number, first, sentence


def _line(text: str, start: int) -> str:
    return text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0].strip()


def _first(texts: list[PlacedText], terms: Terms, but: Terms | None = None) -> tuple[str, str] | None:
    """The first counting sentence that holds one of these words, and none of those in `but`."""
    for placed in texts:
        found_in = but.find(placed.text).values() if but else ()
        silent = {placed.text.sentence[f.first] for occurrences in found_in for f in occurrences}
        for occurrences in terms.find(placed.text).values():
            for found in occurrences:
                number = placed.text.sentence[found.first]
                if placed.places[found.first] not in _SILENT and number not in silent:
                    start, _ = placed.text.span(found.first, found.after)
                    first, last = placed.text.sentence_span(number)
                    return placed.source_at(start), placed.text.text[first:last]
    return None


def _question(texts: list[PlacedText]) -> tuple[str, str] | None:
    for placed in texts:
        for position, word in enumerate(placed.text.words):
            if word.text == "?" and placed.places[position] not in _SILENT:
                first, last = placed.text.sentence_span(placed.text.sentence[position])
                return placed.source_at(first), placed.text.text[first:last]
    return None


def _request_list(texts: list[PlacedText], cues: FactCues) -> tuple[str, str] | None:
    """Two or more points below (or inside) words of asking."""
    for placed in texts:
        asked = sorted(
            placed.text.span(f.first, f.after)
            for occurrences in cues.asking.find(placed.text).values()
            for f in occurrences
            if placed.places[f.first] not in _SILENT
        )
        for start, end in asked:
            tail = placed.text.text[end : end + 1200]
            if len(_POINT.findall(tail)) >= 2 or len(_INLINE_POINT.findall(tail)) >= 2:
                return placed.source_at(start), placed.text.text[start:end]
    return None


def _case_mark(placed: Placed, cues: FactCues) -> tuple[str, str] | None:
    for text in placed.texts:
        found = _REFERENCE.search(text.text.text)
        if found:
            return text.source, found.group()
        marks = cues.marks.find(text.text)
        if marks:
            return text.source, next(iter(marks))
    return None
