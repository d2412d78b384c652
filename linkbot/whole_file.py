"""Files that are written whole or not at all, readable by linkbot's own account, and what a fault of the disk means.

Shared by adapters that keep something in a folder. It decides nothing about what the files hold. A folder that somebody
has marked as a group's (the set-group-id bit) is the one exception: what is put there is that group's too.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import stat
import unicodedata
from pathlib import Path

from linkbot.ports import Permanent, Transient

_FULL = frozenset(
    number for name in ("ENOSPC", "EDQUOT", "EFBIG") if (number := getattr(errno, name, None)) is not None
)
_PLAIN_NAME = re.compile(r"[0-9a-z][0-9a-z_-]{0,79}")  # no capitals: some file systems take them for small letters
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*]+')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ .]*(?:\..*)?", re.IGNORECASE)
_GROUP_MAY = stat.S_IRWXG


def write_whole(path: Path, octets: bytes) -> None:
    """Replace or create a file in one step; afterwards the octets are on the disk. Raises OSError, leaves no rest.

    The half-written file stands beside its place under a name that ends in `.tmp`, which no reader of ours takes up. A
    process that was killed could not take its own away: whoever writes the file after it does.
    """
    stem = f".linkbot-{path.name[:60]}-"
    half = path.with_name(f"{stem}{os.getpid()}.tmp")
    try:
        with open(half, "wb", opener=_private) as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, half)  # a file that others may read stays readable to them
        elif shared := _group_bits(path.parent):
            half.chmod(0o600 | shared & 0o060)
        half.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            half.unlink()
        raise
    _clear_halves(path.parent, stem)
    sync_folder(path.parent)


def _clear_halves(folder: Path, stem: str) -> None:
    """Of other processes. Should one live after all, its own write fails whole, and finds the file when tried again."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for one in found:
            ours = one.name.startswith(stem) and one.name.endswith(".tmp")
            number = one.name[len(stem) : -len(".tmp")] if ours else ""
            if number.isdecimal() and number != str(os.getpid()):
                with contextlib.suppress(OSError):
                    Path(one.path).unlink()


def write_private(path: Path, text: str) -> None:
    """A text of ours where no half-written file can do harm: a new configuration, an account of a demo."""
    with open(path, "w", encoding="utf-8", newline="\n", opener=_private) as file:
        file.write(text)


def make_folder(folder: Path, *, secret: bool = False) -> None:
    """The folder and those above it, each new one open to this account alone whatever the umask. Raises OSError.

    `secret` leaves no exception: the register and the letters are nobody's to share.
    """
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        if folder.parent.exists():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder.parent))
        make_folder(folder.parent, secret=secret)
    shared = 0 if secret else _group_bits(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if shared:
        folder.chmod(stat.S_ISGID | 0o700 | shared)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _group_bits(folder: Path) -> int:
    """What its group may do in a folder that was marked as the group's; nothing elsewhere."""
    mode = folder.stat().st_mode
    return mode & _GROUP_MAY if os.name != "nt" and mode & stat.S_ISGID else 0


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
    """A folder name people recognise, legal on NTFS too: what is not allowed becomes a hyphen.

    What cannot be seen or turns the writing direction goes: a name must be what it looks like.
    """
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Zl", "Zp"))
    name = _NOT_IN_NAMES.sub("-", seen).strip(" .")[:100].rstrip(" .")
    if _DEVICE.fullmatch(name):  # a device on Windows, whatever follows the dot
        stem, dot, rest = name.partition(".")
        return f"{stem.rstrip()}-{dot}{rest}"
    return name or "unnamed"
