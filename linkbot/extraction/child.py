"""Reads attachments in one persistent child process that may be killed: a hostile PDF can hang or abort its reader.

The child starts at the first file that needs one, is replaced when it dies, and ends with `close`.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from linkbot.extraction import child_main
from linkbot.extraction.child_time import cpu_seconds
from linkbot.extraction.limits import LARGEST_FILE, MEMORY, SECONDS
from linkbot.extraction.ocr import Ocr
from linkbot.extraction.read import OWN, read
from linkbot.extraction.sorts import Sort, sort_of
from linkbot.extraction.unpack import CONTAINERS, unopened
from linkbot.model.mail import Attachment, ExtractedText, TextStatus, Unpacked

_NEED_A_READER = frozenset({Sort.PDF, Sort.DOCX, Sort.OLE, Sort.RTF, Sort.HTML, Sort.PLAIN, Sort.CALENDAR})
_TIMED_OUT = "Reading the file took longer than {:.0f} seconds and was stopped. Please open it and say what it is."
_PATIENCE, _LOOKS = 3, 10
_DIED = "The file brought its reader down, twice. Please open it with care and say what it is."


class ChildExtractor:
    """Implements `ports.TextExtractor`. Not for use by several threads at once."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        ocr: Ocr | None = None,
        serve: Callable[[Connection, int], None] | None = None,
    ) -> None:
        self._seconds, self._memory = seconds + (ocr.seconds if ocr else 0.0), memory
        self.ocr = ocr
        self._serve = serve or partial(child_main.serve, ocr=ocr)
        self._needed = _NEED_A_READER | {Sort.IMAGE} if ocr else _NEED_A_READER
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def extract(self, attachments: Sequence[Attachment]) -> tuple[ExtractedText, ...]:
        return tuple(self._one(attachment) for attachment in attachments)

    def unpack(self, attachments: Sequence[Attachment]) -> tuple[Unpacked, ...]:
        return tuple(self._opened(one) for one in attachments if sort_of(one) in CONTAINERS)

    def close(self) -> None:
        """End the child; the extractor may be used again afterwards."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(2)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process.close()
        self._process, self._pipe = None, None

    def _one(self, attachment: Attachment) -> ExtractedText:
        if sort_of(attachment) not in self._needed or not 0 < len(attachment.content) <= LARGEST_FILE:
            return read(attachment)  # answered by its sort or size alone: no reader is started
        answer = self._asked(attachment, opening=False)
        if isinstance(answer, ExtractedText):
            return answer
        return ExtractedText(attachment.index, TextStatus.FAILED, extractor=OWN, reason=str(answer))

    def _opened(self, attachment: Attachment) -> Unpacked:
        answer = self._asked(attachment, opening=True)
        return answer if isinstance(answer, Unpacked) else unopened(attachment, str(answer))

    def _asked(self, attachment: Attachment, *, opening: bool) -> object:
        """What the child answers, or a sentence that says why it does not: it died twice, or took too long."""
        for careful in (False, True):
            try:
                pipe = self._running()
                pipe.send((attachment, careful, opening))
                if self._answers(pipe):
                    answer: object = pipe.recv()
                    return answer
            except (EOFError, OSError):
                self._kill()
                continue
            self._kill()
            return _TIMED_OUT.format(self._seconds)
        return _DIED

    def _answers(self, pipe: Connection) -> bool:
        """Whether it answers in its time: so many seconds of its own work, and no more than thrice that on the wall."""
        pid = self._process.pid if self._process else None
        before = cpu_seconds(pid)
        if before is None:
            return pipe.poll(self._seconds)
        for _ in range(_PATIENCE * _LOOKS):
            if pipe.poll(self._seconds / _LOOKS):
                return True
            now = cpu_seconds(pid)
            if now is not None and now - before > self._seconds:
                return False
        return False

    def _running(self) -> Connection:
        if self._process is not None and self._pipe is not None and self._process.is_alive():
            return self._pipe
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=self._serve, args=(theirs, self._memory), daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
        self.close()
