"""CPU of starting: the bare command, reading one letter, and a worker's set-up. Reported, never a failing test.

python -m benchmarks.startup [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.council import found
from benchmarks.letters import mails
from benchmarks.memory import children_cpu

RUNS = 5


def measured(runs: int = RUNS) -> dict[str, float | None]:
    """The median of several runs after one that is not counted, in CPU seconds of the whole process."""
    with tempfile.TemporaryDirectory(prefix="linkbot-bench-") as name:
        config = found(Path(name), mails(1))
        letter = next((Path(name) / "mail" / "new").iterdir())
        at = ("--config", str(config))
        return {
            "help": median(runs, "--help"),
            "config_show": median(runs, "config", "show", *at),
            "explain_one_letter": median(runs, "explain", str(letter), *at),
        }


def median(runs: int, *words: str) -> float | None:
    command = [sys.executable, "-m", "linkbot.cli.main", *words]
    took = []
    for _ in range(runs + 1):
        before = children_cpu()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = children_cpu()
        if before is None or after is None:
            return None
        took.append(after - before)
    return round(statistics.median(took[1:]), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--runs", type=int, default=RUNS)
    arguments = parser.parse_args()
    figures = measured(arguments.runs)
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, seconds in figures.items():
        print(f"{name.replace('_', ' ')}: {seconds} CPU seconds")


if __name__ == "__main__":
    main()
