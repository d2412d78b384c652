"""Cases, tasks, invitations and events, as values and as rows. A row bears the version its value will have next."""

from __future__ import annotations

from linkbot.model.casework import Attendance, Case, CaseStatus, Event, Invitation, LinkState, Task, TaskKind, TaskState
from linkbot.store.keys import digits
from linkbot.store.tables.casework import CaseRow, EventRow, InvitationRow, TaskRow


def case_row(case: Case) -> CaseRow:
    return CaseRow(
        id=case.id,
        ombudsman=case.ombudsman,
        reference=case.reference,
        reference_digits=digits(case.reference),
        opened_at=case.opened_at,
        status=case.status.value,
        stage=case.stage,
        our_references=case.our_references,
        complainant=case.complainant,
        postcode=case.postcode,
        service=case.service,
        service_certain=case.service_certain,
        complaint=case.complaint,
        link=case.link.value,
        link_by=case.link_by,
        seen_only_forwarded=case.seen_only_forwarded,
        last_letter_on=case.last_letter_on,
        closed_at=case.closed_at,
        flags=case.flags,
        version=case.version + 1,
    )


def case(row: CaseRow) -> Case:
    return Case(
        id=row.id,
        ombudsman=row.ombudsman,
        reference=row.reference,
        opened_at=row.opened_at,
        status=CaseStatus(row.status),
        stage=row.stage,
        our_references=row.our_references,
        complainant=row.complainant,
        postcode=row.postcode,
        service=row.service,
        service_certain=row.service_certain,
        complaint=row.complaint,
        link=LinkState(row.link),
        link_by=row.link_by,
        seen_only_forwarded=row.seen_only_forwarded,
        last_letter_on=row.last_letter_on,
        closed_at=row.closed_at,
        flags=row.flags,
        version=row.version,
    )


def task_row(task: Task) -> TaskRow:
    return TaskRow(
        id=task.id,
        case_id=task.case,
        kind=task.kind.value,
        title=task.title,
        text=task.text,
        owner=task.owner,
        created_at=task.created_at,
        cause=task.cause,
        state=task.state.value,
        number=task.number,
        checklist=task.checklist,
        official_on=task.official_on,
        due_on=task.due_on,
        due_stated=task.due_stated,
        internal_due_on=task.internal_due_on,
        amount_pence=task.amount_gbp,
        binding=task.binding,
        service=task.service,
        priority=task.priority,
        confidential=task.confidential,
        done=task.done,
        last_notice_on=task.last_notice_on,
        senior_notice_on=task.senior_notice_on,
        escalated_to=task.escalated_to,
        submitted_at=task.submitted_at,
        satisfied_at=task.satisfied_at,
        extension_pending=task.extension_pending,
        awaiting_release=task.awaiting_release,
        received=task.received,
        query=task.query,
        evidence_at=task.evidence_at,
        validating_on=task.validating_on,
        validated_at=task.validated_at,
        unvalidated_because=task.unvalidated_because,
        version=task.version + 1,
    )


def task(row: TaskRow) -> Task:
    return Task(
        id=row.id,
        case=row.case_id,
        kind=TaskKind(row.kind),
        title=row.title,
        text=row.text,
        owner=row.owner,
        created_at=row.created_at,
        cause=row.cause,
        state=TaskState(row.state),
        number=row.number,
        checklist=row.checklist,
        official_on=row.official_on,
        due_on=row.due_on,
        due_stated=row.due_stated,
        internal_due_on=row.internal_due_on,
        amount_gbp=row.amount_pence,
        binding=row.binding,
        service=row.service,
        priority=row.priority,
        confidential=row.confidential,
        done=row.done,
        last_notice_on=row.last_notice_on,
        senior_notice_on=row.senior_notice_on,
        escalated_to=row.escalated_to,
        submitted_at=row.submitted_at,
        satisfied_at=row.satisfied_at,
        extension_pending=row.extension_pending,
        awaiting_release=row.awaiting_release,
        received=row.received,
        query=row.query,
        evidence_at=row.evidence_at,
        validating_on=row.validating_on,
        validated_at=row.validated_at,
        unvalidated_because=row.unvalidated_because,
        version=row.version,
    )


def invitation_row(invitation: Invitation) -> InvitationRow:
    return InvitationRow(
        id=invitation.id,
        case_id=invitation.case,
        attendee=invitation.attendee,
        due_on=invitation.due_on,
        entry_on=invitation.entry_on,
        tasks=invitation.tasks,
        sequence_number=invitation.sequence,
        cancelled=invitation.cancelled,
        attendance=invitation.attendance.value if invitation.attendance else None,
        answered_at=invitation.answered_at,
        answers=invitation.answers,
    )


def invitation(row: InvitationRow) -> Invitation:
    return Invitation(
        id=row.id,
        case=row.case_id,
        attendee=row.attendee,
        due_on=row.due_on,
        entry_on=row.entry_on,
        tasks=row.tasks,
        sequence=row.sequence_number,
        cancelled=row.cancelled,
        attendance=Attendance(row.attendance) if row.attendance else None,
        answered_at=row.answered_at,
        answers=row.answers,
    )


def event_row(event: Event) -> EventRow:
    return EventRow(
        id=event.id,
        case_id=event.case,
        kind=event.kind,
        letter_on=event.letter_on,
        received_at=event.received_at,
        message=event.message,
        forwarded=event.forwarded,
        acted=event.acted,
        title=event.title,
        outcomes=event.outcomes,
    )


def event(row: EventRow) -> Event:
    return Event(
        id=row.id,
        case=row.case_id,
        kind=row.kind,
        letter_on=row.letter_on,
        received_at=row.received_at,
        message=row.message,
        forwarded=row.forwarded,
        acted=row.acted,
        title=row.title,
        outcomes=row.outcomes,
    )
