"""An existing workbook of the people's, perhaps on a share: `ports.Sheet` on columns of linkbot's own in it.

It replaces the file whole, never under somebody who has it open, never over what somebody saved meanwhile, and keeps
what was there before. A workbook that is not as agreed is left alone, and the rows wait in CSV files beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from linkbot.effectors.shared_workbook.beside import drop_waiting, keep_before, keep_waiting
from linkbot.effectors.shared_workbook.heading import TabPlan
from linkbot.effectors.shared_workbook.odd import Odd
from linkbot.effectors.shared_workbook.package import Package
from linkbot.effectors.shared_workbook.preparing import Prepared, prepare
from linkbot.effectors.shared_workbook.tab import SharedTab, arranged
from linkbot.effectors.workbook_lock import held_by
from linkbot.ports import CellChange, SheetRow, Transient, Unready
from linkbot.whole_file import disk_fault, write_whole


class SharedWorkbook:
    """`plans`: the tabs that people want of linkbot's; rows of the others are not written. `backups`: a folder."""

    def __init__(self, path: Path, plans: Sequence[TabPlan], backups: Path) -> None:
        self._path, self._plans, self._backups = path, tuple(plans), backups
        self._left: str | None = None  # digest of the file as linkbot last left or looked through it
        self._known: tuple[str, dict[str, SharedTab]] | None = None

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Raises Transient, and Unready for a workbook that is not as agreed."""
        if rows:
            self._replace(rows, everything=False)

    def rebuild(self, rows: Sequence[SheetRow], *, over: Collection[tuple[str, str]] = ()) -> None:
        """As `write`, and linkbot's cells in rows of its that are not given are emptied. What people wrote stays, in
        its own columns and, but for the cells `over`, in linkbot's."""
        self._replace(rows, everything=True, over=over)

    def needs_rebuild(self) -> bool:
        return self.saved_by_others()

    def saved_by_others(self) -> bool:
        """Raises Transient while they have it open: nothing could be done about it yet."""
        if _digest(self._octets()) == self._left:
            return False
        self._refuse_if_open()
        return True

    def revision_of(self, key: str) -> int | None:
        if not self._path.exists():
            return None
        return next((found for tab in self._tabs().values() if (found := tab.revision(key)) is not None), None)

    def changes(self) -> tuple[CellChange, ...]:
        return tuple(change for tab in self._tabs().values() for change in tab.changes())

    def hindrance(self) -> str | None:
        """Why nothing could be written just now, in words; None when all is as agreed."""
        try:
            self._refuse_if_open()
            self._tabs()
        except Transient as error:
            return str(error)
        return None

    def prepare(self, rows: Sequence[SheetRow]) -> tuple[Prepared, ...]:
        """On a person's word alone: adds the hidden columns and finds linkbot's rows among those that are there."""
        self._refuse_if_open()
        before = self._octets()
        try:
            package, done = Package(before, self._path.name), []
            for plan in self._plans:
                parts, told = prepare(package, plan, self._path.name, rows)
                package = package.replaced(parts)
                done.append(told)
        except Odd as error:
            raise Unready(str(error)) from error
        if any(one.added or one.known for one in done):
            self._put(before, package.octets())
        return tuple(done)

    def _replace(self, rows: Sequence[SheetRow], *, everything: bool, over: Collection[tuple[str, str]] = ()) -> None:
        self._refuse_if_open()
        before = self._octets()
        mine = [row for row in rows if row.sheet in {plan.tab for plan in self._plans}]
        try:
            package = Package(before, self._path.name)
            tabs = arranged(self._plans, package, self._path.name)
            if everything:
                self._clear(tabs, mine)
            for row in mine:
                tabs[row.sheet].write(row, whatever_revision=everything, over=over)
            parts = {name: octets for tab in tabs.values() for name, octets in tab.changed_parts().items()}
            after = package.with_parts(parts) if parts else None
        except Odd as error:
            with suppress(OSError):
                keep_waiting(self._path, mine, {plan.tab: tuple(t for t, _ in plan.columns) for plan in self._plans})
            raise Unready(str(error)) from error
        self._put(before, after)
        with suppress(OSError):
            drop_waiting(self._path, [plan.tab for plan in self._plans])

    def _clear(self, tabs: dict[str, SharedTab], rows: Sequence[SheetRow]) -> None:
        """Raises Odd when it would empty most of the workbook: then it is another register's."""
        keys = {row.key for row in rows}
        known = {key for tab in tabs.values() for key in tab.keys}
        gone = known - keys
        if len(gone) > 3 and len(gone) * 2 > len(known):
            raise Odd(
                f"Most of linkbot's rows in {self._path.name} ({len(gone)} of {len(known)}) are not in the register: "
                "it seems to belong to another one, and nothing in it is touched. See that store.folder and "
                "workbook.path of linkbot.toml belong together."
            )
        for tab in tabs.values():
            for key in tab.keys & gone:
                tab.clear(key)

    def _put(self, before: bytes, after: bytes | None) -> None:
        """Both looks, for a change and for a lock, are as late as can be."""
        if after is None:
            self._left = _digest(before)
            return
        try:
            keep_before(self._path, before, self._backups)
            if self._octets() != before:
                raise Transient(f"{self._path.name} was changed by somebody meanwhile. It is tried again.")
            self._refuse_if_open()
            write_whole(self._path, after)
        except PermissionError as error:
            raise self._not_allowed(error) from error
        except OSError as error:
            raise disk_fault(error, f"Writing {self._path.name}") from error
        if self._octets() == after:
            self._left = _digest(after)

    def _octets(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            raise Unready(
                f"There is no {self._path}: it was moved or renamed, or the share is not there. Put it back, or change "
                "workbook.path in linkbot.toml."
            ) from None
        except PermissionError as error:
            raise self._not_allowed(error) from error
        except OSError as error:
            raise Transient(
                f"{self._path.name} cannot be read: {error.strerror or error}. It is tried again."
            ) from error

    def _tabs(self) -> dict[str, SharedTab]:
        octets = self._octets()
        digest = _digest(octets)
        if self._known is None or self._known[0] != digest:
            try:
                self._known = digest, arranged(self._plans, Package(octets, self._path.name), self._path.name)
            except Odd as error:
                raise Unready(str(error)) from error
        return self._known[1]

    def _refuse_if_open(self) -> None:
        """Windows tells by refusing to open it for writing; elsewhere only the files beside it tell."""
        try:
            who = held_by(self._path)
            with self._path.open("rb+"):
                pass
        except FileNotFoundError:
            return
        except PermissionError as error:
            raise self._not_allowed(error) from error
        except OSError as error:
            raise disk_fault(error, f"Looking whether {self._path.name} is open") from error
        if who:
            raise Transient(f"{who} linkbot writes the waiting rows once it is closed.")

    def _not_allowed(self, error: PermissionError) -> Transient:
        return Transient(
            f"{self._path.name} is open somewhere, or linkbot's account may not use it ({error.strerror}). Close it, "
            "or give the account the right to read and write there; until then the rows wait."
        )


def _digest(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
