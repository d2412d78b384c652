"""Names in a Maildir: unique parts, flags, and Maildir++ sub-folders as IMAP servers write them.

Sub-folders are `.Name` beside `new` and `cur`, levels joined by dots, letters outside ASCII in IMAP's modified UTF-7.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

from linkbot.ports import Permanent
from linkbot.whole_file import make_folder

_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e]+")
_SHIFTED = re.compile(r"&([^-]*)-")


def unique_part(file_name: str) -> str:
    """The part of a file name that stays when flags change: all before `:2,`."""
    return file_name.partition(":")[0]


def folder_path(maildir: Path, folder: str) -> Path:
    """The place of a sub-folder (levels by `/`). Raises Permanent for a name that a Maildir cannot hold."""
    levels = folder.split("/")
    if any(not level.strip() or "." in level or any(ord(sign) < 32 for sign in level) for level in levels):
        raise Permanent(
            f"{folder!r} cannot be a folder of a Maildir: each level needs a name without dots. Change it in the rules."
        )
    return maildir / ("." + ".".join(modified_utf7(level) for level in levels))


def make_maildir(path: Path) -> None:
    """Create `tmp`, `new` and `cur`, and the mark by which servers know a sub-folder; what is there stays."""
    for place in ("tmp", "new", "cur"):
        make_folder(path / place)
    (path / "maildirfolder").touch(mode=0o600)


def modified_utf7(text: str) -> str:
    """RFC 3501 5.1.3: printable ASCII as it is, `&` as `&-`, other runs as base64 of UTF-16."""

    def encoded(run: re.Match[str]) -> str:
        octets = base64.b64encode(run[0].encode("utf-16-be"))
        return "&" + octets.decode("ascii").rstrip("=").replace("/", ",") + "-"

    return _NOT_PRINTABLE.sub(encoded, text.replace("&", "&-"))


def shown_name(directory: str) -> str:
    """`.Junk.R&-D` as people see it: `Junk/R&D`. What is no modified UTF-7 is shown as it stands."""
    return "/".join(_decoded(level).replace("/", "-") for level in directory.removeprefix(".").split("."))


def _decoded(level: str) -> str:
    try:
        return _SHIFTED.sub(_of_base64, level)
    except ValueError:  # UnicodeDecodeError and binascii.Error are such
        return level


def _of_base64(run: re.Match[str]) -> str:
    if not run[1]:
        return "&"
    octets = run[1].replace(",", "/")
    text = base64.b64decode(octets + "=" * (-len(octets) % 4), validate=True).decode("utf-16-be")
    if any(ord(sign) < 32 for sign in text):
        raise ValueError("no sign that can stand in a name")
    return text
