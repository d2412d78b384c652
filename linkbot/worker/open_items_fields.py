"""The fields of one tab's rows, by the columns a person has said: cells as words, days, chasers. No row's meaning.

Each fault is a ValueError that begins with the column's own title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.open_item import Chasers
from linkbot.model.services import ServiceRules
from linkbot.worker import open_items_cells as cells
from linkbot.worker.open_items_titles import Columns, Titled
from linkbot.worker.spreadsheet import Cell, Row, Unsaved
from linkbot.worker.written_days import only_day

_FAR = timedelta(days=366)
_LONG_AGO = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Books:
    """What cells are read by."""

    ombudsmen: Ombudsmen
    services: ServiceRules
    today: date

    def is_reference(self, cell: Cell) -> bool:
        """Whether a cell holds an Ombudsman's reference."""
        try:
            return bool(cells.reference_of(cell, self.ombudsmen))
        except ValueError:
            return False


def places_of(columns: Columns, titles: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Field to column numbers: a title that stands several times is several columns."""
    plain = [_bare(title) for title in titles]
    return {
        field: tuple(place for name in names for place, title in enumerate(plain) if title == _bare(name))
        for field, names in columns.items()
    }


def missing_titles(columns: Mapping[str, Sequence[str]], titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each field with a title it names that is not among those of the file."""
    known = {_bare(title) for title in titles}
    for field, names in columns.items():
        yield from ((field, name) for name in names if _bare(name) not in known)


def _bare(title: str) -> str:
    return " ".join(title.casefold().split())


class Fields:
    """Looks cells up and reads them; keeps nothing between rows."""

    def __init__(self, titled: Titled, columns: Columns, books: Books) -> None:
        self._titles, self._places = titled.titles, places_of(columns, titled.titles)
        self._epoch, self._today = titled.tab.epoch, books.today

    def day(self, row: Row, field: str) -> date | None:
        cell = self.cell(row, field)
        try:
            return only_day(cells.words(cell) if isinstance(cell, str | Unsaved) else cell, self._epoch)
        except ValueError as error:
            raise ValueError(f"{self.title(field)} {error}") from None

    def text(self, row: Row, field: str) -> str:
        try:
            return cells.words(self.cell(row, field))
        except ValueError as error:
            raise ValueError(f"{self.title(field)} {error}") from None

    def cell(self, row: Row, field: str) -> Cell:
        """Of several columns the first that holds something."""
        return next((cell for place in self._places.get(field, ()) if (cell := row.at(place)) not in (None, "")), None)

    def title(self, field: str) -> str:
        return next((self._titles[place] for place in self._places.get(field, ())), "")

    def lines(self, row: Row, field: str) -> str:
        """As `text`, with the lines a person wrote."""
        try:
            return cells.words(self.cell(row, field), lines=True)
        except ValueError as error:
            raise ValueError(f"{self.title(field)} {error}") from None

    def yes(self, row: Row, field: str) -> bool:
        try:
            return cells.is_yes(self.cell(row, field), epoch=self._epoch, today=self._today)
        except ValueError as error:
            raise ValueError(f"{self.title(field)} {error}") from None

    def due(self, row: Row, letter_on: date | None) -> date | None:
        """The Ombudsman's date as it stands now: the extended one where there is one."""
        field = "extended_to" if self.text(row, "extended_to") else "due"
        due_on, today = self.day(row, field), self._today
        if due_on is None and field == "extended_to":
            field, due_on = "due", self.day(row, "due")
        if due_on is None:
            return None
        title = self.title(field)
        if due_on - today > _FAR or today - due_on > _LONG_AGO:
            raise ValueError(f"{title} is {due_on}: is the year right?")
        if letter_on is not None and due_on < letter_on:
            raise ValueError(f"{title} is {due_on}, before the letter of {letter_on}: which is right?")
        return due_on

    def chasers(self, row: Row) -> Chasers:
        found = Chasers()
        for place in self._places.get("chased", ()):
            try:
                one = cells.chasers_of(row.at(place), self._titles[place], epoch=self._epoch, today=self._today)
            except ValueError as error:
                raise ValueError(f"{self._titles[place]} {error}") from None
            found = Chasers(
                tuple(dict.fromkeys((*found.first_on, *one.first_on))),
                tuple(dict.fromkeys((*found.final_on, *one.final_on))),
                found.undated + one.undated,
            )
        dated = len(found.first_on) + len(found.final_on)
        return replace(found, undated=max(found.undated - dated, 0))  # "2" beside two days counts the same two
