"""From an exception to words: what happened, why, what to do next. A traceback only with LINKBOT_TRACEBACK=1."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from linkbot.cli.exit_codes import ExitCode
from linkbot.engine.casework.deeds import Refused
from linkbot.ports import Doubtful, Permanent, Stale, Transient
from linkbot.toml_document import Faulty


class UserError(Exception):
    """Something the person at the keyboard can put right; the message says how."""


def guarded(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Run a command; every expected failure becomes a message on stderr and an exit code."""
    try:
        return int(run(arguments))
    except Faulty as error:
        many = f"{len(error.faults)} faults" if len(error.faults) > 1 else "One fault"
        _say(f"{many} to put right before linkbot can start; nothing was done:\n{error}")
        return ExitCode.USAGE
    except UserError as error:
        _say(str(error))
        return ExitCode.USAGE
    except (Transient, Permanent, Doubtful, Refused) as error:
        _say(str(error))
        return ExitCode.PROBLEM
    except Stale:
        _say("Somebody or the worker changed it at the same moment. Nothing was done: look again and repeat.")
        return ExitCode.PROBLEM
    except BrokenPipeError:
        sys.stderr.close()
        return ExitCode.PROBLEM
    except KeyboardInterrupt:
        _say("Stopped.")
        return ExitCode.PROBLEM
    except OSError as error:
        _say(f"{error.filename or 'A file or connection'}: {error.strerror or error}. Put this right and repeat.")
        return ExitCode.PROBLEM
    except Exception as error:
        from linkbot.store.faults import StoreFault  # not above: most commands need no store

        if not isinstance(error, StoreFault):
            raise
        _say(str(error))
        return ExitCode.PROBLEM


def _say(text: str) -> None:
    print(f"linkbot: {text}", file=sys.stderr)
    if os.environ.get("LINKBOT_TRACEBACK"):
        raise
