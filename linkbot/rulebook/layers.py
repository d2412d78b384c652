"""Where rules and templates are looked up, file by file: the council's overlay folder wins over the shipped copy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def find_file(layers: Sequence[Path], name: str) -> Path | None:
    """The first layer's copy of a file such as `deadlines.toml` or `kinds/draft_decision.toml`."""
    return next((layer / name for layer in layers if (layer / name).is_file()), None)


def find_all(layers: Sequence[Path], folder: str, suffix: str = ".toml") -> dict[str, Path]:
    """Every file of a folder over all layers, by stem, sorted; an earlier layer's copy wins."""
    found: dict[str, Path] = {}
    for layer in layers:
        if (layer / folder).is_dir():
            for path in sorted((layer / folder).iterdir()):
                if path.suffix == suffix:
                    found.setdefault(path.stem, path)
    return dict(sorted(found.items()))
