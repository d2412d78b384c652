"""Rows of a council's own Ombudsman spreadsheet to open items, each bad one told with its line and reason.

A row without a reference that goes on where the one above stopped (one case, several orders) belongs to that case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from linkbot.model.casework import TaskKind
from linkbot.model.open_item import Chasers, OpenItem, RowState
from linkbot.worker import open_items_cells as cells
from linkbot.worker.csv_text import BadRow
from linkbot.worker.open_items_fields import Books, Fields
from linkbot.worker.open_items_titles import Columns, Titled, plain_title
from linkbot.worker.spreadsheet import Row

_IDENTITY = ("reference", "complaint", "complainant", "ombudsman")
_NUMBERED = (TaskKind.ORDER, TaskKind.RECOMMENDATION)


@dataclass(frozen=True)
class RowsRead:
    """`headings`: rows that only head a part of the list, or repeat the titles."""

    items: tuple[OpenItem, ...]
    bad: tuple[BadRow, ...]
    headings: int = 0


def read_rows(titled: Titled, columns: Columns, books: Books) -> RowsRead:
    """Every row below the titles, by the columns named (which must be there)."""
    items: list[OpenItem] = []
    bad = list(titled.tab.bad)
    headings = 0
    above: OpenItem | None = None
    reader = _Reader(Fields(titled, columns, books), titled.titles, books)
    for row in titled.rows:
        if reader.is_heading(row):
            headings += 1
            continue
        own = True
        try:
            own = not reader.goes_on(row)
            item = reader.item(row, above)
        except ValueError as error:
            bad.append(BadRow(row.line, str(error)))
            above = None if own else above
            continue
        items.append(item)
        above = item
    return RowsRead(tuple(items), tuple(sorted(bad, key=lambda one: one.line)), headings)


def _first_number(printed: str, sort: str, text: str) -> int | None:
    """The printed number, from its own column, the kind's ("Order 2"), or the head of the text ("2. Pay …")."""
    return cells.number_of(printed) or cells.number_of(sort) or cells.leading_number(text)


class _Reader:
    """What a row means; keeps nothing between rows."""

    def __init__(self, fields: Fields, titles: tuple[str, ...], books: Books) -> None:
        self._fields, self._books = fields, books
        self._plain = [plain_title(title) for title in titles]

    def is_heading(self, row: Row) -> bool:
        """One cell alone without a number of any length, the titles again, or a line of totals."""
        filled = [(place, cell) for place, cell in enumerate(row.cells) if cell not in (None, "")]
        if filled and cells.is_total(str(filled[0][1])):
            return True
        if len(filled) > 1:
            return all(place < len(self._plain) and plain_title(cell) == self._plain[place] for place, cell in filled)
        text = str(filled[0][1]) if filled else ""
        return sum(sign.isdigit() for sign in text) < 5 and "@" not in text

    def goes_on(self, row: Row) -> bool:
        """Whether it says nothing of its own about which case it is."""
        return not any(self._fields.text(row, field) for field in _IDENTITY)

    def item(self, row: Row, above: OpenItem | None) -> OpenItem:
        """Raises ValueError with a sentence."""
        if self.goes_on(row):
            if above is None:
                raise ValueError("there is no Ombudsman's reference, and no good row above that it could go on from")
            base = replace(
                above, line=row.line, state=RowState.OPEN, number=None, text="", due_on=None, submitted_on=None,
                extension_pending=False, amount_gbp=None, chasers=Chasers(),
                notes=(f"it has no reference and was taken as a further part of {above.reference} above",),
            )  # fmt: skip
        else:
            base = self._of_its_own(row)
        state = self._state(row)
        if state is RowState.CLOSED:
            return self._closed(row, base)
        return self._open(row, replace(base, state=state))

    def _of_its_own(self, row: Row) -> OpenItem:
        books = self._books
        ombudsman, reference = cells.reference_of(self._fields.cell(row, "reference"), books.ombudsmen)
        named = cells.named_ombudsman(self._fields.text(row, "ombudsman"), books.ombudsmen)
        if named is not None and named.id != ombudsman:
            form = books.ombudsmen.by_id(ombudsman)
            name = form.short_name if form else ombudsman
            raise ValueError(f"the row says {named.short_name}, but {reference} has the form of {name}'s references")
        return OpenItem(
            line=row.line,
            ombudsman=ombudsman,
            reference=reference,
            complainant=self._fields.text(row, "complainant")[:200] or None,
            postcode=self._fields.text(row, "postcode").upper()[:12] or None,
            complaint=self._fields.text(row, "complaint")[:80] or None,
        )

    def _state(self, row: Row) -> RowState:
        if self._fields.yes(row, "closed"):
            return RowState.CLOSED
        state = cells.state_of(self._fields.text(row, "status"))
        return RowState.SUBMITTED if state is RowState.OPEN and self._fields.yes(row, "submitted_on") else state

    def _closed(self, row: Row, base: OpenItem) -> OpenItem:
        """Of what is over only what it was is asked; nothing in it can be bad."""
        try:
            return replace(self._open(row, base), state=RowState.CLOSED, notes=())
        except ValueError:
            return replace(base, state=RowState.CLOSED, notes=())

    def _open(self, row: Row, base: OpenItem) -> OpenItem:
        fields, submitted = self._fields, base.state is RowState.SUBMITTED
        letter_on = fields.day(row, "letter_on")
        due_on, chasers = fields.due(row, letter_on), fields.chasers(row)
        text, sort, printed = fields.lines(row, "text"), fields.text(row, "kind"), fields.text(row, "number")
        amount, doubt = self._amount(row)
        service, certain, unknown = self._service(row)
        kind = self._kind(row, text, paid=amount is not None) or TaskKind.REQUEST
        return replace(
            base,
            asks=bool(text or due_on or printed or chasers.any or submitted),
            kind=kind,
            number=_first_number(printed, sort, text) if kind in _NUMBERED else None,
            text=text,
            owner=self._owner(row) or base.owner,
            service=service or base.service,
            service_certain=certain if service else base.service_certain,
            due_on=due_on,
            letter_on=letter_on or base.letter_on,
            received_on=fields.day(row, "received_on") or base.received_on,
            submitted_on=self._submitted_on(row) if submitted else None,
            extension_pending=fields.yes(row, "extension_asked") and not fields.text(row, "extended_to"),
            amount_gbp=amount,
            confidential=cells.is_draft(sort, text),
            chasers=chasers,
            notes=tuple(note for note in (*base.notes, doubt, unknown) if note),
        )

    def _kind(self, row: Row, text: str, *, paid: bool) -> TaskKind | None:
        """By the words of its own columns, then by how the ask begins, then by what the columns are called."""
        fields, begins = self._fields, cells.kind_of(" ".join(text.split()[:3]))
        told = cells.kind_of(fields.text(row, "kind"), fields.text(row, "number"))
        if begins is TaskKind.RECOMMENDATION and told is not TaskKind.REQUEST:
            return begins  # "Determination" says the stage, "Recommendation: …" what it is
        if told is not None:
            return told
        if fields.text(row, "letter_on") and cells.kind_of_title(fields.title("letter_on")) is TaskKind.ORDER:
            return TaskKind.ORDER
        filled = [field for field in ("number", "text") if fields.text(row, field)]
        titles = (cells.kind_of_title(fields.title(field)) for field in filled)
        return begins or next((kind for kind in titles if kind), None) or (TaskKind.ORDER if paid else None)

    def _submitted_on(self, row: Row) -> date | None:
        try:
            return self._fields.day(row, "submitted_on")
        except ValueError:
            return None  # "yes": it has gone, nobody wrote down when

    def _owner(self, row: Row) -> str:
        """As it is written; a service under any of its names by its id."""
        text = cells.unescaped(self._fields.text(row, "owner"))[:200]
        service = self._books.services.named(text) if text else None
        return service.id if service else text

    def _amount(self, row: Row) -> tuple[Decimal | None, str | None]:
        """A sum that cannot be read is left out with a note: it decides nothing."""
        try:
            return cells.amount_of(self._fields.cell(row, "amount_gbp")), None
        except ValueError as error:
            return None, f"{self._fields.title('amount_gbp')} {error}: left out"

    def _service(self, row: Row) -> tuple[str | None, bool, str | None]:
        """Its id, whether tasks may go to it at once, and a note when nobody knows it."""
        text = self._fields.text(row, "service")
        known = self._books.services.named(text) if text else None
        if known is None:
            return None, False, f"no rule knows the service {text[:60]!r}" if text else None
        return known.id, not known.sensitive, None
