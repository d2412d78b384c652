"""One person in many spellings, and others beside them. All people are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.persons.mentions import Person, Sure, mentions, names_person, same_postcode
from linkbot.engine.persons.others import others

ANITA = Person(("Anita Patel",), ("AB1 2CD",), ("anita.p@mail.example",))
ORLA = Person(("Mrs Órla O’Neill-Brown",))


@pytest.mark.parametrize(
    ("text", "person", "sure"),
    [
        ("Ms Anita Patel of Flat 3", ANITA, Sure.CERTAIN),
        ("ANITA PATEL", ANITA, Sure.CERTAIN),
        ("Anita Rose Patel complains", ANITA, Sure.CERTAIN),
        ("Patel, Anita", ANITA, Sure.CERTAIN),
        ("PATEL Anita", ANITA, Sure.CERTAIN),
        ("A Patel", ANITA, Sure.CERTAIN),
        ("A. R. Patel’s letter", ANITA, Sure.CERTAIN),
        ("Dear Ms Patel", ANITA, Sure.TITLED),
        ("said Patel", ANITA, Sure.SURNAME),
        ("at ab12cd", ANITA, Sure.CERTAIN),
        ("Flat 1, AB1  2CD.", ANITA, Sure.CERTAIN),
        ("write to Anita.P@mail.example.", ANITA, Sure.CERTAIN),
        ("Órla O'Neill Brown", ORLA, Sure.CERTAIN),
        ("ORLA ONEILL-BROWN", ORLA, Sure.CERTAIN),
        ("Mrs O’Neill-Brown", ORLA, Sure.TITLED),
        ("Anita came, and Patel Street is closed", ANITA, Sure.SURNAME),
    ],
)
def test_a_person_is_found_however_they_are_written(text: str, person: Person, sure: Sure) -> None:
    found = mentions(text, person)
    assert max(one.sure for one in found) is sure, found


@pytest.mark.parametrize(
    "text",
    [
        "Patella reflex",
        "the pateline",
        "AB12 2CD",
        "XAB1 2CD",
        "banita.p@mail.example",
        "anita.p@mail.examples",
        "Anita Shah",
    ],
)
def test_others_are_not_taken_for_them(text: str) -> None:
    assert mentions(text, ANITA) == ()


def test_a_colour_is_no_surname() -> None:
    brown = Person(("Gordon Brown",))
    assert not mentions("the brown stain by the window", brown)
    assert mentions("the Brown flat", brown)[0].sure is Sure.SURNAME


def test_a_field_of_names_and_postcodes() -> None:
    assert names_person("Miss A Patel", ANITA) is Sure.CERTAIN and names_person(None, ANITA) is None
    assert same_postcode("ab1 2cd", "AB12CD") and not same_postcode("", "")


def test_other_people_are_flagged_and_the_person_is_not() -> None:
    text = (
        "Ms Patel says that Mr Grant of 4 Elm Row, ZX9 8YW (tel. 01632 960 123, j.grant@mail.example, born 4 May 1971, "
        "QQ 12 34 56 C) shouted. Leroy Pemberton heard it. Ms Patel lives at AB1 2CD. AB 12 34 56 C"
    )
    found = {(text[o.start : o.end], o.sort) for o in others(text, ANITA, known=("Leroy Pemberton", "Anita Patel"))}
    assert {"Mr Grant", "ZX9 8YW", "01632 960 123", "j.grant@mail.example", "Leroy Pemberton"} <= {t for t, _ in found}
    assert any(sort == "date of birth" for _, sort in found) and any(sort.startswith("National") for _, sort in found)
    assert not any("Patel" in t or "AB1 2CD" in t for t, _ in found)


@given(st.text(max_size=80))
def test_any_text_can_be_searched_and_places_lie_within_it(text: str) -> None:
    spans = [(one.start, one.end) for one in mentions(text + " Anita Patel", ANITA)]
    spans += [(one.start, one.end) for one in others(text, ANITA, known=("Leroy Pemberton",))]
    assert all(0 <= start < end <= len(text) + 12 for start, end in spans)
    assert mentions(text + " Anita Patel", ANITA)


@pytest.mark.parametrize("piece", ["Anita ", "A. ", "Mr ", "0 1", "a@", "a.", "Patel, ", "Mr Grant, "])
def test_a_long_hostile_text_is_searched_to_its_end(piece: str) -> None:
    """Were a pattern to look back and forth, this would not end."""
    text = piece * 20_000 + " Anita Patel and Mr Grant"
    assert max(one.sure for one in mentions(text, ANITA)[-2:]) is Sure.CERTAIN
    assert others(text, ANITA)[-1].end == len(text)
