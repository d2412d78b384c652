"""What the shared mailbox shows of the past, after a restore: our own mail wherever it lies or was answered, and
letters that were moved out of the inbox. Slow, because every message since is looked into; nothing is changed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from linkbot.mailsystems.exchange.faults import Gone, Refused
from linkbot.mailsystems.exchange.folder import NEVER, Folder
from linkbot.mailsystems.graph.folders import Folders
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.paging import items, text
from linkbot.ports import Permanent, Traces, Transient

_OURS = re.compile(rb"[0-9a-f]{32}@linkbot\.[A-Za-z0-9.-]+")
_LOOKED_AT = 1_048_576
_EARLIER = timedelta(days=2)
_WHAT = "Looking back into the mailbox"
_NO_LETTERS = (*NEVER, "junkemail", "deleteditems", "sentitems")


class GraphPast:
    """Implements `ports.Past`."""

    def __init__(self, line: Line) -> None:
        self._line, self._folders = line, Folders(line)

    def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
        ours: set[str] = set()
        moved: dict[tuple[str, str], None] = {}
        wanted = {id.encode(): id for id in message_ids}
        try:
            folders = {one.id: one for one in self._folders.all()}
            for item in items(self._line, _since(since - _EARLIER)):
                named = self._named(item)
                ours.update(wanted[id] for id in named & wanted.keys())
                own = text(item, "internetMessageId").strip().removeprefix("<").removesuffix(">")
                folder = folders.get(text(item, "parentFolderId"))
                if own and own.encode() not in named and folder is not None and _moved_to(folder):
                    moved[(folder.shown, own)] = None
        except (Transient, Permanent) as error:
            kind = Transient if isinstance(error, Transient) else Permanent
            raise kind(f"{_WHAT}: {error}") from error
        return Traces(frozenset(ours), tuple(sorted(moved)))

    def _named(self, item: Json) -> set[bytes]:
        """Every id of ours in the message: its own, one it answers, one a bounce holds."""
        path = f"/messages/{encoded(text(item, 'id'))}/$value"
        try:
            octets = self._line.ask(Request("GET", path, _WHAT, limit=_LOOKED_AT)).content
        except Gone:
            octets = b""
        except Refused as error:
            if error.status in (401, 403):
                raise
            octets = b""
        own = text(item, "internetMessageId").encode()
        return set(_OURS.findall(own + b"\n" + octets.replace(b"=\r\n", b"").replace(b"=\n", b"")))


def _since(when: datetime) -> Request:
    stamp = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    query = (
        ("$filter", f"receivedDateTime ge {stamp}"),
        ("$select", "id,internetMessageId,parentFolderId"),
        ("$top", "200"),
    )
    return Request("GET", "/messages", _WHAT, query)


def _moved_to(folder: Folder) -> bool:
    return folder.known not in _NO_LETTERS and not (folder.known == "inbox" and folder.is_root)
