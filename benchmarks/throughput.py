"""CPU and memory from a full Maildir to committed cases and delivered mail. Reported, never a failing test.

python -m benchmarks.throughput                 1,000 and 10,000 plain mails, each in a process of its own
python -m benchmarks.throughput 1000 --json     one line of JSON a count
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.council import StandingClock, at_work, evening_after, found
from benchmarks.letters import Mail, mails
from benchmarks.memory import own_peak
from benchmarks.stopwatch import Stopwatch
from linkbot.engine.read import read
from linkbot.model.decision import Known
from linkbot.worker import tick
from linkbot.worker.office import Office
from linkbot.worker.reading import look_at

COUNTS = (1_000, 10_000)
READ = ("read",)
COMMITTED = ("fetch", "read", "commit")


def measured(count: int) -> dict[str, object]:
    """One run in this process: a backlog of `count` mails is read whole, then everything it causes is delivered."""
    post = mails(count)
    with tempfile.TemporaryDirectory(prefix="linkbot-bench-") as name:
        folder = Path(name)
        config, clock = found(folder, post), StandingClock(evening_after(post))
        with at_work(config, clock) as office:
            made_ready = _make_ready(office, post[0])
            del post
            peaks, watch = {"ready": own_peak()}, Stopwatch()
            with watch.running():
                received, decided = tick.poll(office), tick.process_backlog(office)
                peaks["committed"] = own_peak()
                due, delivered = tick.run_due(office), tick.deliver(office)
                peaks["delivered"] = own_peak()
        peaks["reader_of_files"] = _reader_of_files()
        seconds = watch.seconds
        return {
            "mails": count,
            "received": received,
            "decided": decided,
            "fell_due": due,
            "delivered": delivered,
            "cpu_ms_a_mail": {
                "read": _each(seconds, READ, count),
                "committed": _each(seconds, COMMITTED, count),
                "by_stage": {stage: _each(seconds, (stage,), count) for stage in sorted(seconds)},
            },
            "last_tenth_to_first": _drift(watch.laps),
            "made_ready_cpu_s": made_ready,
            "workbook_cpu_s": round(seconds["workbook"], 1),
            "peak_mb": peaks,
            "database_kb_a_mail": round(_size(folder / "store", "linkbot.db*") / 1024 / count, 2),
        }


def _make_ready(office: Office, mail: Mail) -> float:
    """Rules are compiled when the first letter is read: seconds that are no mail's."""
    begun = time.process_time()
    seen, _ = look_at(mail.octets, received_on=mail.at.date(), reader=office.reader, extractor=office.extractor)
    read(seen, known=Known(checked=False), reader=office.reader)
    return round(time.process_time() - begun, 2)


def _drift(laps: list[float]) -> float:
    """How much longer a message takes at the end than at the beginning, the register having grown meanwhile."""
    tenth = max(1, len(laps) // 10)
    return round(sum(laps[-tenth:]) / sum(laps[:tenth]), 2)


def _reader_of_files() -> int | None:
    """Megabytes of the child process that reads attachments. Plain mail needs none."""
    words = [sys.executable, "-m", "benchmarks.reader_of_files"]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
    return int(told) if told.isdigit() else None


def _each(seconds: dict[str, float], stages: tuple[str, ...], count: int) -> float:
    return round(sum(seconds[stage] for stage in stages) * 1000 / count, 2)


def _size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())


def _apart(count: int) -> dict[str, object]:
    """Measured in a process of its own, so that each count has its own peak of memory."""
    words = [sys.executable, "-m", "benchmarks.throughput", str(count), "--here", "--json"]
    found: dict[str, object] = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return found


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--here", action="store_true", help="in this process")
    arguments = parser.parse_args(words)
    for count in arguments.counts:
        figures = measured(count) if arguments.here else _apart(count)
        print(json.dumps(figures) if arguments.json else _table(figures), flush=True)


def _table(figures: dict[str, object]) -> str:
    lines = [f"{figures['mails']} plain mails"]
    for name, value in figures.items():
        if isinstance(value, dict):
            lines.append(f"  {name}: " + ", ".join(f"{key} {_shown(one)}" for key, one in value.items()))
        elif name != "mails":
            lines.append(f"  {name}: {value}")
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "(" + ", ".join(f"{key} {one}" for key, one in value.items()) + ")"
    return str(value)


if __name__ == "__main__":
    main()
