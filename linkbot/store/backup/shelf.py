"""The folder the backups lie in: their names, which are kept, and the pool of octets they share.

`2026-11-02T020000Z/` is a backup, `octets/` the pool; whatever else lies there is not ours and left alone.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from linkbot.store.backup.copy import octets_named
from linkbot.store.octets import OctetsFolder

POOL = "octets"
PARTIAL = ".partial-"
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)(?:-(\d{1,3}))?")
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, order=True)
class Shelved:
    """`taken` is as its name says; `number` tells two of one second apart."""

    taken: datetime
    number: int
    name: str

    @property
    def day(self) -> date:
        return self.taken.astimezone(_LONDON).date()


@dataclass(frozen=True)
class Shelf:
    folder: Path

    @property
    def pool(self) -> OctetsFolder:
        return OctetsFolder(self.folder / POOL)

    def backups(self) -> tuple[Shelved, ...]:
        """Oldest first. Raises OSError."""
        found = []
        for entry in self.folder.iterdir() if self.folder.is_dir() else ():
            shaped = _NAME.fullmatch(entry.name)
            if shaped and entry.is_dir():
                taken = datetime.strptime(shaped[1], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
                found.append(Shelved(taken, int(shaped[2] or 1), entry.name))
        return tuple(sorted(found))

    def free_name(self, at: datetime) -> str:
        stamp, number = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}", 1
        while (self.folder / (name := stamp if number == 1 else f"{stamp}-{number}")).exists():
            number += 1
        return name

    def tidy(self, *, keep_days: int, keep_months: int) -> None:
        """Remove what the rule does not keep, and what was cut off; then the octets nobody names. Raises OSError.

        A backup that cannot be read might name anything: then no octets go.
        """
        for rest in self.folder.glob(f"{PARTIAL}*"):
            shutil.rmtree(rest)
        going = to_remove(self.backups(), keep_days=keep_days, keep_months=keep_months)
        for one in going:
            (self.folder / one.name).rename(self.folder / f"{PARTIAL}{one.name}")  # half a backup is none
            shutil.rmtree(self.folder / f"{PARTIAL}{one.name}")
        if going:
            self._sweep()

    def _sweep(self) -> None:
        named: set[str] = set()
        for one in self.backups():
            digests = octets_named(self.folder / one.name / "linkbot.db")
            if digests is None:
                return
            named.update(digests)
        for file in (self.folder / POOL).glob("??/??/*"):
            if file.name not in named:
                file.unlink()


def to_remove(backups: Sequence[Shelved], *, keep_days: int, keep_months: int) -> tuple[Shelved, ...]:
    """Kept are: all of the newest day, the last of each of the newest `keep_days` days that have one, and the last of
    each of `keep_months` months before the newest that have one. Counted in backups, not in days gone by: a worker
    that stood still for a month throws nothing away.
    """
    by_day: dict[date, Shelved] = {}
    by_month: dict[tuple[int, int], Shelved] = {}
    for one in sorted(backups):
        by_day[one.day] = by_month[(one.day.year, one.day.month)] = one
    newest = max(by_day, default=None)
    kept = {one for one in backups if one.day == newest}
    kept.update(by_day[day] for day in sorted(by_day)[-keep_days:])
    months = sorted(by_month)[:-1]
    kept.update(by_month[month] for month in months[len(months) - keep_months if keep_months < len(months) else 0 :])
    return tuple(one for one in sorted(backups) if one not in kept)
