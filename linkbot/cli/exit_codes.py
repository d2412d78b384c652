"""Exit codes of every command, documented in docs/commands.md."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    OK = 0
    PROBLEM = 1  # it ran, and something needs a person: an unreadable file, a failed check, a refused act
    USAGE = 2  # wrong arguments or a faulty configuration: nothing was done
