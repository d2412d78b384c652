"""How many letters find their complaint by themselves, how many wrongly, and what a search costs. Never a failing test.

python -m benchmarks.matching                   50,000 complaints, 2,000 letters, three seeds
python -m benchmarks.matching 7 --letters 4000 --json
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.register import Letter, Town
from linkbot.engine.likeness.choose import find_complaint
from linkbot.model.casework import LinkState
from linkbot.model.matching import MatchingRules
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers
from linkbot.store import open_store
from linkbot.store.sql_store import SqlStore

SEEDS = (1, 2, 3)
COUNT, LETTERS = 50_000, 2_000


def measured(seed: int, *, count: int = COUNT, letters: int = LETTERS) -> dict[str, object]:
    """One register, built in a store of its own and asked letter by letter."""
    town = Town(seed, count)
    post = list(town.letters(letters))
    rules = load_rulebook(rule_layers(None)).matching
    with tempfile.TemporaryDirectory(prefix="linkbot-bench-") as folder:
        store = open_store(Path(folder), durable=False)
        try:
            begun = time.process_time()
            with store.begin() as tx:
                tx.save_complaints(town.complaints)
            kept = time.process_time() - begun
            return {"seed": seed, "complaints": count, "letters": letters, "kept_s": round(kept, 2)} | _asked(
                store, post, rules
            )
        finally:
            store.close()


def _asked(store: SqlStore, post: Sequence[Letter], rules: MatchingRules) -> dict[str, object]:
    right = wrong = by_likeness = wrong_by_likeness = offered = looked_at = inside = reached = 0
    begun = time.process_time()
    for letter in post:
        sought = letter.sought
        with store.begin() as tx:
            candidates = tx.candidates(sought.references, sought.name, sought.postcode)
        match = find_complaint(sought, candidates, rules, alone=True)
        looked_at += len(candidates.complaints)
        inside += letter.meant is not None
        reached += letter.meant in {one.reference for one in candidates.complaints}
        if match.outcome == LinkState.LINKED.value:
            good = match.reference == letter.meant
            right, wrong = right + good, wrong + (not good)
            by_likeness += not match.quoted
            wrong_by_likeness += not good and not match.quoted
        else:
            offered += letter.meant is not None and letter.meant in dict(match.candidates)
    spent = time.process_time() - begun
    return {
        "ms_a_letter": round(1000 * spent / len(post), 2),
        "candidates": round(looked_at / len(post), 1),
        "blocking_recall": round(reached / inside, 4),
        "auto": round((right + wrong) / len(post), 4),
        "precision": round(right / (right + wrong), 5) if right + wrong else None,
        "wrong": wrong,
        "by_likeness": by_likeness,
        "wrong_by_likeness": wrong_by_likeness,
        "offered_instead": offered,
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching")
    parser.add_argument("seeds", nargs="*", type=int, default=list(SEEDS))
    parser.add_argument("--complaints", type=int, default=COUNT)
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args(argv)
    for seed in arguments.seeds:
        told = measured(seed, count=arguments.complaints, letters=arguments.letters)
        print(json.dumps(told) if arguments.json else "  ".join(f"{name} {value}" for name, value in told.items()))


if __name__ == "__main__":
    main()
