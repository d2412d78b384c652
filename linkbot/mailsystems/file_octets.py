"""The octets of a message that is a file; of one beyond all measure its header alone, so that memory stays bounded.

`not_fetched` says what becomes of such a message: a person is shown it.
"""

from __future__ import annotations

import re
from pathlib import Path

from linkbot.mailsystems.not_fetched import HEADER_OCTETS, LARGEST, stand_in

_BLANK = re.compile(rb"\r?\n\r?\n")


def octets_of(path: Path) -> bytes:
    """Raises OSError."""
    with path.open("rb") as file:
        octets = file.read(LARGEST + 1)
        if len(octets) <= LARGEST:
            return octets
        size = path.stat().st_size
    return stand_in(_BLANK.split(octets[:HEADER_OCTETS], maxsplit=1)[0], size)
