"""What the register holds about one person: every message, case, complaint and row that speaks of them.

It searches the words of each message and of the files in it. A file that could not be read is told of, for a person to
look at: it may speak of them all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from linkbot.engine.mail.parse import parse
from linkbot.engine.persons.mentions import Person, Sure, mentions, names_person, same_postcode
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile
from linkbot.model.mail import TextStatus
from linkbot.ports import MessageStatus, StoredMessage, Transaction
from linkbot.worker.jsonable import plain
from linkbot.worker.office import Office

_UNREAD = (TextStatus.SCAN, TextStatus.LOCKED, TextStatus.UNSUPPORTED, TextStatus.REFUSED, TextStatus.FAILED)


@dataclass(frozen=True)
class Text:
    """One text of a message: `where` as "body", "subject" or the name of a file."""

    where: str
    words: str


@dataclass(frozen=True)
class FoundMessage:
    """`unread`: files of it that nobody has read."""

    row: StoredMessage
    sure: Sure
    texts: tuple[Text, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class FoundRow:
    """A row of the register that speaks of them: a task, a question, what somebody did."""

    sort: str
    id: str
    case: str | None
    sure: Sure
    words: str


@dataclass(frozen=True)
class Found:
    """`cases` are theirs; `unsearched`: messages of which nothing, or not every file, could be searched."""

    person: Person
    cases: tuple[CaseFile, ...]
    messages: tuple[FoundMessage, ...]
    complaints: tuple[tuple[Complaint, Sure], ...]
    rows: tuple[FoundRow, ...]
    unsearched: tuple[tuple[StoredMessage, str], ...]
    searched: int
    known: tuple[str, ...]  # other residents' names, for flagging


def search(office: Office, person: Person, *, cases: tuple[str, ...], said: Callable[[str], None]) -> Found:
    """`cases`: ids that are theirs whatever the names in them. `said` hears of the progress."""
    with office.store.begin() as tx:
        files, rows = tx.cases(), tx.messages()
        complaints = tuple(_complaints(tx, person, files, cases))
        found_rows = tuple(_rows(tx, person))
    theirs = tuple(file for file in files if file.case.id in cases or is_theirs(file, person))
    ids = {file.case.id for file in theirs}
    found, unsearched = [], []
    for number, row in enumerate(rows, 1):
        if number % 500 == 0:
            said(f"{number} of {len(rows)} messages searched …")
        if row.is_erased:
            continue
        texts, unread, why = texts_of(office, row)
        sure = max((m.sure for text in texts for m in mentions(text.words, person)), default=None)
        if ids & set(row.cases):
            sure = Sure.CERTAIN
        if sure is not None:
            found.append(FoundMessage(row, sure, texts, unread))
        if why or (unread and sure is None):
            unsearched.append((row, why or f"not read: {', '.join(unread)}"))
    names = {file.case.complainant for file in files if file.case.complainant and file not in theirs}
    return Found(
        person=person,
        cases=theirs,
        messages=tuple(found),
        complaints=complaints,
        rows=tuple(row for row in found_rows if row.case not in ids),
        unsearched=tuple(unsearched),
        searched=len(rows),
        known=tuple(sorted(names)),
    )


def is_theirs(file: CaseFile, person: Person) -> bool:
    """By the full name, by the postcode, or by title and surname: who asks for a case of their own is told of it."""
    named = names_person(file.case.complainant, person)
    lives = any(same_postcode(file.case.postcode or "", code) for code in person.postcodes)
    return lives or (named is not None and named >= Sure.TITLED)


def texts_of(office: Office, row: StoredMessage) -> tuple[tuple[Text, ...], tuple[str, ...], str | None]:
    """The texts, files that were not read, and why nothing could be searched."""
    try:
        message = parse(office.store.octets(row.octets_digest))
    except KeyError:
        return (), (), "its file is lost or damaged"
    with office.store.begin() as tx:
        texts = tx.texts(row.octets_digest)
    if texts is None and message.all_attachments:
        texts = office.extractor.extract(message.all_attachments)
    labels = {one.index: one.label for one in message.all_attachments}
    people = ", ".join(f"{a.name or ''} <{a.address}>".strip() for a in (message.from_, *message.to, *message.cc) if a)
    bodies = [("subject", message.subject), ("addresses", people), ("body", message.body)]
    bodies += [(f"attached message {n}", f"{one.subject}\n{one.body}") for n, one in enumerate(message.nested, 1)]
    bodies += [(labels.get(text.index, "a file"), text.text) for text in texts or ()]
    unread = tuple(labels.get(text.index, "a file") for text in texts or () if text.status in _UNREAD)
    why = "it was set aside and never read" if row.status is MessageStatus.PARKED else None
    return tuple(Text(where, words) for where, words in bodies if words and words.strip()), unread, why


def _complaints(
    tx: Transaction, person: Person, files: Iterable[CaseFile], cases: tuple[str, ...]
) -> Iterator[tuple[Complaint, Sure]]:
    tied = [file.case.complaint for file in files if file.case.complaint and file.case.id in cases]
    candidates = {one.reference: one for one in tx.complaints(tied, None, None)}
    for name in person.names or (None,):
        for code in person.postcodes or (None,):
            candidates |= {one.reference: one for one in tx.complaints((), name, code)}
    for reference in sorted(candidates):
        one = candidates[reference]
        sure = names_person(one.name, person)
        if reference in tied or any(same_postcode(one.postcode or "", code) for code in person.postcodes):
            sure = Sure.CERTAIN
        if sure is not None:
            yield one, sure


def _rows(tx: Transaction, person: Person) -> Iterator[FoundRow]:
    """Of the register's own words: where a letter of somebody else's case led to them."""
    for file in tx.cases():
        for task in file.tasks:
            yield from _row("task", task.id, task.case, (task.title, task.text, *task.checklist), person)
    for question in tx.questions(open_only=False):
        said = (question.reading, question.quote, question.answer)
        yield from _row("question", question.id, question.case, said, person)
    for act in tx.acts():
        yield from _row("act", act.id, None, (act.target, act.value, act.reason), person)
    for entry in tx.outbox():
        effect = json.dumps(plain(asdict(entry.effect)), ensure_ascii=False)
        yield from _row("effect", entry.key[:12], entry.effect.case, (effect, entry.last_error), person)


def _row(sort: str, id: str, case: str | None, said: Iterable[str | None], person: Person) -> Iterator[FoundRow]:
    words = "\n".join(one for one in said if one)
    found = mentions(words, person)
    if found:
        yield FoundRow(sort, id, case, max(one.sure for one in found), words)
