"""The council's own complaints: found by any key, replaced by reference, erased."""

from __future__ import annotations

import pytest

from linkbot.model.complaint import Complaint
from linkbot.store import SqlStore

COMPLAINTS = (
    Complaint("CRM-000101", "Mrs Zoë O'Brien", "AN1 2BC"),
    Complaint("CRM-000102", "Mr Tunde Adeyemi-Clarke", "AN3 4DE"),
    Complaint("CRM/000103", "PATEL Anita & Sunil Patel", "an34de"),
    Complaint("CRM-000104"),
)


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    with store.begin() as transaction:
        transaction.save_complaints(COMPLAINTS)
    return store


@pytest.mark.parametrize(
    ("references", "name", "postcode", "found"),
    [
        (["crm 000101", "CRM-999999"], None, None, ["CRM-000101"]),
        ([], "Zoe Obrien", None, ["CRM-000101"]),
        ([], "Miss O’BRIEN", None, ["CRM-000101"]),
        ([], "Ms Clarke", None, ["CRM-000102"]),
        ([], "Adeyemi Clarke, Tunde", None, ["CRM-000102"]),
        ([], "Mr S Patel", None, ["CRM/000103"]),
        ([], None, "AN3  4DE", ["CRM-000102", "CRM/000103"]),
        (["CRM-000104"], "Ms O'Brien", "AN9 9ZZ", ["CRM-000101", "CRM-000104"]),
        ([], "Mr X", None, []),
        ([], "Tunde", None, []),
        ([""], "", "", []),
    ],
)
def test_candidates_share_a_reference_a_postcode_or_a_surname(
    filled: SqlStore, references: list[str], name: str | None, postcode: str | None, found: list[str]
) -> None:
    with filled.begin() as transaction:
        assert [c.reference for c in transaction.complaints(references, name, postcode)] == found


def test_importing_again_replaces_and_the_old_name_finds_nothing(filled: SqlStore) -> None:
    with filled.begin() as transaction:
        transaction.save_complaints([Complaint("CRM 000101", "Jo Newname"), Complaint("CRM-000101", "Jo Marsh")])
        assert transaction.complaints([], "O'Brien", None) == ()
        assert transaction.complaints(["CRM000101"], None, None) == (Complaint("CRM-000101", "Jo Marsh"),)


def test_complaints_can_be_erased_one_by_one_and_all_together(filled: SqlStore) -> None:
    with filled.begin() as transaction:
        assert transaction.forget_complaints(["crm000101", "CRM-777"]) == 1
        assert transaction.complaints(["CRM-000101"], "O'Brien", "AN1 2BC") == ()
        assert transaction.forget_complaints() == 3
        assert transaction.complaints(["CRM-000104"], "Patel", "AN3 4DE") == ()


def test_a_complaint_without_a_reference_is_refused(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="without a reference"), store.begin() as transaction:
        transaction.save_complaints([Complaint("-", "Mr Nobody")])


def test_a_large_import_is_one_call(store: SqlStore) -> None:
    many = [Complaint(f"CRM-{n:06}", f"Person Name{n:06}", f"AN{n % 90} 1AA") for n in range(1200)]
    with store.begin() as transaction:
        transaction.save_complaints(many)
        transaction.save_complaints(many)
        assert len(transaction.complaints([c.reference for c in many], None, None)) == 1200
