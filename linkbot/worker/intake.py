"""From the mailbox to the store: octets, a row, then the cursor. Killed anywhere, nothing is lost or doubled."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from linkbot.model.mail import RawMessage
from linkbot.model.place import Place, place_of
from linkbot.model.vouch import Vouch
from linkbot.ports import Mailbox, MessageStatus, Permanent, StoredMessage, Transaction, Transient
from linkbot.worker.filing import was_filed, whose
from linkbot.worker.office import Office

PAGE = 200
"""Messages; a mailbox also ends a page where its octets become many."""
FOLDER_OF = "intake folder"


def poll(office: Office) -> int:
    """Fetch everything new from every mailbox; answers how many messages were new. Raises Transient, Permanent."""
    new, faults = 0, []
    for mailbox in office.mailboxes:  # one that fails does not keep the next from being read
        try:
            new += _noted(office, mailbox)
        except (Transient, Permanent, OSError) as error:
            faults.append(error)
    if faults:
        raise faults[0]
    return new


def _noted(office: Office, mailbox: Mailbox) -> int:
    """Each look is on record, so that `status` can say when the last one was and why it failed."""
    try:
        new = _poll(office, mailbox)
    except (Transient, Permanent, OSError) as error:
        with office.store.begin() as tx:
            tx.note_poll(mailbox.name, office.moment().at, str(error))
        raise
    with office.store.begin() as tx:
        tx.note_poll(mailbox.name, office.moment().at)
    return new


def _poll(office: Office, mailbox: Mailbox) -> int:
    new, more = 0, True
    with office.store.begin() as tx:
        cursor = tx.cursor(mailbox.name)
    while more and not office.stopping():
        page = mailbox.fetch(cursor, PAGE)
        wanted = _not_erased(office, page.messages)
        rows = [(raw, office.store.keep_octets(raw.octets)) for raw in wanted]
        with office.store.begin() as tx:
            new += sum(tx.add_message(row_of(tx, raw, digest, mailbox)) for raw, digest in rows)
            if page.cursor != cursor:
                tx.set_cursor(mailbox.name, page.cursor)
        more, cursor = page.more and page.cursor != cursor, page.cursor
    return new


def _not_erased(office: Office, messages: tuple[RawMessage, ...]) -> tuple[RawMessage, ...]:
    """A mailbox that offers everything anew must not bring back the file of what was erased."""
    if not messages:
        return ()
    with office.store.begin() as tx:
        return tuple(raw for raw in messages if not _is_erased(tx, raw))


def _is_erased(tx: Transaction, raw: RawMessage) -> bool:
    known = tx.message(stored(raw, hashlib.sha256(raw.octets).hexdigest()).id)
    return known is not None and known.is_erased


def row_of(tx: Transaction, raw: RawMessage, octets_digest: str, mailbox: Mailbox) -> StoredMessage:
    """The row of what a mailbox offers. Only the mailbox can vouch for a letter: nothing in its octets is asked."""
    ombudsman = whose(mailbox)
    if ombudsman is None:
        return stored(raw, octets_digest)
    row, times = stored(raw, octets_digest), 1
    while (known := tx.message(row.id)) is not None and was_filed(tx, known):
        times += 1  # it was taken and moved away, and lies there anew: somebody has put it there again
        row = stored(replace(raw, handle=f"{raw.handle}#{times}"), octets_digest)
    vouch = Vouch(ombudsman, by=f"{FOLDER_OF} {ombudsman}")
    return replace(row, vouch=vouch, file_name=raw.handle.rpartition("#")[0] or raw.handle)


def stored(raw: RawMessage, octets_digest: str) -> StoredMessage:
    """The row of one copy. The handle is part of its id, so that every copy in the mailbox has its own line."""
    place = place_of(raw.folder)
    parts = f"{raw.mailbox}\n{raw.handle}\n{octets_digest}"
    if place is not Place.INBOX:  # taken out of junk, where some systems leave it its handle, it comes anew
        parts += f"\n{place.value}"
    return StoredMessage(
        id="m-" + hashlib.sha256(parts.encode()).hexdigest()[:16],
        mailbox=raw.mailbox,
        handle=raw.handle,
        folder=raw.folder,
        received_at=raw.received_at,
        octets_digest=octets_digest,
        status=MessageStatus.RECEIVED,
        file_name=raw.handle,
    )
