"""Where in a mailbox a message lies: what an adapter calls its folders, whatever the server's language.

A folder is a path with "/" between its levels; the first level says the place. Own sub-folders of the mailbox count
as its inbox: staff sort mail, and linkbot reads it all the same.
"""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    INBOX = "INBOX"
    JUNK = "Junk"
    DELETED = "Deleted"
    SENT = "Sent"


def place_of(folder: str) -> Place:
    """The place of a `RawMessage.folder`: `Junk`, `Deleted/2026`, `Sent`; everything else is the inbox."""
    first = folder.partition("/")[0]
    return next((place for place in Place if place.value == first), Place.INBOX)
