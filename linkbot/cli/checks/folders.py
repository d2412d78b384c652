"""May a folder be written to, and is there room: looked at with a file that has no name and is gone at once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

LITTLE = 200 * 1024 * 1024
"""Octets: below this a busy day may fill the disk."""


def hindrance(folder: Path) -> str | None:
    """A sentence that says why nothing can be written there, or None. A missing folder: its nearest parent is asked."""
    there = nearest(folder)
    if not there.is_dir():
        return f"{there} is a file, not a folder."
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        free = shutil.disk_usage(there).free
    except OSError as error:
        return f"{there} cannot be written to: {error.strerror or error}."
    return f"{there} has only {free // (1024 * 1024)} MB left." if free < LITTLE else None


def nearest(folder: Path) -> Path:
    """The folder, or the first of its parents that exists."""
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)
