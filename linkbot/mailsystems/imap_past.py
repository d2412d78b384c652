"""What an IMAP account shows of the past: our own mail anywhere, and letters in folders that linkbot does not read.

Asked only after a restore, so it may be slow: every message since then is looked at, a few at a time. What lies in
folders that are read is no news: the mailbox offers it anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from linkbot.mailsystems.folder_roles import NEVER_READ, PLACES
from linkbot.mailsystems.imap_faults import Refused
from linkbot.mailsystems.imap_folders import Folder, folders_of
from linkbot.mailsystems.imap_line import Line, in_chunks
from linkbot.mailsystems.imap_session import ImapSession
from linkbot.mailsystems.received_at import message_id
from linkbot.ports import Traces

_OURS = re.compile(rb"[0-9a-f]{32}@linkbot\.[A-Za-z0-9.-]+")
_LOOKED_AT = 1_048_576
_TOGETHER = 10
_EARLIER = timedelta(days=2)  # servers search by day, in a zone of their own


class ImapPast:
    """Implements `ports.Past`. `watch`, `leave`: as of the mailbox."""

    def __init__(self, session: ImapSession, *, watch: Sequence[str] = (), leave: Sequence[str] = ()) -> None:
        self._session, self._watch, self._leave = session, tuple(watch), tuple(leave)

    def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
        wanted = {id.encode(): id for id in message_ids}
        return self._session.run(lambda line: self._traces(line, wanted, since - _EARLIER), "Looking back")

    def _traces(self, line: Line, wanted: dict[bytes, str], since: datetime) -> Traces:
        folders = folders_of(line)
        read = set(folders.watched(watch=self._watch, leave=self._leave))
        ours: set[str] = set()
        moved: set[tuple[str, str]] = set()
        for folder in folders.all:
            letters = folder not in read and folder.role not in (*NEVER_READ, *PLACES)
            for octets in self._since(line, folder, since):
                named = set(_OURS.findall(octets.replace(b"=\r\n", b"").replace(b"=\n", b"")))
                ours.update(wanted[id] for id in named & wanted.keys())
                own = message_id(octets)
                if letters and own and own.encode() not in named:
                    moved.add((folder.shown, own))
        return Traces(frozenset(ours), tuple(sorted(moved)))

    def _since(self, line: Line, folder: Folder, since: datetime) -> Iterator[bytes]:
        try:
            if not line.open(folder.name).messages:
                return
            uids = line.uids("SINCE", since.date())
        except Refused:
            if folder.name.upper() == "INBOX":
                raise
            return
        for some in in_chunks(uids, _TOGETHER):
            yield from line.octets(some, at_most=_LOOKED_AT).values()
