"""`rules/marks.toml` into the words for marks, every fault noted."""

from __future__ import annotations

from pathlib import Path

from linkbot.model.marks import MarkKind, MarkRules, MarkWords
from linkbot.rulebook.phrase_check import phrases
from linkbot.toml_document import Fault, read_toml


def load_marks(path: Path, faults: list[Fault]) -> MarkRules:
    """All of them; a mark that has no table is never seen."""
    root = read_toml(path, faults)
    words = []
    for kind in MarkKind:
        if kind.value not in root:
            continue
        table = root.table(kind.value)
        words.append(MarkWords(kind, phrases(table, "phrases", required=True), phrases(table, "unless")))
        table.finish()
    rules = MarkRules(tuple(words), phrases(root, "publication"))
    root.finish()
    return rules
