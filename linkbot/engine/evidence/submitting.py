"""Preparing what goes to an Ombudsman, and recording that a person sent it. linkbot itself never sends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from linkbot.engine.casework.work import Work
from linkbot.engine.evidence.marking import settle
from linkbot.engine.evidence.packing import lay_out
from linkbot.engine.evidence.seats import WANTED_OF, title_of
from linkbot.model.approval import Dossier
from linkbot.model.casework import Task, TaskState
from linkbot.model.effect import DraftReply, Facts, PrepareSubmission, SendEmail, Template
from linkbot.model.people import LINK_OFFICER
from linkbot.model.question import About
from linkbot.model.submission import Outward

HEAD = "head_of_dispute_resolutions"


def prepare(work: Work, task: Task, dossier: Dossier, outward: Outward) -> None:
    """The folder for every task; drafts with the evidence where the Ombudsman takes answers by mail; word of it all to
    the link officer, who sends or uploads.
    """
    effect = PrepareSubmission(case=work.case.id, task=task.id)
    work.intend(effect, step="prepare", subject=f"task:{task.id}", role=LINK_OFFICER)
    layout = lay_out(dossier.files, troubled=outward.troubled, mail_mb=work.desk.submission.mail_mb)
    mails = layout.mails or ((),)
    by_mail = outward.to is not None and outward.answers is not None
    for number, files in enumerate(mails, 1) if by_mail else ():
        of = f"{number} of {len(mails)}" if len(mails) > 1 else ""
        facts: Facts = (("items", f"{task.title}"), ("part", of), ("got", "\n".join(_names(dossier, files))))
        draft = DraftReply(
            template=Template.SUBMISSION_DRAFT.value,
            to=(outward.to or "",),
            answers=outward.answers or "",
            case=work.case.id,
            task=task.id,
            facts=facts,
            files=files,
        )
        work.intend(draft, step=f"draft:submission:{number}", subject=f"task:{task.id}", role="ombudsman")
    along = tuple(id for files in mails for id in files)
    told: Facts = (
        ("got", "\n".join(_names(dossier, along))),
        ("refused", "\n".join(f"{name}: {why}" for name, why in layout.out)),
        ("part", str(len(mails)) if by_mail else ""),
        ("why", task.unvalidated_because or ""),
        ("code", "\n".join(outward.code)),
    )
    owner = work.desk.directory.post(LINK_OFFICER, work.moment.today)
    mail = SendEmail(
        template=Template.SUBMISSION.value,
        role=LINK_OFFICER,
        to=(owner,),
        case=work.case.id,
        task=task.id,
        tasks=(task.id,),
        due_on=task.due_on,
        facts=told,
    )
    work.intend(mail, step="mail:submission", subject=f"task:{task.id}", role=LINK_OFFICER)


def _names(dossier: Dossier, ids: tuple[str, ...]) -> list[str]:
    return [file.name for file in dossier.files if file.id in ids]


def record_submitted(work: Work, task: Task, *, at: datetime, receipt: str | None = None) -> Task:
    """It was sent or uploaded: a fact, whoever had approved. Without every approval the Head of Dispute Resolutions
    hears of it.
    """
    sent = work.save(replace(task, state=TaskState.SUBMITTED, done=True, submitted_at=at, extension_pending=False))
    settle(work, task)
    work.answered.extend(
        q.id
        for q in work.before.questions
        if q.task == task.id and q.about in (About.VALIDATION, About.EXTENSION, About.REASSIGN)
    )
    if receipt:
        work.reasons.append(f"{task.id}: {receipt}")
    if task.kind in WANTED_OF and task.validated_at is None and work.desk.directory.is_filled(HEAD):
        why = task.unvalidated_because or "no reason is on record"
        facts: Facts = (
            ("headline", "Something went to the Ombudsman without the approval of every post."),
            ("detail", f"{task.id}: {task.title}.\nReason given: {why}."),
            (
                "todo",
                f"The posts are {', '.join(map(title_of, work.desk.validators))}. Ask the link officer if in doubt.",
            ),
        )
        work.mail(Template.ALERT.value, role=HEAD, task=task, facts=facts)
    return sent
