"""A date that a letter says twice: in the covering mail and again, or as a clock and then as the day it runs out.

Of two sayings of one thing the stated date stays, and the one with a time of day. Two days for one thing are not
repeats; `date_doubts` asks about them.
"""

from __future__ import annotations

import re
from datetime import timedelta

from linkbot.engine.dates.phrases import compiled
from linkbot.engine.dates.reply_uses import Use
from linkbot.model.deadline_rules import DeadlineRules

_BY_HAND = timedelta(days=4)  # a count by hand may forget a holiday or the day it starts
Named = tuple[Use, str]  # with what the date is for


def without_repeats(named: list[Named], rules: DeadlineRules) -> list[Named]:
    """One of each date and purpose; a clock gives way to the stated date that repeats it."""
    kept: list[Named] = []
    for use, purpose in named:
        others = [other for other, _ in named if other is not use and other.due.stated]
        if not use.due.stated and any(_repeats(use, other, rules) for other in others):
            continue
        same = [one for one in kept if (one[1], one[0].due.on) == (purpose, use.due.on)]
        if use.due.on is None or not same:
            kept.append((use, purpose))
        elif same[0][0].due.at is None and use.due.at is not None:
            kept[kept.index(same[0])] = (use, purpose)
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


def miscounted(named: list[Named], rules: DeadlineRules) -> list[tuple[Use, Use]]:
    """A clock and the day the letter says it comes to, where the count comes to quite another day."""
    found = []
    for clock, _ in named:
        for stated, _ in named:
            if clock.due.stated or not stated.due.stated or clock.due.on is None or stated.due.on is None:
                continue
            same = clock.letter == stated.letter and clock.sentence_at == stated.sentence_at
            said = same and compiled(rules.linked).search(stated.local) is not None
            if said and abs(clock.due.on - stated.due.on) > _BY_HAND:
                found.append((clock, stated))
    return found
