"""Which dates of a letter are reply dates for us, what for, and which of them a person must look at.

A date counts with a cue, an ask and no blocker in its clause; a relative clock that a stated date repeats gives way to
it. Dates of orders and recommendations are found here too and taken out again by `merge`, once the items are known.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from linkbot.engine.date_doubts import doubts_of
from linkbot.engine.due_dates import Due, LetterDay
from linkbot.engine.outcomes import order_numbers
from linkbot.engine.phrases import compiled
from linkbot.engine.purposes import purpose_of
from linkbot.engine.reply_uses import Use, uses_in
from linkbot.model.acting import Acting
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.deadline import Deadline
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.deadlines_found import DeadlinesFound
from linkbot.model.items_found import ItemsFound

_TO_US = re.compile(
    r"\b(?:us|me|my|our|portal|ombudsman|this\s+service|you|your|repl(?:y|ies)|respon(?:d|se)|comments?|observations?)\b",
    re.IGNORECASE,
)
_OWED = re.compile(
    r"\b(?:asked|due|requested|expected|expecting|required|wanted|needed|promised\s+us)\b", re.IGNORECASE
)
_ROLLED_TOO_FAR = timedelta(days=330)  # a year-less date that lands so far ahead was meant in the past


def find_deadlines(
    acting: Acting,
    *,
    kind: str | None,
    letter_date: date | None,
    received_on: date,
    calendar: WorkingCalendar,
    rules: DeadlineRules,
) -> DeadlinesFound:
    """Reply dates of all acting letters, in order; the same date for the same thing is one. `kind` may be None."""
    if kind in rules.quiet_kinds:
        return DeadlinesFound()
    day = LetterDay(letter_date, received_on, calendar)
    live: list[Use] = []
    missed: list[date] = []
    wrong: list[Use] = []
    for number, letter in enumerate(acting.letters):
        for use in uses_in(number, letter, day, rules):
            verdict = _judge(use, kind, day, rules)
            if verdict == "live":
                live.append(use)
            elif verdict == "missed" and (on := _backward(use.due, day)) is not None:
                missed.append(on)
            elif verdict == "past":
                wrong.append(use)
    whole = "\n".join(letter.text for letter in acting.letters)
    named = [
        (
            use,
            _order_named(use, kind, rules)
            or purpose_of(use.local, use.sentence, use.lead, whole, kind=kind, ombudsman=acting.ombudsman, rules=rules),
        )
        for use in live
    ]
    kept = _without_repeats(named, rules)
    deadlines = tuple(use.due.deadline(purpose=purpose, source=use.source) for use, purpose in kept)
    doubts = doubts_of(
        [
            (deadline, use.due, use.local, (use.letter, use.sentence_at))
            for deadline, (use, _) in zip(deadlines, kept, strict=True)
        ],
        [(use.due, use.source) for use in wrong],
        day=day,
        rules=rules,
    )
    return DeadlinesFound(deadlines, doubts, tuple(dict.fromkeys(missed)))


def merge(found: DeadlinesFound, items: ItemsFound) -> DeadlinesFound:
    """Reply dates plus each order's and recommendation's own date. A date inside an item's text, or equal to an item's
    date, is the item's and not a reply date too."""
    own = [item.deadline for item in items.items if item.deadline is not None and " " in item.deadline.purpose]
    own += [change.due for change in items.changes if change.due is not None]
    days = {deadline.on for deadline in own if deadline.on is not None}

    def covered(deadline: Deadline) -> bool:
        start = deadline.start
        return start is not None and any(
            deadline.source == source and begin <= start < end for source, begin, end in items.covered
        )

    replies = tuple(d for d in found.deadlines if not covered(d) and d.on not in days)
    quotes = {d.phrase for d in replies}
    gone = {d.phrase for d in found.deadlines} - quotes
    days_left = {d.on for d in replies}
    doubts = tuple(d for d in found.doubts if d.quote not in gone and (d.code != "two_for_one" or len(days_left) > 1))
    return DeadlinesFound((*replies, *own), doubts + items.doubts, found.missed_on)


def _order_named(use: Use, kind: str | None, rules: DeadlineRules) -> str | None:
    """A confirmation that leaves one order open gives that order's date."""
    if kind not in rules.confirmation_kinds:
        return None
    numbers = order_numbers(use.clause)
    return f"order {numbers[0]}" if len(numbers) == 1 else None


def _judge(use: Use, kind: str | None, day: LetterDay, rules: DeadlineRules) -> str:
    """live | missed | past (asked for, but before the letter) | no."""
    due = use.due
    if due.cue == "none" or (due.cue == "range" and not compiled(rules.windows).search(use.sentence)):
        return "no"
    threat = compiled(rules.threats).search(use.clause) is not None
    strong = threat or compiled(rules.strong_asks).search(use.clause) is not None
    # In "we asked for it by 1 March and agreed to extend that to 15 March" the second date is no longer narrative.
    telling = use.local if due.cue == "strong" and use.local in use.clause else use.clause
    told = compiled(rules.narrative).search(telling) is not None and not strong
    past = _is_past(due, day)
    owed = kind in rules.chaser_kinds or _OWED.search(use.clause) is not None
    if past and (told or kind in rules.chaser_kinds or compiled(rules.narrative).search(use.clause)):
        return "missed" if owed else "no"
    if told:
        future = due.stated and not due.year_given and due.earlier is not None
        return "missed" if future and owed else "no"
    if compiled(rules.contingent).search(_before_the_date(use, rules)):
        return "no"
    if not threat and compiled(rules.promises).search(_before_the_date(use, rules)):
        return "no"
    if kind in (*rules.proposal_kinds, *rules.comment_kinds) and not _answers_a_proposal(use, kind, rules):
        return "no"
    if kind in rules.remedy_kinds and not _TO_US.search(use.sentence):
        return "no"
    if not _asked(use, rules):
        return "no"
    return "past" if past else "live"


def _before_the_date(use: Use, rules: DeadlineRules) -> str:
    """Where a promise would undo the date: what follows a request ("…, and I'll draw up terms") does not."""
    at = use.due.end - use.clause_at
    asked = compiled(rules.strong_asks).search(use.clause, 0, max(0, at)) is not None
    return use.clause[: max(0, at)] if asked else use.clause


def _asked(use: Use, rules: DeadlineRules) -> bool:
    clock = use.due.clock
    if use.due.cue == "strong" or (clock is not None and clock.explicit and clock.event is not None):
        return True
    if use.lead and compiled(rules.narrative).search(use.lead) and not compiled(rules.strong_asks).search(use.lead):
        return False
    openers = (rules.threats, rules.strong_asks)
    if any(compiled(each).search(use.clause) for each in openers):
        return True
    return any(compiled(rules.asks).search(words) for words in (use.clause, use.sentence, use.lead))


def _answers_a_proposal(use: Use, kind: str | None, rules: DeadlineRules) -> bool:
    """In a settlement proposal or a draft only the date to answer it counts, not the times it proposes."""
    clock = use.due.clock
    if clock is not None and clock.decision:
        return False
    if kind in rules.comment_kinds:
        words = next(each.phrases for each in rules.purposes if each.purpose == "comments")
        asked = compiled(rules.strong_asks).search(use.clause) or use.due.cue == "strong"
        return bool(asked) or compiled(words).search(f"{use.lead} {use.sentence}") is not None
    if compiled(rules.proposals).search(use.clause) or compiled(rules.proposals).search(use.lead):
        return compiled(rules.strong_asks).search(use.clause) is not None
    return (_TO_US.search(use.sentence) or compiled(rules.strong_asks).search(use.clause)) is not None


def _is_past(due: Due, day: LetterDay) -> bool:
    if due.on is None or not due.stated:
        return False
    if due.on < day.reference:
        return True
    return not due.year_given and due.earlier is not None and due.on - day.reference > _ROLLED_TOO_FAR


def _backward(due: Due, day: LetterDay) -> date | None:
    """The past reading of a date; None for a clock, whose start nobody told us."""
    if not due.stated or due.on is None:
        return None
    return due.on if due.on < day.reference else due.earlier


def _without_repeats(named: list[tuple[Use, str]], rules: DeadlineRules) -> list[tuple[Use, str]]:
    """One of each date and purpose; a clock gives way to the stated date that repeats it."""
    kept: list[tuple[Use, str]] = []
    for position, (use, purpose) in enumerate(named):
        others = [other for other in named if other[0] is not use]
        if not use.due.stated and any(_repeats(use, other, rules) for other, _ in others if other.due.stated):
            continue
        same = [one for one in named[:position] if (one[1], one[0].due.on) == (purpose, use.due.on)]
        if use.due.on is not None and any(one in kept for one in same):
            continue
        kept.append((use, purpose))
    return _stated_first(kept)


def _stated_first(kept: list[tuple[Use, str]]) -> list[tuple[Use, str]]:
    """Of a clock and a stated date for the same purpose that agree to the day, the stated one stays."""
    stated = {(purpose, use.due.on) for use, purpose in kept if use.due.stated}
    return [one for one in kept if one[0].due.stated or (one[1], one[0].due.on) not in stated]


def _repeats(clock: Use, stated: Use, rules: DeadlineRules) -> bool:
    """Whether the stated date says the clock again: the next date of the same sentence or of a linked one."""
    if clock.due.on is not None and clock.due.on == stated.due.on:
        return True
    if clock.letter != stated.letter or stated.due.date_start < clock.due.end:
        return False
    gap = stated.sentence_at - (clock.sentence_at + len(clock.sentence))
    linked = compiled(rules.linked).search(stated.local) is not None
    if clock.sentence_at == stated.sentence_at:
        between = clock.sentence[clock.due.end - clock.sentence_at : stated.due.start - clock.sentence_at]
        return linked or not re.search(r"\band\b|;", between)
    return linked and gap < 4
