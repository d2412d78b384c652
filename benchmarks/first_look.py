"""The first look into a mailbox with years of mail, all of it before `begin_on`: how long, how much memory, and whether
anybody is asked or told anything. Reported, never a failing test.

python -m benchmarks.first_look              with 5,000 mails
python -m benchmarks.first_look 50000 --json
python -m benchmarks.first_look 50000 --fetch-only    the mailbox alone, as the worker pages through it

Each count is a process of its own, so that its peak of memory is told apart. Mail of a block repeats with other
Message-IDs: each is read and registered.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.council import StandingClock, at_work, found
from benchmarks.letters import FIRST_DAY, mails
from benchmarks.memory import own_peak

COUNTS = (5_000,)
BLOCK, PAGE = 500, 200
FOLDERS = ("cur", ".Junk/cur", ".Trash/cur", ".Sent/cur", ".Cases.2026/cur")
"""The inbox gets sixteen of twenty."""


def measured(count: int) -> dict[str, object]:
    from linkbot.worker.tick import tick

    with tempfile.TemporaryDirectory(prefix="linkbot-bench-") as name:
        config = found(Path(name), ())
        _fill(Path(name) / "mail", count)
        clock = StandingClock(FIRST_DAY + timedelta(days=400))
        with at_work(config, clock, workbook=False) as office:
            office = replace(office, desk=replace(office.desk, begin_on=clock.now().date()))
            before, begun, cpu = own_peak(), time.monotonic(), time.process_time()
            decided = turns = 0
            while decided < count and turns < 10_000:
                done = tick(office)
                decided, turns = decided + done.decided, turns + 1
                if not done.decided and not done.received:
                    break
            took, used = time.monotonic() - begun, time.process_time() - cpu
            with office.store.begin() as tx:
                told = [getattr(entry.effect, "template", entry.effect.effect) for entry in tx.outbox()]
                asked = len(tx.questions())
    return {
        "mails": decided,
        "turns": turns,
        "mails_a_second": round(decided / took),
        "cpu_ms_a_mail": round(used / max(decided, 1) * 1000, 1),
        "questions": asked,
        "effects": sorted(set(told)),
        "peak_mb_before": before,
        "peak_mb": own_peak(),
    }


def fetched(count: int) -> dict[str, object]:
    """Nothing is read, decided or stored: what the mailbox itself costs."""
    from linkbot.mailsystems.maildir import MaildirMailbox

    with tempfile.TemporaryDirectory(prefix="linkbot-bench-") as name:
        for part in ("cur", "new", "tmp"):
            (Path(name) / "mail" / part).mkdir(parents=True)
        _fill(Path(name) / "mail", count)
        mailbox = MaildirMailbox(Path(name) / "mail", "mail")
        before, begun, cpu = own_peak(), time.monotonic(), time.process_time()
        cursor, more, offered = None, True, 0
        while more:
            page = mailbox.fetch(cursor, PAGE)
            cursor, more, offered = page.cursor, page.more, offered + len(page.messages)
        took, used = time.monotonic() - begun, time.process_time() - cpu
        begun_again = time.process_time()
        mailbox.fetch(cursor, PAGE)
        again = time.process_time() - begun_again
    return {
        "mails": offered,
        "mails_a_second": round(offered / took),
        "cpu_ms_a_mail": round(used / max(offered, 1) * 1000, 2),
        "next_look_cpu_ms": round(again * 1000),
        "cursor_octets": len(cursor or ""),
        "peak_mb_before": before,
        "peak_mb": own_peak(),
    }


def _fill(maildir: Path, count: int) -> None:
    block = mails(min(count, BLOCK))
    for folder in FOLDERS:
        for part in ("cur", "new", "tmp"):
            (maildir / folder).parent.joinpath(part).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        mail = block[number % len(block)]
        octets = mail.octets.replace(b"Message-ID: <", f"Message-ID: <{number}.".encode(), 1)
        path = (
            maildir / FOLDERS[number % 20 - 15 if number % 20 > 15 else 0] / f"{1_700_000_000 + number}.M{number}.mx:2,"
        )
        path.write_bytes(octets)
        os.utime(path, (1_700_000_000 + number,) * 2)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--fetch-only", action="store_true", help="the mailbox alone")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args(words)
    if arguments.here:
        print(json.dumps((fetched if arguments.fetch_only else measured)(arguments.counts[0])))
        return
    for count in arguments.counts:
        command = [sys.executable, "-m", "benchmarks.first_look", str(count), "--here"]
        command += ["--fetch-only"] if arguments.fetch_only else []
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent
        ).stdout
        if arguments.json:
            print(told, end="", flush=True)
            continue
        print(f"{count} old mails at the first look:")
        print(
            "  " + ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in json.loads(told).items()),
            flush=True,
        )


if __name__ == "__main__":
    main()
