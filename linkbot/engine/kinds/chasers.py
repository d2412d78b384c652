"""How severe a chaser is: a matter of facts, not of points.

Final needs a threat of formal power in the new text, or the chief executive in To or Cc together with an overdue item.
A salutation or an address block never counts, nor does the number of chasers.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.kinds.weigh import Board, Weighed, finder_of, searched, weigh_kind
from linkbot.model.acting import Acting
from linkbot.model.case_facts import CaseFacts
from linkbot.model.evidence import Evidence
from linkbot.model.organisation import Organisation
from linkbot.model.signals import Companion, KindRules

_STANDING_WARNING = 0.5
"""What a threat counts beside another reading when nothing says that a date was missed: first requests carry
standing warnings too."""


def chaser_kinds(kinds: KindRules) -> tuple[str | None, str | None]:
    """The ids of the first and the final chaser, as the kind files mark them."""
    first = next((k.kind for k in kinds.kinds if k.chaser and not k.final_chaser), None)
    final = next((k.kind for k in kinds.kinds if k.final_chaser), None)
    return first, final


def merge_chasers(board: Board, kinds: KindRules) -> dict[str, Weighed]:
    """Scores with both chasers as one reading under the first's name: a chaser with a threat must not beat itself."""
    first, final = chaser_kinds(kinds)
    scores = {kind: weighed for kind, weighed in board.kinds.items() if not weighed.out}
    if first is None or final is None or final not in scores:
        return scores
    threat = scores.pop(final)
    chaser = scores.get(first, Weighed(first))
    if chaser.score <= 0 < threat.score and first in board.kinds:
        others = (w.own_score for kind, w in scores.items() if kind != first)
        warned = any(score >= kinds.weighing.certain_score for score in others)
        scores[first] = replace(threat, kind=first, score=threat.score * (_STANDING_WARNING if warned else 1.0))
    elif first in scores:
        total = chaser.score + threat.score
        scores[first] = replace(
            chaser, score=total, hits=chaser.hits + threat.hits, signals=chaser.signals + threat.signals
        )
    return scores


def companion(wanted: Companion, scores: dict[str, Weighed], board: Board, kinds: KindRules) -> str | None:
    """The id under which a companion scores, if it scores enough; a final chaser needs a threat and a date missed."""
    first, final = chaser_kinds(kinds)
    name = wanted.kind
    if name == final:
        if first is None or not (board.hits_of(final, threat=True) and board.hits_of(first, missed=True)):
            return None
        name = first
    return name if name in scores and scores[name].own_score >= wanted.other else None


def chaser_kind(kind: str, board: Board, facts: CaseFacts, kinds: KindRules) -> str:
    """The kind itself, or the final chaser where the first one turns out to be it."""
    first, final = chaser_kinds(kinds)
    if kind != first or final is None:
        return kind
    if board.hits_of(final, threat=True):
        return final
    missed = facts.overdue if facts.checked else bool(board.hits_of(first, missed=True))
    return final if facts.chief_executive_copied and missed else kind


def threatens(acting: Acting, rules: KindRules) -> tuple[bool, Evidence | None]:
    """Whether the new text threatens formal power, with the words that do."""
    final = next((kind for kind in rules.kinds if kind.final_chaser), None)
    if final is None:
        return False, None
    threats = [one for one in finder_of(rules).sought[final.kind] if one.signal.threat or one.signal.veto]
    weighed = weigh_kind(final.kind, threats, searched(acting, rules, {}))
    best = max(weighed.hits if weighed.out is None else (), key=lambda hit: hit.weight, default=None)
    return best is not None, best


def chief_executive_copied(
    acting: Acting, *, organisation: Organisation, ceo_addresses: tuple[str, ...], rules: KindRules
) -> bool:
    """Whether the chief executive is among To or Cc: by address, or by a mailbox name of the rules in our domains."""
    known = {address.casefold() for address in ceo_addresses}
    for address in (*acting.to, *acting.cc):
        if address.address in known:
            return True
        if organisation.owns(address.address) and address.local_part in rules.weighing.chief_executive_mailboxes:
            return True
    return False
