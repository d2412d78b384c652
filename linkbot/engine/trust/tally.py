"""What is known of linkbot's readings, kind by kind: confirmed, corrected, how sure that makes us, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linkbot.engine.trust.switching import switch_of
from linkbot.engine.trust.wilson import lower_bound, needed
from linkbot.model.question import About, Act
from linkbot.model.trust import Automation, Proof, Switch

WORTH_SAYING = 0.95
"""Below this nobody should rely on a kind unseen."""
BETTER = (0.98, 0.99, 0.995)


@dataclass(frozen=True)
class Record:
    """`confirmed` and `corrected` count every answer; the `sampled` ones those about letters it had handled already."""

    switch: Switch
    confirmed: int
    corrected: int
    sampled_right: int
    sampled_wrong: int
    unanswered: int

    @property
    def kind(self) -> str:
        return self.switch.kind

    @property
    def at_least(self) -> float:
        return lower_bound(self.confirmed, self.confirmed + self.corrected)


def record_of(kind: str, proofs: Iterable[Proof], automation: Automation, acts: Sequence[Act]) -> Record:
    """Of that kind alone, whatever else is among the proofs. `acts` as for `switch_of`.

    A check put while the kind did not act alone (in the modes `watch` and `draft`) is no sample.
    """
    own = [proof for proof in proofs if proof.kind == kind]
    checks = [
        proof for proof in own if proof.about is About.CHECK and switch_of(kind, automation, acts, at=proof.asked_at).on
    ]
    return Record(
        switch=switch_of(kind, automation, acts),
        confirmed=sum(proof.confirmed for proof in own),
        corrected=sum(proof.corrected for proof in own),
        sampled_right=sum(proof.confirmed for proof in checks),
        sampled_wrong=sum(proof.corrected for proof in checks),
        unanswered=sum(proof.is_open for proof in own),
    )


def percent(share: float) -> str:
    """Rounded down, never up: `98 %`, `99.5 %`; a bound that is nearly 99 % is not 99 %."""
    tenths = int(share * 1000 + 1e-9)
    return f"{tenths // 10} %" if tenths % 10 == 0 or share < BETTER[1] else f"{tenths / 10} %"


def opinion(record: Record) -> str:
    """One sentence or two: what the figures allow a person to think."""
    seen, wrong, bound = record.confirmed + record.corrected, record.corrected, record.at_least
    if seen == 0:
        return "Nothing has been confirmed yet: nothing can be said."
    said = f"{wrong if wrong else 'None'} wrong in {seen}: at least {percent(bound)} are right."
    if bound < WORTH_SAYING:
        enough = next(n for n in range(seen + 1, 100_000) if lower_bound(n - wrong, n) >= WORTH_SAYING)
        more = enough - seen
        return f"{said} Too little to rely on: {more} more without a correction would make it {percent(WORTH_SAYING)}."
    goal = next((share for share in BETTER if bound < share), None)
    if goal is None or wrong:
        return said
    return f"{said} {needed(goal)} without one would say {percent(goal)}."
