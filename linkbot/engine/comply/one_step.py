"""One time limit of a Code against one stage of a complaint: due, done, taken, late by, or what is missing to say so.

The day after the start is day 1, and what a resident sends at a weekend counts as received on the Monday, as the
Housing Ombudsman counts; bank holidays of England are no working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from linkbot.engine.comply.stage_days import StageDays
from linkbot.engine.dates.working_days import add_working_days, on_or_after, working_days_between
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.code import Act, TimeLimit
from linkbot.model.code_timeline import Kept, TimelineStep


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`known_on`: the day of which the case system's dates are; later it may know more."""

    calendar: WorkingCalendar
    today: date
    known_on: date


def step_of(limit: TimeLimit, stage: StageDays, *, went_on: bool, measure: Measure) -> TimelineStep:
    """`went_on`: the complaint has a later day, so that this step was done even if nobody wrote down when."""
    calendar = measure.calendar
    started, done = stage.start(limit.start), stage.done(limit.act)
    extended_to = stage.extended_to if limit.act is Act.ANSWERED else None
    due = at_most = taken = None
    if started is not None:
        due = add_working_days(started, limit.days, calendar, received=limit.start.is_receipt)
        at_most = _at_most(limit, due, calendar)
    limit_on = max(due, extended_to) if due is not None and extended_to is not None else due
    in_order = started is None or done is None or done >= started
    if started is not None and done is not None and in_order:
        counted_from = add_working_days(started, 0, calendar, received=limit.start.is_receipt)
        taken = max(0, working_days_between(counted_from, done, calendar))
    kept, missing = _kept(
        done, limit_on, what=_what(limit), start=stage.name(limit.start), went_on=went_on, measure=measure
    )
    if not in_order:
        kept, missing = Kept.CANNOT_TELL, (f"{_what(limit)} is dated before {stage.name(limit.start)}",)
    late_by = None
    if limit_on is not None and kept in (Kept.LATE, Kept.OVERDUE):
        late_by = _late_by(limit_on, done or measure.known_on, calendar)
    return TimelineStep(
        stage=limit.stage,
        what=_what(limit),
        section=limit.section,
        weight=limit.weight.value,
        allowed=f"{limit.days} working days from the day {stage.name(limit.start)}",
        kept=kept,
        started_on=started,
        due_on=due,
        extended_to=extended_to,
        extended_at_most=at_most,
        done_on=done,
        working_days_taken=taken,
        late_by=late_by,
        missing=missing,
    )


def _kept(
    done: date | None, limit_on: date | None, *, what: str, start: str, went_on: bool, measure: Measure
) -> tuple[Kept, tuple[str, ...]]:
    missing = [] if limit_on is not None else [f"the day {start}"]
    if done is None and went_on:
        missing.append(f"the day of: {what}, though the complaint went on after it")
    if missing:
        return Kept.CANNOT_TELL, tuple(missing)
    assert limit_on is not None
    if done is not None:
        return (Kept.IN_TIME if done <= limit_on else Kept.LATE), ()
    if limit_on >= measure.today:
        return Kept.RUNNING, ()
    if limit_on < measure.known_on:
        return Kept.OVERDUE, ()
    return Kept.CANNOT_TELL, (f"{what}: fell due after the last word of the case system, {measure.known_on}",)


def _at_most(limit: TimeLimit, due: date, calendar: WorkingCalendar) -> date | None:
    if limit.extension is None:
        return None
    if limit.extension.plain_days:
        return due + timedelta(days=limit.extension.days)
    return add_working_days(due, limit.extension.days, calendar)


def _late_by(limit_on: date, done: date, calendar: WorkingCalendar) -> int:
    """What is done at a weekend is as late as on the Monday."""
    return working_days_between(limit_on, on_or_after(done, calendar), calendar)


def _what(limit: TimeLimit) -> str:
    return f"stage {limit.stage} {limit.act.value}"
