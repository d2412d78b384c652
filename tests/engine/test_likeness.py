"""Names, postcodes and points: what two spellings share, what two people must not, and when linkbot is sure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.likeness.choose import contradicts, find_complaint, rank
from linkbot.engine.likeness.names import PersonName, folded, people_in, surname_keys
from linkbot.engine.likeness.naming import compared
from linkbot.engine.likeness.places import is_postcode, plain_words, postcode_in, postcode_key, street_of
from linkbot.model.complaint import Complaint, ComplaintMatch
from linkbot.model.matching import Alias, Candidates, Sought
from tests.casework.builders import rules

RULES = rules().matching
WORDS = st.text(alphabet="abcdeorstuvyzéöłşÅ'’- .,&/()XO10", max_size=40)
PLAIN = st.text(alphabet="abcdefghiklmnoprstuvwyz", min_size=2, max_size=9)
LETTER = date(2026, 11, 2)


def person(name: str) -> PersonName:
    (one,) = people_in(name)
    return one


@given(WORDS)
def test_no_text_is_too_odd_for_a_name_and_keys_are_bare(text: str) -> None:
    for one in people_in(text):
        assert one.keys and one.surname == one.keys[0]
        assert all(key == folded(key) and len(key) > 1 for key in one.keys)


@given(PLAIN, PLAIN)
def test_every_way_to_write_a_name_gives_the_same_person(first: str, last: str) -> None:
    forename, surname = first.title(), last.title()
    if surname_keys(f"{forename} {surname}") != (last,):
        return  # a title, a particle or a suffix by chance
    forms = [f"Ms {forename} {surname}", f"{surname}, {forename}", f"{surname.upper()}, Ms {forename}"]
    assert {(one.surname, one.forenames) for form in forms for one in people_in(form)} == {(last, (first,))}


@given(PLAIN, PLAIN)
def test_a_comparison_is_the_same_from_both_sides_and_nobody_contradicts_himself(one: str, other: str) -> None:
    a, b = people_in(f"Kim {one.title()}"), people_in(f"Kim {other.title()}")
    if a and b:
        assert compared(a[0], b[0], {}).surname == compared(b[0], a[0], {}).surname
        assert not compared(a[0], a[0], {}).contradicts
    assert not contradicts(f"Kim {one}", f"Kim {one}")


@pytest.mark.parametrize(
    ("one", "other", "surname", "forename"),
    [
        ("Zoë O'Brien", "Ms Zoe O’BRIEN", "same", "same"),
        ("Zoe O Brien", "Zoe OBrien", "same", "same"),
        ("Tunde Adeyemi-Clarke", "Mr T Clarke", "half", "initial"),
        ("Bill Fox", "William Fox", "same", "variant"),
        ("Mohammed Ali", "Mo Ali", "same", "variant"),
        ("Anna Kowalska", "Anna Kowalksa", "typo", "same"),
        ("Li Wei", "Wei Li", "swapped", "same"),
        ("J.P. Hart", "John Hart", "same", "initial"),
        ("Mrs Hart", "Ann Hart", "same", "unknown"),
        ("Ann Hart", "Joan Hart", "same", "differs"),
        ("Ann Hart", "Ann Hurst", "differs", "same"),
        ("Ann Khan", "Ann Kahn", "typo", "same"),
        ("Ann Lee", "Ann Leo", "differs", "same"),
    ],
)
def test_names_are_compared_as_people_write_them(one: str, other: str, surname: str, forename: str) -> None:
    naming = compared(person(one), person(other), RULES.nicknames)
    assert (naming.surname, naming.forename) == (surname, forename)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("w12 0aa", "W120AA"), ("WI2 OAA", "W120AA"), ("SW1A1AA", "SW1A1AA"), ("N1 1AA", "N11AA"),
        ("NI 1AA", "N11AA"), ("M6O 1NW", "M601NW"), ("not known", "NOTKNOWN"), ("W12", "W12"), ("", ""),
    ],
)  # fmt: skip
def test_postcodes_are_repaired_where_they_can_only_be_one(written: str, key: str) -> None:
    assert postcode_key(written) == key


@given(st.text(max_size=12))
def test_repairing_a_postcode_twice_is_repairing_it_once(text: str) -> None:
    assert postcode_key(postcode_key(text)) == postcode_key(text)
    assert not is_postcode(text) or 5 <= len(postcode_key(text)) <= 7


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("14 Askew Rd, London", "14 askew road"), ("Flat 3, 14 Askew Road", "14 askew road"),
        ("Flat 2, 7a St. John's Ave", "7a street johns"), ("The Lodge", None), (None, None), ("12", None),
    ],
)  # fmt: skip
def test_the_street_of_an_address_is_its_number_and_name(address: str | None, street: str | None) -> None:
    assert street_of(address) == street
    if address and street:
        assert f" {street} " in f" {plain_words(f'She lives at {address}, and complains.')} "
    assert postcode_in("Flat 3, 14 Askew Road, London w12 0aa") == "W12 0AA"


KHAN = Complaint("CRM-1", "Ms Sara Khan", "W12 0AA", "14 Askew Road", "housing_repairs",
                 stage1_received_on=date(2026, 5, 1), stage2_answered_on=date(2026, 8, 3))  # fmt: skip
BROTHER = replace(KHAN, reference="CRM-2", name="Mr Amir Khan")
AGAIN = replace(KHAN, reference="CRM-3", stage2_answered_on=date(2026, 9, 1), service="council_tax")


def found(
    sought: Sought, *complaints: Complaint, total: int = 5_000, aliases: tuple[Alias, ...] = ()
) -> ComplaintMatch:
    candidates = Candidates(complaints, total, {"khan": 3}, aliases)
    return find_complaint(replace(sought, letter_on=LETTER), candidates, RULES, alone=True)


@pytest.mark.parametrize(
    ("sought", "complaints", "outcome", "reference"),
    [
        (Sought((), "Sara Khan", "W12 OAA"), (KHAN, BROTHER), "linked", "CRM-1"),
        (Sought((), "A Khan", "W12 0AA"), (KHAN, BROTHER), "linked", "CRM-2"),
        (Sought((), "Mr Khan", "W12 0AA"), (KHAN, BROTHER), "ambiguous", None),
        (Sought((), "Dr Khan", "W12 0AA"), (KHAN, BROTHER), "ambiguous", None),
        (Sought((), "Joan Khan", "W12 0AA"), (KHAN, BROTHER), "ambiguous", None),
        (Sought((), "Joan Khan", "W12 0AA"), (KHAN,), "proposed", "CRM-1"),
        (Sought((), "Sara Khan", None), (KHAN,), "proposed", "CRM-1"),  # by name alone
        (Sought((), "Sara Khan", None, text="at 14 Askew Road"), (KHAN,), "linked", "CRM-1"),
        (Sought((), "Sara Khan", None, days=frozenset({date(2026, 8, 3)})), (KHAN,), "linked", "CRM-1"),
        (Sought((), "Sara Khan", "W12 0AA"), (KHAN, AGAIN), "ambiguous", None),
        (Sought((), "Sara Khan", "W12 0AA", days=frozenset({date(2026, 9, 1)})), (KHAN, AGAIN), "linked", "CRM-3"),
        (Sought((), "Sara Khan", "W12 0AA", service="council_tax"), (KHAN, AGAIN), "ambiguous", None),
        (Sought((), "Ruth Mensah", "W12 0AA"), (KHAN,), "none", None),
        (Sought((), None, "W12 0AA"), (KHAN,), "proposed", "CRM-1"),
        (Sought(("crm 1",), "S Khan"), (KHAN, BROTHER), "linked", "CRM-1"),
        (Sought(("crm 1",), None), (KHAN, BROTHER), "linked", "CRM-1"),
        (Sought(("CRM-1",), "Ruth Mensah"), (KHAN,), "proposed", "CRM-1"),
        (Sought(("CRM-1", "CRM-2"), "Sara Khan"), (KHAN, BROTHER), "ambiguous", None),
        (Sought((), "Sara Khan", "W12 0AA"), (), "none", None),
    ],
)
def test_what_is_sure_is_linked_and_every_doubt_is_a_question(
    sought: Sought, complaints: tuple[Complaint, ...], outcome: str, reference: str | None
) -> None:
    match = found(sought, *complaints)
    assert (match.outcome, match.reference) == (outcome, reference), match


def test_a_complaint_that_came_after_the_letter_is_never_sure() -> None:
    later = replace(KHAN, stage1_received_on=date(2026, 11, 20), stage2_answered_on=None)
    match = found(Sought((), "Sara Khan", "W12 0AA"), later)
    assert match.outcome == "proposed" and "came in after the letter" in match.candidates[0][1]


def test_a_sure_one_is_only_proposed_where_likeness_may_not_link() -> None:
    candidates = Candidates((KHAN, BROTHER), 5_000, {"khan": 3})
    match = find_complaint(Sought((), "Sara Khan", "W12 0AA", LETTER), candidates, RULES, alone=False)
    assert (match.outcome, match.sure) == ("proposed", "CRM-1")


def test_the_order_of_the_register_changes_nothing_and_a_rare_name_is_worth_more() -> None:
    sought = Sought((), "Sara Khan", "W12 0AA", LETTER)
    one = rank(sought, Candidates((KHAN, BROTHER, AGAIN), 5_000, {"khan": 3}), RULES)
    assert one == rank(sought, Candidates((AGAIN, BROTHER, KHAN), 5_000, {"khan": 3}), RULES)
    frequent = rank(sought, Candidates((KHAN,), 5_000, {"khan": 300}), RULES)
    assert frequent[0].points < one[0].points and "a frequent one" in frequent[0].likenesses[0].words


def test_what_a_person_has_said_of_a_name_counts_for_that_name_at_that_place_only() -> None:
    alias = Alias("CRM-1", "Sara Ahmed", "E1 6AN", "Ms Sara Khan", "W12 0AA", "LGSCO 26 000 001")
    assert found(Sought((), "Mrs Sara Ahmed", "E1 6AN"), KHAN, aliases=(alias,)).reference == "CRM-1"
    assert found(Sought((), "Mrs Sara Ahmed", "E1 6AN"), KHAN).outcome == "none"
    assert found(Sought((), "Mrs Sara Ahmed", "E9 9ZZ"), KHAN, aliases=(alias,)).sure is None
    assert found(Sought((), "Mr Omar Ahmed", "E1 6AN"), KHAN, aliases=(alias,)).sure is None
