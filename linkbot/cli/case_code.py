"""How the original complaint of a case stood against the ombudsman's Code, and its chronology, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from linkbot.cli.errors import UserError
from linkbot.cli.tables import day, one_line, table
from linkbot.engine.comply.timeline import timeline, what_if
from linkbot.engine.comply.which_code import code_for
from linkbot.model.code import CodeRules
from linkbot.model.code_timeline import CodeTimeline, Happening, TimelineStep
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile
from linkbot.ports import Transaction
from linkbot.rulebook.code_rules import load_code_rules
from linkbot.rulebook.shipped import rule_layers
from linkbot.settings.values import Settings

_UNTIED = "No complaint of ours is tied to it: `linkbot cases link ID REFERENCE` does that."
_NOT_IMPORTED = "The complaint it is tied to is not known here: `linkbot import complaints FILE` brings it in."


def code_rules_of(settings: Settings) -> CodeRules:
    """Read by themselves: to show a case needs nothing else of the rules. Raises `Faulty`."""
    return load_code_rules(rule_layers(settings.resolve(settings.overlay) if settings.overlay else None))


def complaint_of(tx: Transaction, file: CaseFile) -> Complaint | None:
    """The original complaint, when the case is tied to one that was imported."""
    if file.case.complaint is None:
        return None
    return next(iter(tx.complaints([file.case.complaint], None, None)), None)


def measured(
    complaint: Complaint | None, file: CaseFile, rules: CodeRules, *, today: date, asked: str | None
) -> CodeTimeline:
    """By the Code that applies, or by the one asked for. Raises UserError when there is no such Code."""
    if asked is not None and rules.codes.by_id(asked) is None:
        known = ", ".join(code.id for code in rules.codes.all)
        raise UserError(f"There is no Code {asked!r} in rules/codes; there are {known}.")
    if complaint is None:
        return CodeTimeline(None, "", _UNTIED if file.case.complaint is None else _NOT_IMPORTED)
    wanted = rules.codes.by_id(asked) if asked is not None else None
    choice = what_if(wanted) if wanted is not None else code_for(complaint, file.case, rules)
    return timeline(complaint, choice, calendar=rules.calendar, today=today, what_if=wanted is not None)


def told_code(found: CodeTimeline) -> str:
    """A heading, a line a step, and what is to be said beside it."""
    if found.code is None:
        return f"Complaint Handling Code\n  none: {found.why}"
    lines = [("What if: " if found.what_if else "") + found.name, f"  {found.why}"]
    titles = ("step", "section", "weight", "due", "extended to", "done", "working days", "how")
    lines.append(table(titles, [_cells(step) for step in found.steps]))
    lines += [f"  {step.what}: not known: {what}." for step in found.steps for what in step.missing]
    lines += [f"  {step.what}: {_beyond(step)}" for step in found.steps if _beyond(step)]
    return "\n".join([*lines, *(f"  {remark}" for remark in found.remarks)])


def _cells(step: TimelineStep) -> tuple[str, ...]:
    how = step.kept.value
    if step.late_by is not None:
        how += f" by {step.late_by} working day{'' if step.late_by == 1 else 's'}"
    taken = "-" if step.working_days_taken is None else str(step.working_days_taken)
    days = (day(step.due_on), day(step.extended_to), day(step.done_on))
    return (step.what, step.section, step.weight, *days, taken, how)


def _beyond(step: TimelineStep) -> str:
    if step.extended_to is None or step.extended_at_most is None or step.extended_to <= step.extended_at_most:
        return ""
    return f"extended beyond {day(step.extended_at_most)}, for which the Code wants a good reason."


def told_chronology(case: str, happenings: Sequence[Happening]) -> str:
    rows = [(day(one.on) if one.on else "day not known", one_line(one.what)) for one in happenings]
    return f"Chronology of {case}\n" + table(("day", "what happened"), rows)
