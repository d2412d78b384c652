"""Drafts as .eml files in a folder: opened from there, Outlook shows each as a message ready to be sent.

Used where no mail program reads the store directly (Windows, trials). A draft taken back is moved into `withdrawn`, for
somebody may have written in it.
"""

from __future__ import annotations

from pathlib import Path

from linkbot.mailsystems.draft_octets import threaded, unsent
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Receipt
from linkbot.whole_file import disk_fault, make_folder, name_for, write_whole

_WITHDRAWN = "withdrawn"


class FolderDrafts:
    """Implements `ports.Drafts`; the receipt is the Message-ID."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        """A draft that is there already stays as it is: a person may have worked on it."""
        path = self._path(mail.message_id)
        try:
            make_folder(self._folder)
            if not path.exists():
                write_whole(path, unsent(threaded(mail.octets, in_reply_to)))
        except OSError as error:
            raise disk_fault(error, f"Saving a draft in {self._folder}") from error
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        try:
            return Receipt(mail.message_id) if self._path(mail.message_id).exists() else Answer.ABSENT
        except OSError as error:
            raise disk_fault(error, f"Looking for a draft in {self._folder}") from error

    def remove(self, receipt: Receipt) -> None:
        path = self._path(receipt.reference)
        try:
            if path.exists():
                make_folder(self._folder / _WITHDRAWN)
                path.replace(self._folder / _WITHDRAWN / path.name)
        except FileNotFoundError:
            return  # somebody was quicker
        except OSError as error:
            raise disk_fault(error, f"Taking back a draft in {self._folder}") from error

    def _path(self, message_id: str) -> Path:
        return self._folder / f"draft-{name_for(message_id)}.eml"
