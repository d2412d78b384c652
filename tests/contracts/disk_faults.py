"""A disk that is full: the system call fails as it would, half way through a file."""

from __future__ import annotations

import errno
import os

import pytest


def fill(patch: pytest.MonkeyPatch) -> None:
    """From now on nothing new reaches the disk; what is there stays."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    patch.setattr(os, "fsync", full)
