"""Moving a message to another folder, with or without the server's help, and never twice.

Without MOVE it is copied, then marked deleted; without UIDPLUS it stays there marked, because a plain EXPUNGE would
take what others have marked as well. A copy made before the connection broke is found by its octets.
"""

from __future__ import annotations

from linkbot.mailsystems.imap_folders import folders_of
from linkbot.mailsystems.imap_handle import Whereabouts
from linkbot.mailsystems.imap_line import Line

FILED = "$LinkbotFiled"
"""The keyword of a message that linkbot moved away and could not remove."""
LARGEST = 256 * 1024 * 1024


def move(line: Line, place: Whereabouts, target: str) -> None:
    """`target` with "/" between levels; made when missing. A message that is gone is no error. Raises
    `LineLost`, `Refused`.
    """
    folders = folders_of(line)
    known = folders.named(target)
    if not any(one.name == place.folder for one in folders.all) or not _is_there(line, place):
        return
    name = known.name if known else folders.spelt(target)
    if known is None:
        line.create(name)
    if name == place.folder:
        return
    one = (place.uid,)
    if line.offers("MOVE"):
        line.move(one, name)
        return
    if not _copied(line, place, name):
        line.copy(one, name)
    take_out(line, one, FILED)


def take_out(line: Line, uids: tuple[int, ...], keyword: str) -> None:
    """Of the open folder: for good where the server can, else marked deleted and with the keyword."""
    if line.offers("UIDPLUS"):
        line.mark(uids, "\\Deleted")
        line.expunge(uids)
    else:
        line.mark(uids, "\\Deleted", keyword)


def _is_there(line: Line, place: Whereabouts) -> bool:
    """Leaves its folder open for writing when it is."""
    opened = line.open(place.folder, write=True)
    left = () if line.offers("MOVE") or line.offers("UIDPLUS") else ("UNKEYWORD", FILED)
    return opened.uidvalidity == place.uidvalidity and bool(line.uids("UID", str(place.uid), *left))


def _copied(line: Line, place: Whereabouts, name: str) -> bool:
    facts = line.facts((place.uid,))
    size = facts[place.uid].size if place.uid in facts else 0
    mine = line.octets((place.uid,), at_most=LARGEST).get(place.uid)
    line.open(name)
    alike = line.uids("LARGER", max(size - 1, 0), "SMALLER", size + 1)
    found = any(line.octets((uid,), at_most=LARGEST).get(uid) == mine for uid in alike) if mine else False
    line.open(place.folder, write=True)
    return found
