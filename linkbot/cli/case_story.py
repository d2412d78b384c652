"""One case as a person reads it: what it is, the letters, the tasks, what is asked, what went out, who did what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linkbot.cli.outbox_rows import TITLES, cells
from linkbot.cli.tables import day, moment, one_line, table
from linkbot.model.casework import Invitation
from linkbot.model.decision import CaseFile
from linkbot.model.outbox import OutboxEntry
from linkbot.model.question import Act

_ROWS_OF_THE_WORKBOOK = "update_sheet"


def told(file: CaseFile, entries: Sequence[OutboxEntry], acts: Sequence[Act]) -> str:
    """Several lines; sections that hold nothing are left out."""
    shown = [entry for entry in entries if entry.effect.effect != _ROWS_OF_THE_WORKBOOK]
    letters = sorted(file.events, key=lambda event: event.received_at)
    sections = [
        _head(file),
        _section(
            "Letters",
            ("dated", "received", "kind", "what", "message"),
            (
                (day(e.letter_on), moment(e.received_at), e.kind, _letter(e.title, e.forwarded), e.message)
                for e in letters
            ),
        ),
        _section(
            "Tasks",
            ("task", "state", "due", "our date", "owner", "what"),
            (
                (
                    t.id,
                    t.state.value,
                    day(t.official_on or t.due_on),
                    day(t.internal_due_on),
                    t.owner,
                    one_line(t.title) + (f", £{t.amount_gbp:,.2f}" if t.amount_gbp is not None else ""),
                )
                for t in file.tasks
            ),
        ),
        _section(
            "Diary entries",
            ("officer", "entry", "for what is due", "answer"),
            (
                (i.attendee, "cancelled" if i.cancelled else day(i.entry_on), day(i.due_on), answer_of(i))
                for i in file.invitations
            ),
        ),
        _section(
            "Open questions",
            ("question", "answer by", "asks", "choices"),
            ((q.id, moment(q.due_at), one_line(q.reading), ", ".join(q.choices)) for q in file.questions),
        ),
        _section("Effects", TITLES, (cells(entry) for entry in shown)),
        _section(
            "What people did",
            ("when", "who", "what", "value", "why"),
            ((moment(a.at), a.by, f"{a.verb.value} {a.target}", one_line(a.value), one_line(a.reason)) for a in acts),
        ),
    ]
    return "\n\n".join(section for section in sections if section)


def _head(file: CaseFile) -> str:
    case = file.case
    tied = case.link.value + (f" by {case.link_by}" if case.link_by else "")
    facts = [
        ("status", case.status.value + (f" on {moment(case.closed_at)}" if case.closed_at else "")),
        ("stage", case.stage),
        ("opened", moment(case.opened_at)),
        ("complainant", case.complainant),
        ("postcode", case.postcode),
        ("mentioned", ", ".join(case.flags)),
        ("service", case.service and case.service + ("" if case.service_certain else " (not certain)")),
        ("our complaint", case.complaint and f"{case.complaint} ({tied})"),
        ("our references", ", ".join(case.our_references)),
        ("last letter", day(case.last_letter_on)),
        ("seen", "only by way of a colleague so far" if case.seen_only_forwarded else None),
    ]
    return "\n".join([case.id, *(f"  {name + ':':<16}{value}" for name, value in facts if value)])


def answer_of(invitation: Invitation) -> str:
    """What the officer answered, and when; empty for no answer yet."""
    if invitation.attendance is None:
        return ""
    return f"{invitation.attendance.value} on {moment(invitation.answered_at)}"


def _letter(title: str, forwarded: bool) -> str:
    return one_line(title) + (" (by way of a colleague)" if forwarded else "")


def _section(title: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    found = list(rows)
    return f"{title}\n{table(titles, found)}" if found else ""
