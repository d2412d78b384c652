"""Which columns people agreed to, and where they stand on a sheet: found by title, whatever is around them."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.effectors.shared_workbook.grid import Grid
from linkbot.effectors.shared_workbook.odd import Odd

_LOOKED_AT = 25  # rows in which the heading may stand


@dataclass(frozen=True)
class TabPlan:
    """`columns`: title in linkbot's own workbook → title in theirs. `match_on`: by which column of ours rows that are
    there already are recognised when the sheet is made ready.
    """

    tab: str
    sheet: str
    columns: tuple[tuple[str, str], ...]
    id_title: str = "Linkbot ID"
    match_on: str | None = None


def heading(grid: Grid, plan: TabPlan) -> tuple[int, dict[str, int]]:
    """Its row, and columns by `plain` title. Raises Odd when one is missing or stands twice."""
    wanted = {plain(theirs): theirs for _, theirs in plan.columns}
    best: tuple[int, int] = (0, 0)
    for number in range(1, _LOOKED_AT + 1):
        hits = sum(plain(text) in wanted for text in grid.texts_of(number).values())
        best = max(best, (hits, -number))
    row = -best[1] or 1
    titles: dict[str, int] = {}
    for column, text in grid.texts_of(row).items():
        if plain(text) in titles and (plain(text) in wanted or plain(text) == plain(plan.id_title)):
            raise Odd(f"The sheet {plan.sheet!r} has two columns {text!r}: rename one of them.")
        titles.setdefault(plain(text), column)
    missing = [theirs for title, theirs in wanted.items() if title not in titles]
    if missing:
        raise Odd(
            f"The sheet {plan.sheet!r} has no column {', '.join(map(repr, missing))} in row {row}: it was renamed, "
            "merged or taken out. Put it back, or change its title in linkbot.toml."
        )
    return row, titles


def plain(title: str) -> str:
    """Capitals and spaces do not matter."""
    return " ".join(title.casefold().split())
