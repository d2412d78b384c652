"""Fetching messages of a backlog: a few at a time within a bound of octets, one bad message never in the way of others.

A message that is gone is passed over. One that the server will not give, alone and by itself, is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from linkbot.mailsystems.imap_faults import Refused
from linkbot.mailsystems.imap_folders import Folder
from linkbot.mailsystems.imap_handle import Whereabouts
from linkbot.mailsystems.imap_line import Line
from linkbot.mailsystems.not_fetched import HEADER_OCTETS, LARGEST, stand_in
from linkbot.mailsystems.received_at import received_at
from linkbot.model.mail import RawMessage

TOGETHER = 4 * 1024 * 1024
"""Octets asked for by one command, when more than one message is."""


class Waiting(NamedTuple):
    """A message not yet handed over. `at` is its INTERNALDATE in seconds, 0 when the server gave none."""

    at: float
    folder: Folder
    uidvalidity: int
    uid: int
    size: int

    @property
    def told(self) -> str:
        return f"UID {self.uid} in {self.folder.shown}"


@dataclass
class Fetching:
    """`got` in the order asked for; `gone`: folders no longer as they were listed; `missed`: messages not given, most
    likely because they are gone.
    """

    got: list[tuple[Waiting, RawMessage]] = field(default_factory=list)
    gone: set[Folder] = field(default_factory=set)
    missed: set[Waiting] = field(default_factory=set)
    refused: dict[Waiting, str] = field(default_factory=dict)

    @property
    def unreadable(self) -> list[str]:
        return [f"{one.told} ({said})" for one, said in self.refused.items()]


def fetch(line: Line, wanted: Sequence[Waiting], mailbox: str, *, largest: int = LARGEST) -> Fetching:
    """Raises LineLost."""
    result = Fetching()
    octets: dict[Waiting, bytes] = {}
    for folder in dict.fromkeys(one.folder for one in wanted):
        mine = [one for one in wanted if one.folder == folder]
        try:
            opened = line.open(folder.name)
        except Refused:
            result.gone.add(folder)
            continue
        if any(one.uidvalidity != opened.uidvalidity for one in mine):
            result.gone.add(folder)
            continue
        for batch in _batches(mine, largest):
            octets |= _octets(line, batch, result, largest)
        result.missed |= {one for one in mine if one not in octets and one not in result.refused}
    for one in wanted:
        if one in octets:
            result.got.append((one, _message(one, octets[one], mailbox)))
    return result


def _batches(wanted: Sequence[Waiting], largest: int) -> Iterator[list[Waiting]]:
    batch: list[Waiting] = []
    for one in wanted:
        if batch and (one.size > largest or sum(each.size for each in batch) + one.size > TOGETHER):
            yield batch
            batch = []
        batch.append(one)
        if one.size > largest:
            yield batch
            batch = []
    if batch:
        yield batch


def _octets(line: Line, batch: Sequence[Waiting], result: Fetching, largest: int) -> dict[Waiting, bytes]:
    if batch[0].size > largest:
        return _header_only(line, batch[0], result)
    try:
        got = line.octets([one.uid for one in batch], at_most=largest + 1)
    except Refused as refused:
        if len(batch) > 1:  # one of them is bad: which?
            found: dict[Waiting, bytes] = {}
            for one in batch:
                found |= _octets(line, [one], result, largest)
            return found
        result.refused[batch[0]] = str(refused)
        return {}
    whole = {one: got[one.uid] for one in batch if one.uid in got and len(got[one.uid]) <= largest}
    for one in batch:  # larger than the server said
        if one.uid in got and one not in whole:
            whole |= _header_only(line, one, result)
    return whole


def _header_only(line: Line, one: Waiting, result: Fetching) -> dict[Waiting, bytes]:
    try:
        header = line.octets((one.uid,), "HEADER", at_most=HEADER_OCTETS).get(one.uid)
    except Refused as refused:
        result.refused[one] = str(refused)
        return {}
    return {} if header is None else {one: stand_in(header, one.size)}


def _message(one: Waiting, octets: bytes, mailbox: str) -> RawMessage:
    return RawMessage(
        mailbox=mailbox,
        handle=Whereabouts(one.folder.name, one.uidvalidity, one.uid).handle,
        folder=one.folder.place,
        received_at=received_at(octets, one.at),
        octets=octets,
    )


def seconds(at: datetime | None) -> float:
    if at is None:
        return 0.0
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
