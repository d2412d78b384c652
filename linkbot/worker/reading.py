"""Octets to a reading: parse, extract (kept by digest, so that it is done once), look, read. No row is changed."""

from __future__ import annotations

from datetime import date

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.engine.read import Look, Reader, look
from linkbot.model.decision import Known
from linkbot.model.mail import ExtractedText, Message
from linkbot.model.vouch import Vouch
from linkbot.ports import TextExtractor, Transaction


def look_at(
    octets: bytes,
    *,
    received_on: date,
    reader: Reader,
    extractor: TextExtractor,
    texts: tuple[ExtractedText, ...] | None = None,
    vouch: Vouch | None = None,
) -> tuple[Look, tuple[ExtractedText, ...]]:
    """The first step of reading, with the texts of the attachments for the cache."""
    return look_at_parsed(
        parse(octets), received_on=received_on, reader=reader, extractor=extractor, texts=texts, vouch=vouch
    )


def look_at_parsed(
    message: Message,
    *,
    received_on: date,
    reader: Reader,
    extractor: TextExtractor,
    texts: tuple[ExtractedText, ...] | None = None,
    vouch: Vouch | None = None,
) -> tuple[Look, tuple[ExtractedText, ...]]:
    """As `look_at`, of a message that `parse` has answered."""
    if texts is None:
        attachments = message.all_attachments
        texts = extractor.extract(attachments) if attachments else ()
    message = segment(message, texts, reader.rulebook.boilerplate)
    return look(message, texts, received_on=received_on, reader=reader, vouch=vouch), texts


def gather(tx: Transaction, seen: Look, *, own: str, again: bool = False, named: str | None = None) -> Known:
    """What the store knows of this message's cases, thread and complaint. `own`: the id of the message itself.

    `again`: it has been decided before, so whatever bears the same Message-ID came later and is a copy of it.
    `named`: the case a person said it belongs to.
    """
    files = {file.case.id: file for file in tx.cases_of_references(seen.references.about)}
    thread = tx.cases_of_thread(seen.thread) if seen.thread else ()
    if seen.vouch is not None and seen.vouch.case is not None:
        thread = (seen.vouch.case,)  # what the letter itself names goes before
    wanted = [id for id in (*thread, *((named,) if named else ())) if id not in files]
    for file in tx.cases(wanted) if wanted else ():
        files[file.case.id] = file
    message = seen.message
    same_id = tx.messages_with_id(message.message_id) if message.message_id else ()
    others = [] if again else [row for row in same_id if row.id != own]
    name, postcode = seen.complainant.name, seen.complainant.postcode
    kept = tx.has_complaints()
    return Known(
        cases=tuple(files.values()),
        thread_cases=thread,
        complaints=tx.complaints(seen.references.ours, name, postcode) if kept else (),
        copies=tuple(row.id for row in others if row.content_digest == message.content_digest),
        conflicting=tuple(row.id for row in others if row.content_digest != message.content_digest),
        directory_kept=kept,
    )
