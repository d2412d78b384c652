"""Finding a message by its Message-ID in any folder of an IMAP account.

A server searches header fields by a part of their text (RFC 3501 6.4.4), so each hit is read and compared whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from linkbot.mailsystems.imap_faults import Refused
from linkbot.mailsystems.imap_folders import Folder
from linkbot.mailsystems.imap_line import Criterion, Line
from linkbot.mailsystems.received_at import message_id

_FIELD = "HEADER.FIELDS (MESSAGE-ID)"
_FIELD_OCTETS = 8_192


def bearers(line: Line, folder: Folder, wanted: str, *criteria: Criterion) -> tuple[int, ...]:
    """The UIDs of those that bear this Message-ID; the folder is left open for reading. Raises LineLost, Refused."""
    opened = line.open(folder.name)
    if not opened.messages or not wanted.isascii() or any(sign in wanted for sign in '\r\n"\\'):
        return ()
    hits = line.uids("HEADER", "Message-ID", wanted, *criteria)
    found = line.octets(hits, _FIELD, at_most=_FIELD_OCTETS) if hits else {}
    return tuple(uid for uid, field in found.items() if message_id(field) == wanted)


def lies_in(line: Line, folders: Sequence[Folder], wanted: str, *, since: date | None) -> Iterator[Folder]:
    """The folders in which a message with this id lies; folders that may not be read are passed over. `since`: a day
    before which it cannot have come, so that a server need not look through the headers of years.
    """
    for folder in folders:
        try:
            if bearers(line, folder, wanted, *(("SINCE", since) if since else ())):
                yield folder
        except Refused as refused:
            if folder.name.upper() == "INBOX":
                raise refused
