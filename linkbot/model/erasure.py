"""Erasing a case: what goes, and what is left to prove that it went."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """Rows that go, by id. `messages` lose all but their id, so that they are not taken for new ones; `shared` ones
    are needed by another case and lose only their tie to this one. `proofs` are questions of which the bare yes or no
    stays, for the tally of trust. `complaint`: our reference of the original complaint, when it goes too.
    """

    case: str
    tasks: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    complaint: str | None = None


@dataclass(frozen=True, kw_only=True)
class Erased:
    """How many rows of each table; digests of files that nothing in the register needs any more."""

    rows: tuple[tuple[str, int], ...]
    octets: tuple[str, ...]
