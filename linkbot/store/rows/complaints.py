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
        stage1_answered_on=complaint.stage1_answered_on,
        stage2_answered_on=complaint.stage2_answered_on,
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
        stage1_answered_on=row.stage1_answered_on,
        stage2_answered_on=row.stage2_answered_on,
    )
