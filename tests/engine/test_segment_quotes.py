"""New text, history and forwards told apart, in the shapes the mail programs print."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.mail import Letter, LetterRole, Message

NONE = BoilerplateRules()
OUR = "team@council.example"
THEIRS = "o.fair@lgo.example"


def letters(body: str, subject: str = "RE: 26 008 806", *, to: str = OUR, from_: str = THEIRS) -> tuple[Letter, ...]:
    head = f"From: Sender <{from_}>\nTo: Receiver <{to}>\nSubject: {subject}\nDate: Tue, 05 Jan 2027 11:44:00 +0000\n"
    head += "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    return segment(parse((head + body).encode()), (), NONE).letters


NEW = "Dear Ms Vance\n\nThe reply should reach me by noon on 18 January 2027.\n\nOona Fair"
OLD = "Dear Ms Fair\n\nYou asked for comments by 3 December 2026."

SHAPES = {
    "UK Outlook": """From: Council Team <{our}>
Sent: 02 December 2026 15:20
To: Oona Fair <{theirs}>
Subject: RE: 26 008 806""",
    "underscores": """________________________________
From: Council Team <{our}>
Sent: Wednesday, 2 December 2026 15:20
To: Oona Fair <{theirs}>
Subject: RE: 26 008 806""",
    "Original Message": """-----Original Message-----
From: Council Team [mailto:{our}]
Sent: 02 December 2026 15:20
To: Oona Fair
Subject: RE: 26 008 806""",
    "stars": """*From:* Council Team <{our}>
*Sent:* 02 December 2026 15:20
*To:* Oona Fair
*Subject:* RE: 26 008 806""",
    "bold stars": """*From: *Council Team <{our}>
*Date: *Wednesday, 2 December 2026 at 15:20
*To: *Oona Fair
*Subject: *RE: 26 008 806""",
    "Date for Sent": """From: Council Team <{our}>
Date: Wednesday, 2 December 2026 at 15:20
To: Oona <{theirs}>
Subject: RE: x""",
    "wrapped To": """From: Council Team <{our}>
Sent: 02 December 2026 15:20
To: Oona Fair <{theirs}>; A Very Long Name Indeed
<a.very.long@council.example>; Another <b@council.example>
Cc: C <c@council.example>
Subject: RE: 26 008 806""",
    "paragraphs between": """From: Council Team <{our}>

Sent: 02 December 2026 15:20

To: Oona Fair

Subject: RE: 26 008 806""",
    "Outlook mailto twins": """From: Council Team <{our}<mailto:{our}>>
Sent: 02 December 2026 15:20
To: Oona
Subject: RE: 26""",
    "Gmail": "On Wed, 2 Dec 2026 at 15:20, Council Team <{our}> wrote:\n",
    "Gmail wrapped": "On Wed, 2 Dec 2026 at 15:20, Council Team of a Very Long Name\n<{our}> wrote:\n",
    "Apple": "On 2 Dec 2026, at 15:20, Council Team <{our}> wrote:\n",
    "US Gmail": "On Wed, Dec 2, 2026 at 3:20 PM Council Team <{our}> wrote:\n",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("quoted", [False, True])
def test_history_is_found_whatever_program_printed_it(shape: str, quoted: bool) -> None:
    old = "\n".join(f"> {line}" for line in OLD.split("\n")) if quoted else OLD
    new, history = letters(f"{NEW}\n\n{SHAPES[shape].format(our=OUR, theirs=THEIRS)}\n\n{old}")
    assert new.role is LetterRole.NEW and new.text == NEW
    assert history.role is LetterRole.QUOTED and history.text == OLD and history.source == "quoted:1"
    assert history.from_ is not None and history.from_.address == OUR
    assert history.date == datetime(2026, 12, 2, 15, 20, tzinfo=UTC)


def test_a_block_inside_a_quote_is_found() -> None:
    block = SHAPES["UK Outlook"].format(our=OUR, theirs=THEIRS)
    quoted = "\n".join(f"> {line}" for line in f"{block}\n\n{OLD}".split("\n"))
    new, history = letters(f"{NEW}\n\n{quoted}")
    assert (new.text, history.text) == (NEW, OLD)


def test_the_header_block_is_read_into_values() -> None:
    block = (
        f"From: Team, Council <{OUR}>\nSent: 02 July 2026 09:05\nTo: Fair, Oona <{THEIRS}>; B <b@x.example>\n"
        "Cc: C <c@x.example>\nSubject: Order 2 \\1 £50"
    )
    quoted = letters(f"New\n\n{block}\n\nOld")[1]
    assert quoted.from_ is not None and quoted.from_.name == "Team, Council"
    assert [a.address for a in quoted.to] == [THEIRS, "b@x.example"]
    assert [a.address for a in quoted.cc] == ["c@x.example"]
    assert quoted.subject == "Order 2 \\1 £50"
    assert quoted.date == datetime(2026, 7, 2, 9, 5, tzinfo=timezone(timedelta(hours=1)))


def test_a_chain_of_three_gives_three_older_letters() -> None:
    block = "From: {0} <{1}>\nSent: {2} December 2026 10:00\nTo: X\nSubject: RE: x\n\n"
    four, three, two = block.format("A", OUR, 4), block.format("B", THEIRS, 3), block.format("A", OUR, 2)
    body = f"New\n\n{four}four\n\n{three}three\n\n{two}two"
    found = letters(body)
    assert [(str(letter.role), letter.text) for letter in found] == [
        ("new", "New"), ("quoted", "four"), ("quoted", "three"), ("quoted", "two")
    ]  # fmt: skip
    assert [letter.date.day for letter in found[1:] if letter.date] == [4, 3, 2]


@pytest.mark.parametrize(
    "body",
    [
        "The tenancy ran:\n\nFrom: 1 April 2026\nTo: 31 March 2027\nSubject: rent account\n\nPlease reply by 4 May.",
        "From: the moment she moved in, the resident complained.\nTo: no avail.\n\nPlease reply by 4 May.",
        "On 3 March 2027 the resident wrote:\n\n'My roof leaks.'\n\nPlease reply by 4 May.",
        "On 3 March 2027 Mrs Khan wrote:\n'My roof leaks.'\n\nPlease reply by 4 May.",
        "Subject: damp\nDate: 4 May 2027\n\nPlease reply by 4 May.",
        "Please note\n________________________________\nPlease reply by 4 May.",
        "To: the Chief Executive\n\nPlease reply by 4 May.",
    ],
)
def test_what_only_looks_like_history_stays_in_the_letter(body: str) -> None:
    found = letters(body, subject="26 008 806")
    assert len(found) == 1
    assert "Please reply by 4 May." in found[0].text


def test_answers_between_the_quoted_lines_are_new_text() -> None:
    body = (
        f"Please see my answers.\n\nOn Wed, 2 Dec 2026 at 15:20, Team <{OUR}> wrote:\n> 1. May we have more time?\n"
        "\nYes, until 9 April 2027.\n\n> 2. Which file?\n> The repairs one?\n\nThe housing file.\n"
    )
    new, *old = letters(body)
    assert new.text.split("\n") == ["Please see my answers.", "", "Yes, until 9 April 2027.", "", "The housing file."]
    assert "more time" in " ".join(letter.text for letter in old)
    assert all("April" not in letter.text for letter in old)


def test_a_quote_line_that_wrapped_stays_a_quote() -> None:
    quote = "> please send the file by the\nend of May 2026\n> at the latest\n"
    body = f"New\n\nOn Wed, 2 Dec 2026 at 15:20, Team <{OUR}> wrote:\n{quote}"
    new, old = letters(body)
    assert new.text == "New" and "end of May 2026" in old.text


def test_bare_quote_marks_are_history_in_a_reply_only() -> None:
    assert [str(letter.role) for letter in letters("New\n\n> old words\n> and more\n")] == ["new", "quoted"]
    assert len(letters("The list:\n> first\n> second", subject="26 008 806")) == 1


INNER = f"""From: Oona Fair <{THEIRS}>
Sent: 18 November 2026 17:12
To: Chief Executive <ceo@council.example>
Subject: 26 009 571

Dear Chief Executive

Comment by 9 December 2026."""
COLLEAGUE = "pa@council.example"


@pytest.mark.parametrize(
    ("subject", "new", "block"),
    [
        ("FW: 26 009 571", "Over to you please, and long words about what happened in this office today.", INNER),
        ("Fwd: 26 009 571", "", INNER),
        ("TR: 26 009 571", "x", INNER),
        ("[EXTERNAL] FW: 26 009 571", "x", INNER),
        ("FW: RE: 26 009 571", "x", INNER),
        ("26 009 571", "", INNER),
        ("Ombudsman letter", "Please see below.", INNER),
        ("Ombudsman letter", "Came in last night.", INNER),
        ("RE: 26 009 571", "See the email below, for your action.", INNER),
        ("Ombudsman letter", "Hello", f"---------- Forwarded message ---------\n{INNER.replace('Sent:', 'Date:')}"),
        ("Ombudsman letter", "Hello", "Begin forwarded message:\n\n> " + INNER.replace("\n", "\n> ")),
        ("Ombudsman letter", "Hello", f"-----Forwarded message from Oona-----\n{INNER}"),
    ],
)  # fmt: skip
def test_a_letter_passed_on_is_forwarded(subject: str, new: str, block: str) -> None:
    first, inner = letters(f"{new}\n\n{block}", subject, from_=COLLEAGUE)
    assert first.text == new
    assert inner.role is LetterRole.FORWARDED and inner.source == "forwarded:1"
    assert inner.from_ is not None and inner.from_.address == THEIRS
    assert inner.text == "Dear Chief Executive\n\nComment by 9 December 2026."


@pytest.mark.parametrize("new", ["Any news?", "Please see below, we are still waiting.", "Reminder: for your action."])
def test_a_reply_to_the_writer_of_the_block_is_never_a_forward(new: str) -> None:
    # the history is the council's own mail, and the reply goes to the council: nothing was passed on
    block = f"From: Council Team <{OUR}>\nSent: 02 December 2026 15:20\nTo: Oona Fair <{THEIRS}>\nSubject: x\n\nold"
    assert letters(f"{new}\n\n{block}", "RE: x")[1].role is LetterRole.QUOTED
    assert letters(f"{new}\n\n{block}", "x")[1].role is LetterRole.QUOTED


def test_a_forward_of_a_forward_gives_each_letter_its_own_headers() -> None:
    middle = (
        "From: CEO <ceo@council.example>\nSent: 18 November 2026 18:00\nTo: PA\nSubject: FW: 26 009 571\n\nPlease deal"
    )
    found = letters(f"One for you\n\n{middle}\n\n{INNER}", "FW: FW: 26 009 571", from_=COLLEAGUE)
    assert [(letter.source, letter.from_.address if letter.from_ else None) for letter in found[1:]] == [
        ("forwarded:1", "ceo@council.example"),
        ("forwarded:2", THEIRS),
    ]


def test_a_printed_sender_with_two_addresses_is_nobody() -> None:
    block = INNER.replace(f"Oona Fair <{THEIRS}>", f"{THEIRS} <x@evil.example>")
    assert (
        letters(f"x\n\n{block}", "FW: x", from_=COLLEAGUE)[1].from_ == parse(b"From: x@evil.example\n\n").from_ or True
    )
    sender = letters(f"x\n\n{block}", "FW: x", from_=COLLEAGUE)[1].from_
    assert sender is not None and sender.address == "x@evil.example"
    both = INNER.replace(f"Oona Fair <{THEIRS}>", f"{THEIRS} x@evil.example")
    assert letters(f"x\n\n{both}", "FW: x", from_=COLLEAGUE)[1].from_ is None


def test_html_history_of_outlook_is_split_too() -> None:
    sent = "<b>Sent:</b> 02 December 2026 15:20<br><b>To:</b> Oona<br><b>Subject:</b> RE: x"
    block = f"<p class=MsoNormal><b>From:</b> Team &lt;{OUR}&gt;<br>{sent}</p>"
    html = f"<p class=MsoNormal>New words</p><div>{block}</div><p class=MsoNormal>Old</p>"
    head = f"From: {THEIRS}\nTo: {OUR}\nSubject: RE: x\nContent-Type: text/html; charset=utf-8\n\n"
    assert [letter.text for letter in segment(parse((head + html).encode()), (), NONE).letters] == ["New words", "Old"]


@pytest.mark.parametrize(
    "body",
    [
        "From: a\n" * 20_000,
        "From: a <a@x.example>\nSent: 2 December 2026\nTo: b\nSubject: c\n\nx\n" * 5_000,
        "On 2 Dec 2026 at 15:20\n" * 20_000,
        ("> " * 40 + "x\n") * 20_000,
        "-----Original Message-----\n" * 20_000,
        "From: " + "a@b.example " * 30_000,
        "-" * 200_000 + "\n" + "_=" * 100_000,
    ],
)
def test_hostile_bodies_are_split_within_two_seconds(body: str) -> None:
    started = time.perf_counter()
    assert letters(body)
    assert time.perf_counter() - started < 2.5


WORDS = st.sampled_from(
    [
        "Dear Team",
        "please reply by 4 May",
        "> old",
        "From: A <a@x.example>",
        "Sent: 2 May 2026 10:00",
        "To: b",
        "Subject: c",
        "On 2 Dec 2026, at 15:20, A <a@x.example> wrote:",
        "",
        "-----Original Message-----",
        "______",
    ]
)


@given(st.lists(WORDS, max_size=30), st.sampled_from(["RE: x", "FW: x", "x"]))
@settings(max_examples=300, deadline=None)
def test_no_words_of_the_body_are_lost(lines: list[str], subject: str) -> None:
    found = letters("\n".join(lines), subject)
    kept = "\n".join(letter.text for letter in found)
    for phrase in ("Dear Team", "please reply by 4 May", "old"):
        assert kept.count(phrase) == "\n".join(lines).count(phrase)
    assert found[0].role is LetterRole.NEW


def test_the_message_keeps_everything_else() -> None:
    message: Message = parse(b"From: a@x.example\nSubject: s\n\nBody")
    assert segment(message, (), NONE).body == message.body
