"""A mailbox in memory that behaves as badly as real ones may: late arrivals, replays, vanished items, resets.

A full member of the mailbox contract, so that tests of the worker may trust it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from linkbot.mailsystems.received_at import message_id
from linkbot.model.mail import RawMessage
from linkbot.model.place import Place
from linkbot.ports import Fetched, Receipt, Traces


@dataclass(frozen=True)
class _Arrival:
    position: int  # counts up with every arrival and replay
    message: RawMessage


class MemoryMailbox:
    """Implements `ports.Mailbox`. The cursor is the backend's generation and the last position handed over."""

    def __init__(self, name: str = "memory") -> None:
        self._name = name
        self._generation = 1
        self._last = 0
        self._arrivals: list[_Arrival] = []
        self._faults: list[Exception] = []
        self.filed: dict[str, tuple[str, RawMessage]] = {}  # handle → folder, message

    @property
    def name(self) -> str:
        return self._name

    def arrive(
        self, octets: bytes, received_at: datetime, *, handle: str | None = None, folder: str = Place.INBOX.value
    ) -> str:
        """A message comes in; `received_at` may lie before that of messages already read (a late arrival)."""
        self._last += 1
        handle = handle or f"m{self._last}"
        message = RawMessage(self._name, handle, folder, received_at, octets)
        self._arrivals.append(_Arrival(self._last, message))
        return handle

    def replay(self, handle: str) -> None:
        """The backend hands a message over once more, as after a move to and fro."""
        arrival = next(arrival for arrival in self._arrivals if arrival.message.handle == handle)
        self._last += 1
        self._arrivals[self._arrivals.index(arrival)] = replace(arrival, position=self._last)

    def move(self, handle: str, folder: str) -> None:
        """Staff, or a filter, put it elsewhere in the mailbox: it is offered from there, under the handle it had."""
        arrival = next(arrival for arrival in self._arrivals if arrival.message.handle == handle)
        self._last += 1
        moved = replace(arrival.message, folder=folder)
        self._arrivals[self._arrivals.index(arrival)] = _Arrival(self._last, moved)

    def vanish(self, handle: str) -> None:
        """Staff move or delete a message."""
        self._arrivals = [arrival for arrival in self._arrivals if arrival.message.handle != handle]

    def reset(self) -> None:
        """The backend forgets what cursors meant (a restored server, a new UIDVALIDITY): all is offered again."""
        self._generation += 1

    def fail_next(self, *faults: Exception) -> None:
        """The next calls raise these, one each, before anything is done."""
        self._faults += faults

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        self._raise_fault()
        generation, _, position = (cursor or "").partition(":")
        known = generation == str(self._generation) and position.isdecimal()
        after = int(position) if known else 0
        waiting = sorted((a for a in self._arrivals if a.position > after), key=lambda a: a.position)
        page = waiting[: max(limit, 1)]
        reached = page[-1].position if page else after
        messages = sorted((arrival.message for arrival in page), key=lambda message: message.received_at)
        return Fetched(tuple(messages), f"{self._generation}:{reached}", more=len(page) < len(waiting))

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        self._raise_fault()
        message = next((a.message for a in self._arrivals if a.message.handle == handle), None)
        if message is not None:
            self.filed[handle] = (folder, replace(message, folder=folder))
            self.vanish(handle)
        return Receipt(f"{folder}/{handle}")

    def _raise_fault(self) -> None:
        if self._faults:
            raise self._faults.pop(0)


class MemoryPast:
    """Implements `ports.Past` over what a test put in: folder, octets, when."""

    def __init__(self) -> None:
        self._held: list[tuple[str, bytes, datetime]] = []

    def put(self, folder: str, octets: bytes, at: datetime) -> None:
        self._held.append((folder, octets, at))

    def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
        ours: set[str] = set()
        moved: set[tuple[str, str]] = set()
        for folder, octets, at in self._held:
            if at < since:
                continue
            plain = octets.replace(b"=\r\n", b"")
            ours.update(id for id in message_ids if id.encode() in plain)
            own = message_id(octets) or ""
            if folder and "@linkbot." not in own and folder.split()[0] not in _NOT_LETTERS:
                moved.add((folder, own))
        return Traces(frozenset(ours), tuple(sorted(moved)))


_NOT_LETTERS = frozenset({"Sent", "Drafts", "Trash", "Deleted", "Junk"})
