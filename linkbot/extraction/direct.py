"""The extractor without a child process: the same readers, for tests and for trying a single file."""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.extraction.ocr import Ocr
from linkbot.extraction.read import read
from linkbot.extraction.unpack import unpack
from linkbot.model.mail import Attachment, ExtractedText, Unpacked


class DirectExtractor:
    """Implements `ports.TextExtractor` without protection against a reader that hangs or takes the process down."""

    def __init__(self, ocr: Ocr | None = None) -> None:
        self._ocr = ocr

    def extract(self, attachments: Sequence[Attachment]) -> tuple[ExtractedText, ...]:
        return tuple(read(attachment, ocr=self._ocr) for attachment in attachments)

    def unpack(self, attachments: Sequence[Attachment]) -> tuple[Unpacked, ...]:
        return tuple(found for attachment in attachments if (found := unpack(attachment)) is not None)

    def close(self) -> None:
        """Nothing is held."""
