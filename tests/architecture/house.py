"""Where the house stands and what is in it: the files the checks of this folder walk over."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "linkbot"
_LEFT_ALONE = {".git", ".venv", "demo-output", "__pycache__", "build", "dist"}


@cache
def tracked() -> tuple[str, ...]:
    """Names of all tracked files, relative, with slashes; without git (an unpacked archive) all files there are."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, check=True, timeout=60
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(
            sorted(
                (Path(folder) / name).relative_to(ROOT).as_posix()
                for folder, folders, names in os.walk(ROOT)
                if not _leave_out(folders)
                for name in names
            )
        )
    names = (os.fsdecode(name) for name in listed.split(b"\0") if name)
    return tuple(name for name in names if (ROOT / name).is_file())


def _leave_out(folders: list[str]) -> None:
    folders[:] = [name for name in folders if name not in _LEFT_ALONE and not name.startswith(".")]


def modules() -> tuple[Path, ...]:
    """Every Python file of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
