"""The index of a case file and a page for each letter and each mail of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from linkbot.engine.explain import Json
from linkbot.model.audit import Happened
from linkbot.model.mail import Address, TextStatus
from linkbot.model.reading import Disposition
from linkbot.ports import StoredMessage
from linkbot.worker.records.bundle import Bundle, Letter, Written
from linkbot.worker.records.html import Cell, facts, note, page, section, table, words

LONDON = ZoneInfo("Europe/London")
CLOSED = "CONFIDENTIAL: a draft decision, an embargoed paper or one not to be passed on. Named readers only."
SOME_CLOSED = "CONFIDENTIAL IN PARTS: letters and tasks marked “confidential” are for named readers only."
FOOT = "case.json holds the same for programs. The original messages are the .eml files: any mail program opens them."
ANEW = (
    "Read again when this file was made, with the rules of that day. What was decided at the time stands in the index; "
    "where the two differ, the index holds."
)
WORDED_ANEW = (
    "Worded again from the register when this file was made. The mail itself is in Sent under this Message-ID: "
)


def index(bundle: Bundle, *, letters: Sequence[str], written: Sequence[str]) -> bytes:
    """`letters` and `written`: the addresses of their pages, in order."""
    case = bundle.held.file.case
    parts = [
        facts(
            (
                ("Ombudsman", case.ombudsman.upper()),
                ("Reference", case.reference),
                ("Complainant", case.complainant),
                ("Postcode", case.postcode),
                ("Service", case.service and case.service + ("" if case.service_certain else " (not certain)")),
                ("Status", case.status.value + (f" since {_when(case.closed_at)}" if case.closed_at else "")),
                ("Stage", _worded(case.stage)),
                ("Opened", _when(case.opened_at)),
                ("Our complaint", case.complaint and f"{case.complaint} ({case.link.value})"),
                ("Our references", ", ".join(case.our_references)),
                ("Letters speak of", ", ".join(case.flags)),
            )
        ),
        section(
            "Letters and mail received",
            table(("Received", "Dated", "Kind", "From", "Subject", "Decided", ""), _letters(bundle, letters)),
        ),
        section(
            "Tasks",
            table(("Task", "State", "Ombudsman's date", "Our date", "Owner", "What is asked", ""), _tasks(bundle)),
        ),
        section("What services sent", table(("Task", "File", "By", "On", "State"), _evidence(bundle))),
        section("Who approved", table(("Task", "Post", "By", "On", "Exception"), _approvals(bundle))),
        section("Questions and answers", table(("Asked", "Question", "Of", "Answer", "By", "On"), _questions(bundle))),
        section("What people did", table(("When", "Who", "What", "About", "Why"), _acts(bundle))),
        section(
            "What linkbot sent and did", table(("Decided", "Done", "What", "To", "State", ""), _deeds(bundle, written))
        ),
        section("Diary", table(("Officer", "Entry on", "For", "State"), _diary(bundle))),
        section("Timeline", table(("When", "What", "Who"), _timeline(bundle))),
        note(
            "case.json holds the same for programs. Original messages are the .eml files: any mail program opens them."
        ),
    ]
    return page(f"Case file {case.id}", parts, closed=SOME_CLOSED if bundle.confidential else None)


def letter_page(letter: Letter, files: Sequence[tuple[str, str]], eml: str | None) -> bytes:
    """`files`: name and address of the attachments laid open."""
    row, message = letter.row, letter.message
    parts = [
        facts(
            (
                ("Original", (eml, eml) if eml else "lost or damaged: only what the register says of it is left"),
                ("From", _address(message.from_) if message else row.sender),
                ("To", ", ".join(_address(one) for one in message.to) if message else None),
                ("Cc", ", ".join(_address(one) for one in message.cc) if message else None),
                ("Date", _when(message.date) if message and message.date else None),
                ("Received", f"{_when(row.received_at)} in {row.mailbox}"),
                ("Decided as", " → ".join(filter(None, (row.kind, row.disposition)))),
            )
        ),
        words(message.body) if message else "",
        section("With it", table(("File",), [((name, where),) for name, where in files])),
    ]
    labels = {one.index: one.label for one in message.all_attachments} if message else {}
    for text in letter.texts:
        if text.status is TextStatus.READ and text.text.strip():
            parts.append(section(f"Text of {labels.get(text.index, 'an attachment')}", words(text.text)))
        elif text.reason:
            parts.append(section(f"{labels.get(text.index, 'An attachment')} was not read", note(text.reason)))
    if letter.why:
        parts.append(section("Why it was read so", _why(letter.why)))
    title = row.subject or "(no subject)"
    return page(title, parts, closed=CLOSED if letter.confidential else None)


def written_page(one: Written) -> bytes:
    effect = one.entry.effect
    pairs: list[tuple[str, Cell]] = [
        ("To", ", ".join(getattr(effect, "to", ()))),
        ("Cc", ", ".join(getattr(effect, "cc", ()))),
        ("Done", _when(one.entry.done_at)),
        ("What", f"{_worded(effect.effect)}: {_worded(str(getattr(effect, 'template', '')))}"),
    ]
    return page(
        one.subject or "(no subject)", [facts(pairs), note(f"{WORDED_ANEW}<{one.message_id}>"), words(one.text)]
    )


def _letters(bundle: Bundle, pages: Sequence[str]) -> Iterator[Sequence[Cell]]:
    dated = {event.message: event.letter_on for event in bundle.held.file.events}
    for letter, where in zip(bundle.letters, pages, strict=True):
        row = letter.row
        yield (
            _when(row.received_at),
            _day(dated.get(row.id)),
            _kind(row) + (" (confidential)" if letter.confidential else ""),
            row.sender,
            row.subject or "(no subject)",
            row.disposition or row.status.value,
            ("open", where),
        )


def _kind(row: StoredMessage) -> str:
    """What people answer linkbot is read for its answer, and is no kind of letter."""
    if row.kind is not None:
        return _worded(row.kind)
    return "answer to linkbot" if row.disposition == Disposition.ACT.value else "not read"


def _tasks(bundle: Bundle) -> Iterator[Sequence[Cell]]:
    for task in bundle.held.file.tasks:
        amount = f" £{task.amount_gbp:,.2f}" if task.amount_gbp is not None else ""
        points = [f"• {point}" for point in task.checklist] or [task.text]
        asked = "\n".join((f"{task.title}{amount}", *points))
        closed = "confidential" if task.confidential else ""
        yield task.id, task.state.value, _day(task.official_on), _day(task.internal_due_on), task.owner, asked, closed


def _evidence(bundle: Bundle) -> Iterator[Sequence[Cell]]:
    for one in bundle.held.evidence:
        state = _worded(one.state.value) + (f": {one.why}" if one.why else "")
        yield one.task, one.name, one.sender, _when(one.at), state


def _approvals(bundle: Bundle) -> Iterator[Sequence[Cell]]:
    for one in bundle.held.approvals:
        yield one.task, _worded(one.post), one.by, _when(one.at), one.exception


def _questions(bundle: Bundle) -> Iterator[Sequence[Cell]]:
    for q in bundle.held.questions:
        yield _when(q.asked_at), q.reading, q.owner, q.answer or q.state.value, q.answered_by, _when(q.answered_at)


def _acts(bundle: Bundle) -> Iterator[Sequence[Cell]]:
    for act in bundle.held.acts:
        yield _when(act.at), act.by, f"{act.verb.value} {act.value or ''}", act.target, act.reason
    for override in bundle.held.overrides:
        yield (
            None,
            None,
            f"{override.about} is {override.value}",
            override.message,
            f"instead of linkbot's reading ({override.act})",
        )


def _deeds(bundle: Bundle, pages: Sequence[str]) -> Iterator[Sequence[Cell]]:
    where = {one.entry.key: page for one, page in zip(bundle.written, pages, strict=True)}
    for entry in bundle.held.entries:
        effect = entry.effect
        if effect.effect == "update_sheet":
            continue
        what = ": ".join(filter(None, (_worded(effect.effect), _worded(str(getattr(effect, "template", "") or "")))))
        state = entry.state.value + (f" ({entry.last_error})" if entry.last_error else "")
        link: Cell = ("open", where[entry.key]) if entry.key in where else None
        yield _when(entry.created_at), _when(entry.done_at), what, ", ".join(getattr(effect, "to", ())), state, link


def _diary(bundle: Bundle) -> Iterator[Sequence[Cell]]:
    for one in bundle.held.file.invitations:
        yield one.attendee, _day(one.entry_on), ", ".join(one.tasks), "cancelled" if one.cancelled else "stands"


def _timeline(bundle: Bundle) -> Iterator[Sequence[Cell]]:
    """From the audit log: it was written as things happened."""
    names = {act.id: act.by for act in bundle.held.acts}
    for entry in bundle.held.audit:
        note = entry.note
        who = names.get(note.subject or "", "a person") if note.who.startswith("person:") else note.who
        what = {Happened.DELIVERED: "done: ", Happened.ASKED: "asked: ", Happened.ACTED: ""}.get(
            note.what, f"{note.what.value}: "
        )
        yield _when(note.at), what + _worded(note.about).lower(), who


def _why(why: Json) -> str:
    """Reasons as sentences, then the words they rest on."""
    reasons = "\n".join(str(reason) for reason in cast("list[str]", why["reasons"]))
    evidence = cast("list[dict[str, object]]", why["evidence"])
    rows = [(str(one["signal"]), str(one["quote"]), str(one["source"])) for one in evidence]
    return words(reasons) + table(("Sign", "Words", "Where"), rows) + note(ANEW)


def _address(address: Address | None) -> str:
    if address is None:
        return "–"
    return f"{address.name} <{address.address}>" if address.name else address.address


def _worded(id: str) -> str:
    return id.replace("_", " ")


def _when(at: datetime | None) -> str:
    return f"{at.astimezone(LONDON):%d %b %Y %H:%M}" if at else ""


def _day(day: date | None) -> str:
    return f"{day:%d %b %Y}" if day else ""
