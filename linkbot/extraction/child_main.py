"""The child's side: reads one attachment after another from a pipe until it is closed. Light to import, on purpose."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection

from linkbot.extraction.memory_limit import limit_memory


def serve(pipe: Connection, memory: int) -> None:
    """Answer each `(attachment, careful)` with an `ExtractedText`; end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    limit_memory(memory)
    from linkbot.extraction.read import read

    while True:
        try:
            attachment, careful = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(read(attachment, careful=careful))
