"""Files that are written whole or not at all, and what a fault of the disk means to the worker.

Shared by adapters that keep something in a folder. It decides nothing about what the files hold.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
from pathlib import Path

from linkbot.ports import Permanent, Transient

_FULL = frozenset(
    number for name in ("ENOSPC", "EDQUOT", "EFBIG") if (number := getattr(errno, name, None)) is not None
)
_PLAIN_NAME = re.compile(r"[0-9a-z][0-9a-z_-]{0,79}")  # no capitals: some file systems take them for small letters
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def write_whole(path: Path, octets: bytes) -> None:
    """Replace or create a file in one step; afterwards the octets are on the disk. Raises OSError, leaves no rest.

    The half-written file stands beside its place under a name that ends in `.tmp`, which no reader of ours takes up.
    """
    half = path.with_name(f".linkbot-{path.name[:60]}-{os.getpid()}.tmp")
    try:
        with half.open("wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, half)  # a file that others may read stays readable to them
        half.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            half.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder last through a power cut, where the system can (Windows cannot open a folder)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def disk_fault(error: OSError, doing: str) -> Transient | Permanent:
    """What an OSError means: rights and names need a person, all else may pass (a full disk, a share gone, a lock)."""
    if error.errno in _FULL:
        return Transient(f"{doing}: the disk is full. Nothing was written; it is tried again once there is room.")
    if isinstance(error, PermissionError):
        if os.name == "nt":  # there the same error says that somebody has the file open
            return Transient(f"{doing}: the file is in use or not allowed ({error.strerror}). It is tried again.")
        return Permanent(f"{doing}: not allowed ({error.strerror}). Give linkbot's account the right to write there.")
    if error.errno in (errno.ENAMETOOLONG, errno.EROFS, errno.ENOTDIR, errno.EISDIR):
        return Permanent(f"{doing}: {error.strerror}. Check the path in the configuration.")
    return Transient(f"{doing}: {error.strerror or error}. It is tried again.")


def name_for(key: str) -> str:
    """A file name for a key: the key itself when it is plain, else its digest. Same key, same name, on every system."""
    if _PLAIN_NAME.fullmatch(key) and not _DEVICE.fullmatch(key):
        return key
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def readable_name(text: str) -> str:
    """A folder name people recognise, legal on NTFS too: what is not allowed becomes a hyphen."""
    name = _NOT_IN_NAMES.sub("-", text).strip(" .")[:100].rstrip(" .")
    return f"{name}-" if _DEVICE.fullmatch(name) else (name or "unnamed")
