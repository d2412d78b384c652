"""Which of the letters that linkbot handled alone a person looks at all the same. No chance: the letter's own digest.

The first letter of a kind in each week, and of the others as many of a hundred as the configuration says: without it
the counts of `linkbot rules trust` would be of the past only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from linkbot.engine.casework.work import Moment
from linkbot.model.question import About
from linkbot.model.trust import Proof


def is_drawn(digest: str, percent: int) -> bool:
    """`digest` is SHA-256 hex of the message: as good as drawn by lot, and the same tomorrow."""
    return int(digest[:8], 16) * 100 < percent << 32


def wants_check(kind: str, *, digest: str, proofs: Iterable[Proof], percent: int, moment: Moment) -> bool:
    """`proofs`: what has been asked of this kind at least since Monday."""
    if percent == 0:
        return False
    monday = moment.today - timedelta(days=moment.today.weekday())
    of_this_week = (
        proof
        for proof in proofs
        if proof.about is About.CHECK
        and proof.kind == kind
        and proof.asked_at.astimezone(moment.at.tzinfo).date() >= monday
    )
    return next(of_this_week, None) is None or is_drawn(digest, percent)
