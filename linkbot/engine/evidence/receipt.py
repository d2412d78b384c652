"""The one receipt a mail of evidence gets: what came, what could not be taken, and what is still missing."""

from __future__ import annotations

from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.work import Moment
from linkbot.engine.wording.plain import one_line
from linkbot.model.casework import Task
from linkbot.model.desk import Desk
from linkbot.model.effect import Facts, SendEmail, Template
from linkbot.model.evidence_file import EvidenceFile, FileState, Saying, ServiceMail
from linkbot.model.outbox import Intent


def evidence_receipt(
    mail: ServiceMail, tasks: tuple[Task, ...], *, known: tuple[EvidenceFile, ...], desk: Desk, moment: Moment
) -> tuple[Intent, ...]:
    """To whoever sent it, and to the owner of the task where that is somebody else; none for mere thanks."""
    if not tasks or (Saying.COURTESY in mail.sayings and not mail.pieces):
        return ()
    had = {file.digest for file in known if file.task in {task.id for task in tasks}}
    papers = [piece for piece in mail.pieces if piece.index >= 0]
    owners = dict.fromkeys(desk.directory.address(task.owner, moment.today) for task in tasks)
    open_tasks = [task for task in tasks if task.is_open]
    facts: Facts = (
        ("got", "\n".join(p.name for p in papers if p.state is FileState.KEPT and p.digest not in had)),
        ("doubles", "\n".join(p.name for p in papers if p.digest in had)),
        ("refused", "\n".join(f"{p.name}: {p.why}" for p in papers if p.state is not FileState.KEPT)),
        ("missing", "\n".join(line for task in open_tasks for line in missing_lines(task, many=len(tasks) > 1))),
        ("said", "\n".join(sorted(saying.value for saying in mail.sayings))),
        ("stop", "" if open_tasks else "yes"),
    )
    effect = SendEmail(
        template=Template.EVIDENCE_RECEIPT.value,
        role="sender",
        to=(mail.sender,),
        cc=tuple(owner for owner in owners if owner != mail.sender and desk.organisation.owns(owner)),
        case=tasks[0].case if len({task.case for task in tasks}) == 1 else None,
        task=tasks[0].id,
        tasks=tuple(task.id for task in tasks),
        facts=facts,
    )
    key = effect_key(cause=f"message:{mail.message}", step="mail:evidence_receipt", subject="evidence", role="sender")
    return (Intent(key, effect),)


def missing_lines(task: Task, *, many: bool = False) -> list[str]:
    """What is not marked as received, a line a point; `many`: the task is named with each."""
    of = f" ({task.id})" if many else ""
    return [f"{f'Point {number}: ' if task.checklist else ''}{one_line(point)}{of}" for number, point in task.missing]
