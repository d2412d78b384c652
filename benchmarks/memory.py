"""Memory and CPU as the operating system accounts for them; None where Python cannot ask for it (Windows)."""

from __future__ import annotations

import sys


def own_peak() -> int | None:
    """Megabytes this process has held at most so far."""
    try:
        import resource
    except ImportError:
        return None
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def child_peak() -> int | None:
    """Megabytes of the largest child that has ended; 0 when there was none."""
    try:
        import resource
    except ImportError:
        return None
    return _megabytes(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def children_cpu() -> float | None:
    """CPU seconds of all children that have ended."""
    try:
        import resource
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _megabytes(told: int) -> int:
    return round(told / 1024 / (1024 if sys.platform == "darwin" else 1))
