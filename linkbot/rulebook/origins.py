"""Where each file of rules and wording comes from, and which files of an overlay folder nothing reads.

A misspelt file name is the quietest of faults: the shipped copy stays in force and nobody is told. Here it is told. It
does not judge what a file holds; that is the loaders' part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from linkbot.rulebook.layers import find_all
from linkbot.rulebook.shipped import rule_layers, shipped, template_layers
from linkbot.toml_document import nearest

FRAME = "templates/frame.html"
_RULE_FOLDERS = ("", "codes", "kinds", "ombudsmen")
_REMARKS = (".md", ".gitignore", ".gitattributes")  # what people put beside the files, never taken for one of them


@dataclass(frozen=True)
class Origin:
    """`name` is that of the file below the overlay: `rules/kinds/final_chaser.toml`, `templates/task/en.txt`."""

    name: str
    path: Path
    own: bool  # the council's own file is in force
    replaces: bool  # and there is a shipped one that it stands for


@dataclass(frozen=True)
class Stray:
    """A file of the overlay that has no effect, or one that may not have the effect that was meant."""

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def origins(overlay: Path | None) -> tuple[Origin, ...]:
    """Every file that is in force, rules first, by name."""
    came_with_us = _files(rule_layers(None), template_layers(None))
    found = _files(rule_layers(overlay), template_layers(overlay))
    return tuple(
        Origin(name, path, own=path != came_with_us.get(name), replaces=name in came_with_us)
        for name, path in found.items()
    )


def strays(overlay: Path | None, *, templates: Collection[str], variants: Collection[str]) -> tuple[Stray, ...]:
    """What `rules check` should warn of. `templates`: names something sends; `variants`: roles and ombudsmen."""
    if overlay is None:
        return ()
    if not overlay.is_dir():
        return (Stray(overlay, "rules.overlay names this folder, but there is none: only the shipped rules are read"),)
    return tuple(_strays(overlay, templates, variants))


def _files(rules: Sequence[Path], templates: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in _RULE_FOLDERS:
        for path in find_all(rules, folder).values():
            if folder or (rules[-1] / path.name).is_file():  # at the top only the known names are read
                found["/".join(("rules", *([folder] if folder else []), path.name))] = path
    frame = next((layer / "frame.html" for layer in templates if (layer / "frame.html").is_file()), None)
    if frame is not None:
        found[FRAME] = frame
    for folder in sorted({path.name for layer in templates for path in layer.iterdir() if path.is_dir()}):
        for path in find_all(templates, folder, ".txt").values():
            found[f"templates/{folder}/{path.name}"] = path
    return found


def _strays(overlay: Path, templates: Collection[str], variants: Collection[str]) -> Iterator[Stray]:
    in_force = {origin.path: origin for origin in origins(overlay)}
    shipped_names = sorted(_files((shipped("rules"),), (shipped("templates"),)))
    for path in sorted(overlay.rglob("*")):
        name = path.relative_to(overlay).as_posix()
        if path.is_dir() or path.name.startswith(".") or path.name.endswith(_REMARKS):
            continue
        origin = in_force.get(path)
        if origin is None:
            yield Stray(path, f"is not read: linkbot has no file {name}{nearest(name, shipped_names)}")
        elif not origin.replaces:
            yield from _added(path, name, shipped_names, templates, variants)


def _added(
    path: Path, name: str, shipped_names: list[str], templates: Collection[str], variants: Collection[str]
) -> Iterator[Stray]:
    """A new kind, ombudsman or wording may be meant as one, or be an old one misspelt."""
    room, _, rest = name.partition("/")
    folder, _, file = rest.partition("/")
    if room == "templates":
        stem = file.removesuffix(".txt")
        if folder == "parts":
            return  # whether it is included is seen from the templates that include it
        if folder not in templates:
            yield Stray(path, f"is not used: nothing sends a {folder!r}{nearest(folder, sorted(templates))}")
        elif stem not in variants:
            hint = nearest(stem, sorted(variants))
            yield Stray(path, f"is not used: {stem!r} is neither 'en' nor a role nor an ombudsman{hint}")
        return
    twin = next((known for known in shipped_names if _alike(known, name)), None)
    if twin is not None:
        yield Stray(path, f"is read as something new; {twin} stays in force beside it. If that was meant, all is well")


def _alike(known: str, name: str) -> bool:
    """So near that one is probably the other misspelt: `final_chasser`, not `final_notice`."""
    one, other = (Path(file).stem.casefold().replace("-", "_") for file in (known, name))
    return Path(known).parent == Path(name).parent and SequenceMatcher(None, one, other).ratio() >= 0.8
