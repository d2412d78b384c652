"""The council's own complaints: imported as a whole, found by any key, erased with what was learnt of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func
from sqlmodel import col, select

from linkbot.model.complaint import Complaint
from linkbot.model.matching import Alias
from linkbot.store.keys import postcode_key, reference_key, surname_keys
from linkbot.store.parts.part import Part, batches
from linkbot.store.rows.complaints import alias_key_rows, alias_row, complaint, complaint_values, surname_values
from linkbot.store.tables.complaints import (
    ComplaintAliasKeyRow,
    ComplaintAliasRow,
    ComplaintRow,
    ComplaintSurnameRow,
)


class ComplaintPart(Part):
    def complaints(self, references: Sequence[str], name: str | None, postcode: str | None) -> tuple[Complaint, ...]:
        """Candidates that share a reference, the postcode or a surname, in order of reference."""
        found: dict[str, ComplaintRow] = {}
        by_key = col(ComplaintRow.reference_key)
        for keys in batches(_keys(references)):
            found |= {row.reference_key: row for row in self._all(select(ComplaintRow).where(by_key.in_(keys)))}
        if postcode and postcode_key(postcode):
            there = select(ComplaintRow).where(ComplaintRow.postcode_key == postcode_key(postcode))
            found |= {row.reference_key: row for row in self._all(there)}
        if surnames := surname_keys(name):
            bearers = select(ComplaintSurnameRow.reference_key).where(
                col(ComplaintSurnameRow.surname_key).in_(surnames)
            )
            found |= {row.reference_key: row for row in self._all(select(ComplaintRow).where(by_key.in_(bearers)))}
        return tuple(complaint(found[key]) for key in sorted(found))

    def has_complaints(self) -> bool:
        return self._one(select(ComplaintRow).limit(1)) is not None

    def save_complaints(self, complaints: Sequence[Complaint]) -> None:
        """Insert or replace by reference; of two with one reference the later stands, one without any is refused."""
        latest = {reference_key(complaint.reference): complaint for complaint in complaints}
        if "" in latest:
            raise ValueError(f"a complaint without a reference cannot be kept: {latest[''].reference!r}")
        for keys in batches(list(latest)):
            self._forget(keys)
            self._add_values(ComplaintRow, [complaint_values(latest[key]) for key in keys])
            self._add_values(ComplaintSurnameRow, [row for key in keys for row in surname_values(latest[key])])

    def forget_complaints(self, references: Sequence[str] | None = None) -> int:
        if references is None:
            (count,) = self._values(select(func.count()).select_from(ComplaintRow))
            for table in (ComplaintAliasKeyRow, ComplaintAliasRow, ComplaintSurnameRow, ComplaintRow):
                self._change(delete(table))
            return count
        for keys in batches(_keys(references)):
            about = col(ComplaintAliasRow.reference_key).in_(keys)
            self._unlearn(self._values(select(ComplaintAliasRow.act).where(about)))
        return sum(self._forget(keys) for keys in batches(_keys(references)))

    def learn_alias(self, alias: Alias) -> None:
        self._unlearn([alias.act])
        self._add(alias_row(alias))
        self._add(*alias_key_rows(alias))

    def unlearn_aliases(self, case: str) -> int:
        return self._unlearn(self._values(select(ComplaintAliasRow.act).where(ComplaintAliasRow.case_id == case)))

    def _unlearn(self, acts: Sequence[str]) -> int:
        self._change(delete(ComplaintAliasKeyRow).where(col(ComplaintAliasKeyRow.act).in_(acts)))
        return self._change(delete(ComplaintAliasRow).where(col(ComplaintAliasRow.act).in_(acts)))

    def _forget(self, keys: Sequence[str]) -> int:
        self._change(delete(ComplaintSurnameRow).where(col(ComplaintSurnameRow.reference_key).in_(keys)))
        return self._change(delete(ComplaintRow).where(col(ComplaintRow.reference_key).in_(keys)))


def _keys(references: Sequence[str]) -> list[str]:
    return [key for key in dict.fromkeys(reference_key(reference) for reference in references) if key]
