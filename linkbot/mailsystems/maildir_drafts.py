"""Drafts in a Maildir folder, where mail programs show them through the IMAP server.

The file name comes from the Message-ID: saving twice is once. A mail program that edits a draft writes a new file, so
what linkbot takes back is only the draft as linkbot saved it, never a person's work on it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from linkbot.mailsystems.draft_octets import threaded
from linkbot.mailsystems.maildir_names import make_maildir, unique_part
from linkbot.mailsystems.received_at import message_id
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Permanent, Receipt
from linkbot.whole_file import disk_fault, name_for, sync_folder, write_whole

_SENT_AND_BIN = (".Sent", ".Sent Items", ".Sent Messages", ".Trash", ".Deleted Items")
_HEADER_OCTETS = 262_144


class MaildirDrafts:
    """Implements `ports.Drafts` for the Maildir `folder` itself (mostly `…/.Drafts`); the receipt is the Message-ID."""

    def __init__(self, folder: Path) -> None:
        if os.name == "nt":
            raise Permanent("A Maildir needs ':' in file names, which Windows forbids: use a folder of .eml drafts.")
        self._folder = folder

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        octets = threaded(mail.octets, in_reply_to)
        try:
            make_maildir(self._folder)
            if self._own(mail.message_id) is None:
                written = self._folder / "tmp" / _unique(mail.message_id)
                write_whole(written, octets)
                written.replace(self._folder / "cur" / f"{written.name}:2,D")
                sync_folder(self._folder / "cur")
        except OSError as error:
            raise disk_fault(error, f"Saving a draft in {self._folder}") from error
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        """In the drafts, or since sent or thrown away by staff: asked only before a second try, so it may be slow."""
        try:
            if self._own(mail.message_id) is not None:
                return Receipt(mail.message_id)
            for folder in (self._folder, *(self._folder.parent / name for name in _SENT_AND_BIN)):
                if any(_bears(path, mail.message_id) for path in _messages(folder)):
                    return Receipt(mail.message_id)
        except OSError as error:
            raise disk_fault(error, f"Looking for a draft in {self._folder}") from error
        return Answer.ABSENT

    def remove(self, receipt: Receipt) -> None:
        try:
            path = self._own(receipt.reference)
            if path is not None:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_fault(error, f"Taking back a draft in {self._folder}") from error

    def _own(self, message_id: str) -> Path | None:
        unique = _unique(message_id)
        return next((path for path in _messages(self._folder) if unique_part(path.name) == unique), None)


def _unique(message_id: str) -> str:
    return f"draft.{name_for('linkbot ' + message_id)}.linkbot"


def _messages(folder: Path) -> Iterator[Path]:
    for place in ("new", "cur"):
        if (folder / place).is_dir():
            yield from (folder / place).iterdir()


def _bears(path: Path, wanted: str) -> bool:
    try:
        with path.open("rb") as file:
            return message_id(file.read(_HEADER_OCTETS)) == wanted
    except FileNotFoundError:
        return False  # moved on while we looked
