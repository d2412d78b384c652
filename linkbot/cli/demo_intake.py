"""The watched folder of the demo: somebody downloads a letter from the Portal and puts it there, at its time.

The folder, and what reads it, are the real ones; only the hand that drops the file is the demo's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from linkbot.mailsystems.intake_folder import IntakeMailbox
from linkbot.ports import Clock, Fetched, Receipt
from linkbot.whole_file import write_whole
from linkbot.worker.simulation import Arrival


def drops_in(samples: Path) -> dict[str, list[Arrival]]:
    """By ombudsman, what people put into the folder and when."""
    drops: dict[str, list[Arrival]] = {}
    for line in (samples / "intake.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        octets = (samples / "intake" / row["ombudsman"] / row["file"]).read_bytes()
        drop = Arrival(datetime.fromisoformat(row["at"]), row["file"], octets)
        drops.setdefault(row["ombudsman"], []).append(drop)
    return drops


class DroppedInto:
    """One ombudsman's folder; before each look, what has been dropped by the demo's clock lies in it."""

    def __init__(self, folder: Path, ombudsman: str, drops: Sequence[Arrival], clock: Clock) -> None:
        self._mailbox = IntakeMailbox(folder, ombudsman, settle_seconds=0, now=lambda: clock.now().timestamp())
        self._place, self._clock = folder / ombudsman, clock
        self._waiting = sorted(drops, key=lambda drop: (drop.at, drop.name))

    @property
    def name(self) -> str:
        return self._mailbox.name

    @property
    def vouches_for(self) -> str:
        return self._mailbox.vouches_for

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        while self._waiting and self._waiting[0].at <= self._clock.now():
            drop = self._waiting.pop(0)
            write_whole(self._place / drop.name, drop.octets)
        return self._mailbox.fetch(cursor, limit)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        return self._mailbox.file(handle, folder, key)
