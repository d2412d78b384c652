"""Outgoing mail as .eml files in a folder: for trials and the demo, where people look at what would have left.

Each mail is named after its key, so that the same mail is the same file; an invitation's .ics lies beside it.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import Path

from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Receipt
from linkbot.whole_file import disk_fault, make_folder, name_for, write_whole


class EmlFolderOutgoing:
    """Implements `ports.Outgoing`; the receipt is the file name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: OutgoingMail) -> Receipt:
        """The invitation first: once the .eml is there, all of it is."""
        path = self._path(mail)
        try:
            make_folder(self._folder)
            invitation = _calendar_part(mail.octets)
            if invitation is not None:
                write_whole(path.with_suffix(".ics"), invitation)
            write_whole(path, mail.octets)
        except OSError as error:
            raise disk_fault(error, f"Writing {path}") from error
        return Receipt(path.name)

    def find(self, mail: OutgoingMail) -> Found:
        path = self._path(mail)
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return Answer.ABSENT
        except OSError as error:
            raise disk_fault(error, f"Looking for {path}") from error
        return Receipt(path.name)

    def _path(self, mail: OutgoingMail) -> Path:
        return self._folder / f"{name_for(mail.key)}.eml"


def _calendar_part(octets: bytes) -> bytes | None:
    for part in message_from_bytes(octets, policy=compat32).walk():
        if part.get_content_type() == "text/calendar":
            return _decoded(part)
    return None


def _decoded(part: Message) -> bytes | None:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else None
