"""The octets of messages as files named by their SHA-256: written once, safely, and checked whenever they are read.

The file is the truth everything else is computed from, so it is on the disk before its row may be.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path

from linkbot.ports import Transient
from linkbot.store.faults import OctetsLost

_DIGEST = re.compile(r"[0-9a-f]{64}")


class OctetsFolder:
    """`durable` False leaves out the fsyncs: for sandboxes that are thrown away."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder = folder
        self._durable = durable

    def path(self, digest: str) -> Path:
        """Where these octets are or would be. Raises KeyError when this is no digest."""
        if not _DIGEST.fullmatch(digest):
            raise KeyError(digest)
        return self._folder / digest[:2] / digest[2:4] / digest

    def keep(self, octets: bytes) -> str:
        """Answers the digest. Raises Transient when the disk refuses (full, read-only, gone)."""
        digest = hashlib.sha256(octets).hexdigest()
        try:
            if self._intact(self.path(digest)) is None:
                self._write(self.path(digest), octets)
        except OSError as error:
            raise Transient(_disk_trouble("keep", self._folder, error)) from error
        return digest

    def read(self, digest: str) -> bytes:
        """Raises KeyError when there is no such file or it is damaged, Transient when it is out of reach."""
        try:
            octets = self._intact(self.path(digest))
        except OSError as error:
            raise Transient(_disk_trouble("read", self._folder, error)) from error
        if octets is None:
            raise OctetsLost(digest, str(self._folder))
        return octets

    def remove(self, digest: str) -> bool:
        """False when there is none. Raises Transient when the disk refuses."""
        path = self.path(digest)
        try:
            path.unlink(missing_ok=False)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise Transient(f"{path} could not be removed: {error.strerror or error}. It is tried again.") from error
        self._sync(path.parent)
        return True

    def _intact(self, path: Path) -> bytes | None:
        try:
            octets = path.read_bytes()
        except FileNotFoundError:
            return None
        return octets if hashlib.sha256(octets).hexdigest() == path.name else None

    def _write(self, path: Path, octets: bytes) -> None:
        """A crash at any point leaves the whole file or none under its name."""
        self._make_folders(path.parent)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(octets)
                file.flush()
                if self._durable:
                    os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        self._sync(path.parent)

    def _make_folders(self, folder: Path) -> None:
        for wanted in (self._folder, folder.parent, folder):
            if not wanted.is_dir():
                wanted.mkdir(mode=0o700, exist_ok=True)
                self._sync(wanted.parent)

    def _sync(self, folder: Path) -> None:
        """Make a new name survive a power cut. Windows has no such call for folders and does not need it."""
        if not self._durable or os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _disk_trouble(verb: str, folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: a message could not be kept under {folder}. Free some space; it is tried again."
    return f"A message could not be {'kept' if verb == 'keep' else 'read'} under {folder}: {error.strerror or error}."
