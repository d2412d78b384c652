"""The cases a letter is about, those it names in passing, and our own references.

Subject, headings, labels ("Our ref:"), file names and the opening sentence say what a letter is about; "your earlier
complaint", "see also" and lone numbers in the text do not. Quoted history names the case only when nothing else does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from linkbot.engine.facts.our_references import own_sightings
from linkbot.engine.facts.reference_forms import Sighting, sightings
from linkbot.engine.facts.reference_places import Place, is_passing, joined, place_in_text, row_of_cases
from linkbot.engine.facts.spans import Spans
from linkbot.model.acting import Acting
from linkbot.model.evidence import Evidence
from linkbot.model.mail import Letter
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.reading import References

_MOST = 2_000  # numbers of one letter that are weighed: each costs milliseconds, and no letter names a hundred cases
_OLDEST = 8  # years: how far back a number without a label is still taken for a case


@dataclass
class _Ledger:
    """What was seen of each reference, in order of first sight."""

    ombudsmen: Ombudsmen
    own_patterns: tuple[str, ...]
    year: int | None = None  # of the mail
    best: dict[str, Place] = field(default_factory=dict)
    ombudsman: dict[str, str] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    ours: dict[str, None] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    unweighed: int = 0
    unsure: list[tuple[Sighting, Place, str, str]] = field(default_factory=list)

    def note(self, sighting: Sighting, place: Place, source: str, quote: str) -> None:
        if place <= Place.OPENING and not sighting.cued and not self._plausible(sighting):
            return  # "12 345 678 visits" is no case
        known = self.best.get(sighting.reference)
        self.count[sighting.reference] += 1
        if known is None or place > known:
            self.best[sighting.reference] = place
            self.ombudsman[sighting.reference] = sighting.ombudsman
            seen = Evidence("reference", sighting.reference, source, quote, place, sighting.start, sighting.end)
            self.evidence[sighting.reference] = seen

    def _plausible(self, sighting: Sighting) -> bool:
        owner = self.ombudsmen.by_id(sighting.ombudsman)
        year = owner.reference.year(sighting.reference) if owner else None
        return year is None or self.year is None or self.year - _OLDEST <= year <= self.year + 1


def find_references(acting: Acting, *, ombudsmen: Ombudsmen, our_patterns: tuple[str, ...]) -> References:
    """Canonical references with their evidence; empty when there are none. Pure and total."""
    ledger = _Ledger(ombudsmen, our_patterns, acting.date.year if acting.date else None)
    _read_subject(ledger, acting.subject)
    for name in acting.attachment_names:
        _read_name(ledger, name)
    for letter in acting.letters:
        _read_letter(ledger, letter)
    _admit_unsure(ledger, acting.ombudsman)
    if not ledger.best:
        for letter in acting.history:
            _read_history(ledger, letter)
            if ledger.best:
                break
    about = _about(ledger, acting.ombudsman)
    mentioned = tuple(one for one in ledger.best if one not in about)
    return References(
        about=about,
        mentioned=mentioned,
        ours=tuple(ledger.ours),
        ombudsman=ledger.ombudsman[about[0]] if about else None,
        evidence=tuple(ledger.evidence.values()),
        unweighed=ledger.unweighed,
    )


def _read_subject(ledger: _Ledger, subject: str) -> None:
    own = _read_own(ledger, subject, "header:Subject")
    elsewhere = Spans.covering(own)
    found = tuple(one for one in sightings(subject, ledger.ombudsmen) if not elsewhere.overlaps(one.start, one.end))
    for one in found:
        place = Place.PASSING if is_passing(subject, one, found) else Place.LABELLED
        ledger.note(one, place, "header:Subject", subject)


def _read_name(ledger: _Ledger, name: str) -> None:
    text = name.rpartition(".")[0] or name
    text = text.replace("_", " ")
    for one in sightings(text, ledger.ombudsmen):
        ledger.note(one, Place.LABELLED, f"attachment:{name}", name)


def _read_letter(ledger: _Ledger, letter: Letter) -> None:
    text = letter.text
    own = _read_own(ledger, text, letter.source)
    elsewhere = Spans.covering((*own, *letter.boilerplate))
    found = [one for one in sightings(text, ledger.ombudsmen) if not elsewhere.overlaps(one.start, one.end)]
    ledger.unweighed += len(found[_MOST:])
    found = found[:_MOST]
    places = [place_in_text(text, one) for one in found]
    for at in range(1, len(found)):  # a list is about all or none of its members
        if joined(text, found[at - 1], found[at]):
            places[at] = places[at - 1]
    rows = [at for at, one in enumerate(found) if places[at] is not Place.PASSING and row_of_cases(text, one)]
    labelled = {reference for reference, place in ledger.best.items() if place is Place.LABELLED}
    if len(rows) > 1:  # a table of cases is about each of its rows, unless the letter has a case of its own
        own_case = bool(labelled - {found[at].reference for at in rows})
        for at in rows:
            places[at] = Place.BODY if own_case else Place.LABELLED
    for one, place in zip(found, places, strict=True):
        quote = _line(text, one.start, one.end)
        if one.sure:
            ledger.note(one, place, letter.source, quote)
        else:
            ledger.unsure.append((one, place, letter.source, quote))


def _read_own(ledger: _Ledger, text: str, source: str) -> tuple[tuple[int, int], ...]:
    """Notes our references; answers the spans a case reference must not be read from."""
    spans: list[tuple[int, int]] = []
    for reference, start, end in own_sightings(text, ledger.own_patterns):
        cases = sightings(reference, ledger.ombudsmen)
        if any(one.sure and one.end - one.start == len(reference) for one in cases) and " " in reference:
            continue  # an Ombudsman's number printed behind "Your ref": theirs after all
        spans.append((start, end))
        ledger.ours.setdefault(reference)
        seen = Evidence("our_reference", reference, source, _line(text, start, end), 1.0, start, end)
        ledger.evidence.setdefault(f"ours:{reference}", seen)
    return tuple(spans)


def _admit_unsure(ledger: _Ledger, ombudsman: str | None) -> None:
    """Bare digits without a cue: the same case again, or the only number in that ombudsman's own letter."""
    alone = not ledger.best
    for one, place, source, quote in ledger.unsure:
        if one.reference in ledger.best or (alone and ombudsman == one.ombudsman and place >= Place.OPENING):
            ledger.note(one, place, source, quote)


def _read_history(ledger: _Ledger, letter: Letter) -> None:
    footers = Spans.covering(letter.boilerplate)
    for text, source in ((letter.subject or "", f"{letter.source} subject"), (letter.text, letter.source)):
        for one in sightings(text, ledger.ombudsmen):
            if one.sure and not footers.overlaps(one.start, one.end):
                ledger.note(one, Place.BODY, source, _line(text, one.start, one.end))


def _about(ledger: _Ledger, ombudsman: str | None) -> tuple[str, ...]:
    """The references at the strongest place found; in an ombudsman's letter only that ombudsman's own form counts."""
    own = {ref: place for ref, place in ledger.best.items() if ombudsman in (None, ledger.ombudsman[ref])}
    for wanted in (Place.LABELLED, Place.OPENING):
        chosen = tuple(ref for ref, place in own.items() if place >= wanted)
        if chosen:
            return chosen
    body = [ref for ref, place in own.items() if place is Place.BODY]
    if not body:
        return ()
    most = max(ledger.count[ref] for ref in body)
    return tuple(ref for ref in body if ledger.count[ref] == most)[: 1 if most == 1 else None]


def _line(text: str, start: int, end: int) -> str:
    left = text.rfind("\n", max(0, start - 100), start) + 1
    right = text.find("\n", end, end + 100)
    return " ".join(text[max(left, start - 100, 0) : right if right >= 0 else end + 100].split())
