"""Search keys: what two spellings of one thing share, and what two things must not."""

from __future__ import annotations

import pytest

from linkbot.store.keys import digits, postcode_key, reference_key, surname_keys


@pytest.mark.parametrize("reference", ["23 012 345", "23012345", "23-012-345", "ref: 23 012 345."])
def test_a_case_reference_is_its_digits(reference: str) -> None:
    assert digits(reference) == "23012345"


@pytest.mark.parametrize("reference", ["CRM-001234", "crm 001234", "CRM/001234", "ＣＲＭ001234"])
def test_our_reference_is_its_letters_and_digits(reference: str) -> None:
    assert reference_key(reference) == "crm001234"


@pytest.mark.parametrize("postcode", ["AN1 2BC", "an12bc", " An1\u00a02Bc "])
def test_a_postcode_is_found_however_it_is_spaced(postcode: str) -> None:
    assert postcode_key(postcode) == "AN12BC"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Ms Anita Patel", {"patel"}),
        ("PATEL Anita", {"patel"}),
        ("ANITA PATEL", {"patel"}),
        ("Patel, Anita", {"patel"}),
        ("Anita PATEL MBE", {"patel"}),
        ("Dr. Zoë O’Brien", {"obrien"}),
        ("Siân D'Arcy", {"darcy"}),
        ("Mr T Adeyemi-Clarke", {"adeyemiclarke", "adeyemi", "clarke"}),
        ("Mr & Mrs Novák", {"novak"}),
        ("Jo Marsh and Lee Fox", {"marsh", "fox"}),
        ("Councillor Fox on behalf of Mrs Marsh", {"fox", "marsh"}),
        ("Pieter van der Berg", {"vanderberg", "berg"}),
        ("Tom Marsh Jr", {"marsh"}),
        ("Mr X", set()),
        ("Mrs", set()),
        ("12 34", set()),
        ("", set()),
        (None, set()),
    ],
)
def test_a_name_is_found_by_its_surname(name: str | None, keys: set[str]) -> None:
    assert set(surname_keys(name)) == keys
