"""Octets to a reading: parse, extract (kept by digest, so that it is done once), look, read. No row is changed."""

from __future__ import annotations

from datetime import date

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.engine.read import Look, Reader, look
from linkbot.engine.trust.linking import links_switch
from linkbot.model.casework import LinkState
from linkbot.model.decision import Known
from linkbot.model.mail import ExtractedText, Message
from linkbot.model.matching import Candidates
from linkbot.model.place import Place, place_of
from linkbot.model.question import Verb
from linkbot.model.reading import Disposition
from linkbot.model.vouch import Vouch
from linkbot.ports import StoredMessage, TextExtractor, Transaction
from linkbot.worker.opening import Opened, opened


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
    if message.all_attachments and texts != ():
        message, texts = _lying_open(message, extractor, before=texts)
    texts = texts or ()
    message = segment(message, texts, reader.rulebook.boilerplate)
    return look(message, texts, received_on=received_on, reader=reader, vouch=vouch), texts


def _lying_open(
    message: Message, extractor: TextExtractor, *, before: tuple[ExtractedText, ...] | None
) -> tuple[Message, tuple[ExtractedText, ...]]:
    """The message with what is packed in it, and the texts of it all: those kept from before where they are of it."""
    if before is not None:
        found = opened(message, extractor, before=before)
        if _tell_of(found, before):
            return found.message, before
    found = opened(message, extractor)
    containers = {text.index for text in found.texts}
    rest = [one for one in found.message.all_attachments if one.index not in containers]
    read = extractor.extract(rest) if rest else ()
    return found.message, tuple(sorted((*found.texts, *read), key=_index))


def _index(text: ExtractedText) -> int:
    return text.index


def _tell_of(found: Opened, texts: tuple[ExtractedText, ...]) -> bool:
    """Whether kept texts are of this message: a container that does not open as it did holds other things, or none."""
    there = {one.index for one in found.message.all_attachments} | {text.index for text in found.texts}
    lie_open = {text.index for text in found.texts if text.opened}
    return there == {text.index for text in texts} and lie_open == {text.index for text in texts if text.opened}


def gather(
    tx: Transaction,
    seen: Look,
    *,
    own: str,
    again: bool = False,
    named: str | None = None,
    place: Place = Place.INBOX,
) -> Known:
    """What the store knows of this message's cases, thread and complaint. `own`: the id of the message itself, which
    lies in that place.

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
    rescued = [row for row in others if place is Place.INBOX and _waits_outside(row)]
    others = [row for row in others if row not in rescued]
    kept = tx.has_complaints()
    tied = [file.case.complaint for file in files.values() if file.case.complaint]
    open_link = not files or any(file.case.link is not LinkState.LINKED for file in files.values())
    return Known(
        cases=tuple(files.values()),
        thread_cases=thread,
        candidates=_candidates(tx, seen) if kept and open_link else Candidates(),
        linked=tx.complaints(tied, None, None) if kept and tied else (),
        links_alone=kept and open_link and links_switch(tx.acts(verb=Verb.TRUST)).on,
        copies=tuple(row.id for row in others if row.content_digest == message.content_digest),
        conflicting=tuple(row.id for row in others if row.content_digest != message.content_digest),
        rescued=tuple(row.id for row in rescued if row.content_digest == message.content_digest),
        directory_kept=kept,
    )


def _candidates(tx: Transaction, seen: Look) -> Candidates:
    return tx.candidates(seen.references.ours, seen.complainant.name, seen.complainant.postcode)


def _waits_outside(row: StoredMessage) -> bool:
    """It was asked about where it lay, in junk or among deleted mail, and nobody has answered."""
    outside = place_of(row.folder) in (Place.JUNK, Place.DELETED)
    return outside and row.disposition == Disposition.REVIEW.value
