"""Acts on the people's own workbook: a cell of linkbot's that somebody changed may be written over."""

from __future__ import annotations

from linkbot.engine.casework.deeds import Refused
from linkbot.model.question import Act
from linkbot.ports import CellChange, Transient
from linkbot.worker.office import Office
from linkbot.worker.sheet_watch import give_free, given_free


def overwrite_cells(office: Office, act: Act) -> str:
    """`target`: the row's case, task or action, `value`: the column (None: all of the row). Raises `Refused`."""
    try:
        changes = office.sheet.changes()
    except Transient as error:
        raise Refused(str(error)) from error
    cells = [one for one in changes if row_name(one) == act.target and act.value in (None, one.column)]
    if not cells:
        raise Refused(
            f"No cell of {act.target} was changed by a person. `linkbot workbook changes` lists those that were."
        )
    with office.store.begin() as tx:
        if not tx.add_act(act):
            raise Refused("This was done already.")
        give_free(tx, given_free(tx) | {(one.key, one.column) for one in cells})
    where = ", ".join(one.place for one in cells)
    formulas = (
        " A formula is never written over: clear that cell first." if any("formula" in c.what for c in cells) else ""
    )
    return f"{where}: written over with the next cycle.{formulas}"


def row_name(change: CellChange) -> str:
    """`case:LGSCO 23 012 345` as people call it."""
    return change.key.partition(":")[2]
