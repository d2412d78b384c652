"""The child's side: reads one attachment after another from a pipe until it is closed. Light to import, on purpose."""

from __future__ import annotations

import signal
import threading
from multiprocessing.connection import Connection

from linkbot.extraction.memory_limit import limit_memory
from linkbot.extraction.ocr import Ocr

_GRACE = 1.0  # seconds without work before a child that was told to stop believes it


def serve(pipe: Connection, memory: int, ocr: Ocr | None = None) -> None:
    """Answer each `(attachment, careful, opening)`: an `ExtractedText`, or what is packed in it; end with the parent.

    SIGTERM goes to a service's whole group: what the parent still asks is answered, for no letter must fail by it.
    """
    told_to_stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, lambda _number, _frame: told_to_stop.set())
    limit_memory(memory)
    from linkbot.extraction.read import read
    from linkbot.extraction.unpack import unpack

    while True:
        try:
            if not pipe.poll(_GRACE):
                if told_to_stop.is_set():
                    return
                continue
            attachment, careful, opening = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(unpack(attachment) if opening else read(attachment, careful=careful, ocr=ocr))
