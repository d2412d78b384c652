"""What is attached to a letter, laid where iCasework can fetch it: it takes no files, only addresses.

Off unless the council has a folder that its own web server shows to iCasework and to nobody else. Each letter gets a
folder with a name that cannot be guessed; what has lain there long enough is removed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Part
from mimetypes import guess_extension
from pathlib import Path
from urllib.parse import quote

from linkbot.casesystems.icasework.terms import Terms
from linkbot.model.case_system import CaseEntry
from linkbot.whole_file import disk_fault, make_folder, name_for, write_whole


class Documents:
    """`secret`: makes the names unguessable. `now`: for how old a folder is."""

    def __init__(self, terms: Terms, *, secret: str, now: Callable[[], datetime]) -> None:
        self._terms, self._secret, self._now = terms, secret, now

    def of(self, key: str, entry: CaseEntry) -> dict[str, str]:
        """The fields `DocumentN.*` for the letter's files; none where no folder is configured. Raises Transient."""
        folder = self._terms.documents_folder
        if folder is None or not entry.letter:
            return {}
        here = hashlib.sha256(f"{self._secret}:{key}".encode()).hexdigest()[:40]
        form: dict[str, str] = {}
        try:
            for number, (name, kind, octets) in enumerate(_files(entry.letter), 1):
                make_folder(folder / here)
                write_whole(folder / here / name, octets)
                form |= {
                    f"Document{number}.Name": name,
                    f"Document{number}.MimeType": kind,
                    f"Document{number}.URL": f"{self._terms.documents_url.rstrip('/')}/{here}/{quote(name)}",
                    f"Document{number}.URLLoadContent": "true",
                }
        except OSError as error:
            raise disk_fault(error, "Laying out a letter's files for iCasework") from error
        return form

    def tidy(self) -> None:
        """Remove what has lain there long enough; nothing that is not linkbot's own. Raises Transient."""
        folder = self._terms.documents_folder
        oldest = self._now().timestamp() - self._terms.documents_keep_hours * 3600
        try:
            ours = [one for one in folder.iterdir() if len(one.name) == 40] if folder and folder.is_dir() else []
            for one in ours:
                if one.is_dir() and one.stat().st_mtime < oldest:
                    shutil.rmtree(one)
        except OSError as error:
            raise disk_fault(error, "Removing a letter's files that iCasework has had") from error


def _files(letter: bytes) -> Iterator[tuple[str, str, bytes]]:
    """The mail itself, then what is attached to it; pictures that only belong to its text are left out."""
    yield "letter.eml", "message/rfc822", letter
    for number, part in enumerate(message_from_bytes(letter).walk(), 1):
        octets = _attached(part)
        if octets is not None:
            name = part.get_filename() or f"file-{number}{guess_extension(part.get_content_type()) or ''}"
            safe = name_for(Path(name).stem)[:60] + Path(name).suffix[:10]
            yield f"{number:02d}-{safe}", part.get_content_type(), octets


def _attached(part: Part) -> bytes | None:
    if part.is_multipart() or not part.get_filename() or part.get("Content-ID"):
        return None
    octets = part.get_payload(decode=True)
    return octets if isinstance(octets, bytes) else None
