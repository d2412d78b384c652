"""The council's own complaints as values and as rows, with their search keys."""

from __future__ import annotations

from linkbot.model.complaint import Complaint
from linkbot.store.keys import postcode_key, reference_key, surname_keys
from linkbot.store.tables.complaints import ComplaintRow, ComplaintSurnameRow


def complaint_row(complaint: Complaint) -> ComplaintRow:
    return ComplaintRow(
        reference_key=reference_key(complaint.reference),
        reference=complaint.reference,
        name=complaint.name,
        postcode=complaint.postcode,
        postcode_key=postcode_key(complaint.postcode or "") or None,
        address=complaint.address,
        service=complaint.service,
        external_id=complaint.external_id,
        handler=complaint.handler,
        outcome=complaint.outcome,
        stage1_received_on=complaint.stage1_received_on,
        stage1_acknowledged_on=complaint.stage1_acknowledged_on,
        stage1_extended_to=complaint.stage1_extended_to,
        stage1_answered_on=complaint.stage1_answered_on,
        stage2_requested_on=complaint.stage2_requested_on,
        stage2_acknowledged_on=complaint.stage2_acknowledged_on,
        stage2_extended_to=complaint.stage2_extended_to,
        stage2_answered_on=complaint.stage2_answered_on,
        stage3_requested_on=complaint.stage3_requested_on,
        stage3_answered_on=complaint.stage3_answered_on,
        closed_on=complaint.closed_on,
        refreshed_on=complaint.refreshed_on,
    )


def surname_rows(complaint: Complaint) -> list[ComplaintSurnameRow]:
    return [
        ComplaintSurnameRow(reference_key=reference_key(complaint.reference), surname_key=key)
        for key in surname_keys(complaint.name)
    ]


def complaint(row: ComplaintRow) -> Complaint:
    return Complaint(
        reference=row.reference,
        name=row.name,
        postcode=row.postcode,
        address=row.address,
        service=row.service,
        external_id=row.external_id,
        handler=row.handler,
        outcome=row.outcome,
        stage1_received_on=row.stage1_received_on,
        stage1_acknowledged_on=row.stage1_acknowledged_on,
        stage1_extended_to=row.stage1_extended_to,
        stage1_answered_on=row.stage1_answered_on,
        stage2_requested_on=row.stage2_requested_on,
        stage2_acknowledged_on=row.stage2_acknowledged_on,
        stage2_extended_to=row.stage2_extended_to,
        stage2_answered_on=row.stage2_answered_on,
        stage3_requested_on=row.stage3_requested_on,
        stage3_answered_on=row.stage3_answered_on,
        closed_on=row.closed_on,
        refreshed_on=row.refreshed_on,
    )
