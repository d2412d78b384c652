"""One row of an export or report to a complaint. What is wrong with a single day leaves that day out, and is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from openpyxl.utils.datetime import WINDOWS_EPOCH

from linkbot.engine.likeness.places import is_postcode, postcode_in
from linkbot.engine.likeness.score import plain_reference
from linkbot.model.complaint import Complaint
from linkbot.model.services import ServiceRules
from linkbot.worker.directory.columns import DAYS, Mapped
from linkbot.worker.open_items_cells import words
from linkbot.worker.spreadsheet import Cell
from linkbot.worker.written_days import only_day

LONGEST_REFERENCE = 80
UPDATED = "updated_at"


@dataclass(frozen=True)
class OneRow:
    """`doubts`: what could not be read, in words; the complaint is without it. `updated`: as the far side writes it."""

    complaint: Complaint
    doubts: tuple[str, ...] = ()
    updated: str = ""


class RowReader:
    """`services` turns a service's title or other name into its id."""

    def __init__(
        self, mapped: Mapped, services: ServiceRules | None, *, today: date | None, epoch: datetime = WINDOWS_EPOCH
    ) -> None:
        self._mapped, self._services, self._today, self._epoch = mapped, services, today, epoch

    def read(self, cells: Mapping[str, Cell]) -> OneRow:
        """Our fields to their cells. Raises ValueError where the row cannot be kept."""
        try:
            reference = words(cells.get("reference"))
        except ValueError as error:
            raise ValueError(f"its reference {error}") from None
        if not plain_reference(reference):
            raise ValueError("it has no reference")
        if len(reference) > LONGEST_REFERENCE:
            raise ValueError(f"its reference is longer than {LONGEST_REFERENCE} letters")
        doubts: list[str] = []
        texts = {name: self._text(name, cells, doubts) for name in cells if name not in DAYS}
        days = {name: self._day(name, cells.get(name), doubts) for name in DAYS if name in cells}
        address = ", ".join(texts.get("address", "").split("\n")) or None
        written = texts.get("postcode", "")
        postcode = written if is_postcode(written) else postcode_in(address or "") or written
        complaint = Complaint(
            reference=reference,
            name=_name(texts),
            postcode=postcode.upper() or None,
            address=address,
            service=self._service(texts.get("service", "")),
            external_id=texts.get("external_id") or None,
            handler=texts.get("handler") or None,
            outcome=texts.get("outcome") or None,
            refreshed_on=self._today,
            **days,
        )
        return OneRow(complaint, tuple(doubts), texts.get(UPDATED, ""))

    def _text(self, name: str, cells: Mapping[str, Cell], doubts: list[str]) -> str:
        cell = cells[name]
        if name == UPDATED and isinstance(cell, datetime):
            return cell.isoformat(sep=" ")
        try:
            return words(cell, lines=name == "address")
        except ValueError as error:  # a formula whose value was not saved, an error of the spreadsheet
            doubts.append(f"{name} {error}")
            return ""

    def _day(self, name: str, cell: Cell, doubts: list[str]) -> date | None:
        try:
            if isinstance(cell, str) and self._mapped.date_format and cell.strip():
                try:
                    return datetime.strptime(cell.strip(), self._mapped.date_format).replace(tzinfo=UTC).date()
                except ValueError:
                    pass  # as people write them, then
            return only_day(cell, self._epoch)
        except (ValueError, OverflowError) as error:
            doubts.append(f"{name} {error}")
            return None

    def _service(self, text: str) -> str | None:
        """The id when the name is one of ours, else the council's own word as it stands."""
        known = self._services.named(text) if text and self._services is not None else None
        return known.id if known else text or None


def _name(texts: Mapping[str, str]) -> str | None:
    """The whole name, or its parts put together."""
    if texts.get("name"):
        return texts["name"]
    parts: Sequence[str] = [texts.get(part, "") for part in ("title", "first_name", "last_name")]
    return " ".join(part for part in parts if part) if any(parts[1:]) else None
