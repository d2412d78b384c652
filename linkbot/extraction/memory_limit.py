"""The only module that asks the operating system for a memory limit; where there is none (Windows) only time limits."""

from __future__ import annotations


def limit_memory(octets: int) -> bool:
    """Cap the address space of this process and forbid core files; False where the system cannot."""
    try:
        import resource
    except ImportError:
        return False
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        ceiling = octets if hard == resource.RLIM_INFINITY else min(octets, hard)
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    except (OSError, ValueError):
        return False
    return True
