"""The pack of a submission, put together from the register and the octets; and what its files hold inside."""

from __future__ import annotations

from collections.abc import Mapping

from linkbot.engine.casework.telling import long_day
from linkbot.engine.comply.chronology import chronology
from linkbot.engine.comply.telling import told_lines
from linkbot.engine.comply.timeline import timeline
from linkbot.engine.comply.which_code import code_for
from linkbot.engine.evidence.packing import embedded, reason_against
from linkbot.engine.evidence.seats import title_of, version_of
from linkbot.model.approval import Approval, Dossier
from linkbot.model.casework import Task
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile
from linkbot.model.evidence_file import EvidenceFile
from linkbot.model.submission import Outward, Pack, PackFile
from linkbot.ports import Transaction
from linkbot.worker.acts.answering import letter_to_answer
from linkbot.worker.dossiers import dossier
from linkbot.worker.office import LONDON, Office


def outward_of(office: Office, held: Dossier, case: str | None) -> Outward:
    """How it can leave. Not inside a transaction."""
    ombudsman = office.desk.ombudsmen.by_id((case or "").partition(" ")[0].casefold())
    answers = to = None
    if ombudsman is not None and not ombudsman.portal:
        answers, to = letter_to_answer(office, case)
    return Outward(to=to, answers=answers, troubled=troubled(office, held.files), code=_code_lines(office, case))


def _code_lines(office: Office, case: str | None) -> tuple[str, ...]:
    """Nothing where no complaint of ours is known to be the one before it."""
    with office.store.begin() as tx:
        file = tx.case(case) if case else None
        complaint = _complaint(tx, file)
    if file is None or complaint is None:
        return ()
    rules = office.reader.rulebook.code_rules
    choice = code_for(complaint, file.case, rules)
    return told_lines(timeline(complaint, choice, calendar=rules.calendar, today=office.moment().today))


def _complaint(tx: Transaction, file: CaseFile | None) -> Complaint | None:
    reference = file.case.complaint if file is not None else None
    return next(iter(tx.complaints([reference], None, None)), None) if reference else None


def troubled(office: Office, files: tuple[EvidenceFile, ...]) -> Mapping[str, str]:
    found = {file.id: embedded(file.name, office.store.octets(file.digest)) for file in files if file.counts}
    return {id: why for id, why in found.items() if why}


def pack_of(office: Office, file: CaseFile, task: Task) -> Pack:
    """Everything a person needs who uploads or sends it, as the store stands."""
    with office.store.begin() as tx:
        held = dossier(tx, task.id)
        complaint = _complaint(tx, file)
    trouble = troubled(office, held.files)
    ombudsman = office.desk.ombudsmen.by_id(file.case.ombudsman)
    by_portal = ombudsman is not None and ombudsman.portal
    titles = {playbook.kind: playbook.title for playbook in office.desk.playbooks}
    told = chronology(file, complaint, titles=titles, zone=LONDON)
    out = [(one.name, why) for one in held.files if (why := reason_against(one, {}))]
    files = [_packed(office, one, trouble, by_portal) for one in held.files if not reason_against(one, {})]
    return Pack(
        version=version_of(held.files),
        files=tuple(files),
        left_out=tuple(out),
        approvals=tuple(_approval(one) for one in held.approvals if one.version == version_of(held.files)),
        chronology=tuple((long_day(one.on) if one.on else "day not known", one.what) for one in told),
        message=_message(file, task, files),
    )


def _packed(office: Office, one: EvidenceFile, trouble: Mapping[str, str], by_portal: bool) -> PackFile:
    most = office.desk.submission.portal_file_mb
    large = f"over {most} MB: the Portal does not take it" if by_portal and one.size > most * 1_000_000 else ""
    came = long_day(one.at.astimezone(LONDON).date())
    note = "; ".join(filter(None, (trouble.get(one.id, ""), large)))
    return PackFile(one.name, office.store.octets(one.digest), one.digest, one.sender, came, note)


def _approval(one: Approval) -> str:
    said = f" (an exception: {one.exception})" if one.exception else ""
    return f"{title_of(one.post)}: {one.by}, {one.at.astimezone(LONDON):%d %B %Y at %H:%M}{said}"


def _message(file: CaseFile, task: Task, files: list[PackFile]) -> str:
    """Words to paste: what it answers, and which papers come with it."""
    lines = [
        f"Your reference: {file.case.reference}",
        "",
        f"Please find our evidence: {task.title}.",
        "",
        *(f"{number}. {one.name}" for number, one in enumerate(files, 1)),
    ]
    return "\n".join(lines) + "\n"
