"""A check of what linkbot handled alone, and what is asked when it was wrong: how to take back what was done.

A check holds nothing up and climbs no ladder; an answer changes nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linkbot.engine.casework.keys import effect_key, question_id
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.telling import long_day, quote_of
from linkbot.engine.casework.work import Moment, answer_due
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.effect import DraftReply, SendEmail, SendInvite, Template
from linkbot.model.mode import Mode
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.people import LINK_OFFICER
from linkbot.model.question import About, Act, Question
from linkbot.model.reading import Disposition, Reading
from linkbot.model.trust import Proof

HOLDS_NOTHING_UP = "Nothing waits for it: it only counts for how far this kind is trusted."
_DONE = {
    Mode.ACT: "linkbot handled this by itself as",
    Mode.DRAFT: "linkbot has prepared this, for you to release, as",
    Mode.WATCH: "linkbot would have handled this as",
}


def handled_alone(decision: Decision, message: str) -> bool:
    """Acted on without a question: for one of its cases, or (annual letters) without any."""
    if decision.disposition is not Disposition.ACT or decision.copy_of is not None:
        return False
    if decision.touched_cases:
        return any(event.acted and event.message == message for event in decision.events)
    return bool(decision.intents)


def check_of(decision: Decision, reading: Reading, *, message: str, mode: Mode, desk: Desk, moment: Moment) -> Question:
    """Handled as this, by then, for them: right? `decision` is one that `handled_alone`."""
    playbook = desk.playbook(reading.kind or "")
    also = [two.title.lower() for kind in reading.classification.also if (two := desk.playbook(kind))]
    title = " and ".join([playbook.title.lower() if playbook else "a letter", *also])
    cases = ", ".join(decision.touched_cases)
    said = [f"{_DONE[mode]} {title}{f', {cases}' if cases else ''}."]
    said += [_told(task) for task in decision.tasks[:6]]
    if not decision.tasks:
        said.append("No task came of it.")
    rivals = [rival.kind for rival in reading.classification.rivals[:2]]
    return Question(
        id=question_id(cause=f"message:{message}", about=About.CHECK.value, subject=message),
        about=About.CHECK,
        message=message,
        case=decision.touched_cases[0] if decision.touched_cases else None,
        reading=f"{' '.join(said)} Is that right?",
        quote=quote_of(reading)[:400],
        choices=tuple(dict.fromkeys(("yes", *rivals, "no"))),
        if_unanswered=HOLDS_NOTHING_UP,
        owner=link_officer(desk, moment.today),
        asked_at=moment.at,
        due_at=answer_due(moment, urgent=False, desk=desk),
    )


def _told(task: Task) -> str:
    due = task.official_on or task.due_on
    by = f"due {long_day(due)}" if due else "without a date"
    if not task.is_open:
        by = task.state.value
    return f"{task.title}: {by}, with {task.owner}."


def take_back(
    check: Question,
    *,
    right: str | None,
    tasks: Sequence[Task],
    entries: Iterable[OutboxEntry],
    act: Act,
    desk: Desk,
    moment: Moment,
) -> Question:
    """What was done about a letter that was read wrongly, and how each part of it is taken back by a person.

    `right`: the kind it really is, when they said so: answered once more it is handled as that besides.
    """
    done = [f"Task {task.id} ({task.title}, with {task.owner}): linkbot tasks withdraw {task.id}" for task in tasks]
    done += [line for entry in entries if (line := _undone(entry)) is not None]
    if check.case:
        done.append(
            f"What it changed about tasks that were there before: linkbot cases show {check.case}; a task taken for "
            "settled: linkbot tasks reopen"
        )
    what = "; ".join(done[:20]) if done else "nothing that could be taken back"
    besides = f" Afterwards answer {right}, and linkbot does what that kind wants." if right else ""
    return Question(
        id=question_id(cause=f"act:{act.id}", about=About.LOOK.value, subject=check.id),
        about=About.LOOK,
        message=check.message,
        case=check.case,
        reading=f"linkbot handled this letter wrongly. What it did, and how to take it back: {what}.{besides}",
        quote=check.quote,
        choices=("done", *((right,) if right else ())),
        if_unanswered="What was done stands; reminders of its tasks go on.",
        owner=link_officer(desk, moment.today),
        asked_at=moment.at,
        due_at=answer_due(moment, urgent=False, desk=desk),
    )


def _undone(entry: OutboxEntry) -> str | None:
    """None for linkbot's own records, and for what goes with its task."""
    effect = entry.effect
    if isinstance(effect, SendInvite):
        return None  # cancelled with the task
    if isinstance(effect, DraftReply):
        what, over = "a draft to the Ombudsman", "delete it from Drafts, or tell them if it was sent"
    elif isinstance(effect, SendEmail) and effect.role != LINK_OFFICER:
        what, over = f"the mail {effect.template.replace('_', ' ')!r} to {', '.join(effect.to)}", "tell them"
    else:
        return None
    if entry.state in (OutboxState.HELD, OutboxState.PENDING, OutboxState.FAILED, OutboxState.DOUBTFUL):
        over = f"linkbot outbox withdraw {entry.key[:12]}"
    return None if entry.state is OutboxState.WITHDRAWN else f"{what}: {over}"


def switched_off(kind: str, corrections: Sequence[Proof], *, off: Act, desk: Desk, moment: Moment) -> Intent:
    """The alert that a kind does not act alone any more."""
    playbook = desk.playbook(kind)
    title = playbook.title.lower() if playbook else kind
    lines = [
        f"{proof.case or 'a letter without a case'}: {(proof.answer or '').replace('_', ' ')}" for proof in corrections
    ]
    todo = (
        "Nothing is lost: each letter of this kind comes to you as a question from now on.",
        "See the counts: linkbot rules trust",
        f"When the cause is mended: linkbot rules trust on {kind} --by NAME --reason WHY",
    )
    effect = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(link_officer(desk, moment.today),),
        facts=(
            ("headline", f"linkbot has stopped handling letters of one kind by itself: {title}."),
            ("why", "you corrected it more than once among the latest of them"),
            ("detail", "\n".join(lines)),
            ("todo", "\n".join(todo)),
        ),
    )
    key = effect_key(cause=f"act:{off.id}", step="mail:alert", subject=f"kind:{kind}", role=LINK_OFFICER)
    return Intent(key, effect)
