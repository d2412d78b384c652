"""Broken words and torn figures of typeset pages: mended where it is sure, left where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.mail.typeset import join_hyphens, mend_figures


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("a reason\x02\nable time", "a reasonable time"),
        ("a reason\ufffeable time", "a reasonable time"),
        ("a reason-\nable time", "a reasonable time"),
        ("its pre-\nand post-inspection reports", "its pre- and post-inspection reports"),
        ("two-\nor three-day weeks", "two- or three-day weeks"),
        ("within twenty\x02\neight days", "within twenty-eight days"),
        ("the decision-\nmaking", "the decision-making"),
        ("a follow-\nup", "a follow-up"),
        ("the reas-\nsessment, re-assessment and reassessment", "the reassessment, re-assessment and reassessment"),
        ("an e-\nmail after the e-mail", "an e-mail after the e-mail"),
        ("Mrs Achebe\x02\nStone", "Mrs Achebe-Stone"),
        ("pages 10-\n12", "pages 10-\n12"),
    ],
)
def test_a_word_broken_at_a_lines_end(broken: str, whole: str) -> None:
    assert join_hyphens(broken) == whole


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("by 0 2 December 2025", "by 02 December 2025"),
        ("on 5 June 20 26", "on 5 June 2026"),
        ("on 5 June 2 026 and", "on 5 June 2026 and"),
        ("pay £1, 5 00 now", "pay £1,500 now"),
        ("pay £1,5 00 now", "pay £1,500 now"),
        ("Case ID 2 02 3 45 678", "Case ID 202345678"),
        ("our reference: 20234 5678.", "our reference: 202345678."),
    ],
)
def test_a_figure_torn_apart_is_whole(torn: str, whole: str) -> None:
    assert mend_figures(torn) == whole


@pytest.mark.parametrize(
    "text",
    [
        "1 6 June 2026",  # row one, or the sixteenth
        "1 0 2 December 2025",
        "£1, 500 homes",
        "£3 0 2 December",
        "2 02 3 45 678",  # a number without a word that says what it is
        "case 2 02 3 45 678 9",
        "on 5 June 20 260 homes",
        "flats 2 0 1 5 to 9",
    ],
)
def test_what_can_be_read_two_ways_stays(text: str) -> None:
    assert mend_figures(text) == text


@given(st.text(alphabet="0123456789 £,.June case-\n\x02", max_size=60))
def test_no_digit_is_lost_or_made(text: str) -> None:
    mended = mend_figures(join_hyphens(text))
    assert [sign for sign in mended if sign.isdigit()] == [sign for sign in text if sign.isdigit()]
