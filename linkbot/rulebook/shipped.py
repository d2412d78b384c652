"""Where the rules and templates that come with linkbot are: in the installed package, else at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(folder: str) -> Path:
    """The shipped `rules` or `templates` folder. Raises FileNotFoundError, which means a broken installation."""
    for candidate in (_PACKAGE / "_shipped" / folder, _PACKAGE.parent / folder):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"linkbot came without its {folder}: install it again")


def rule_layers(overlay: Path | None = None) -> tuple[Path, ...]:
    """The council's own `rules` folder first, when there is one, then the shipped copy."""
    own = overlay / "rules" if overlay is not None else None
    return (own, shipped("rules")) if own is not None and own.is_dir() else (shipped("rules"),)


def template_layers(overlay: Path | None = None) -> tuple[Path, ...]:
    """The same for `templates`."""
    own = overlay / "templates" if overlay is not None else None
    return (own, shipped("templates")) if own is not None and own.is_dir() else (shipped("templates"),)
