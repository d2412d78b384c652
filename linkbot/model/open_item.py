"""One row of a council's own Ombudsman spreadsheet, as values: a case, and mostly one thing that is wanted of us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from linkbot.model.casework import TaskKind


class RowState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"  # it has gone to the Ombudsman, whose word is awaited
    CLOSED = "closed"


@dataclass(frozen=True)
class Chasers:
    """What the Ombudsman has sent about the row so far; `undated` are chasers whose days nobody wrote down."""

    first_on: tuple[date, ...] = ()
    final_on: tuple[date, ...] = ()
    undated: int = 0

    @property
    def any(self) -> bool:
        return bool(self.first_on or self.final_on or self.undated)


@dataclass(frozen=True)
class OpenItem:
    """`line` is that of the file. `owner` is what stands there: an address, a name, a service, or nothing.

    `asks` False: the row tells of a case and of nothing that is wanted. `notes` are what a person should know of how
    the row was read, a sentence each.
    """

    line: int
    ombudsman: str
    reference: str
    state: RowState = RowState.OPEN
    asks: bool = True
    kind: TaskKind = TaskKind.REQUEST
    number: int | None = None
    text: str = ""
    owner: str | None = None
    service: str | None = None
    service_certain: bool = False  # one of the rules' services, and none that goes to the link officer first
    due_on: date | None = None
    letter_on: date | None = None
    received_on: date | None = None
    submitted_on: date | None = None
    extension_pending: bool = False
    amount_gbp: Decimal | None = None
    complainant: str | None = None
    postcode: str | None = None
    complaint: str | None = None
    confidential: bool = False
    chasers: Chasers = Chasers()
    notes: tuple[str, ...] = ()
