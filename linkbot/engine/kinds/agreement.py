"""Whether the letters of one mail agree: a covering mail and its enclosure may each be a clear letter of another kind.

Weighs each letter by itself, only where there are several; what it finds makes the reading doubtful, it never changes
the kind. A chaser may enclose what it chases.
"""

from __future__ import annotations

from linkbot.engine.kinds.chasers import chaser_kinds, merge_chasers
from linkbot.engine.kinds.places import PlacedText
from linkbot.engine.kinds.weigh import Searched, Weighed, finder_of, hits_of, only, weigh_these
from linkbot.model.acting import Acting
from linkbot.model.signals import KindRules, Place, Sender

_SPEAKING = frozenset((Place.TITLE, Place.OPENING, Place.BODY))


def dissenter(acting: Acting, kinds: KindRules, *, settled: tuple[str, ...], sender: Sender) -> Weighed | None:
    """The kind one of several letters clearly is by itself, when it is none of those settled on. Raises BadPhrase."""
    letters = [(text, hits) for text, hits in hits_of(acting, kinds) if _speaks(text)]
    if len(letters) < 2:
        return None
    accepted = {*settled, *_enclosed_by(settled, kinds)}
    domain = acting.from_.domain if acting.from_ else ""
    for pair in letters:
        best = _alone(only(pair, finder_of(kinds), domain=domain), kinds, sender)
        if best is not None and best.kind not in accepted:
            return best
    return None


def _speaks(text: PlacedText) -> bool:
    return not _SPEAKING.isdisjoint(text.places)


def _enclosed_by(settled: tuple[str, ...], kinds: KindRules) -> tuple[str, ...]:
    """Both chasers are one reading; and what a kind's file says that such letters enclose."""
    chasers = tuple(kind for kind in chaser_kinds(kinds) if kind)
    enclosed = [name for kind in kinds.kinds if kind.kind in settled for name in kind.encloses]
    return (*enclosed, *(chasers if not set(chasers).isdisjoint(settled) else ()))


def _alone(found: Searched, kinds: KindRules, sender: Sender) -> Weighed | None:
    """The kind one letter clearly is by words of its own."""
    scores = merge_chasers(weigh_these(kinds, found, sender=sender), kinds)
    ranked = sorted(scores.values(), key=lambda one: (-one.own_score, one.kind))
    best, weighing = ranked[0], kinds.weighing
    second = ranked[1].own_score if len(ranked) > 1 else 0.0
    clear = best.own_score - second >= max(weighing.certain_margin, weighing.certain_lead * best.own_score)
    return best if clear and best.own_score >= weighing.certain_score else None
