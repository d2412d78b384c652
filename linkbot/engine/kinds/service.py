"""Whose letter it is within the organisation: service areas by their words, certain only when those decide.

Subject, title and the sentence that says what the complaint is about weigh most; narrative counts a little, boilerplate
and an ombudsman's own name nothing. Which officer that is, is the directory's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from linkbot.engine.kinds.matching import Terms, cut
from linkbot.engine.kinds.places import without_boilerplate
from linkbot.model.acting import Acting
from linkbot.model.evidence import Evidence
from linkbot.model.mail import LetterRole
from linkbot.model.reading import ServiceMatch
from linkbot.model.services import ServiceRules, ServiceWords

_SUBJECT, _ABOUT, _PLAIN, _WEAK, _REPEAT = 3.0, 3.0, 1.5, 0.5, 0.5
_HEAD = 1200  # characters in which a letter says what it is about


class Compiled:
    """The words of all services in one pass."""

    def __init__(self, rules: ServiceRules) -> None:
        """Raises BadPhrase."""
        phrases = [p for service in rules.services for p in (*service.words, *service.weak)]
        self.terms = Terms(phrases=[*phrases, *rules.ignore, *rules.about])


@lru_cache(maxsize=4)
def compiled(rules: ServiceRules) -> Compiled:
    """Kept by the rules' identity. Raises BadPhrase."""
    return Compiled(rules)


@dataclass
class _Tally:
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()


def find_service(acting: Acting, *, services: ServiceRules, configured: tuple[str, ...]) -> ServiceMatch:
    """The service a letter concerns, by the configuration's own name for it where it has one."""
    possible = [service for service in services.services if service.concerns(acting.ombudsman)]
    tallies = {service.id: _Tally() for service in possible}
    for source, text in _texts(acting):
        _count(source, text, services, tallies)
    if any(tallies[service.id].score > _WEAK for service in possible if not service.fallback):
        tallies = {service.id: tallies[service.id] for service in possible if not service.fallback}
    ranked = sorted(tallies.items(), key=lambda entry: (-entry[1].score, entry[0]))
    if not ranked or ranked[0][1].score <= _WEAK:  # a weak word alone names nobody
        return ServiceMatch(None, False)
    best, tally = ranked[0]
    margin = tally.score - (ranked[1][1].score if len(ranked) > 1 else 0.0)
    certain = tally.score >= services.certain_score and margin >= services.certain_margin
    service = services.service(best)
    assert service is not None
    return ServiceMatch(_configured(service, configured), certain, service.sensitive, tally.evidence)


def _texts(acting: Acting) -> list[tuple[str, str]]:
    letters = [letter for letter in acting.letters if letter.role is not LetterRole.QUOTED]
    return [("header:Subject", acting.subject), *((letter.source, without_boilerplate(letter)) for letter in letters)]


def _count(source: str, raw: str, rules: ServiceRules, tallies: dict[str, _Tally]) -> None:
    text = cut(raw)
    hits = compiled(rules).terms.find(text)
    ignored = {i for phrase in rules.ignore for f in hits.get(phrase, ()) for i in range(f.first, f.after)}
    about = {text.sentence[f.first] for phrase in rules.about for f in hits.get(phrase, ())}
    for service in rules.services:
        if service.id not in tallies:
            continue
        taken: set[int] = set()
        for phrase in (*service.words, *service.weak):
            if phrase not in hits:
                continue
            found = [f for f in hits[phrase] if not ignored.intersection(range(f.first, f.after))]
            fresh = [f for f in found if not taken.intersection(range(f.first, f.after))]
            if not fresh:
                continue
            taken.update(i for f in fresh for i in range(f.first, f.after))
            best = max(fresh, key=lambda f: _worth(source, text.words[f.first].start, text.sentence[f.first], about))
            worth = _worth(source, text.words[best.first].start, text.sentence[best.first], about)
            worth = _WEAK if phrase in service.weak else worth + min(len(fresh) - 1, 3) * _REPEAT
            tally = tallies[service.id]
            tally.score += worth
            tally.evidence += (_evidence(service, source, raw, text.span(best.first, best.after), worth),)


def _worth(source: str, offset: int, sentence: int, about: set[int]) -> float:
    if source == "header:Subject":
        return _SUBJECT
    if sentence in about and offset < _HEAD:
        return _ABOUT
    return _PLAIN if offset < _HEAD else _REPEAT


def _evidence(service: ServiceWords, source: str, raw: str, span: tuple[int, int], worth: float) -> Evidence:
    start, end = span
    return Evidence("service_words", f"service:{service.id}", source, raw[start:end], round(worth, 2), start, end)


def _configured(service: ServiceWords, configured: tuple[str, ...]) -> str:
    """The name the configuration uses: its own id, else the first alias it has, else the rule's id."""
    if service.id in configured:
        return service.id
    return next((alias for alias in service.aliases if alias in configured), service.id)
