"""Figures as text in Prometheus' exposition format (version 0.0.4). What is counted is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Labels = tuple[tuple[str, str], ...]


class Sort(StrEnum):
    GAUGE = "gauge"
    COUNTER = "counter"


@dataclass(frozen=True)
class Figure:
    """One family: each value under its own labels. `name` without the prefix, with its unit at the end."""

    name: str
    help: str
    values: tuple[tuple[Labels, float], ...]
    sort: Sort = Sort.GAUGE


def figure(name: str, help: str, value: float, sort: Sort = Sort.GAUGE) -> Figure:
    """A family with a single value."""
    return Figure(name, help, (((), value),), sort)


def exposition(figures: Iterable[Figure]) -> str:
    """A family without a value is left out: what is not known is not nought."""
    return "".join(line + "\n" for one in figures if one.values for line in _lines(one))


def _lines(one: Figure) -> Iterable[str]:
    name = f"linkbot_{one.name}"
    yield f"# HELP {name} {one.help.replace(chr(92), chr(92) * 2).replace(chr(10), ' ')}"
    yield f"# TYPE {name} {one.sort.value}"
    for labels, value in one.values:
        inner = ",".join(f'{key}="{_quoted(text)}"' for key, text in labels)
        yield f"{name}{{{inner}}} {_number(value)}" if inner else f"{name} {_number(value)}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
