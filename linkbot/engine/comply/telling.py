"""A Code timeline in a few lines, for people in the house: the Code, and each step with its section and its days.

Verdicts stand in it. What goes to the Ombudsman is `chronology`, which has none.
"""

from __future__ import annotations

from datetime import date

from linkbot.model.code_timeline import CodeTimeline, Kept, TimelineStep


def told_lines(found: CodeTimeline) -> tuple[str, ...]:
    """None where there is nothing to measure; the reason alone where no Code clock runs."""
    if found.code is None:
        return (found.why,) if found.why else ()
    steps = tuple(_step(step) for step in found.steps)
    return (f"{found.name}. {found.why}", *steps, *found.remarks)


def _step(step: TimelineStep) -> str:
    days = [f"due {_day(step.due_on)}" if step.due_on else "no date can be counted"]
    if step.extended_to is not None:
        days.append(f"extended to {_day(step.extended_to)}")
    if step.done_on is not None:
        days.append(f"done {_day(step.done_on)}")
    kept = step.kept.value
    if step.kept in (Kept.LATE, Kept.OVERDUE) and step.late_by is not None:
        kept += f" by {step.late_by} working day{'' if step.late_by == 1 else 's'}"
    missing = f" ({'; '.join(step.missing)})" if step.missing else ""
    return f"{step.what.capitalize()} ({step.section}, {step.weight}): {', '.join(days)}: {kept}{missing}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
