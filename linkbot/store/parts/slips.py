"""Slips: what the numbers of a mail stand for, each used once, decided by one conditional UPDATE."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, update
from sqlmodel import col, select

from linkbot.model.slip import Slip
from linkbot.store.parts.part import Part
from linkbot.store.tables.people import SlipRow


class SlipPart(Part):
    def add_slips(self, slips: Sequence[Slip]) -> None:
        known = {(slip.token, slip.number) for token in {s.token for s in slips} for slip in self.slips(token)}
        self._add(*(_row(slip) for slip in slips if (slip.token, slip.number) not in known))

    def slips(self, token: str) -> tuple[Slip, ...]:
        rows = self._all(select(SlipRow).where(SlipRow.token == token).order_by(col(SlipRow.number)))
        return tuple(Slip(row.token, row.number, row.target, row.address, row.at, row.used_by) for row in rows)

    def use_slip(self, token: str, number: int, message: str) -> bool:
        free = or_(col(SlipRow.used_by).is_(None), col(SlipRow.used_by) == message)
        used = update(SlipRow).where(col(SlipRow.token) == token, col(SlipRow.number) == number, free)
        return self._change(used.values(used_by=message)) == 1


def _row(slip: Slip) -> SlipRow:
    return SlipRow(
        token=slip.token,
        number=slip.number,
        target=slip.target,
        address=slip.address,
        at=slip.at,
        used_by=slip.used_by,
    )
