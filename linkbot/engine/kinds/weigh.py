"""Looks for every signal in the placed texts and adds up what it finds, kind by kind.

Each signal counts once, at the place where it counts most; negative ones subtract; a veto puts its kind out. Returns
scores with their evidence, and what was looked for in vain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from linkbot.engine.kinds.matching import Found, Hits, Terms
from linkbot.engine.kinds.moods import silenced
from linkbot.engine.kinds.places import PlacedText, place
from linkbot.model.acting import Acting
from linkbot.model.classification import Miss
from linkbot.model.evidence import Evidence
from linkbot.model.moods import MoodWords
from linkbot.model.signals import Fact, KindRules, Place, Sender, Signal

_QUOTE = 240
_DEFAULT_PLACES = frozenset(Place) - {Place.NARRATIVE, Place.LISTED, Place.FOOTER, Place.FILENAME}

Pairs = tuple[tuple[PlacedText, Hits], ...]
Held = dict[Fact, tuple[str, str]]


@dataclass(frozen=True)
class Weighed:
    """The case for one kind. `out` says which veto put it out."""

    kind: str
    score: float = 0.0
    hits: tuple[Evidence, ...] = ()
    signals: tuple[Signal, ...] = ()  # those that hit, in the order of `hits`
    misses: tuple[Miss, ...] = ()
    out: str | None = None

    @property
    def own_score(self) -> float:
        """The score without what many kinds share."""
        pairs = zip(self.hits, self.signals, strict=True)
        return 0.0 if self.out else sum(hit.weight for hit, signal in pairs if not signal.generic)


@dataclass(frozen=True)
class Board:
    kinds: dict[str, Weighed] = field(default_factory=dict)

    def hits_of(self, kind: str, *, threat: bool = False, missed: bool = False) -> tuple[Evidence, ...]:
        """Evidence of a kind's signals that are marked so."""
        weighed = self.kinds.get(kind)
        if weighed is None or weighed.out:
            return ()
        return tuple(
            hit
            for hit, signal in zip(weighed.hits, weighed.signals, strict=True)
            if (threat and signal.threat) or (missed and signal.missed)
        )


@dataclass(frozen=True, eq=False)
class Sought:
    """A signal as it is looked for: what a search needs of it, worked out once. Each is itself and no other."""

    signal: Signal
    words: frozenset[str]  # without one of them it cannot be there; empty: it rests on facts alone
    allowed: frozenset[Place]
    missed: Miss


class Finder:
    """All words of all kinds in one pass."""

    def __init__(self, kinds: KindRules) -> None:
        """Raises BadPhrase."""
        self.rules = kinds
        signals = [signal for kind in kinds.kinds for signal in kind.signals]
        phrases = [p for s in signals for p in (*s.phrases, *s.unless, *(w for group in s.together for w in group))]
        self.terms = Terms(phrases=phrases, patterns=[p for s in signals for p in s.patterns])
        self.factors = dict(kinds.weighing.factors)
        self.sought = {kind.kind: tuple(_sought(signal, kind.kind) for signal in kind.signals) for kind in kinds.kinds}
        self.by_word: dict[str, list[Sought]] = {}
        for one in (sought for row in self.sought.values() for sought in row):
            for word in one.words:
                self.by_word.setdefault(word, []).append(one)


def _sought(signal: Signal, kind: str) -> Sought:
    words = (*signal.phrases, *signal.patterns) or (signal.together[0] if signal.together else ())
    allowed = frozenset(signal.places) or _DEFAULT_PLACES
    return Sought(signal, frozenset(words), allowed, Miss(signal.id, kind, "not found"))


@lru_cache(maxsize=4)
def finder_of(kinds: KindRules) -> Finder:
    """The compiled signals of a rulebook, kept by its identity. Raises BadPhrase."""
    return Finder(kinds)


@lru_cache(maxsize=4)
def hits_of(acting: Acting, kinds: KindRules) -> tuple[tuple[PlacedText, Hits], ...]:
    """Each counting text with all words of all kinds that stand in it. Raises BadPhrase."""
    finder = finder_of(kinds)
    return tuple((text, finder.terms.find(text.text)) for text in place(acting, kinds).texts)


@dataclass(frozen=True)
class Searched:
    """What one message holds: its texts with their words, what may be there by those, the facts, who wrote."""

    pairs: Pairs
    possible: frozenset[Sought]
    held: Held
    domain: str
    factors: Mapping[Place, float]
    moods: MoodWords


def searched(acting: Acting, kinds: KindRules, held: Held) -> Searched:
    """Raises BadPhrase."""
    return _searched(hits_of(acting, kinds), finder_of(kinds), held, acting.from_.domain if acting.from_ else "")


def only(pair: tuple[PlacedText, Hits], finder: Finder, *, domain: str) -> Searched:
    """One letter by itself, without facts: what it says in its own words."""
    return _searched((pair,), finder, {}, domain)


def _searched(pairs: Pairs, finder: Finder, held: Held, domain: str) -> Searched:
    possible = frozenset(one for _, hits in pairs for word in hits for one in finder.by_word.get(word, ()))
    return Searched(pairs, possible, held, domain, finder.factors, finder.rules.weighing.moods)


def weigh(acting: Acting, kinds: KindRules, *, held: Held, sender: Sender) -> Board:
    """Scores of the kinds that this sender can write. Raises BadPhrase."""
    return weigh_these(kinds, searched(acting, kinds, held), sender=sender)


def weigh_these(kinds: KindRules, found: Searched, *, sender: Sender) -> Board:
    """Scores of the kinds that this sender can write, in what was searched. Raises BadPhrase."""
    sought = finder_of(kinds).sought
    return Board(
        {kind.kind: weigh_kind(kind.kind, sought[kind.kind], found) for kind in kinds.kinds if sender in kind.senders}
    )


def weigh_kind(kind: str, wanted: Iterable[Sought], found: Searched) -> Weighed:
    """The case for one kind by these signals."""
    score, hits, signals, misses, out = 0.0, list[Evidence](), list[Signal](), list[Miss](), None
    for sought in wanted:
        signal = sought.signal
        looked_for = sought in found.possible or not sought.words
        evidence = find_signal(sought, found, kind) if looked_for else None
        if evidence is None:
            if signal.weight > 0:
                misses.append(sought.missed)
            continue
        if signal.veto:
            out = signal.id
            misses.append(Miss(signal.id, kind, f"put the kind out: {evidence.quote}"))
            continue
        score += evidence.weight
        hits.append(evidence)
        signals.append(signal)
    score = 0.0 if out else score
    return Weighed(kind, score, tuple(hits), tuple(signals), tuple(misses), out)


def find_signal(sought: Sought, found: Searched, kind: str) -> Evidence | None:
    """The best occurrence of a signal, or None."""
    signal, domain = sought.signal, found.domain
    if any(fact not in found.held for fact in signal.facts):
        return None
    if signal.from_domains and not any(domain == d or domain.endswith("." + d) for d in signal.from_domains):
        return None
    if not sought.words:
        return _by_fact(signal, found.held, domain, kind)
    best: tuple[PlacedText, Found] | None = None
    weight = 0.0
    for placed, hits in found.pairs:
        if sought.words.isdisjoint(hits):
            continue
        for one in _occurrences(signal, placed, hits):
            where = placed.places[one.first]
            factor = found.factors.get(where, 0.0)
            if where not in sought.allowed or not factor:
                continue
            if signal.silent_when and silenced(placed.text, one, signal.silent_when, found.moods):
                continue
            if best is None or abs(signal.weight * factor) > abs(weight):
                best, weight = (placed, one), round(signal.weight * factor, 2)
    return _evidence(signal, *best, weight, kind) if best else None


def _by_fact(signal: Signal, held: Held, domain: str, kind: str) -> Evidence:
    source, quote = held[signal.facts[0]] if signal.facts else ("header:From", domain)
    return Evidence(signal.id, kind, source, quote[:_QUOTE], signal.weight)


def _evidence(signal: Signal, placed: PlacedText, found: Found, weight: float, kind: str) -> Evidence:
    start, end = placed.text.span(found.first, found.after)
    first, last = placed.text.sentence_span(placed.text.sentence[found.first])
    quote = " ".join(placed.text.text[min(first, start) : max(last, end)].split())
    if len(quote) > _QUOTE:
        quote = " ".join(placed.text.text[max(0, start - 60) : end + 100].split())
    return Evidence(signal.id, kind, placed.source_at(start), quote, weight, start, end)


def _occurrences(signal: Signal, placed: PlacedText, hits: Hits) -> Iterator[Found]:
    """Where the signal's words stand: one of its phrases, and with them one of each group in the same sentence."""
    sentence_of = placed.text.sentence
    silent = {sentence_of[f.first] for phrase in signal.unless if phrase in hits for f in hits[phrase]}
    groups = [
        {sentence_of[f.first]: f for phrase in reversed(group) if phrase in hits for f in reversed(hits[phrase])}
        for group in signal.together
    ]
    if groups and not (signal.phrases or signal.patterns):
        candidates = list(groups[0].values())
    else:
        candidates = [f for term in (*signal.phrases, *signal.patterns) if term in hits for f in hits[term]]
    for found in candidates:
        sentence = sentence_of[found.first]
        if sentence not in silent and all(sentence in group for group in groups):
            yield found
