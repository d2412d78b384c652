"""One page of messages out of files: what a Maildir and a folder of .eml share.

Listing and moving are the mailbox's own. Files move and vanish between listing and reading; one that could not be read
stays uncovered and is offered again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from linkbot.mailsystems.covered import Covered, fingerprint
from linkbot.mailsystems.received_at import received_at
from linkbot.model.mail import RawMessage
from linkbot.model.place import Place, place_of
from linkbot.ports import Fetched, Transient

_OCTETS = 32 * 1024 * 1024
"""A page is kept in memory whole: it ends with the message that makes it larger than this."""


@dataclass(frozen=True)
class Candidate:
    """A file as listed. `fingerprint` tells it from every other file, `handle` finds it again wherever it has moved."""

    handle: str
    place: str  # of a path: ten thousand are listed, one is read
    fingerprint: bytes
    time: float
    folder: str = Place.INBOX

    @property
    def path(self) -> Path:
        return Path(self.place)


@dataclass(frozen=True)
class Listing:
    """What is there. `closed`: folders that may not be looked into, and why. Not `whole`: something may lie where it
    was not seen, so what was covered stays so.
    """

    files: Sequence[Candidate]
    closed: Sequence[str] = ()
    whole: bool = True


def mark(place: str, *facts: str | int) -> bytes:
    """The fingerprint of a file in a folder of this place: among the inbox and its own sub-folders it stays the same,
    so what people sort is not offered again; out of junk into the inbox it is another, for that means something.
    """
    outside = place_of(place)
    return fingerprint(*facts) if outside is Place.INBOX else fingerprint(*facts, outside)


Read = Callable[[Candidate], bytes | None]
"""The octets, or None when the file has gone. Raises OSError when it is there and cannot be read."""


def page(
    *,
    mailbox: str,
    listed: Listing,
    cursor: str | None,
    limit: int,
    read: Read,
    handle_of: Callable[[Candidate], str] = lambda candidate: candidate.handle,
    at: datetime | None = None,
) -> Fetched:
    """Up to `limit` uncovered messages, oldest file first, and the cursor that covers them. `at`: when all of them
    count as received, where the octets do not say; `handle_of` is asked after the octets were read.

    Raises Transient when only files are left that cannot be read: somebody must hear of them, but only after every
    other message has been handed over.
    """
    covered = Covered.read(cursor)
    waiting = sorted(
        (one for one in listed.files if one.fingerprint not in covered), key=lambda one: (one.time, one.handle)
    )
    messages: list[RawMessage] = []
    handed_over: list[bytes] = []
    unreadable: list[str] = list(listed.closed)
    looked_at = held = 0
    for candidate in waiting:
        if len(messages) >= max(limit, 1) or held > _OCTETS:
            break
        looked_at += 1
        try:
            octets = read(candidate)
        except OSError as error:
            unreadable.append(f"{candidate.handle} ({error.strerror or error})")
            continue
        if octets is None:
            continue
        came = at or received_at(octets, candidate.time)
        messages.append(RawMessage(mailbox, handle_of(candidate), candidate.folder, came, octets))
        handed_over.append(candidate.fingerprint)
        held += len(octets)
    if unreadable and not messages:
        names = ", ".join(unreadable[:3]) + (" …" if len(unreadable) > 3 else "")
        what = "folder(s) or message(s)" if listed.closed else "message(s)"
        raise Transient(f"{len(unreadable)} {what} of {mailbox} cannot be read: {names}. It is tried again.")
    if at is None:
        messages.sort(key=lambda message: (message.received_at, message.handle))
    there = (one.fingerprint for one in listed.files) if listed.whole else covered.fingerprints
    after = covered.after(there=there, handed_over=handed_over)
    return Fetched(tuple(messages), after.write(), more=looked_at < len(waiting))
