"""A CSV of the council's own complaints to values: what spreadsheets and case systems export, with their habits.

Columns are found by their titles, in any order. A bad row is told with its line and left out; the good ones count.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from linkbot.model.complaint import Complaint
from linkbot.model.services import ServiceRules
from linkbot.worker.csv_text import BadRow, Dialect, decoded, hindrance
from linkbot.worker.written_days import only_day

_ANSWERED = ("{0} answered on", "{0} answered", "{0} response", "{0} response date", "{0} date", "{0}")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        *("reference", "ref", "our reference", "our ref", "complaint reference", "complaint ref", "complaint number"),
        *("complaint id", "case reference", "case ref", "case number", "case id", "id"),
    ),
    "name": (
        *("name", "full name", "complainant", "complainant name", "customer", "customer name", "resident"),
        "resident name",
    ),
    "postcode": ("postcode", "post code", "postal code"),
    "address": ("address", "full address", "property", "property address", "customer address"),
    "service": ("service", "service area", "department", "team", "directorate"),
    "stage1_answered_on": tuple(form.format(stage) for stage in ("stage 1", "stage1") for form in _ANSWERED),
    "stage2_answered_on": tuple(form.format(stage) for stage in ("stage 2", "stage2") for form in _ANSWERED),
}
"""Our columns, each with the titles it may bear; case, underscores and double spaces do not matter."""

_LONGEST_REFERENCE = 80


class NotComplaints(Exception):
    """The file as a whole cannot be understood; the message says what was expected."""


def read_complaints(
    path: Path, services: ServiceRules | None = None
) -> tuple[tuple[Complaint, ...], tuple[BadRow, ...]]:
    """The complaints and the rows left out. `services` turns a service's title or other name into its id.

    Raises OSError, or NotComplaints when there is no column for the reference.
    """
    text = decoded(path.read_bytes())
    rows = csv.reader(io.StringIO(text, newline=""), Dialect(text))
    found: dict[str, Complaint] = {}
    bad: list[BadRow] = []
    try:
        places, width = _places(next(rows, []))
        for line, row in _numbered(rows):
            reason = _reason(row, width, places, found)
            if reason is None:
                try:
                    complaint = _complaint({name: row[place].strip() for name, place in places.items()}, services)
                    found[_plain(complaint.reference)] = complaint
                    continue
                except ValueError as error:
                    reason = str(error)
            bad.append(BadRow(line, reason))
    except csv.Error as error:
        bad.append(BadRow(rows.line_num, f"reading stopped here, the rows below it are left out too: {error}"))
    return tuple(found.values()), tuple(bad)


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the line they end on: a quoted address may run over several."""
    for row in rows:
        if any(cell.strip() for cell in row):
            yield getattr(rows, "line_num", 0), row


def _places(titles: list[str]) -> tuple[dict[str, int], int]:
    plain = [" ".join(title.replace("_", " ").casefold().split()) for title in titles]
    places = {
        column: next(plain.index(name) for name in names if name in plain)
        for column, names in COLUMNS.items()
        if any(name in plain for name in names)
    }
    if "reference" not in places:
        seen = ", ".join(title.strip() for title in titles if title.strip())[:200] or "nothing"
        others = ", ".join(name for name in COLUMNS if name != "reference")
        raise NotComplaints(
            f"The first line has no column for the reference: it holds {seen}. Give the column with your complaint "
            f"numbers the title 'reference'; the others may be {others}."
        )
    return places, len(titles)


def _reason(row: list[str], width: int, places: Mapping[str, int], found: Mapping[str, Complaint]) -> str | None:
    """What is wrong with the row as a row, or None."""
    reason = hindrance(row, width=width, needed=max(places.values()) + 1)
    if reason is not None:
        return reason
    reference = row[places["reference"]].strip()
    if not _plain(reference):
        return "it has no reference"
    if len(reference) > _LONGEST_REFERENCE:
        return f"its reference is longer than {_LONGEST_REFERENCE} letters"
    if _plain(reference) in found:
        return f"its reference {reference} stands further up already: the first one counts"
    return None


def _complaint(values: Mapping[str, str], services: ServiceRules | None) -> Complaint:
    """Raises ValueError with a sentence."""
    return Complaint(
        reference=values["reference"],
        name=" ".join(values.get("name", "").split()) or None,
        postcode=values.get("postcode", "").upper() or None,
        address=", ".join(values.get("address", "").split("\n")).replace("\r", "") or None,
        service=_service(values.get("service", ""), services),
        stage1_answered_on=_day(values, "stage1_answered_on"),
        stage2_answered_on=_day(values, "stage2_answered_on"),
    )


def _service(text: str, services: ServiceRules | None) -> str | None:
    """The id when the name is one of ours, else the council's own word as it stands."""
    known = services.named(text) if text and services is not None else None
    return known.id if known else text or None


def _day(values: Mapping[str, str], column: str) -> date | None:
    try:
        return only_day(values.get(column, ""))
    except ValueError as error:
        raise ValueError(f"{column} {error}") from None


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
