"""Reading a mailbox of Exchange folder by folder: what changed in each, oldest first, nothing marked.

Plain polling: a server behind a council's firewall cannot be called. What a page could not fetch is owed and asked for
again; it keeps nothing else waiting. How a folder is listed and a message fetched is the protocol's own (`Source`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from linkbot.mailsystems.exchange.cursor import MOST_HANDED, MOST_OWED, Cursor, Owed, Spot, fingerprint
from linkbot.mailsystems.exchange.faults import Gone, Refused, Troubled
from linkbot.mailsystems.exchange.folder import Folder
from linkbot.mailsystems.exchange.listed import Page, moment
from linkbot.mailsystems.received_at import received_at
from linkbot.model.mail import RawMessage
from linkbot.model.place import place_of
from linkbot.ports import Fetched, Transient

PAGE_OCTETS = 32 * 1024 * 1024
"""Octets of a page with more than one message."""
MOST_LISTS = 60
"""Lists asked for in one page: an empty answer may be followed by a thousand more."""
MOST_TROUBLES = 2
"""Messages of one page that could not be had; each costs its time."""


class Source(Protocol):
    """All raise Transient, Troubled, Gone or Refused."""

    @property
    def account(self) -> str:
        """Whose mailbox by which protocol: a cursor of another is worth nothing."""
        ...

    def folders(self) -> tuple[Folder, ...]:
        """Those that are read. Raises Permanent when there is none."""
        ...

    def page(self, folder: str, spot: Spot) -> Page:
        """What changed in the folder with this id since."""
        ...

    def octets(self, item: str) -> bytes: ...


@dataclass
class _Round:
    """One page in the making."""

    limit: int
    spots: dict[str, Spot]
    handed: dict[bytes, None]  # in order
    owed: dict[str, Owed]
    got: list[RawMessage] = field(default_factory=list)
    lists: int = 0
    unreadable: list[str] = field(default_factory=list)
    faults: list[Transient | Refused] = field(default_factory=list)  # of whole folders

    @property
    def is_down(self) -> bool:
        """It is not one folder alone: each further one would cost its time."""
        return len(self.faults) > 1

    @property
    def is_full(self) -> bool:
        octets = sum(len(message.octets) for message in self.got)
        return len(self.got) >= self.limit or octets > PAGE_OCTETS or self.lists >= MOST_LISTS


class Reader:
    """`ports.Mailbox.fetch` over a source; `name` is the mailbox's, for rows and errors."""

    def __init__(self, source: Source, name: str) -> None:
        self._source, self._name = source, name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """Raises Transient when only folders or messages are left that cannot be had: somebody must hear of them. All
        others come first.
        """
        before = Cursor.read(cursor, self._source.account)
        folders = self._source.folders()
        round = _Round(
            max(limit, 1),
            {one.id: before.spots.get(one.id, Spot()) for one in folders},
            dict.fromkeys(before.handed),
            {one.id: one for one in before.owed},
        )
        turn = self._read(round, _from(folders, before.turn))
        if turn is None and not round.faults:
            self._pay(round)
        if round.faults and not round.got:
            raise round.faults[0]
        if round.unreadable and not round.got:
            raise Transient(
                f"{len(round.unreadable)} message(s) of {self._name} cannot be had from Exchange "
                f"({round.unreadable[0]}). They are asked for again."
            )
        after = Cursor(
            before.account,
            round.spots,
            tuple(round.handed)[-MOST_HANDED:],
            tuple(round.owed.values()),
            turn,
        )
        messages = sorted(round.got, key=lambda message: message.received_at)
        return Fetched(tuple(messages), after.write(), more=turn is not None or bool(round.faults))

    def _read(self, round: _Round, folders: Sequence[Folder]) -> str | None:
        """Where the next page goes on, None when all has been looked through, but for what failed."""
        for folder in folders:
            if round.is_down:
                return None
            while not round.is_full:
                try:
                    finished = self._list(round, folder)
                except Gone:  # the folder itself was taken away meanwhile: where its mail went is seen there
                    round.spots.pop(folder.id, None)
                    break
                except (Transient, Refused) as error:
                    if isinstance(error, Refused) and error.is_whole:
                        raise
                    round.faults.append(error)  # the other folders do not wait for this one
                    break
                if finished:
                    break
            else:
                return folder.id
        return None

    def _list(self, round: _Round, folder: Folder) -> bool:
        """One page of one folder's changes; True when the folder is read to its end for now."""
        round.lists += 1
        page = self._source.page(folder.id, round.spots[folder.id])
        for listed in page.listed:
            mark = _mark(listed.id, folder.place)
            wanted = Owed(listed.id, folder.place, listed.received, listed.item)
            if listed.id in round.owed:
                round.owed[listed.id] = wanted  # it may lie elsewhere by now
                continue
            if mark in round.handed:
                continue
            if round.is_full and round.got:
                return False  # the same link is asked again: what was handed over is known by its mark
            self._take(round, wanted)
        round.spots[folder.id] = page.after
        return page.last

    def _take(self, round: _Round, wanted: Owed) -> None:
        try:
            octets = self._source.octets(wanted.item or wanted.id)
        except Gone:
            round.owed.pop(wanted.id, None)  # moved on or deleted meanwhile: its new place shows it
            return
        except Troubled as error:
            room = wanted.id in round.owed or len(round.owed) < MOST_OWED
            if not room or len(round.unreadable) >= MOST_TROUBLES:
                raise  # it is not this message alone
            round.owed[wanted.id] = wanted
            round.unreadable.append(str(error))
            return
        round.owed.pop(wanted.id, None)
        round.handed[_mark(wanted.id, wanted.place)] = None
        at = moment(wanted.received) or received_at(octets, 0.0)
        round.got.append(RawMessage(self._name, wanted.id, wanted.place, at, octets))

    def _pay(self, round: _Round) -> None:
        """What is owed from earlier, once a round."""
        owed = tuple(round.owed.values()) if not round.unreadable else ()
        for one in owed:
            if len(round.got) < round.limit and len(round.unreadable) < MOST_TROUBLES:
                try:
                    self._take(round, one)
                except Transient as error:
                    round.faults.append(error)
                    return


def _mark(id: str, folder: str) -> bytes:
    """Sorted into another folder of the same place, a message is the same to the reader."""
    return fingerprint(id, place_of(folder).value)


def _from(folders: Sequence[Folder], turn: str | None) -> Sequence[Folder]:
    """All of them, beginning there: one that fails for long must not keep the others from being looked at."""
    at = next((at for at, one in enumerate(folders) if one.id == turn), 0)
    return (*folders[at:], *folders[:at])
