"""A cell of the workbook is never a formula, a link or a command, whatever a letter or a person has written."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from linkbot.effectors.workbook_cells import harmless, put

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "|", "%", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
BEFORE = ("", " ", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u2003", "\u3000", "\x00", "\x1f ", "\u00ad", "\u2060")
ATTACKS = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("https://x.example","open")', "SUM(A1:A9)", 'WEBSERVICE("x")')


def written(text: str) -> tuple[object, str, object]:
    """Value, type and link of the cell, after the way to the disk and back."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    put(sheet["A1"], text)
    octets = BytesIO()
    book.save(octets)
    cell = load_workbook(BytesIO(octets.getvalue())).active["A1"]  # type: ignore[index]
    return cell.value, cell.data_type, cell.hyperlink


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", BEFORE)
def test_no_start_of_a_formula_survives_behind_anything(start: str, before: str) -> None:
    assert harmless(f"{before}{start}1+1").startswith("'")


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_read_back_is_text(attack: str) -> None:
    value, kind, link = written(f"={attack}")
    assert (value, kind, link) == (f"'={attack}", "s", None)


@pytest.mark.parametrize(
    "text", ["https://x.example/a", "mailto:a@x.example", "\\\\server\\share", "file:///etc/passwd"]
)
def test_an_address_in_a_letter_becomes_no_link(text: str) -> None:
    assert written(text) == (text, "s", None)


@pytest.mark.parametrize("text", ["Order 2 = compensation", "1 to 3", "£300", "Mr A-B", "(a) proof"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text(alphabet=st.characters(codec=None), max_size=20), st.sampled_from(STARTS))
def test_whatever_stands_before_the_sign_the_cell_is_safe(before: str, start: str) -> None:
    clean = harmless(before + start)
    first = next((sign for sign in clean if unicodedata.category(sign) not in ("Zs", "Zl", "Zp", "Cf", "Cc")), "")
    assert unicodedata.normalize("NFKC", first) not in ("=", "+", "-", "@", "|", "%")


def test_no_formula_leaves_by_way_of_csv(tmp_path: Path) -> None:
    """People save the workbook as CSV and open that: what disarms a formula must be in the value itself."""
    value, _, _ = written("=1+1")
    assert str(value).startswith("'=")
