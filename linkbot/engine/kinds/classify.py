"""Kinds by evidence: each kind's signals are looked for, weighed by place, and the kinds compete.

A margin too small is `unclear`, so that a person gets both readings. How severe a chaser is, is not a matter of points
but of facts: `engine.kinds.chasers` decides it. Reads no old quoted text, no boilerplate and no narrative of decisions.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.kinds.agreement import dissenter
from linkbot.engine.kinds.chasers import chaser_kind, companion, merge_chasers
from linkbot.engine.kinds.letter_facts import facts_of
from linkbot.engine.kinds.places import place
from linkbot.engine.kinds.weigh import Board, Weighed, weigh
from linkbot.model.acting import Acting
from linkbot.model.authentication import Verdict
from linkbot.model.case_facts import CaseFacts
from linkbot.model.classification import Certainty, Classification, Miss, Rival
from linkbot.model.evidence import Evidence
from linkbot.model.signals import KindRules, Sender, Weighing


def classify(acting: Acting, *, kinds: KindRules, facts: CaseFacts, ombudsman: str | None) -> Classification:
    """What kind of letter this is. `ombudsman` is whose letter it is (or claims to be), None for anybody else's."""
    if facts.gate_kind is not None:
        evidence = Evidence("gate", facts.gate_kind, "gate", f"a gate decided: {facts.gate_kind}", 10.0)
        return Classification(facts.gate_kind, (), Certainty.CERTAIN, 10.0, 10.0, (evidence,))
    placed = place(acting, kinds)
    sender = _sender(acting, facts, ombudsman)
    day = acting.date.date() if acting.date else None
    held = facts_of(placed, facts, kinds, sender=sender, from_=acting.from_, written_on=day)
    board = weigh(acting, kinds, held=held, sender=sender)
    scores = _without_shared(merge_chasers(board, kinds), kinds.weighing)
    ranked = sorted(((w.score, w.kind) for w in scores.values() if w.score > 0), key=lambda e: (-e[0], e[1]))
    if not ranked or ranked[0][0] < kinds.weighing.floor:
        rivals = tuple(Rival(kind, round(score, 2)) for score, kind in ranked)
        return Classification(None, (), Certainty.UNCLEAR, misses=_misses(board), rivals=rivals)
    main, also = _companions(ranked, scores, board, kinds)
    score = scores[main].score
    others = [(s, k) for s, k in ranked if k not in (main, *also)]
    margin = score - (others[0][0] if others else 0.0)
    kind = chaser_kind(main, board, facts, kinds)
    also = tuple(chaser_kind(k, board, facts, kinds) for k in also)
    certainty = _certainty(scores[main], margin, kinds.weighing)
    other = dissenter(acting, kinds, settled=(kind, *also), sender=sender) if certainty is Certainty.CERTAIN else None
    if other is not None:
        certainty = Certainty.UNCLEAR
        others = [(other.score, other.kind), *((s, k) for s, k in others if k != other.kind)]
    hits = scores[main].hits + tuple(hit for k in also for hit in (scores[k].hits if k in scores else ()))
    return Classification(
        kind=kind,
        also=also,
        certainty=certainty,
        score=round(score, 2),
        margin=round(margin, 2),
        hits=tuple(dict.fromkeys(hits)),
        misses=_misses(board),
        rivals=tuple(Rival(k, round(s, 2)) for s, k in others),
    )


def _sender(acting: Acting, facts: CaseFacts, ombudsman: str | None) -> Sender:
    """A forged letter is read as what it claims to be: whether it may act is not asked here."""
    if acting.ombudsman or ombudsman or facts.verdict is Verdict.FORGED:
        return Sender.OMBUDSMAN
    return Sender.INTERNAL if facts.internal else Sender.OUTSIDE


def _without_shared(scores: dict[str, Weighed], weighing: Weighing) -> dict[str, Weighed]:
    """What many kinds share (a date to answer by, a question) counts only while no other kind speaks for itself."""
    own = {kind: weighed.own_score for kind, weighed in scores.items()}
    return {
        kind: replace(weighed, score=own[kind])
        if weighed.score != own[kind]
        and any(other >= max(weighing.certain_score, own[kind]) for name, other in own.items() if name != kind)
        else weighed
        for kind, weighed in scores.items()
    }


def _companions(
    ranked: list[tuple[float, str]], scores: dict[str, Weighed], board: Board, kinds: KindRules
) -> tuple[str, tuple[str, ...]]:
    """The main kind, and what the letter is besides: a notification that asks for papers is a notification first."""
    best = ranked[0][1]
    for kind in kinds.kinds:
        if kind.kind not in scores or not kind.companions:
            continue
        own = scores[kind.kind].score
        also = tuple(
            name for c in kind.companions if own >= c.own and (name := companion(c, scores, board, kinds)) is not None
        )
        if also and (best == kind.kind or best in also):
            return kind.kind, also
    return best, ()


def _certainty(best: Weighed, margin: float, weighing: Weighing) -> Certainty:
    """Certain needs a score, a margin large for that score, little against it, and several reasons or nobody near."""
    score = best.score
    clear = margin >= max(weighing.certain_margin, weighing.certain_lead * score)
    against = -sum(hit.weight for hit in best.hits if hit.weight < 0)
    clear = clear and against <= weighing.certain_against * (score + against)
    alone = score - margin <= weighing.certain_alone
    if score >= weighing.certain_score and clear and (alone or _independent(best) >= weighing.certain_signals):
        return Certainty.CERTAIN
    if score >= weighing.likely_score and margin >= weighing.likely_margin:
        return Certainty.LIKELY
    return Certainty.UNCLEAR


def _independent(best: Weighed) -> int:
    """How many reasons speak for it: signals whose words overlap are one reason, a fact is one of its own."""
    reasons: list[tuple[str, int, int]] = []
    for hit in best.hits:
        if hit.weight <= 0:
            continue
        if hit.start is None or hit.end is None:
            reasons.append((hit.signal, 0, 0))
        elif not any(hit.source == source and hit.start < end and start < hit.end for source, start, end in reasons):
            reasons.append((hit.source, hit.start, hit.end))
    return len(reasons)


def _misses(board: Board) -> tuple[Miss, ...]:
    return tuple(miss for weighed in board.kinds.values() for miss in weighed.misses)
