"""Single cells of a council's spreadsheet to values: references, words, states, chasers, money. No row, no file.

A cell that cannot be what it should be raises ValueError with a sentence; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import unquote

from linkbot.engine.facts.reference_forms import sightings
from linkbot.model.casework import TaskKind
from linkbot.model.ombudsman import Ombudsman, Ombudsmen
from linkbot.model.open_item import Chasers, RowState
from linkbot.worker.spreadsheet import Cell, Unsaved
from linkbot.worker.written_days import NOTHING, days_in, only_day

_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "####")
_NO_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_XML_ESCAPE = re.compile(r"_x00[01][0-9A-Fa-f]_")
_LONGEST = 8_000
_SHORTENED = re.compile(r"\d[.,]\d+\s*[eE]\s*\+?\d+")
_NOT_YET = re.compile(
    r"(?:not|in|un|yet to|never|part(?:ly|ial(?:ly)?)?|almost|nearly|to be|awaiting)\b[\s-]*|incompl", re.I
)
_WHO = r"(?:the )?(?:ombudsman|lgsco|lgo|hos?|portal)\b"
_ITSELF = r"(?:(?:case|remedy|order|orders|action|actions|request|compliance|all|fully|now|status)\b[\s:-]*)*"
_CLOSED = re.compile(
    _ITSELF + r"(?:closed|completed?|complied|compliant|satisfied|done|concluded|resolved|withdrawn|cancelled|"
    r"finished|no further action|nfa|discontinued|archived?|not upheld)\b"
    r"(?!\W*(?:by|draft|pending|when|once|if|except|apart|but|subject|awaiting|soon|\?))",
    re.IGNORECASE,
)
_SUBMITTED = re.compile(
    _ITSELF + rf"(?:(?:evidence|response|reply|information) )?(?:submitted|uploaded|sent|responded|replied)"
    rf"(?: to {_WHO})?(?:\s*$|\W+(?:on\b|\d)|\s*[-,;(])|"
    rf"(?:with|awaiting|awaits) {_WHO}",
    re.IGNORECASE,
)
_FINAL = re.compile(r"\bfinal\b|summons|\bchf[on]\b|failure (?:order|notice)|\bs(?:ection|\.)? ?29\b", re.IGNORECASE)
_DRAFT = re.compile(r"\b(?:draft|provisional) (?:decision|determination|report|view|finding)|\bembargo", re.IGNORECASE)
_KINDS = (
    (TaskKind.RECOMMENDATION, re.compile(r"\brec(?:s|ommend\w*)?\b|^r\.?\s*\d", re.IGNORECASE)),
    (
        TaskKind.ORDER,
        re.compile(
            r"\borders?\b|\bremed(?:y|ies)\b|agreed actions?|complian|^o\.?\s*\d|determination|final decision", re.I
        ),
    ),
    (
        TaskKind.REQUEST,
        re.compile(r"request|enquir|inquir|information|evidence|comment|investigat|\bpreliminary", re.I),
    ),
)


def words(cell: Cell, *, lines: bool = False) -> str:
    """What a person reads in the cell, on one line unless `lines`. ValueError for an error of the spreadsheet."""
    if cell is None:
        return ""
    if isinstance(cell, Unsaved):
        raise ValueError("holds a formula whose result is not in the file: open it in Excel, save it, and try again")
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFC", _NO_SIGNS.sub("", _XML_ESCAPE.sub("", str(cell))))
    if text.strip().startswith(_ERRORS):
        raise ValueError(f"holds {text.strip()}, an error of the spreadsheet")
    rows = (" ".join(row.split()) for row in text.splitlines()) if lines else [" ".join(text.split())]
    return "\n".join(row for row in rows if row)[:_LONGEST]


def reference_of(cell: Cell, ombudsmen: Ombudsmen) -> tuple[str, str]:
    """(ombudsman's id, reference as printed), however it is spaced. Raises ValueError."""
    text = words(cell)
    if not text:
        raise ValueError("there is no Ombudsman's reference")
    found = list(dict.fromkeys((s.ombudsman, s.reference) for s in sightings(f"Case reference: {text}", ombudsmen)))
    if not found and (bare := _by_digits(text, ombudsmen)):
        found = [bare]
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(reference for _, reference in found)
        raise ValueError(f"the reference names {names}: give each case a row of its own")
    if _SHORTENED.search(text):
        raise ValueError(f"Excel has shortened the reference to {text}: format the column as text and type it again")
    forms = " or ".join(f"{_example(one)} ({one.short_name})" for one in ombudsmen.all)
    raise ValueError(f"{text[:40]!r} has not the form of an Ombudsman's reference, such as {forms}")


def _by_digits(text: str, ombudsmen: Ombudsmen) -> tuple[str, str] | None:
    """`LGO/26104377`, `HO-2026 04377`: letters before it, and all the digits there are."""
    if not re.fullmatch(r"[A-Za-z\s./:#()-]*[\d\s./-]+[A-Za-z()]?", text):
        return None
    digits = re.sub(r"\D", "", text)
    for one in ombudsmen.all:
        if len(digits) == one.reference.length and re.fullmatch(one.reference.digits, digits):
            return one.id, one.reference.canonical(digits)
    return None


def _example(one: Ombudsman) -> str:
    year = "26" if one.reference.year_digits == 2 else "2026"
    return one.reference.canonical((year + "1234567890")[: one.reference.length])


def named_ombudsman(text: str, ombudsmen: Ombudsmen) -> Ombudsman | None:
    """The ombudsman a cell names, by any of its names; None when it names none of ours."""
    plain = _plain(text)
    for one in ombudsmen.all:
        names = {_plain(name) for name in (one.id, one.name, one.short_name, *one.names)}
        names |= {"lgo"} if "lgsco" in names else set()
        if plain in names:
            return one
    return None


def state_of(text: str) -> RowState:
    """What a status says at its beginning. Words nobody knows are open: nothing is lost by that."""
    if _CLOSED.match(text):
        return RowState.CLOSED
    return RowState.SUBMITTED if _SUBMITTED.match(text) else RowState.OPEN


def is_yes(cell: Cell, *, epoch: datetime, today: date) -> bool:
    """A day gone by, or a yes, in a column such as "Closed"; a day to come and any other word are a no."""
    if isinstance(cell, bool):
        return cell
    text = words(cell).casefold()
    if not text or text in NOTHING or _NOT_YET.match(text):
        return False
    try:
        day = only_day(cell, epoch)
    except ValueError:
        return bool(
            re.match(r"(?:y|yes|true|x|✓|✔|done|complete|completed|closed|satisfied|complied|full|fully)\b", text)
        )
    return day is not None and day <= today


def chasers_of(cell: Cell, title: str, *, epoch: datetime, today: date) -> Chasers:
    """`2`, `12/10/2026`, `1st 12/10/26, final (summons) 2 Nov 26`, `Yes`. Raises ValueError."""
    if isinstance(cell, bool):
        return Chasers(undated=int(cell))
    text = words(cell)
    if not text or text.casefold() in NOTHING:
        return Chasers()
    if isinstance(cell, int | float) and 0 <= cell < 100:
        return Chasers(undated=int(cell))
    if not isinstance(cell, str):
        text = str(only_day(cell, epoch))
    if re.fullmatch(r"\d{1,2}", text):
        return Chasers(undated=int(text))
    first: list[date | None] = []
    final: list[date | None] = []
    for piece in re.split(r"[;,\n&+]|\band\b", words(cell, lines=True) if isinstance(cell, str) else text):
        found: list[date | None] = list(days_in(piece))
        if not found and re.fullmatch(r"\s*\d{5}\s*", piece):
            found = [only_day(piece, epoch)]
        (final if _FINAL.search(piece) or _FINAL.search(title) else first).extend(found)
    if any(day > today for day in (*first, *final) if day):
        raise ValueError(f"is {text[:60]!r}: a chaser cannot have come on a day that is still to come")
    if first or final:
        return Chasers(tuple(d for d in first if d), tuple(d for d in final if d))
    if is_yes(cell, epoch=epoch, today=today):
        return Chasers(undated=1)
    raise ValueError(f"is {text[:60]!r}: write the days of the chasers, their number, or yes")


def kind_of(*texts: str) -> TaskKind | None:
    """Order, recommendation or request, by the first text that says so."""
    for text in texts:
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
    return None


def kind_of_title(title: str) -> TaskKind | None:
    """The kind a column's own title says, when it says one only ("Orders and recommendations" says none)."""
    found = [kind for kind, pattern in _KINDS if pattern.search(title)]
    return found[0] if len(found) == 1 else None


def number_of(text: str) -> int | None:
    """The printed number: `2`, `Order 2`, `R3`, `2 of 5`."""
    found = re.search(r"(?<![\d/.])(\d{1,2})(?![\d/])", text)
    return int(found[1]) if found else None


def leading_number(text: str) -> int | None:
    """`2. Pay …`, `(2) Pay …`, `Order 2: pay …`, `Recommendation 1 - review …`."""
    found = re.match(
        r"\s*(?:(?:order|rec(?:ommendation)?)\s*(\d{1,2})\b|\(?(\d{1,2})[.):]\s*(?!\d))", text, re.IGNORECASE
    )
    return int(found[1] or found[2]) if found else None


def is_total(text: str) -> bool:
    return re.match(r"\s*(?:grand |sub-?)?totals?\b", text, re.IGNORECASE) is not None


def is_draft(*texts: str) -> bool:
    """Whether a row speaks of papers that are not public: they stay with the link officer."""
    return any(_DRAFT.search(text) for text in texts)


def amount_of(cell: Cell) -> Decimal | None:
    """Raises ValueError for what is not one sum of pounds and whole pence."""
    if isinstance(cell, bool):
        raise ValueError("is no sum of money")
    if isinstance(cell, int | float):
        return Decimal(str(round(cell, 2)))
    text = words(cell).casefold()
    if text in NOTHING:
        return None
    found = re.findall(r"(?<![\d.,])\d[\d,]*(?:\.\d{1,2})?(?![\d])", text)
    if len(found) != 1:
        raise ValueError(f"is {text[:40]!r}, not one sum of money")
    return Decimal(found[0].replace(",", ""))


def unescaped(text: str) -> str:
    """An address as a link wrote it: `mailto:`, percent signs and a question mark taken off."""
    plain = re.sub(r"^\s*<?mailto:", "", text, flags=re.IGNORECASE)
    if re.search(r"%[0-9A-Fa-f]{2}", plain):
        plain = unquote(plain, errors="replace")
    return plain.partition("?")[0].strip() if "@" in plain else plain.strip()


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
