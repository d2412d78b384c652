"""Loads `templates/`: every layer's files, the overlay winning file by file, checked before a mail needs them.

A fault is told here, at `rules check`, rather than in the night a determination comes. What makes a template faulty is
`template_check`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from linkbot.engine.wording.compose import FRAME
from linkbot.model.effect import Template
from linkbot.model.templates import Templates
from linkbot.rulebook.layers import find_all, find_file
from linkbot.rulebook.template_check import doubts_about
from linkbot.toml_document import Fault


def load_templates(layers: Sequence[Path], faults: list[Fault]) -> Templates:
    """All templates of the layers (`templates/` folders, an overlay's first). Faults are added, nothing is raised."""
    paths = dict(_files(layers))
    sources = {name: text for name, path in paths.items() if (text := _read(path, faults)) is not None}
    for name, source in sources.items():
        faults += [
            Fault(str(paths[name]), doubt.line, doubt.message) for doubt in doubts_about(name, source, paths.keys())
        ]
    for wanted in (*(f"{template.value}/en.txt" for template in Template), FRAME):
        if wanted not in paths:
            where = str(layers[-1]) if layers else "templates"
            faults.append(Fault(where, None, f"there is no {wanted}: linkbot could not write that mail"))
    return Templates(sources)


def _files(layers: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    frame = find_file(layers, FRAME)
    if frame is not None:
        yield FRAME, frame
    folders = {path.name for layer in layers if layer.is_dir() for path in layer.iterdir() if path.is_dir()}
    for folder in sorted(folders):
        for stem, path in find_all(layers, folder, ".txt").items():
            yield f"{folder}/{stem}.txt", path


def _read(path: Path, faults: list[Fault]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        faults.append(Fault(str(path), None, f"cannot be read: {error.strerror or error}"))
    except UnicodeDecodeError:
        faults.append(Fault(str(path), None, "is not UTF-8: save it again as UTF-8"))
    return None
