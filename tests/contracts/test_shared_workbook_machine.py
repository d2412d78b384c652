"""People and linkbot at one workbook, in any order: no word of theirs is lost, and ours say what the register does."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from linkbot.effectors.shared_workbook.heading import TabPlan
from linkbot.effectors.shared_workbook.sheet import SharedWorkbook
from linkbot.ports import SheetRow, Transient

COLUMNS = (("Ombudsman reference", "Ref."), ("Stage", "Where it is"), ("Next due on", "Due"))
WORDS = st.sampled_from(["New", "=1+1", "with legal", "Zoë’s _x0041_ <b>&", " spaces ", "line\nbreak", "'quoted"])
ROWS = st.integers(0, 4)


class Desk(RuleBasedStateMachine):
    """Columns of the sheet: our notes, Ref., Where it is, Due, then the hidden ones."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "tracker.xlsx"
        self.register: dict[str, SheetRow] = {}
        self.notes: dict[str, str] = {}  # by key: what people wrote beside a row of ours
        self.own: dict[tuple[str, str], object] = {}  # cells of ours that people changed
        self.old: bytes | None = None
        self.revision = 0

    @initialize(table=st.booleans())
    def people_have_a_workbook(self, table: bool) -> None:
        book = Workbook()
        page = book.active
        assert page is not None
        page.title = "Register"
        page.append(["Our notes", "Ref.", "Where it is", "Due"])
        if table:
            page.append([None] * 4)
            page.add_table(Table(displayName="Cases", ref="A1:D2"))
        book.save(self.path)
        self.sheet = self.opened()
        self.sheet.prepare(())

    def opened(self) -> SharedWorkbook:
        plan = TabPlan("Cases", "Register", COLUMNS)
        return SharedWorkbook(self.path, [plan], Path(self.folder.name) / "before")

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(row=ROWS, stage=WORDS, day=st.dates(date(2026, 1, 1), date(2030, 1, 1)))
    def the_register_changes(self, row: int, stage: str, day: date) -> None:
        self.revision += 1
        key = f"case:LGSCO 23 000 00{row}"
        cells = (("Ombudsman reference", f"23 000 00{row}"), ("Stage", stage), ("Next due on", day))
        self.register[key] = SheetRow("Cases", key, cells, self.revision)
        self.sheet.write([self.register[key]])

    @rule()
    def linkbot_looks_through(self) -> None:
        self.sheet.rebuild(tuple(self.register.values()))

    @rule()
    def linkbot_starts_anew(self) -> None:
        self.sheet = self.opened()

    @rule(row=ROWS, words=WORDS)
    def somebody_notes_something(self, row: int, words: str) -> None:
        book, page, rows = self.by_people()
        key = f"case:LGSCO 23 000 00{row}"
        if key in rows:
            page.cell(rows[key], 1).value = f"n: {words}"
            self.notes[key] = f"n: {words}"
            book.save(self.path)

    @rule(row=ROWS, words=st.sampled_from(["mine", "theirs", None]))
    def somebody_changes_a_cell_of_ours(self, row: int, words: str | None) -> None:
        book, page, rows = self.by_people()
        key = f"case:LGSCO 23 000 00{row}"
        if key in rows and page.cell(rows[key], 3).value is not None:
            page.cell(rows[key], 3).value = words
            self.own[key, "Stage"] = words
            book.save(self.path)

    @rule(row=ROWS)
    def a_changed_cell_is_given_free(self, row: int) -> None:
        key = f"case:LGSCO 23 000 00{row}"
        self.sheet.rebuild(tuple(self.register.values()), over={(key, "Stage")})
        self.own.pop((key, "Stage"), None)

    @rule()
    def somebody_sorts_the_list(self) -> None:
        book, page, rows = self.by_people()
        lines = [[cell.value for cell in page[number]] for number in sorted(rows.values())]
        for number, line in zip(sorted(rows.values()), reversed(lines), strict=True):
            for column, value in enumerate(line, 1):
                page.cell(number, column).value = value
        book.save(self.path)

    @rule()
    def somebody_has_it_open_just_then(self) -> None:
        lock = self.path.with_name(f"~${self.path.name}")
        lock.write_bytes(b"\x04Ines")
        before = self.path.read_bytes()
        with suppress(Transient):
            self.sheet.rebuild(tuple(self.register.values()))
        assert self.path.read_bytes() == before
        lock.unlink()

    @invariant()
    def nobody_loses_a_word(self) -> None:
        if not self.path.exists():
            return
        _, page, rows = self.by_people()
        for key, note in self.notes.items():
            assert page.cell(rows[key], 1).value == note
        for (key, _), words in self.own.items():
            assert page.cell(rows[key], 3).value == words

    @invariant()
    def once_looked_through_it_says_what_the_register_says(self) -> None:
        if not self.path.exists() or not self.register:
            return
        self.sheet.rebuild(tuple(self.register.values()))
        _, page, rows = self.by_people()
        assert set(rows) == set(self.register) and len(self.sheet.changes()) <= len(self.own)
        for key, row in self.register.items():
            reference, stage, day = (value for _, value in row.cells)
            assert page.cell(rows[key], 2).value == reference
            assert str(page.cell(rows[key], 4).value) == str(day)
            if (key, "Stage") not in self.own:
                shown = page.cell(rows[key], 3).value
                assert shown == (f"'{stage}" if str(stage).startswith("=") else stage), (shown, stage)

    def by_people(self) -> tuple[Workbook, Worksheet, dict[str, int]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(self.path)
        page = book["Register"]
        assert isinstance(page, Worksheet)
        found = {str(page.cell(n, 5).value): n for n in range(2, page.max_row + 1) if page.cell(n, 5).value}
        return book, page, found


TestDesk = pytest.mark.slow(Desk.TestCase)
TestDesk.settings = settings(
    max_examples=40, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


class Briefly(Desk):
    """A few steps, in every run."""


TestBriefly = Briefly.TestCase
TestBriefly.settings = settings(
    max_examples=8, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)
