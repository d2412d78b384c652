"""Which dates of a letter are reply dates for us, what for, and which of them a person must look at.

Each date is judged by itself in `verdicts`; what it is for is said by `purposes`. Dates of orders and recommendations
are found here too and taken out again by `merge`, once the items are known.
"""

from __future__ import annotations

from datetime import date

from linkbot.engine.dates.accounting import at_odds, held_out, mention, settled, unaccounted
from linkbot.engine.dates.date_doubts import doubts_of, possible_dates, two_days
from linkbot.engine.dates.due_dates import LetterDay
from linkbot.engine.dates.purposes import purpose_of
from linkbot.engine.dates.repeats import miscounted, without_repeats
from linkbot.engine.dates.reply_uses import Use, uses_in
from linkbot.engine.dates.verdicts import HELD_OUT, Verdict, backward, judge, may_be_meant
from linkbot.engine.items.outcomes import order_numbers
from linkbot.model.acting import Acting
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.deadline import DateDoubt, DateMention
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.deadlines_found import DeadlinesFound
from linkbot.model.items_found import ItemsFound

_MOST = 2_000
"""Dates of one message that are weighed. A long report has some hundreds; each costs milliseconds."""


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
    possible: list[Use] = []
    mentions: list[DateMention] = []
    uses = [use for number, letter in enumerate(acting.letters) for use in uses_in(number, letter, day, rules)]
    for use in uses[:_MOST]:
        judged = judge(use, kind, day, rules)
        verdict = judged.verdict
        mentions.append(mention(use, judged, day, rules))
        if verdict is Verdict.LIVE:
            live.append(use)
        elif verdict is Verdict.MISSED and (on := backward(use.due, day)) is not None:
            missed.append(on)
        elif verdict is Verdict.PAST:
            wrong.append(use)
        elif may_be_meant(use, kind, day, rules):
            possible.append(use)
    whole = "\n".join(letter.text for letter in acting.letters)
    named = [
        (
            use,
            _order_named(use, kind, rules)
            or purpose_of(
                use.local,
                use.sentence,
                use.lead,
                whole,
                around=use.around,
                kind=kind,
                ombudsman=acting.ombudsman,
                rules=rules,
            ),
        )
        for use in live
    ]
    kept = without_repeats(named, rules)
    deadlines = tuple(use.due.deadline(purpose=purpose, source=use.source) for use, purpose in kept)
    doubts = doubts_of(
        [
            (deadline, use.due, "" if use.in_turn else use.local, (use.letter, use.element, use.sentence_at))
            for deadline, (use, _) in zip(deadlines, kept, strict=True)
        ],
        [(use.due, use.source) for use in wrong],
        day=day,
        rules=rules,
    )
    if kind in rules.dated_kinds and not (deadlines or wrong):
        doubts += possible_dates([(use.due, use.source) for use in possible])
    doubts += tuple(two_days(clock.due, stated.due, stated.source) for clock, stated in miscounted(named, rules))
    if kind in rules.extension_kinds or any(each.why == HELD_OUT for each in mentions):
        doubts += held_out(acting.letters, rules)
    if len(uses) > _MOST:
        more = DateDoubt("too_many", f"it holds {len(uses)} dates, and those after the first {_MOST} were not weighed")
        doubts = (*doubts, more)
    return DeadlinesFound(deadlines, doubts, tuple(dict.fromkeys(missed)), tuple(mentions))


def merge(found: DeadlinesFound, items: ItemsFound) -> DeadlinesFound:
    """Reply dates plus each order's and recommendation's own date. A date inside an item's text, or equal to an item's
    date, is the item's and not a reply date too."""
    own = [item.deadline for item in items.items if item.deadline is not None and " " in item.deadline.purpose]
    own += [change.due for change in items.changes if change.due is not None]
    days = {deadline.on for deadline in own if deadline.on is not None}

    def within(place: str, start: int | None) -> bool:
        return start is not None and any(
            place == source and begin <= start < end for source, begin, end in items.covered
        )

    replies = tuple(d for d in found.deadlines if not within(d.source, d.start) and d.on not in days)
    quotes = {d.phrase for d in replies}
    gone = {d.phrase for d in found.deadlines} - quotes
    days_left = {d.on for d in replies}
    doubts = tuple(d for d in found.doubts if d.quote not in gone and (d.code != "two_for_one" or len(days_left) > 1))
    mentions = tuple(settled(each, (*replies, *own), inside=within(each.source, each.start)) for each in found.mentions)
    return DeadlinesFound(
        (*replies, *own),
        doubts + items.doubts + unaccounted(mentions) + at_odds(found.mentions, own),
        found.missed_on,
        mentions,
    )


def _order_named(use: Use, kind: str | None, rules: DeadlineRules) -> str | None:
    """A confirmation that leaves one order open gives that order's date."""
    if kind not in rules.confirmation_kinds:
        return None
    numbers = order_numbers(use.clause) or order_numbers(use.around)
    return f"order {numbers[0]}" if len(numbers) == 1 else None
