"""A diary in memory that invites people as a server would: a full member of the calendar contract."""

from __future__ import annotations

from linkbot.model.diary import DiaryEvent
from linkbot.ports import Answer, Found, Receipt


class MemoryDiary:
    """Implements `ports.Calendar`. `entries` holds what stands, by uid; `told` each notice to attendees, in order."""

    def __init__(self) -> None:
        self.entries: dict[str, DiaryEvent] = {}
        self.told: list[tuple[str, DiaryEvent]] = []  # "invited", "moved", "cancelled"
        self._written: set[str] = set()
        self._before: list[Exception] = []
        self._after: list[Exception] = []

    def fail_next(self, *faults: Exception) -> None:
        """The next writings raise these, one each, before anything was done."""
        self._before += faults

    def fail_after_next(self, *faults: Exception) -> None:
        """The next writings take effect and then raise: the caller cannot know."""
        self._after += faults

    def put(self, event: DiaryEvent) -> Receipt:
        self._raise(self._before)
        if event.key not in self._written:
            self.told.append(("moved" if event.uid in self.entries else "invited", event))
            self.entries[event.uid] = event
            self._written.add(event.key)
        self._raise(self._after)
        return Receipt(_name(event))

    def cancel(self, event: DiaryEvent) -> Receipt:
        self._raise(self._before)
        if self.entries.pop(event.uid, None) is not None:
            self.told.append(("cancelled", event))
        self._written.add(event.key)
        self._raise(self._after)
        return Receipt(_name(event))

    def find(self, event: DiaryEvent) -> Found:
        return Receipt(_name(event)) if event.key in self._written else Answer.ABSENT

    @staticmethod
    def _raise(faults: list[Exception]) -> None:
        if faults:
            raise faults.pop(0)


def _name(event: DiaryEvent) -> str:
    """Servers give an entry a name of their own."""
    return f"server-{event.uid}"
