"""HTML mail as text: the nine things mail programs do that readers stumble over."""

from __future__ import annotations

import time

import pytest

from linkbot.engine.mail.html_text import html_text
from linkbot.engine.mail.normalise import plain


def shown(html: str) -> str:
    return plain(html_text(html))


def test_non_breaking_spaces_become_spaces_in_references() -> None:
    assert shown("<p>Ref 23&nbsp;012&#8239;345</p>") == "Ref 23 012 345"


def test_a_table_row_stands_on_one_line() -> None:
    order = "<td><p class=MsoNormal>1</p></td><td><p>Pay &pound;100</p><p>and say sorry</p></td>"
    rows = f"<tr>{order}<td>28 May<br>2026</td></tr>"
    assert shown(f"<table><tr><th>No</th><th>Order</th><th>Due</th></tr>{rows}</table>") == (
        "No\tOrder\tDue\n1\tPay £100 and say sorry\t28 May 2026"
    )


def test_a_layout_table_keeps_the_lines_of_its_letter() -> None:
    letter = "<p>Dear colleague</p><p>Please reply.</p>"
    assert shown(f"<table><tr><td><table><tr><td>{letter}</td></tr></table></td><td>logo text</td></tr></table>") == (
        "Dear colleague\nPlease reply.\nlogo text"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<ol start="3"><li>a</li><li value="7">b</li><li>c</li></ol>', "3. a\n7. b\n8. c"),
        ('<ol type="a"><li><p>x</p></li><li>y<ul><li>z</li></ul></li></ol>', "a. x\nb. y\n- z"),
        ('<ol type="i"><li>a</li><li>b</li><li>c</li><li>d</li></ol>', "i. a\nii. b\niii. c\niv. d"),
        (
            "<p class=MsoListParagraph><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Apologise</p>",
            "1.  Apologise",
        ),
    ],
)
def test_list_numbers_are_kept(html: str, text: str) -> None:
    assert shown(html).replace("1.   ", "1.  ") == text


def test_bold_inside_a_word_does_not_split_it() -> None:
    assert shown("<p>dead<b>line</b></p>") == "deadline"


def test_div_lines_and_breaks_are_lines() -> None:
    assert shown("<div>one</div><div>two<br>three</div><div><br></div><div>four</div>") == "one\ntwo\nthree\n\nfour"


def test_an_outlook_header_block_stays_together() -> None:
    sender = "<b>From:</b> A &lt;a@x.example&gt;<br><b>Sent:</b> 2 December 2026 15:20<br>"
    block = f"<div><p class=MsoNormal>{sender}<b>To:</b> B<br><b>Subject:</b> S</p></div>"
    assert shown(f"<p class=MsoNormal>Hello</p>{block}") == (
        "Hello\nFrom: A <a@x.example>\nSent: 2 December 2026 15:20\nTo: B\nSubject: S"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<style>p{color:red}</style>",
        "<script>alert(1)</script>",
        "<!--[if mso]><p>outlook only</p><![endif]-->",
        '<div style="display:none;font-size:0">Preheader</div>',
        '<span style="mso-hide:all">Preheader</span>',
        '<div style="max-height:0px;overflow:hidden">Preheader</div>',
        '<span style="visibility: hidden">x</span>',
        "<p hidden>x</p>",
        "<title>t</title>",
    ],
)
def test_what_no_reader_sees_is_not_text(hidden: str) -> None:
    assert shown(f"<html><body>{hidden}<p>Letter</p></body></html>") == "Letter"


def test_a_cited_blockquote_is_marked_as_a_quote_and_an_indent_is_not() -> None:
    assert (
        shown("<p>New</p><blockquote type=cite><div>old</div><div>words</div></blockquote>") == "New\n\n> old\n> words"
    )
    assert shown("<blockquote>the council should pay</blockquote>") == "the council should pay"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "deep words",
        "<b>" * 50_000,
        "<table><tr><td>" * 2_000 + "x",
        "<" * 500_000,
        "<p>a" * 50_000,
        "<!--" * 100_000,
        "<a " * 200_000,
    ],
)
def test_hostile_markup_takes_no_time(html: str) -> None:
    started = time.perf_counter()
    text = html_text(html)
    assert time.perf_counter() - started < 3
    assert "deep words" in text or "deep words" not in html


def test_text_after_a_very_deep_part_is_not_lost() -> None:
    assert "the deadline" in html_text("<div>" * 400 + "x" + "</div>" * 400 + "<p>the deadline</p>")
    assert "the deadline" in html_text("<div>" * 9_000 + "x" + "</div>" * 9_000 + "<p>the deadline</p>")
