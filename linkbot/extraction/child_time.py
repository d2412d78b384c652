"""How much a child process has computed: what a reader is held to, so that a busy machine makes no letter unreadable.

Only where the system tells (Linux, by /proc); elsewhere the clock on the wall must serve.
"""

from __future__ import annotations

import os
from pathlib import Path

_USER, _SYSTEM = 11, 12  # fields after the command's closing bracket: proc(5), utime and stime


def cpu_seconds(pid: int | None) -> float | None:
    """Seconds of CPU since the process began; None where nobody can say."""
    if pid is None or not hasattr(os, "sysconf"):
        return None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
