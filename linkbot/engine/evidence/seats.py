"""The posts that must approve of a task's evidence, and who may speak for each: its holder or deputy, one person once.

Whoever sent the evidence never validates it. Pure: the people, the rows and the day in, seats out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.engine.casework.keys import digest
from linkbot.model.approval import Approval, Dossier
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.desk import Desk
from linkbot.model.evidence_file import EvidenceFile

WANTED_OF = frozenset({TaskKind.REQUEST, TaskKind.ORDER, TaskKind.RECOMMENDATION, TaskKind.COMPLAINT})
"""Only what goes to an Ombudsman is validated."""


@dataclass(frozen=True)
class Seat:
    """`readers` are asked on that day: one, or holder and deputy when time is short; nobody where only an exception
    helps, and `why` says so. `approval` is the one that counts for the evidence as it stands.
    """

    post: str
    readers: tuple[str, ...] = ()
    why: str = ""
    approval: Approval | None = None

    @property
    def title(self) -> str:
        return title_of(self.post)


def title_of(post: str) -> str:
    """`ad_resident_contacts` as people say it."""
    return post.replace("_", " ").replace("ad ", "AD ", 1) if post.startswith("ad_") else post.replace("_", " ")


def version_of(files: tuple[EvidenceFile, ...]) -> str:
    """Of all that counts: another one as soon as a file is added, taken out, or left out of what goes."""
    return digest("version", *sorted(f"{file.digest} {file.state.value}" for file in files if file.counts))[:16]


def holders(post: str, desk: Desk) -> tuple[str, ...]:
    """Addresses that may speak for a post: its holder, then the deputy; nobody for a post that is not filled."""
    person = desk.directory.person(post)
    if person is None:
        return ()
    deputy = desk.directory.address(person.deputy, None) if person.deputy else None
    return tuple(dict.fromkeys(one.casefold() for one in (person.email, deputy) if one and "@" in one))


def is_validated(task: Task, seats: tuple[Seat, ...]) -> bool:
    return task.state is TaskState.VALIDATING and all(seat.approval for seat in seats)


def seats_of(dossier: Dossier, *, desk: Desk, on: date, deputies: bool = False) -> tuple[Seat, ...]:
    """In the order of the configuration. `deputies`: time is short, so the deputy is asked beside the holder."""
    version = version_of(dossier.files)
    given = {one.post: one for one in dossier.approvals if one.version == version}
    senders = {file.sender.casefold() for file in dossier.files}
    spoken = {one.by.casefold() for one in given.values() if one.exception is None}
    found: list[Seat] = []
    for post in desk.validators:
        if post in given:
            found.append(Seat(post, approval=given[post]))
            continue
        may = holders(post, desk)
        asked = {seat.readers[0] for seat in found if seat.readers}
        free = [one for one in may if one not in senders and one not in spoken and one not in asked]
        readers = _chosen(free, post, desk, on, deputies=deputies)
        found.append(Seat(post, readers, why="" if readers else _why_nobody(may, senders, spoken | asked)))
    return tuple(found)


def _chosen(free: list[str], post: str, desk: Desk, on: date, *, deputies: bool) -> tuple[str, ...]:
    if not free:
        return ()
    present = desk.directory.address(post, on).casefold()
    first = present if present in free else free[0]
    return tuple(dict.fromkeys((first, *free))) if deputies else (first,)


def _why_nobody(may: tuple[str, ...], senders: set[str], spoken: set[str]) -> str:
    if not may:
        return "nobody holds this post"
    if all(one in senders for one in may):
        return "its holder sent the evidence"
    if all(one in senders | spoken for one in may):
        return "its holder speaks for another post, and one person counts once"
    return "nobody may speak for it"
