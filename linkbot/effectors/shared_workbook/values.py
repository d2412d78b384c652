"""What a cell holds, in a form that stays the same when Excel or LibreOffice saves it again; and writing one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from lxml import etree

from linkbot.effectors.shared_workbook.markup import MAIN, all_text, escaped
from linkbot.effectors.workbook_cells import Value, harmless

_LONDON = ZoneInfo("Europe/London")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EMPTY = ""
_FIRST, _FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no zones


@dataclass(frozen=True)
class Held:
    """`form`: EMPTY, or a letter for the sort and the value. Of a formula nothing but `formula` counts."""

    form: str = EMPTY
    formula: bool = False


def held(cell: etree._Element | None, strings: tuple[str, ...]) -> Held:
    if cell is None:
        return Held()
    if cell.find(f"{MAIN}f") is not None:
        return Held(formula=True)
    sort, value, inline = cell.get("t", "n"), cell.findtext(f"{MAIN}v"), cell.find(f"{MAIN}is")
    if sort == "inlineStr":
        return Held(_text(all_text(inline)) if inline is not None else EMPTY)
    if value is None or value == "":
        return Held()
    if sort == "s":
        position = int(value)
        return Held(_text(strings[position]) if 0 <= position < len(strings) else f"e{value}")
    if sort == "str":
        return Held(_text(value))
    if sort == "n":
        try:
            return Held(_number(float(value)))
        except ValueError:
            pass
    return Held(f"{sort[0]}{value}")


def form_of(value: Value, *, as_day: bool, since_1904: bool) -> str:
    """The form a value takes in a cell; a day is text where the cell's style would show it as a bare number."""
    if value is None:
        return EMPTY
    if isinstance(value, datetime):
        value = value.astimezone(_LONDON).replace(tzinfo=None) if value.tzinfo else value
        return _serial(value, since_1904) if as_day else _text(value.strftime("%Y-%m-%d %H:%M"))
    if isinstance(value, date):
        return _serial(value, since_1904) if as_day else _text(value.isoformat())
    if isinstance(value, str):
        return _text(harmless(value))
    return _number(float(value))


def fill(cell: etree._Element, form: str) -> None:
    """Put a form into a cell; its style stays. What hung on the old value goes."""
    for child in list(cell):
        cell.remove(child)
    for attribute in ("t", "cm", "vm", "ph"):
        cell.attrib.pop(attribute, "")
    if form.startswith("n"):
        etree.SubElement(cell, f"{MAIN}v").text = form[1:]
    elif form:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.set(_SPACE, "preserve")
        text.text = escaped(form[1:])


def mark_of(key: str, column: str, form: str) -> str:
    """A few digits by which a form is known again and which do not give it away."""
    return hashlib.sha256("\n".join((key, column, form)).encode()).hexdigest()[:10]


def _serial(value: date, since_1904: bool) -> str:
    day = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return _number((day - (_FIRST_1904 if since_1904 else _FIRST)) / timedelta(days=1))


def _number(value: float) -> str:
    return f"n{value:.15g}"


def _text(value: str) -> str:
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"s{plain}" if plain else EMPTY
