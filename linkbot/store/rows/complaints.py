"""The council's own complaints as values and as rows, with their search keys."""

from __future__ import annotations

from sqlalchemy import Row

from linkbot.engine.likeness.names import initial_of, rough_key, surname_keys
from linkbot.model.complaint import Complaint
from linkbot.model.matching import Alias
from linkbot.store.keys import postcode_key, reference_key
from linkbot.store.tables.complaints import ComplaintAliasKeyRow, ComplaintAliasRow, ComplaintRow


def complaint_values(complaint: Complaint) -> dict[str, object]:
    """As `values` of a row: of thousands at once, making rows of them first would cost more than storing them."""
    return vars(complaint) | {
        "reference_key": reference_key(complaint.reference),
        "postcode_key": postcode_key(complaint.postcode or "") or None,
    }


def surname_values(complaint: Complaint) -> list[dict[str, object]]:
    reference = reference_key(complaint.reference)
    return [
        {
            "reference_key": reference,
            "surname_key": key,
            "rough_key": rough_key(key),
            "initial": initial_of(complaint.name, key),
        }
        for key in surname_keys(complaint.name)
    ]


def alias_row(alias: Alias) -> ComplaintAliasRow:
    return ComplaintAliasRow(
        act=alias.act,
        reference_key=reference_key(alias.reference),
        reference=alias.reference,
        name=alias.name,
        postcode=alias.postcode,
        known_name=alias.known_name,
        known_postcode=alias.known_postcode,
        case_id=alias.case,
    )


def alias_key_rows(alias: Alias) -> list[ComplaintAliasKeyRow]:
    return [ComplaintAliasKeyRow(act=alias.act, surname_key=key) for key in surname_keys(alias.name)]


def alias(row: ComplaintAliasRow | Row[tuple[object, ...]]) -> Alias:
    return Alias(
        reference=row.reference,
        name=row.name,
        postcode=row.postcode,
        known_name=row.known_name,
        known_postcode=row.known_postcode,
        case=row.case_id,
        act=row.act,
    )


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
