"""What the shared mailbox shows of the past, after a restore: our own mail wherever it lies or was answered, and
letters that were moved out of the inbox. Slow, because every message since is looked into; nothing is changed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from linkbot.mailsystems.ews.finding import search
from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line
from linkbot.mailsystems.ews.octets import fetched, headers_of, mime_of
from linkbot.mailsystems.ews.words import Element, field, id_of, t, text
from linkbot.mailsystems.exchange.faults import Gone, Refused
from linkbot.mailsystems.exchange.folder import NEVER, Folder
from linkbot.ports import Permanent, Traces, Transient

_OURS = re.compile(rb"[0-9a-f]{32}@linkbot\.[A-Za-z0-9.-]+")
_LOOKED_AT = 1_048_576
_EARLIER = timedelta(days=2)
_FOLDERS_AT_ONCE = 5
"""Every message since is asked for, and Exchange hands out a thousand at most for a request."""
_WHAT = "Looking back into the mailbox"
_NO_LETTERS = (*NEVER, "junkemail", "deleteditems", "sentitems")
_FIELDS = ("message:InternetMessageId", "item:ParentFolderId", "item:Size")


class EwsPast:
    """Implements `ports.Past`."""

    def __init__(self, line: Line) -> None:
        self._line, self._folders = line, Folders(line)

    def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
        ours: set[str] = set()
        moved: dict[tuple[str, str], None] = {}
        wanted = {id.encode(): id for id in message_ids}
        try:
            folders = {one.id: one for one in self._folders.all()}
            fields = [field(name) for name in _FIELDS]
            ids, since_then = tuple(folders), _since(since - _EARLIER)
            for item in search(self._line, since_then, ids, fields, what=_WHAT, at_once=_FOLDERS_AT_ONCE):
                named = self._named(item)
                ours.update(wanted[id] for id in named & wanted.keys())
                own = text(item, "t:InternetMessageId").strip().removeprefix("<").removesuffix(">")
                folder = folders.get(id_of(item, "t:ParentFolderId")[0])
                if own and own.encode() not in named and folder is not None and _moved_to(folder):
                    moved[(folder.shown, own)] = None
        except (Transient, Permanent) as error:
            kind = Transient if isinstance(error, Transient) else Permanent
            raise kind(f"{_WHAT}: {error}") from error
        return Traces(frozenset(ours), tuple(sorted(moved)))

    def _named(self, item: Element) -> set[bytes]:
        """Every id of ours in the message: its own, one it answers, one a bounce holds. A large one: its header."""
        size = text(item, "t:Size")
        small = size.isdecimal() and int(size) <= _LOOKED_AT
        octets = b""
        try:
            whole = fetched(self._line, id_of(item)[0], mime=small)
            header = "\n".join(value for _, value in headers_of(whole)).encode("utf-8", "replace")
            octets = header + b"\n" + (mime_of(whole) if small else b"")
        except Gone:
            pass
        except Refused as error:
            if error.is_whole:
                raise
        own = text(item, "t:InternetMessageId").encode()
        return set(_OURS.findall(own + b"\n" + octets.replace(b"=\r\n", b"").replace(b"=\n", b"")))


def _since(when: datetime) -> Element:
    stamp = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    value = t("FieldURIOrConstant", t("Constant", Value=stamp))
    return t("IsGreaterThanOrEqualTo", field("item:DateTimeReceived"), value)


def _moved_to(folder: Folder) -> bool:
    return folder.known not in _NO_LETTERS and not (folder.known == "inbox" and folder.is_root)
