"""What follows when a mail of ours did not arrive: the link officer hears which, who has not had it, and why.

The task stands with its owner until the link officer has said otherwise. A mail that nobody needs any more is kept in
silence; a question that could not be delivered goes to another, and what is asked already is not asked again: word of a
failure that fails too comes to an end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from linkbot.engine.casework.keys import question_id
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Moment, answer_due, asking
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.people import LINK_OFFICER
from linkbot.model.question import About, Question
from linkbot.model.reading import Disposition

SHOWN = 5


@dataclass(frozen=True)
class Bounced:
    """A mail of ours that came back."""

    report: str  # id of the message that says so
    what: str  # "The task mail"
    sent_on: date | None
    failed: tuple[str, ...]
    why: str
    case: str | None


def take_bounce(
    bounced: Bounced, tasks: Sequence[Task], *, asked: Sequence[Question], desk: Desk, moment: Moment
) -> Decision:
    """`tasks`: those the mail was about; `asked`: questions of this sort that are open."""
    wanted = sorted(
        (task for task in tasks if task.wants_reminders), key=lambda task: (task.due_on or date.max, task.id)
    )
    bounced = replace(bounced, case=wanted[0].case if wanted else bounced.case)
    touched = (bounced.case,) if bounced.case else ()
    said = _did_not_reach(bounced)
    if tasks and not wanted:
        return _kept(said, "Nothing of it is wanted any more: nobody is asked.", touched)
    if any(_says_the_same(question, bounced, wanted) for question in asked):
        return _kept(said, "The same is asked about already.", touched)
    question = _question(bounced, wanted, said, desk=desk, moment=moment)
    intent = asking(question, cause=f"message:{bounced.report}")
    return Decision(
        Disposition.REVIEW, questions=(question,), intents=(intent,), reasons=(said,), touched_cases=touched
    )


def _says_the_same(question: Question, bounced: Bounced, tasks: list[Task]) -> bool:
    """Of another mail about the same task, it may be; the same people cannot be reached."""
    task = tasks[0].id if tasks else None
    return (question.case, question.task) == (bounced.case, task) and _not_reached(bounced) in question.reading


def _not_reached(bounced: Bounced) -> str:
    return f"did not reach {', '.join(bounced.failed) or 'whom it was for'}."


def _kept(said: str, why: str, touched: tuple[str, ...]) -> Decision:
    return Decision(Disposition.FILE, reasons=(said, why), touched_cases=touched)


def _did_not_reach(bounced: Bounced) -> str:
    of = f" of {long_day(bounced.sent_on)}" if bounced.sent_on else ""
    return f"{bounced.what}{of} {_not_reached(bounced)}"


def _question(bounced: Bounced, tasks: list[Task], said: str, *, desk: Desk, moment: Moment) -> Question:
    first = tasks[0] if tasks else None
    one_case = len({task.case for task in tasks}) == 1
    theirs = first is not None and one_case and first.owner.casefold() in bounced.failed
    about = f" It is about {'; '.join(_named(task) for task in tasks[:SHOWN])}." if tasks else ""
    more = f" And {len(tasks) - SHOWN} more." if len(tasks) > SHOWN else ""
    ask = " Who has the task now?" if theirs else ""
    return Question(
        id=question_id(cause=f"message:{bounced.report}", about=About.UNDELIVERED.value, subject=bounced.case or ""),
        about=About.UNDELIVERED,
        message=bounced.report,
        case=bounced.case,
        reading=f"{said}{about}{more} Please tell them in another way.{ask}",
        quote=bounced.why[:400],
        choices=("done", *(service.id for service in desk.directory.services), "an address") if theirs else ("done",),
        if_unanswered=f"It stays with {first.owner}, and the reminders go on to the same address."
        if first
        else "They do not hear of it from linkbot.",
        owner=_reachable(bounced.failed, desk=desk, on=moment.today),
        asked_at=moment.at,
        due_at=answer_due(moment, urgent=True, desk=desk),
        urgent=True,
        task=first.id if first else None,
    )


def _named(task: Task) -> str:
    due = f", due {long_day(task.due_on)}" if task.due_on else ""
    return f"{task.id} with {task.owner}{due}"


def _reachable(failed: Sequence[str], *, desk: Desk, on: date) -> str:
    """The link officer, unless it is their own mail that comes back: then whoever stands in for them, or the next."""
    directory, first = desk.directory, link_officer(desk, on)
    person = directory.person(LINK_OFFICER)
    others = [directory.address(person.deputy, on)] if person and person.deputy else []
    others.append(directory.post("head_of_resident_contact", on))
    return next((address for address in (first, *others) if address.casefold() not in failed), first)
