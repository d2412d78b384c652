"""Reading a TOML file so that every fault is told at once, with file, line and the nearest known key.

Used by the rulebook and the settings alike. A `Table` hands out typed values and remembers what was asked for; `finish`
turns every key nobody asked for into a fault. Reading goes on after a fault with the default, so that all are found.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)
Place = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file, in words that say what to do."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class Faulty(Exception):
    """All the faults of one or more files."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def read_toml(path: Path, faults: list[Fault]) -> Table:
    """The file's root table; an unreadable or malformed file is one fault and an empty table."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        faults.append(Fault(str(path), None, f"cannot be read: {error.strerror or error}"))
        return Table({}, (), str(path), {}, faults)
    except UnicodeDecodeError:
        faults.append(Fault(str(path), None, "is not UTF-8: save it again as UTF-8"))
        return Table({}, (), str(path), {}, faults)
    return parse_toml(text, str(path), faults)


def parse_toml(text: str, name: str, faults: list[Fault]) -> Table:
    """The root table of a TOML text; a syntax error is one fault and an empty table."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        faults.append(Fault(name, int(found[1]) if found else None, f"is not valid TOML: {error}"))
        return Table({}, (), name, {}, faults)
    return Table(data, (), name, dict(_lines(text)), faults)


def _lines(text: str) -> Iterator[tuple[Place, int]]:
    """Where each table and key stands: close enough for a person to find it (multi-line strings may add noise)."""
    here: Place = ()
    counts: dict[Place, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            here = _resolve(_parts(header[2]), counts)
            if header[1] == "[[":
                counts[here] = counts.get(here, -1) + 1
                here = (*here, counts[here])
            yield here, number
            continue
        key = _KEY.match(line)
        if key:
            yield (*here, *_parts(key[1])), number


def _parts(dotted: str) -> Place:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))


def _resolve(parts: Place, counts: dict[Place, int]) -> Place:
    """Insert the index of the array table each part lies in."""
    place: Place = ()
    for position, part in enumerate(parts):
        place = (*place, part)
        if position < len(parts) - 1 and place in counts:
            place = (*place, counts[place])
    return place


class Table:
    """One table of the file. Every getter records its key; a wrong value is a fault and the default is given."""

    def __init__(
        self, data: dict[str, object], place: Place, file: str, lines: dict[Place, int], faults: list[Fault]
    ) -> None:
        self._data, self.place, self.file, self._lines, self._faults = data, place, file, lines, faults
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def known(self, key: str) -> None:
        """Counts as asked for, and its value is not looked at: it must not be told either."""
        self._known.add(key)

    def names(self) -> tuple[str, ...]:
        return tuple(self._data)

    def line(self, key: str | None = None) -> int | None:
        place = self.place if key is None else (*self.place, key)
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place)

    def fault(self, message: str, key: str | None = None) -> None:
        self._faults.append(Fault(self.file, self.line(key), message))

    def _get(self, key: str, required: bool) -> object:
        self._known.add(key)
        value = self._data.get(key)
        if value is None and required:
            self.fault(f"{self._name(key)} is missing")
        return value

    def _name(self, key: str) -> str:
        return ".".join(str(part) for part in (*self.place, key))

    def _wrong(self, key: str, wanted: str) -> None:
        self.fault(f"{self._name(key)} must be {wanted}, not {self._data[key]!r}", key)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        value = self._get(key, required)
        if isinstance(value, str) and (value.strip() or not required):
            return value
        if value is not None:
            self._wrong(key, "a text" if not isinstance(value, str) else "a text that is not empty")
        return default

    def optional_text(self, key: str) -> str | None:
        self._known.add(key)
        return self.text(key) or None if key in self._data else None

    def integer(self, key: str, default: int = 0, *, required: bool = False, minimum: int | None = None) -> int:
        value = self._get(key, required)
        if isinstance(value, int) and not isinstance(value, bool) and (minimum is None or value >= minimum):
            return value
        if value is not None:
            self._wrong(key, "a whole number" + (f" of {minimum} or more" if minimum is not None else ""))
        return default

    def number(self, key: str, default: float = 0.0, *, required: bool = False) -> float:
        value = self._get(key, required)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if value is not None:
            self._wrong(key, "a number")
        return default

    def boolean(self, key: str, default: bool = False) -> bool:
        value = self._get(key, False)
        if isinstance(value, bool):
            return value
        if value is not None:
            self._wrong(key, "true or false")
        return default

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self._get(key, required)
        if type(value) is date:
            return value
        if value is not None:
            self._wrong(key, "a day such as 2027-01-04 (without quotes)")
        return None

    def days(self, key: str) -> tuple[date, ...]:
        value = self._get(key, False)
        if isinstance(value, list) and all(type(item) is date for item in value):
            return tuple(value)
        if value is not None:
            self._wrong(key, "a list of days such as [2027-01-01] (without quotes)")
        return ()

    def texts(self, key: str, default: tuple[str, ...] = (), *, required: bool = False) -> tuple[str, ...]:
        value = self._get(key, required)
        if isinstance(value, list) and all(isinstance(item, str) for item in value) and (value or not required):
            return tuple(value)
        if value is not None:
            self._wrong(key, 'a list of texts such as ["one", "two"]')
        return default

    def is_list(self, key: str) -> bool:
        """Whether it is written as a list, for the few keys that may be one or a text."""
        return isinstance(self._data.get(key), list)

    def values(self, key: str) -> tuple[object, ...]:
        """The items of a list as they are, for the few keys that may be written in more than one way."""
        value = self._get(key, False)
        if value is not None and not isinstance(value, list):
            self._wrong(key, "a list")
            return ()
        return tuple(value or ())

    def text_lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts; an empty inner list is a fault."""
        value = self._get(key, False)
        if isinstance(value, list) and all(
            isinstance(inner, list) and inner and all(isinstance(item, str) for item in inner) for inner in value
        ):
            return tuple(tuple(inner) for inner in value)
        if value is not None:
            self._wrong(key, 'a list of lists of texts such as [["one", "two"], ["three"]]')
        return ()

    def choices(self, key: str, values: type[E]) -> tuple[E, ...]:
        """A list of texts, each one of `values`."""
        known = [str(item.value) for item in values]
        texts = self.texts(key)
        for text in texts:
            if text not in known:
                may = f"it may hold {', '.join(known)}{nearest(text, known)}"
                self.fault(f"{self._name(key)} holds {text!r}; {may}", key)
        return tuple(values(text) for text in texts if text in known)

    def choice(self, key: str, values: type[E], default: E, *, required: bool = False) -> E:
        value = self._get(key, required)
        if value is None:
            return default
        known = [str(item.value) for item in values]
        if isinstance(value, str) and value in known:
            return values(value)
        self.fault(f"{self._name(key)} is {value!r}; it may be {', '.join(known)}{nearest(str(value), known)}", key)
        return default

    def table(self, key: str, *, required: bool = False) -> Table:
        value = self._get(key, required)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, f"a table [{self._name(key)}]")
            value = None
        return Table(value or {}, (*self.place, key), self.file, self._lines, self._faults)

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of tables [[key]]."""
        value = self._get(key, False)
        if value is not None and not (isinstance(value, list) and all(isinstance(item, dict) for item in value)):
            self._wrong(key, f"tables [[{self._name(key)}]]")
            value = None
        return tuple(
            Table(item, (*self.place, key, index), self.file, self._lines, self._faults)
            for index, item in enumerate(value if isinstance(value, list) else [])
        )

    def named_tables(self, key: str) -> tuple[tuple[str, Table], ...]:
        """The sub-tables [key.NAME], with their names."""
        outer = self.table(key)
        return tuple((name, outer.table(name)) for name in outer.names())

    def finish(self) -> None:
        """Every key nobody asked for is a fault that names the nearest known one."""
        for key in self._data:
            if key not in self._known:
                self.fault(f"unknown key {self._name(key)}{nearest(key, sorted(self._known))}", key)


def nearest(word: str, known: list[str]) -> str:
    """` (did you mean 'x'?)`, or nothing."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean '{close[0]}'?)" if close else ""
