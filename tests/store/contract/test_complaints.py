"""The council's own complaints: found by any key, replaced by reference, erased."""

from __future__ import annotations

import pytest

from linkbot.model.complaint import Complaint
from linkbot.model.matching import Alias
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


def test_matching_is_given_whoever_could_be_meant_and_how_frequent_the_names_are(filled: SqlStore) -> None:
    with filled.begin() as transaction:
        found = transaction.candidates([], "Ms Anita Patel", "AN3 4DE")
        assert [one.reference for one in found.complaints] == ["CRM-000102", "CRM/000103"]
        assert (found.total, found.bearers["patel"], found.aliases) == (4, 1, ())
        misspelt = transaction.candidates([], "Zoe O'Brein", None)
        assert [one.reference for one in misspelt.complaints] == ["CRM-000101"] and misspelt.bearers == {"obrien": 1}
        assert transaction.candidates(["CRM 000104"], None, None).complaints == (Complaint("CRM-000104"),)


def test_of_a_frequent_surname_those_with_another_initial_are_left_out(store: SqlStore) -> None:
    names = ("Sara Khan", "S Khan", "Mrs Khan", "Amir Khan", "Khan, Bilal")
    with store.begin() as transaction:
        transaction.save_complaints(
            Complaint(f"CRM-{number}", names[number % 5], f"AN{number} 1AA") for number in range(60)
        )  # type: ignore[arg-type]
        found = transaction.candidates([], "Ms S Khan", "AN3 1AA").complaints
        assert {one.name for one in found} == {"Sara Khan", "S Khan", "Mrs Khan", "Amir Khan"}
        assert [one.postcode for one in found if one.name == "Amir Khan"] == ["AN3 1AA"]
        assert len(transaction.candidates([], "Ms Khan", None).complaints) == 60


def test_an_alias_is_found_by_its_name_brings_the_known_person_and_goes_with_the_tie(filled: SqlStore) -> None:
    alias = Alias("CRM-000101", "Zoë Marsh", "AN7 7AA", "Mrs Zoë O'Brien", "AN1 2BC", "LGSCO 26 000 001", "a-1")
    with filled.begin() as transaction:
        transaction.learn_alias(alias)
        transaction.learn_alias(alias)
        found = transaction.candidates([], "Miss Z Marsh", None)
        assert (found.aliases, [one.reference for one in found.complaints]) == ((alias,), ["CRM-000101"])
        assert transaction.unlearn_aliases("LGSCO 26 000 001") == 1
        assert transaction.candidates([], "Miss Z Marsh", None).aliases == ()
        transaction.learn_alias(alias)
        transaction.forget_complaints(["CRM-000101"])
        assert transaction.candidates([], "Miss Z Marsh", None).aliases == ()
        transaction.learn_alias(alias)
        transaction.forget_complaints()
        assert transaction.candidates([], "Miss Z Marsh", None).aliases == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["o'brien"], ["CRM-000101"]),
        (["obrien"], ["CRM-000101"]),
        (["an3", "patel"], ["CRM/000103"]),
        (["000102"], ["CRM-000102"]),
        (["an3 4de"], ["CRM/000103", "CRM-000102"]),
        (["100%"], []),
        (["_"], []),
        ([], ["CRM-000104", "CRM/000103", "CRM-000102", "CRM-000101"]),
    ],
)
def test_a_person_finds_complaints_by_any_words_of_them(filled: SqlStore, words: list[str], found: list[str]) -> None:
    with filled.begin() as transaction:
        assert [one.reference for one in transaction.search_complaints(words, 10)] == found
        assert len(transaction.search_complaints(words, 1)) == min(1, len(found))
