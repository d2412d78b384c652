"""A person's data as pages: what was found and how surely, their own words marked, and what may be another person's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from zoneinfo import ZoneInfo

from linkbot.engine.persons.mentions import Person, Sure, mentions
from linkbot.engine.persons.others import others
from linkbot.worker.records.html import Cell, facts, note, page, section, table
from linkbot.worker.records.person_search import Found, FoundMessage

LONDON = ZoneInfo("Europe/London")
SURE = {Sure.CERTAIN: "yes", Sure.TITLED: "title and surname only", Sure.SURNAME: "surname only: perhaps another"}
HEAD = (
    "FOR THE INFORMATION GOVERNANCE OFFICER. Not redacted: other people's data stands in it. Not to be handed out so."
)
HOW = """\
linkbot searched the words of every message it keeps and of the files in them, the register and the imported complaints.
It did not search mailboxes, the case system, other spreadsheets, or files that could not be read (listed below).
Marked in green: the person. Marked in orange: what may be another person's (names with a title, e-mail addresses, \
telephone numbers, postcodes, dates of birth, other residents of the register). The orange marks miss names without a \
title: read each page before it is released. Papers marked confidential may be exempt."""


def overview(
    found: Found, *, pages: Sequence[tuple[FoundMessage, str, bool, int]], cases: Sequence[tuple[str, str]]
) -> bytes:
    """`pages`: each message with its page, whether it is confidential, and how many marks of others it has."""
    person = found.person
    parts = [
        facts(
            (
                ("Names", "; ".join(person.names)),
                ("Postcodes", ", ".join(person.postcodes)),
                ("E-mail addresses", ", ".join(person.emails)),
                ("Messages searched", str(found.searched)),
            )
        ),
        note(HOW),
        section("Their cases", table(("Case", ""), [(id, ("open", where)) for id, where in cases])),
        section("Messages", table(("Received", "From", "Subject", "Is it they?", "Of others", ""), _messages(pages))),
        section(
            "Complaints of ours",
            table(("Reference", "Name", "Postcode", "Address", "Service", "Is it they?"), _complaints(found)),
        ),
        section("Elsewhere in the register", table(("What", "Of", "Words", "Is it they?"), _rows(found))),
        section(
            "Could not be searched: look at these yourself",
            table(("Message", "Received", "Subject", "Why"), _blind(found)),
        ),
    ]
    return page("What linkbot holds about a person", parts, closed=HEAD)


def message_page(found: FoundMessage, person: Person, known: Sequence[str], *, confidential: bool) -> tuple[bytes, int]:
    """The page, and how many stretches of it may be other people's."""
    row, count, parts = found.row, 0, []
    parts.append(
        facts((("Received", f"{row.received_at.astimezone(LONDON):%d %b %Y %H:%M}"), ("Is it they?", SURE[found.sure])))
    )
    for text in found.texts:
        marked, foreign = _marked(text.words, person, known)
        count += foreign
        parts.append(section(text.where, f"<pre>{marked}</pre>"))
    if found.unread:
        parts.append(section("Files nobody has read", note(", ".join(found.unread))))
    closed = HEAD + (" CONFIDENTIAL paper: an exemption may apply." if confidential else "")
    return page(row.subject or "(no subject)", parts, closed=closed), count


def _marked(text: str, person: Person, known: Sequence[str]) -> tuple[str, int]:
    mine = [(one.start, one.end, "me", "the person") for one in mentions(text, person)]
    theirs = [(one.start, one.end, "other", one.sort) for one in others(text, person, known=known)]
    told, at = [], 0
    for start, end, sort, why in sorted((*mine, *theirs)):
        told += [escape(text[at:start]), f'<mark class="{sort}" title="{escape(why)}">{escape(text[start:end])}</mark>']
        at = end
    return "".join((*told, escape(text[at:]))), len(theirs)


def _messages(pages: Sequence[tuple[FoundMessage, str, bool, int]]) -> Iterator[Sequence[Cell]]:
    for found, where, confidential, count in pages:
        row = found.row
        subject = (row.subject or "(no subject)") + (" (confidential)" if confidential else "")
        others = f"{count} marks" if count else "none seen"
        yield (
            f"{row.received_at.astimezone(LONDON):%d %b %Y}",
            row.sender,
            subject,
            SURE[found.sure],
            others,
            ("open", where),
        )


def _complaints(found: Found) -> Iterator[Sequence[Cell]]:
    for one, sure in found.complaints:
        yield one.reference, one.name, one.postcode, one.address, one.service, SURE[sure]


def _rows(found: Found) -> Iterator[Sequence[Cell]]:
    for row in found.rows:
        yield f"{row.sort} {row.id}", row.case, row.words[:600], SURE[row.sure]


def _blind(found: Found) -> Iterator[Sequence[Cell]]:
    for row, why in found.unsearched:
        yield row.id, f"{row.received_at.astimezone(LONDON):%d %b %Y}", row.subject, why
