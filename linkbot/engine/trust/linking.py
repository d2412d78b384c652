"""Whether a sure likeness may tie a case to its complaint without asking: what people have said, and what that proves.

Off until a person switches it on, which is refused before enough has been confirmed; a tie undone counts against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linkbot.engine.trust.switching import BY_ITSELF, switch_of
from linkbot.engine.trust.tally import percent
from linkbot.engine.trust.wilson import lower_bound
from linkbot.model.matching import MatchingRules
from linkbot.model.question import About, Act, Question, Verb
from linkbot.model.trust import Automation, Switch

LINKS = "complaint_link"
"""What the acts that switch it name."""
QUOTED = "The letter quotes"
"""How the reason of a tie begins that rests on our own reference: likeness has no part in it."""


@dataclass(frozen=True)
class LinkRecord:
    """`undone`: ties by likeness that a person took back. `unanswered`: sure proposals not answered."""

    switch: Switch
    confirmed: int
    corrected: int
    undone: int
    unanswered: int
    alone: int  # ties made by likeness

    @property
    def wrong(self) -> int:
        return self.corrected + self.undone

    @property
    def at_least(self) -> float:
        return lower_bound(self.confirmed, self.confirmed + self.wrong)


def link_record(questions: Iterable[Question], acts: Sequence[Act]) -> LinkRecord:
    """`questions` of all time, also settled ones; `acts` of the verbs trust, link and unlink, in order."""
    asked = [q for q in questions if q.about is About.COMPLAINT_LINK and q.would is not None]
    answered = [q for q in asked if q.answer is not None]
    confirmed = sum(q.answer == q.would for q in answered)
    own = [(at, act) for at, act in enumerate(acts) if _is_by_likeness(act)]
    return LinkRecord(
        switch=links_switch([act for act in acts if act.verb is Verb.TRUST]),
        confirmed=confirmed,
        corrected=len(answered) - confirmed,
        undone=sum(_is_undone(act, acts[at + 1 :]) for at, act in own),
        unanswered=sum(q.answer is None and q.answered_at is None for q in asked),
        alone=len(own),
    )


def links_switch(acts: Sequence[Act]) -> Switch:
    """No configuration switches it on: only a person's act does."""
    return switch_of(LINKS, Automation(), acts)


def hindrance(record: LinkRecord, rules: MatchingRules) -> str | None:
    """Why it may not be switched on (any more); None when it may."""
    seen = record.confirmed + record.wrong
    if record.confirmed < rules.confirmations:
        return (
            f"{record.confirmed} sure proposals have been confirmed, and {rules.confirmations} are wanted first "
            f"(rules/matching.toml)."
        )
    if record.at_least < rules.at_least:
        return (
            f"{record.wrong} of {seen} were wrong: at least {percent(record.at_least)} are right, and "
            f"{percent(rules.at_least)} is wanted (rules/matching.toml)."
        )
    return None


def _is_by_likeness(act: Act) -> bool:
    return act.verb is Verb.LINK and act.by == BY_ITSELF and not act.reason.startswith(QUOTED)


def _is_undone(tie: Act, later: Sequence[Act]) -> bool:
    deeds = [act for act in later if act.target == tie.target and act.verb in (Verb.LINK, Verb.UNLINK)]
    return any(act.by != BY_ITSELF and act.value != tie.value for act in deeds[:1])
