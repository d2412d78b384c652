"""Names of files in an archive for people: plain letters on any system, short, each once."""

from __future__ import annotations

import re
import unicodedata

READABLE = frozenset(
    [
        ".pdf",
        ".docx",
        ".doc",
        ".rtf",
        ".txt",
        ".csv",
        ".xlsx",
        ".xls",
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".tif",
        ".tiff",
        ".ics",
    ]
)
"""What may lie open beside a letter. Whatever else came with it stays inside the .eml: it could be a program."""


def plain_name(text: str, *, longest: int = 60) -> str:
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", flat).strip("-._")[:longest].strip("-._") or "unnamed"


def file_name(label: str) -> str | None:
    """For an attachment; None when it had better not lie open."""
    stem, dot, ending = plain_name(label, longest=200).rpartition(".")
    ending = f".{ending.lower()}" if dot else ""
    return f"{plain_name(stem)}{ending}" if ending in READABLE else None
