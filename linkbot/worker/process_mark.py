"""Telling a process from every other that bore its number: so that a worker that was killed is known to be gone.

Only Linux says enough to prove it; everywhere else, and on the slightest doubt, the answer is no and the lease lapses
by itself. Asking sends no signal.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
from pathlib import Path

_OWNER = re.compile(r"(?P<host>.+), process (?P<pid>\d+), since .* \[(?P<boot>[0-9a-f]+)\.(?P<born>\d+)\]")
_PROC = Path("/proc")


def owner_name(since: str) -> str:
    """What a person reads (where, which process, since when), and in brackets what proves it where the system can."""
    boot, born = _boot(), _born(os.getpid())
    mark = f" [{boot}.{born}]" if boot and born else ""
    return f"{socket.gethostname()}, process {os.getpid()}, since {since}{mark}"


def is_gone(owner: str) -> bool:
    """True only when this very process cannot exist any more; another machine's or an earlier boot's is not judged."""
    told = _OWNER.fullmatch(owner)
    boot = _boot()
    if told is None or boot is None or (told["host"], told["boot"]) != (socket.gethostname(), boot):
        return False
    pid = int(told["pid"])
    try:
        os.kill(pid, 0)  # here, where /proc told us its boot, this only asks (on Windows it would be Ctrl-C)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False  # there, and another account's
    born = _born(pid)
    return born is not None and born != told["born"]  # the number has been given to another process


def _boot() -> str | None:
    """This start of this machine, as seen from this container: the same number elsewhere is another process.

    A container's number may be given again once the container is gone, and with it every process that was in it.
    """
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = (_PROC / "self/ns/pid").readlink()
    except OSError:
        return None
    return hashlib.sha256(f"{boot} {space}".encode()).hexdigest()[:12]


def _born(pid: int) -> str | None:
    """When it began, in ticks since the boot: field 22 of its line, counted after the name, which may hold spaces."""
    try:
        line = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = line.rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 else None
