"""Labelled samples: an .eml and a .toml of the same name that says what must be read. Compared and counted.

A field that the twin leaves out is not judged. A wrong action is the disposition `act` on mail that is not genuine,
or with a kind, reference, date or amount that is not the letter's.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from linkbot.engine.read import Reader, read
from linkbot.mailsystems.received_at import told_at
from linkbot.model.decision import Known
from linkbot.model.reading import Disposition, Reading
from linkbot.ports import TextExtractor
from linkbot.worker.office import moment_of
from linkbot.worker.reading import look_at

TwinValue = dict[str, object]


@dataclass(frozen=True)
class Sample:
    path: Path
    expected: TwinValue


@dataclass(frozen=True)
class Miss:
    file: str
    field: str
    expected: object
    found: object


@dataclass
class Tally:
    """Counts over samples; each pair is (right, judged)."""

    samples: int = 0
    fields: Counter[tuple[str, bool]] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)  # (expected, found)
    recall: Counter[tuple[str, bool]] = field(default_factory=Counter)
    precision: Counter[tuple[str, bool]] = field(default_factory=Counter)
    wrong_actions: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    def share(self, counter: Counter[tuple[str, bool]], name: str) -> tuple[int, int]:
        right = counter[(name, True)]
        return right, right + counter[(name, False)]


def find_samples(folders: Iterable[Path]) -> list[Sample]:
    """Every .eml with a twin below the folders, in name order."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.eml")):
            twin = path.with_suffix(".toml")
            if twin.is_file():
                found.append(Sample(path, tomllib.loads(twin.read_text(encoding="utf-8"))))
    return found


def measure(samples: Iterable[Sample], *, reader: Reader, extractor: TextExtractor) -> Tally:
    """Read each sample as `explain` without a store does, and compare."""
    tally = Tally()
    for sample in samples:
        octets = sample.path.read_bytes()
        today = moment_of(told_at(octets, sample.path.stat().st_mtime)).today
        seen, _ = look_at(octets, received_on=today, reader=reader, extractor=extractor)
        _compare(tally, sample, read(seen, known=Known(checked=False), reader=reader))
    return tally


def _compare(tally: Tally, sample: Sample, reading: Reading) -> None:
    tally.samples += 1
    want, name = sample.expected, sample.path.name
    plain: dict[str, object] = {
        "verdict": reading.authentication.verdict.value,
        "kind": reading.kind,
        "ombudsman": reading.ombudsman,
        "references": sorted(reading.references.about),
        "mentioned_references": sorted(reading.references.mentioned),
        "our_references": sorted(reading.references.ours),
        "complainant": reading.complainant.name,
        "letter_date": reading.letter_date,
        "disposition": reading.disposition.value,
        "also": sorted(reading.classification.also),
        "gate": reading.gate,
    }
    wrong: list[str] = []
    for key, found in plain.items():
        if key not in want:
            continue
        value = want[key]
        expected = sorted(str(one) for one in value) if isinstance(value, list) else value
        right = _alike(expected, found) if key == "complainant" else expected == found
        tally.fields[(key, right)] += 1
        if not right:
            tally.misses.append(Miss(name, key, expected, found))
            wrong.append(key)
    if isinstance(want.get("kind"), str):
        tally.kinds[(str(want["kind"]), reading.kind or "none")] += 1
    if "deadlines" in want:
        wrong += _sets(tally, name, "deadlines", _wanted(want, "deadlines", "on"), _dates(reading))
        wrong_items = _sets(tally, name, "amounts", _wanted(want, "items", "amount_gbp"), _amounts(reading))
        wrong += wrong_items if "items" in want else []
    _items(tally, name, want, reading)
    _judge(tally, want, reading, wrong, name)


def _alike(expected: object, found: object) -> bool:
    if not isinstance(expected, str) or not isinstance(found, str):
        return expected == found
    return expected.split()[-1].casefold() == found.split()[-1].casefold()


def _wanted(want: TwinValue, table: str, key: str) -> list[str]:
    rows = want.get(table)
    return [str(row[key]) for row in rows if isinstance(row, dict) and key in row] if isinstance(rows, list) else []


def _dates(reading: Reading) -> list[str]:
    return [deadline.on.isoformat() for deadline in reading.deadlines if deadline.on]


def _amounts(reading: Reading) -> list[str]:
    return [f"{item.amount_gbp:f}" for item in reading.items if item.amount_gbp is not None]


def _sets(tally: Tally, name: str, what: str, expected: list[str], found: list[str]) -> list[str]:
    """Recall and precision of distinct values; answers what is wrong, for the judgement."""
    wanted = {_number(value) for value in expected}
    got = {_number(value) for value in found}
    for value in wanted:
        tally.recall[(what, value in got)] += 1
    for value in got:
        tally.precision[(what, value in wanted)] += 1
    if wanted != got:
        tally.misses.append(Miss(name, what, sorted(wanted), sorted(got)))
        return [what]
    return []


def _number(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value


def _items(tally: Tally, name: str, want: TwinValue, reading: Reading) -> None:
    rows = want.get("items")
    if not isinstance(rows, list):
        return
    kinds = {str(row.get("kind")) for row in rows}
    found = [item for item in reading.items if item.kind.value in kinds or item.kind.value != "request"]
    for row in rows:
        words = str(row.get("text_has", "")).casefold()
        hit = any(i.kind.value == row.get("kind") and words in " ".join(i.text.split()).casefold() for i in found)
        tally.recall[("items", hit)] += 1
        if not hit:
            tally.misses.append(Miss(name, "item", f"{row.get('kind')}: {words}", [i.text[:60] for i in found]))
    if any(str(row.get("kind")) != "request" for row in rows) or not rows:
        orders = [item for item in reading.items if item.kind.value != "request"]
        expected = [row for row in rows if str(row.get("kind")) != "request"]
        for number in range(len(orders)):
            tally.precision[("items", number < len(expected))] += 1
        if len(orders) != len(expected):
            tally.misses.append(Miss(name, "item count", len(expected), [i.text[:60] for i in orders]))


def _judge(tally: Tally, want: TwinValue, reading: Reading, wrong: list[str], name: str) -> None:
    grave = {"verdict", "kind", "references", "deadlines", "amounts"} & set(wrong)
    expected = want.get("disposition")
    if reading.disposition is Disposition.ACT and (grave or (expected is not None and expected != "act")):
        reasons = sorted(grave) or [f"expected {expected}"]
        tally.wrong_actions.append(f"{name}: {', '.join(reasons)}")
    if expected == "act" and reading.disposition is Disposition.REVIEW:
        tally.needless.append(f"{name}: {' '.join(reading.reasons)}")
