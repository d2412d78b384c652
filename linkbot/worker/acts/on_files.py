"""A person's word on one file of evidence: not for the Ombudsman, or for them after all.

That makes another version of the evidence: whoever has approved is asked again, a draft with the file is taken back.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import finish
from linkbot.engine.casework.refused import Refused
from linkbot.engine.casework.work import Work
from linkbot.model.casework import TaskState
from linkbot.model.evidence_file import FileState
from linkbot.model.question import Act, Verb
from linkbot.worker.acts.on_tasks import commit_act
from linkbot.worker.answered import withdraw_submission
from linkbot.worker.office import Office


def act_on_file(office: Office, act: Act) -> str:
    """`act.target`: the id of a file. Raises `Refused`."""
    with office.store.begin() as tx:
        row = tx.evidence_file(act.target.strip().casefold())
        task = tx.task(row.task) if row else None
        file = tx.case(task.case) if task is not None and task.case else None
        if row is None or task is None or file is None:
            raise Refused(f"There is no file {act.target}. `linkbot evidence` lists those of a task.")
        wanted = FileState.LEFT_OUT if act.verb is Verb.LEAVE_OUT else FileState.KEPT
        if row.state is wanted:
            raise Refused(f"{row.name} is {wanted.value.replace('_', ' ')} already.")
        if not row.counts:
            raise Refused(f"{row.name} cannot go anywhere: {row.why}.")
        work = Work(file, cause=f"act:{act.id}", message=None, moment=office.moment(), desk=office.desk)
        if task.state is TaskState.VALIDATING:
            again = replace(task, validating_on=work.moment.today, validated_at=None, unvalidated_because=None)
            work.save(again)
            withdraw_submission(tx, task, now=work.moment.at)
        why = (act.value or act.reason) if wanted is FileState.LEFT_OUT else ""
        decision = replace(finish(work), evidence=(replace(row, state=wanted, why=why),))
        new = commit_act(tx, office, act, decision)
    office.observer.fell_due(decision, new)
    how = "left out of" if wanted is FileState.LEFT_OUT else "part of"
    return f"{row.name} ({row.task}): {how} what goes to the Ombudsman."
