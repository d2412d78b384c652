"""A complaint's stages against a Code's time limits: when each was due, when it was done, how late. Pure arithmetic.

A day that is not known is said to be missing and nothing is concluded from it. What the case system had not told by
its last export is not held against anybody either.
"""

from __future__ import annotations

from datetime import date

from linkbot.engine.comply.one_step import Measure, step_of
from linkbot.engine.comply.stage_days import StageDays, stages_of
from linkbot.engine.comply.which_code import Choice
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.code import Act, Code, ThirdStage
from linkbot.model.code_timeline import CodeTimeline, TimelineStep
from linkbot.model.complaint import Complaint


def timeline(
    complaint: Complaint, choice: Choice, *, calendar: WorkingCalendar, today: date, what_if: bool = False
) -> CodeTimeline:
    """`what_if`: somebody asked for this Code by name."""
    code = choice.code
    if code is None:
        return CodeTimeline(None, "", choice.why)
    stages = stages_of(complaint)
    known_on = min(today, complaint.refreshed_on or today)
    measure = Measure(calendar=calendar, today=today, known_on=known_on)
    steps: list[TimelineStep] = []
    for limit in code.limits:
        stage = stages[limit.stage - 1]
        if stage.entered or limit.stage == 1:
            after = any(later.entered for later in stages[limit.stage :]) or complaint.closed_on is not None
            after = after or (limit.act is Act.ACKNOWLEDGED and stage.answered_on is not None)
            steps.append(step_of(limit, stage, went_on=after, measure=measure))
    return CodeTimeline(
        code.id, code.name, choice.why, tuple(steps), _remarks(code, stages, steps, calendar), what_if=what_if
    )


def what_if(code: Code) -> Choice:
    """A Code that somebody asked for, in force or not."""
    return Choice(code, "Asked for by name." + (" It is a draft and has never been in force." if code.draft else ""))


def _remarks(
    code: Code, stages: tuple[StageDays, ...], steps: list[TimelineStep], calendar: WorkingCalendar
) -> tuple[str, ...]:
    found = [code.note] if code.note else []
    if stages[2].entered and code.third_stage is not ThirdStage.ALLOWED:
        what = "allows no third stage" if code.third_stage is ThirdStage.NONE else "advises against a third stage"
        found.append(f"This complaint had a third stage; the Code ({code.third_stage_section}) {what}.")
    days = [day for step in steps for day in (step.started_on, step.due_on, step.done_on) if day is not None]
    years = sorted({day.year for day in days if not calendar.covers(day)})
    if years:
        found.append(f"Bank holidays of {', '.join(map(str, years))} are not in rules/bank_holidays.toml.")
    return tuple(found)
