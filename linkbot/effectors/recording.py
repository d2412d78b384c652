"""Recorders of every port that does something: for dry runs and simulations, nothing leaves and all is remembered.

Each answers as the real one would on a good day, a second time with the same receipt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from linkbot.model.case_system import CaseEntry, CaseSystemAbilities
from linkbot.model.casework import Case, Task
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.submission import Pack
from linkbot.ports import Answer, CellChange, Fetched, Found, Mailbox, Permanent, Receipt, SheetRow


@dataclass(frozen=True)
class Recorded:
    """One call: which port and verb, the key it was for, and what it carried."""

    port: str
    verb: str
    key: str
    mail: OutgoingMail | None = None
    row: SheetRow | None = None
    folder: str | None = None


@dataclass
class Recording:
    """The book all recorders of a run write into, in the order of the calls."""

    calls: list[Recorded] = field(default_factory=list)

    def note(self, call: Recorded) -> Receipt:
        self.calls.append(call)
        return Receipt(_reference(call))

    def found(self, port: str, verb: str, key: str) -> Found:
        calls = (call for call in self.calls if (call.port, call.verb, call.key) == (port, verb, key))
        return next((Receipt(_reference(call)) for call in calls), Answer.ABSENT)


def _reference(call: Recorded) -> str:
    return f"recorded:{call.port}:{call.key}"


class RecordingMailbox:
    """Reads the real mailbox and files nothing in it."""

    def __init__(self, mailbox: Mailbox, recording: Recording) -> None:
        self._mailbox = mailbox
        self._recording = recording

    @property
    def name(self) -> str:
        return self._mailbox.name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        return self._mailbox.fetch(cursor, limit)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        return self._recording.note(Recorded("mailbox", "file", handle, folder=folder))


class RecordingOutgoing:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def send(self, mail: OutgoingMail) -> Receipt:
        return self._recording.note(Recorded("outgoing", "send", mail.message_id, mail=mail))

    def find(self, mail: OutgoingMail) -> Found:
        return self._recording.found("outgoing", "send", mail.message_id)


class RecordingDrafts:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        return self._recording.note(Recorded("drafts", "save", mail.message_id, mail=mail))

    def find(self, mail: OutgoingMail) -> Found:
        calls = [c for c in self._recording.calls if (c.port, c.key) == ("drafts", mail.message_id)]
        return Receipt(_reference(calls[-1])) if calls and calls[-1].verb == "save" else Answer.ABSENT

    def remove(self, receipt: Receipt) -> None:
        key = receipt.reference.removeprefix("recorded:drafts:")
        self._recording.note(Recorded("drafts", "remove", key))


class RecordingSheet:
    """Keeps the rows as the workbook would hold them."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.rows: dict[str, SheetRow] = {}

    def write(self, rows: Sequence[SheetRow]) -> None:
        for row in rows:
            self._recording.note(Recorded("sheet", "write", row.key, row=row))
            known = self.rows.get(row.key)
            if known is None or known.revision <= row.revision:
                self.rows[row.key] = row

    def revision_of(self, key: str) -> int | None:
        row = self.rows.get(key)
        return row.revision if row else None

    def needs_rebuild(self) -> bool:
        return False

    def rebuild(self, rows: Sequence[SheetRow], *, over: Collection[tuple[str, str]] = ()) -> None:
        self.rows = {}
        self.write(rows)

    def saved_by_others(self) -> bool:
        return False

    def changes(self) -> tuple[CellChange, ...]:
        return ()


class RecordingCaseSystem:
    """Takes whatever the system it stands for takes."""

    def __init__(self, recording: Recording, abilities: CaseSystemAbilities | None = None) -> None:
        self._recording = recording
        self.abilities = abilities or CaseSystemAbilities()

    def write(self, key: str, entry: CaseEntry) -> Receipt:
        if entry.deed not in self.abilities.does:
            raise Permanent(f"{self.abilities.name} does not take {entry.deed.value}.")
        return self._recording.note(Recorded("case_system", "register", key))

    def find(self, key: str, entry: CaseEntry) -> Found:
        return self._recording.found("case_system", "register", key)


class RecordingSubmissions:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def prepare(self, key: str, task: Task, case: Case, pack: Pack | None = None) -> Receipt:
        return self._recording.note(Recorded("submissions", "prepare", key))

    def find(self, key: str) -> Found:
        return self._recording.found("submissions", "prepare", key)
