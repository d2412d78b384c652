"""What the register that a backup replaces still knows, where it can be read: the best witness of what was done since.

It is believed in what it says was done, never in what it does not say: it may be damaged, or begun anew yesterday.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linkbot.model.outbox import OutboxState
from linkbot.model.question import Act
from linkbot.ports import MessageStatus, StoredMessage
from linkbot.store import sqlite
from linkbot.store.octets import OctetsFolder
from linkbot.store.opening import DATABASE, OCTETS
from linkbot.store.sql_store import SqlStore
from linkbot.store.transaction import SqlTransaction


@dataclass(frozen=True)
class Former:
    """`done` are effects by key with their receipts; `acts` what people did, in order."""

    store: Path
    done: tuple[tuple[str, str], ...]
    messages: tuple[StoredMessage, ...]
    acts: tuple[Act, ...]


def look_back(store: Path) -> Former | None:
    """None when there is no register or it cannot be read whole. Changes nothing."""
    if not (store / DATABASE).is_file() or not (store / DATABASE).stat().st_size:
        return None
    opened = SqlStore(sqlite.reading_url(store / DATABASE), store / OCTETS, read_only=True)
    try:
        with opened.begin() as tx:
            done = tuple((entry.key, entry.receipt or "done") for entry in tx.outbox(OutboxState.DONE))
            return Former(store, done, tx.messages(), tx.acts())
    except Exception:  # damaged, or of another linkbot: whatever it is, there is no witness
        return None
    finally:
        opened.close()


def bring_messages(former: Former, tx: SqlTransaction, octets: OctetsFolder) -> int:
    """The messages the backup does not know, to be decided again, with their octets; answers how many.

    One need not be in the mailbox any more: staff may have moved it. What a person discarded stays discarded.
    """
    brought, theirs = 0, OctetsFolder(former.store / OCTETS)
    for message in former.messages:
        if tx.message(message.id) is not None:
            continue
        try:
            octets.keep(theirs.read(message.octets_digest))
        except KeyError:
            continue  # damaged there: then the mailbox may still have it
        status = message.status if message.status is MessageStatus.DISCARDED else MessageStatus.RECEIVED
        tx.add_message(
            StoredMessage(
                id=message.id,
                mailbox=message.mailbox,
                handle=message.handle,
                folder=message.folder,
                received_at=message.received_at,
                octets_digest=message.octets_digest,
                status=status,
                file_name=message.file_name,
                vouch=message.vouch,
            )
        )
        brought += 1
    return brought


def acts_since(former: Former, known: tuple[Act, ...]) -> tuple[Act, ...]:
    """What people did that the backup does not know of."""
    ids = {act.id for act in known}
    return tuple(act for act in former.acts if act.id not in ids)
