"""The words of every mail, as text: template name to source. The rulebook finds and checks the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Templates:
    """`sources` maps `task/en.txt` to its text. Compared by identity, so that compiled forms can be kept by it."""

    sources: Mapping[str, str]

    def choose(self, template: str, *variants: str | None) -> str | None:
        """The name of the first variant there is (a role, an ombudsman), else of the plain English one, else None."""
        names = (f"{template}/{variant}.txt" for variant in (*variants, "en") if variant)
        return next((name for name in names if name in self.sources), None)
