"""The extractor without a child process: the same readers, for tests and for trying a single file."""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.extraction.read import read
from linkbot.model.mail import Attachment, ExtractedText


class DirectExtractor:
    """Implements `ports.TextExtractor` without protection against a reader that hangs or takes the process down."""

    def extract(self, attachments: Sequence[Attachment]) -> tuple[ExtractedText, ...]:
        return tuple(read(attachment) for attachment in attachments)

    def close(self) -> None:
        """Nothing is held."""
