"""CPU of a turn in which nothing happens, beside a full Maildir and a full register. Reported, never a failing test.

python -m benchmarks.idle              with 1,000 and 10,000 mails read
python -m benchmarks.idle 1000 --json

Three figures: the first turn of a worker just started (everything is looked at once), a turn after that (the median of
many), and one in which the Maildir is listed again and every case looked through, as happens every few minutes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks.council import StandingClock, at_work, evening_after, found
from benchmarks.letters import mails
from benchmarks.memory import own_peak

COUNTS = (1_000, 10_000)
TURNS = 30
SETTLED = 2.5
"""Seconds after which a folder's own time is trusted."""


def measured(count: int, turns_wanted: int = TURNS) -> dict[str, object]:
    from linkbot.worker.lull import LONGEST
    from linkbot.worker.tick import tick

    post = mails(count)
    with tempfile.TemporaryDirectory(prefix="linkbot-bench-") as name:
        config = found(Path(name), post)
        clock = StandingClock(evening_after(post))
        with at_work(config, clock, workbook=False) as office:
            tick(office)
            tick(office)
        with at_work(config, clock, workbook=False) as office:
            first = _cpu(lambda: tick(office))
            time.sleep(SETTLED)
            tick(office)
            turns = []
            for _ in range(turns_wanted):
                clock.at += timedelta(seconds=60)
                turns.append(_cpu(lambda: tick(office)))
            clock.at += LONGEST
            whole = _cpu(lambda: tick(office))
            with office.store.begin() as tx:
                open_cases = len(tx.cases(open_only=True))
    return {
        "mails_read": count,
        "open_cases": open_cases,
        "cpu_ms": {
            "first_turn": round(first, 1),
            "idle_turn": round(statistics.median(turns), 1),
            "idle_turn_most": round(max(turns), 1),
            "looking_through_all": round(whole, 1),
        },
        "peak_mb": own_peak(),
    }


def _cpu(work: object) -> float:
    """Milliseconds of this process."""
    assert callable(work)
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--turns", type=int, default=TURNS)
    arguments = parser.parse_args(words)
    for count in arguments.counts:
        figures = measured(count, arguments.turns)
        if arguments.json:
            print(json.dumps(figures), flush=True)
            continue
        cpu = figures["cpu_ms"]
        assert isinstance(cpu, dict)
        print(f"{count} mails read, {figures['open_cases']} cases open; CPU ms of a turn without work:")
        print("  " + ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in cpu.items()), flush=True)


if __name__ == "__main__":
    main()
