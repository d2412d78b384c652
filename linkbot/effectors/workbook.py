"""The Ombudsman spreadsheet as an .xlsx file of linkbot's own: a projection people read, sort and add columns to.

All rows of a cycle go in with one replacement of the file. It never writes under somebody who has the workbook open,
and never over a file it does not understand. Text boxes and form controls that people put in do not survive.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook

from linkbot.effectors.workbook_lock import held_by
from linkbot.effectors.workbook_tab import WorkbookTab
from linkbot.engine.wording.sheet_rows import Tab
from linkbot.ports import CellChange, Permanent, SheetRow, Transient
from linkbot.whole_file import disk_fault, make_folder, write_whole


class XlsxSheet:
    """Implements `ports.Sheet`. `tabs` are those of `engine.wording.sheet_rows.tabs`; rows name one of them."""

    def __init__(self, path: Path, tabs: Sequence[Tab]) -> None:
        self._path = path
        self._tabs = tuple(tabs)
        self._revisions: tuple[str, dict[str, int]] | None = None  # digest of the file, revisions by key
        self._sound_digest: str | None = None  # of the file as it was last found, or left, in order

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Raises Transient when it is open somewhere, changed meanwhile or the disk is full, Permanent when damaged."""
        if rows:
            self._replace(rows, everything=False)

    def rebuild(self, rows: Sequence[SheetRow], *, over: Collection[tuple[str, str]] = ()) -> None:
        """Afterwards the workbook holds these rows and no others of ours; people's own columns of a sound one stay."""
        octets = self._octets()
        if octets is not None and _opened(octets, self._tabs) is None:
            self._refuse_if_open()
            self._set_aside()
        self._replace(rows, everything=True)

    def needs_rebuild(self) -> bool:
        octets = self._octets()
        if octets is None:
            return True
        digest = _digest(octets)
        if digest != self._sound_digest:  # opening it costs more than anything else here
            if _opened(octets, self._tabs) is None:
                return True
            self._sound_digest = digest
        return False

    def saved_by_others(self) -> bool:
        return False

    def changes(self) -> tuple[CellChange, ...]:
        return ()

    def revision_of(self, key: str) -> int | None:
        octets = self._octets()
        if octets is None:
            return None
        digest = _digest(octets)
        if self._revisions is None or self._revisions[0] != digest:
            _, tabs = self._sound(octets)
            known = {key: tab.revision(key) for tab in tabs.values() for key in tab.keys}
            self._revisions = digest, {key: revision for key, revision in known.items() if revision is not None}
        return self._revisions[1].get(key)

    def _replace(self, rows: Sequence[SheetRow], *, everything: bool) -> None:
        self._refuse_if_open()
        before = self._octets()
        book, tabs = self._sound(before) if before is not None else _new(self._tabs)
        if everything:
            keys = frozenset(row.key for row in rows)
            for name, tab in tabs.items():
                tab.remove(tab.keys - keys)
                tabs[name] = WorkbookTab(book[name])
        for wanted in self._tabs:
            tabs[wanted.name].arrange(wanted.columns)
        for row in rows:
            if row.sheet not in tabs:
                raise Permanent(f"The workbook has no tab {row.sheet!r} for the row {row.key}.")
            tabs[row.sheet].write(row, whatever_revision=everything)
        for tab in tabs.values():
            tab.finish()
        after = io.BytesIO()
        book.save(after)
        if self._octets() != before:
            raise Transient(f"{self._path.name} was changed by somebody meanwhile. It is tried again.")
        self._refuse_if_open()
        try:
            make_folder(self._path.parent)
            write_whole(self._path, after.getvalue())
            self._sound_digest = _digest(after.getvalue())
        except PermissionError as error:
            raise self._not_allowed(error) from error
        except OSError as error:
            raise disk_fault(error, f"Writing {self._path.name}") from error

    def _octets(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise self._not_allowed(error) from error
        except OSError as error:
            raise disk_fault(error, f"Reading {self._path.name}") from error

    def _sound(self, octets: bytes) -> tuple[Workbook, dict[str, WorkbookTab]]:
        opened = _opened(octets, self._tabs)
        if opened is None:
            raise Permanent(
                f"{self._path.name} cannot be read, is locked with a password, or has lost a tab or the hidden column "
                "'linkbot id'. Nothing was changed. It can be written anew from the register; the old file is then "
                "kept beside it."
            )
        return opened

    def _refuse_if_open(self) -> None:
        try:
            who = held_by(self._path)
        except OSError as error:
            raise disk_fault(error, f"Looking whether {self._path.name} is open") from error
        if who:
            raise Transient(f"{who} linkbot writes the waiting rows once it is closed.")

    def _not_allowed(self, error: PermissionError) -> Transient:
        return Transient(
            f"{self._path.name} is open somewhere, or linkbot's account may not use it ({error.strerror}). Close it, "
            "or give the account the right to read and write there; until then the rows wait."
        )

    def _set_aside(self) -> None:
        """Named after the day it was last written. Never over an older one."""
        try:
            day = datetime.fromtimestamp(self._path.stat().st_mtime, UTC).date().isoformat()
            aside = self._path.with_name(f"{self._path.stem} set aside {day}{self._path.suffix}")
            number = 2
            while aside.exists():
                aside = self._path.with_name(f"{self._path.stem} set aside {day} ({number}){self._path.suffix}")
                number += 1
            self._path.rename(aside)
        except PermissionError as error:
            raise self._not_allowed(error) from error
        except OSError as error:
            raise disk_fault(error, f"Setting {self._path.name} aside") from error


def _new(wanted: Sequence[Tab]) -> tuple[Workbook, dict[str, WorkbookTab]]:
    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    return book, {tab.name: WorkbookTab.create(book.create_sheet(tab.name), tab.columns) for tab in wanted}


def _opened(octets: bytes, wanted: Sequence[Tab]) -> tuple[Workbook, dict[str, WorkbookTab]] | None:
    """The workbook and our tabs in it; None when it cannot be read or is not ours any more."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features of Excel that openpyxl leaves out
            book = load_workbook(io.BytesIO(octets))
    except Exception:  # a damaged archive or XML raises almost anything, and all of it means the same here
        return None
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if any(tab.name not in sheets for tab in wanted):
        return None
    tabs = {tab.name: WorkbookTab(sheets[tab.name]) for tab in wanted}
    return (book, tabs) if all(tab.is_ours for tab in tabs.values()) else None


def _digest(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
