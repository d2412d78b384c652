"""Why a person must look at the dates of a letter: two for one thing, before the letter, too far, wrong weekday.

That a date is missing altogether is judged where the kind's needs are known, not here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from linkbot.engine.dates.due_dates import Due, LetterDay
from linkbot.model.deadline import DateDoubt, Deadline
from linkbot.model.deadline_rules import DeadlineRules

_WHOLE = re.compile(  # said of everything asked for: another day for it contradicts the days of its parts
    r"\b(?:the\s+above|everything|all\s+(?:of\s+)?(?:it|this|these|them|the\s+above)|the\s+lot)\b", re.IGNORECASE
)
_TO_COME = re.compile(r"\blook(?:ing)?\s+forward\s+to\b", re.IGNORECASE)
Live = tuple[Deadline, Due, str, tuple[int, int | None, int]]
_GENERAL = re.compile(
    r"\b(?:repl(?:y|ies)|respon(?:d|ds|se)|answers?|comments?|observations?|information|evidence|deadline|it|this|these|them|that)\b",
    re.IGNORECASE,
)


def doubts_of(
    live: Sequence[Live],
    before_letter: Sequence[tuple[Due, str]],
    *,
    day: LetterDay,
    rules: DeadlineRules,
) -> tuple[DateDoubt, ...]:
    """`live`: each deadline with the words before it and its place (letter, list element, sentence); `before_letter`:
    dates asked for that lie before the letter."""
    dated = {deadline.purpose for deadline, _, _, _ in live if deadline.on is not None}
    doubts = [
        single
        for deadline, due, _, _ in live
        if not (due.vague and deadline.purpose in dated)
        for single in doubts_about(due, deadline.source, day=day, rules=rules)
    ]
    doubts += [
        DateDoubt("before_letter", f"{due.phrase} lies before the date of the letter", due.phrase, source)
        for due, source in before_letter
    ]
    doubts += _two_for_one(live, rules)
    doubts += [
        DateDoubt("unknown_event", f"nobody told when this starts: {due.phrase}", due.phrase, deadline.source)
        for deadline, due, _, _ in live
        if deadline.on is None and not due.impossible and deadline.purpose not in dated
    ]
    return tuple(dict.fromkeys(doubts))


def two_days(clock: Due, stated: Due, source: str) -> DateDoubt:
    """A clock that does not come to the day the letter gives for it."""
    counted = f"{clock.on.day} {clock.on:%B %Y}" if clock.on else "no day"
    return DateDoubt("count", f"{clock.phrase} comes to {counted}, not {stated.phrase}", stated.phrase, source)


def possible_dates(found: Sequence[tuple[Due, str]]) -> tuple[DateDoubt, ...]:
    """Where a letter that wants something names no date outright: the days it may mean."""
    return tuple(
        DateDoubt("possible", f"no date is set outright; it may be {due.on.day} {due.on:%B %Y}", due.phrase, source)
        for due, source in found
        if due.on is not None
    )


def doubts_about(due: Due, source: str, *, day: LetterDay, rules: DeadlineRules) -> list[DateDoubt]:
    """What is odd about one date by itself."""
    found = []
    if due.vague:
        found.append(DateDoubt("vague", f"{due.phrase} names no day", due.phrase, source))
    elif due.impossible:
        found.append(DateDoubt("weekday", f"{due.phrase} is no date when read day first", due.phrase, source))
    if not due.weekday_agrees and due.on is not None:
        found.append(
            DateDoubt("weekday", f"{due.phrase}: {due.on.day} {due.on:%B %Y} is a {due.on:%A}", due.phrase, source)
        )
    if due.on is not None and due.on > day.reference + timedelta(days=rules.too_far_days):
        found.append(DateDoubt("too_far", f"{due.phrase} is more than a year after the letter", due.phrase, source))
    return found


def _named(words: str, rules: DeadlineRules) -> set[str]:
    """The words that may name a thing: "the ASB file" gives asb and file."""
    return set(re.findall(r"[a-z]{3,}", words.lower())) - set(rules.common_words)


def _two_for_one(live: Sequence[Live], rules: DeadlineRules) -> list[DateDoubt]:
    """Two days for the same thing: one of them must be said of the reply as a whole, or stand in another letter."""
    doubts = []
    for index, (first, first_due, words, place) in enumerate(live):
        for second, _, other, elsewhere in live[index + 1 :]:
            if first.purpose != second.purpose or None in (first.on, second.on) or first.on == second.on:
                continue
            if place[0] == elsewhere[0] and None not in (place[1], elsewhere[1]) and place[1] != elsewhere[1]:
                continue  # two points of a list, each with its date
            general = _GENERAL.search(words) and _GENERAL.search(other)
            one_thing = general or (first_due.cue != "column" and len(_named(words, rules) & _named(other, rules)) > 1)
            one_thing = one_thing or _taken_up(words, other, rules)
            one_thing = one_thing or (_whole_alone(first, second, live) and _WHOLE.search(other) is not None)
            if first.source != second.source or (one_thing and place != elsewhere):
                sentence = f"two dates for {first.purpose}: {first.phrase}, and {second.phrase}"
                doubts.append(DateDoubt("two_for_one", sentence, second.phrase, second.source))
    return doubts


def _taken_up(words: str, other: str, rules: DeadlineRules) -> bool:
    """Whether a closing line names again what was asked for: "I look forward to the records by 24 March"."""
    return _TO_COME.search(other) is not None and bool(_named(words, rules) & _named(other, rules))


def _whole_alone(first: Deadline, second: Deadline, live: Sequence[Live]) -> bool:
    """Whether the later day, for everything, is none of the days for its parts: otherwise it only says the last one."""
    days = [each.on for each, _, _, _ in live if each.purpose == first.purpose]
    return days.count(second.on) == 1
