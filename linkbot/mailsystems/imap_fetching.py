"""Fetching messages of a backlog: a few at a time within a bound of octets, one bad message never in the way of others.

A message that is gone is passed over. One that the server will not give, alone and by itself, is named. Some servers
hang up when asked for a damaged message: one under which the line broke twice waits until nothing else is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from linkbot.mailsystems.imap_faults import LineLost, Refused
from linkbot.mailsystems.imap_folders import Folder
from linkbot.mailsystems.imap_handle import Whereabouts
from linkbot.mailsystems.imap_line import Line
from linkbot.mailsystems.imap_listing import Waiting
from linkbot.mailsystems.not_fetched import HEADER_OCTETS, LARGEST, stand_in
from linkbot.mailsystems.received_at import received_at
from linkbot.model.mail import RawMessage

TOGETHER = 4 * 1024 * 1024
"""Octets asked for by one command, when more than one message is."""


@dataclass
class Fetching:
    """`got` in the order asked for; `gone`: folders no longer as they were listed; `missed`: messages not given, most
    likely because they are gone; `put_off`: messages under which the line broke.
    """

    got: list[tuple[Waiting, RawMessage]] = field(default_factory=list)
    gone: set[Folder] = field(default_factory=set)
    missed: set[Waiting] = field(default_factory=set)
    put_off: list[Waiting] = field(default_factory=list)
    refused: dict[Waiting, str] = field(default_factory=dict)

    @property
    def unreadable(self) -> list[str]:
        return [f"{one.told} ({said})" for one, said in self.refused.items()]

    def taken(self) -> list[tuple[Waiting, RawMessage]]:
        """What was got, which is no longer here then."""
        got, self.got = self.got, []
        return got

    def add(self, other: Fetching) -> None:
        self.got += other.got
        self.gone |= other.gone
        self.missed |= other.missed
        self.put_off += other.put_off
        self.refused |= other.refused


class Fetcher:
    """Remembers under which messages the line broke."""

    def __init__(self, mailbox: str, largest: int = LARGEST) -> None:
        self._mailbox, self._largest = mailbox, largest
        self._broke: Counter[Waiting] = Counter()

    def fetch(self, line: Line, wanted: Sequence[Waiting], *, last: bool = False) -> Fetching:
        """`last`: nothing else is left, so those put off are tried too. Raises LineLost."""
        result = Fetching()
        result.put_off = [one for one in wanted if (one.unlisted or self._broke[one] > 1) and not last]
        now = sorted((one for one in wanted if one not in result.put_off), key=lambda one: self._broke[one])
        octets: dict[Waiting, bytes] = {}
        for folder in dict.fromkeys(one.folder for one in now):
            octets |= self._of_folder(line, folder, [one for one in now if one.folder == folder], result)
        result.got = [(one, self._message(one, octets[one])) for one in wanted if one in octets]
        return result

    def _of_folder(self, line: Line, folder: Folder, mine: list[Waiting], result: Fetching) -> dict[Waiting, bytes]:
        try:
            opened = line.stay(folder.name)
        except Refused:
            result.gone.add(folder)
            return {}
        if any(one.uidvalidity != opened.uidvalidity for one in mine):
            result.gone.add(folder)
            return {}
        octets: dict[Waiting, bytes] = {}
        for batch in self._batches(mine):
            try:
                octets |= self._octets(line, batch, result)
            except LineLost as lost:
                self._broke.update(batch)
                if batch[0].unlisted or self._broke[batch[0]] > 2:
                    raise LineLost(f"{lost} It did so whenever {batch[0].told} was asked for.", silent=True) from lost
                raise
            for one in batch:
                del self._broke[one]
        result.missed |= {one for one in mine if one not in octets and one not in result.refused}
        return octets

    def _batches(self, wanted: Sequence[Waiting]) -> Iterator[list[Waiting]]:
        """One that is too large, or under which the line broke, stands alone."""
        batch: list[Waiting] = []
        for one in wanted:
            alone = one.size > self._largest or one.unlisted or self._broke[one] > 0
            if batch and (alone or sum(each.size for each in batch) + one.size > TOGETHER):
                yield batch
                batch = []
            batch.append(one)
            if alone:
                yield batch
                batch = []
        if batch:
            yield batch

    def _octets(self, line: Line, batch: Sequence[Waiting], result: Fetching) -> dict[Waiting, bytes]:
        if batch[0].size > self._largest:
            return _header_only(line, batch[0], result)
        try:
            got = line.octets([one.uid for one in batch], at_most=self._largest + 1)
        except Refused as refused:
            if len(batch) > 1:  # one of them is bad: which?
                found: dict[Waiting, bytes] = {}
                for one in batch:
                    found |= self._octets(line, [one], result)
                return found
            result.refused[batch[0]] = str(refused)
            return {}
        whole = {one: got[one.uid] for one in batch if one.uid in got and len(got[one.uid]) <= self._largest}
        for one in batch:  # larger than the server said
            if one.uid in got and one not in whole:
                whole |= _header_only(line, one, result)
        return whole

    def _message(self, one: Waiting, octets: bytes) -> RawMessage:
        return RawMessage(
            mailbox=self._mailbox,
            handle=Whereabouts(one.folder.name, one.uidvalidity, one.uid).handle,
            folder=one.folder.place,
            received_at=received_at(octets, one.at),
            octets=octets,
        )


def _header_only(line: Line, one: Waiting, result: Fetching) -> dict[Waiting, bytes]:
    try:
        header = line.octets((one.uid,), "HEADER", at_most=HEADER_OCTETS).get(one.uid)
    except Refused as refused:
        result.refused[one] = str(refused)
        return {}
    return {} if header is None else {one: stand_in(header, one.size)}
