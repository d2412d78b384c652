"""Web Services in front of `ews_store.Exchange`: sign-in, impersonation, operations, pages and sync states, and faults
on demand. Spoken to over loopback HTTP, or in the process by an adapter of requests.

It is strict where the service is: another mailbox, a stale change key or a field that a list cannot show is refused.
"""

from __future__ import annotations

import base64
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from email.utils import format_datetime

from ews_items import fields_asked, shown
from ews_store import DUMPSTER, ROOT, Exchange, Item
from ews_xml import NAMES, el, fault, message, refused, response, tx
from lxml import etree

MAILBOX = "ombudsman@anytown.gov.uk"
USER, PASSWORD = "ANYTOWN\\linkbot", "correct horse"
HTML = b"<html><body><h1>Service Unavailable</h1></body></html>"
Reply = tuple[int, dict[str, str], bytes]
Element = etree._Element


class Cut(Exception):
    """The line breaks: before anything was done, or after; `half`: so much of the answer came."""

    def __init__(self, how: str, half: bytes = b"") -> None:
        super().__init__(how)
        self.how, self.half = how, half


class Denied(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class EwsServer:
    """`script`: what happens to the next requests, one each; `fault_of` decides where the script is empty.

    "no route", "cut before", "cut after", "half", "slow" (done, and no answer in time), "busy", "busy 7" (seconds),
    "busy part" (said in the answer, not as a fault), "401", "503", "503 html", "504 after", "500" (an error of its
    own), "500 after", "later" (no answer, and it is done only some requests later), "state" (the sync state is
    forgotten), "crash before", "crash after".
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.script: deque[str | None] = deque()
        self.fault_of: Callable[[str], str | None] = lambda operation: None
        self.denied: dict[str, str] = {}  # "Operation", "folder name", "mime", a search key → what always comes
        self.asked: list[str] = []
        self.password = PASSWORD
        self.token = ""
        self.impersonation = False  # wanted, and else refused
        self.page_size = 1000
        self.shuffled: Callable[[list[str]], list[str]] = lambda ids: ids
        self.again: set[str] = set()  # search keys that a sync tells once more
        self.crash: type[BaseException] = KeyboardInterrupt
        self.pending: list[tuple[int, Callable[[], object]]] = []  # to be done at that request
        self.check: Callable[[str, bytes, bytes], None] = lambda operation, question, answer: None

    def answer(self, headers: Mapping[str, str], body: bytes) -> Reply:
        """Raises Cut, and what `crash` is."""
        envelope = etree.fromstring(body)
        asked = envelope.find("s:Body", NAMES)
        assert asked is not None
        operation = etree.QName(asked[0]).localname
        happens = self.script.popleft() if self.script else self.fault_of(operation)
        self.asked.append(operation)
        self.settle(upto=len(self.asked))
        if happens == "crash before":
            raise self.crash
        if happens in ("no route", "cut before"):
            raise Cut(happens)
        if happens == "later":
            self.pending.append((len(self.asked) + 3, lambda: self._answered(envelope, operation, asked[0])))
            raise Cut("slow")
        early = self._early(happens, operation, headers)
        status, told, content = early or (200, {}, self._answered(envelope, operation, asked[0]))
        if b"Fault>" in content and status == 200:
            status = 500
        if status in (200, 500) and content.startswith(b"<?xml"):
            self.check(operation, body, content)
        if happens == "crash after":
            raise self.crash
        if happens in ("cut after", "slow"):
            raise Cut(happens)
        if happens == "half":
            raise Cut(happens, content[: len(content) // 2])
        if happens == "504 after":
            return 504, self._headers("text/html"), HTML
        if happens == "500 after":
            return 200, self._headers("text/xml"), response(operation, refused(operation, "ErrorTimeoutExpired"))
        return status, self._headers("text/xml; charset=utf-8") | told, content

    def settle(self, *, upto: float = float("inf")) -> None:
        """What was still on its way is done."""
        due, self.pending = (
            [one for one in self.pending if one[0] <= upto],
            [one for one in self.pending if one[0] > upto],
        )
        for _, late in due:
            late()

    def _early(self, happens: str | None, operation: str, headers: Mapping[str, str]) -> Reply | None:
        kind, _, more = (happens or "").partition(" ")
        if happens == "401" or not self._knows(headers):
            return 401, {"WWW-Authenticate": "NTLM"}, b""
        if happens == "busy part":
            part = refused(operation, "ErrorServerBusy", {"BackOffMilliseconds": "2000"})
            return 200, {}, response(operation, part)
        if kind == "busy":
            return 500, {}, fault("ErrorServerBusy", {"BackOffMilliseconds": f"{more}000"} if more else None)
        if kind == "503":
            return 503, {}, HTML if more else b""
        if happens == "500":
            return 200, {}, response(operation, refused(operation, "ErrorInternalServerError"))
        if happens == "state" and operation == "SyncFolderItems":
            return 200, {}, response(operation, refused(operation, "ErrorInvalidSyncStateData"))
        return None

    def _knows(self, headers: Mapping[str, str]) -> bool:
        given = headers.get("Authorization", "")
        if self.token:
            return given == f"Bearer {self.token}"
        wanted = base64.b64encode(f"{USER}:{self.password}".encode("latin-1")).decode()
        return given == f"Basic {wanted}"

    def _answered(self, envelope: Element, operation: str, asked: Element) -> bytes:
        whom = envelope.findtext("s:Header/t:ExchangeImpersonation/t:ConnectingSID/t:PrimarySmtpAddress", "", NAMES)
        if self.impersonation and whom.casefold() != MAILBOX:
            return fault("ErrorImpersonateUserDenied" if whom else "ErrorAccessDenied")
        if operation in self.denied:
            code = self.denied[operation]
            if code.startswith("fault "):
                return fault(code.removeprefix("fault "))
            return response(operation, refused(operation, code))
        parts = []
        for step in getattr(self, f"_{operation}")(asked):
            try:
                parts.append(message(operation, step()))
            except Denied as error:
                parts.append(refused(operation, error.code))
        return response(operation, *parts)

    def _headers(self, kind: str) -> dict[str, str]:
        at = format_datetime(self.exchange.now.astimezone(UTC), usegmt=True)
        return {"Content-Type": kind, "Date": at, "request-id": "11111111-2222-3333-4444-555555555555"}

    # folders

    def _place(self, asked: Element) -> str:
        """The id of a folder asked for in either way."""
        id = asked.get("Id", "")
        if etree.QName(asked).localname == "FolderId":
            if id not in self.exchange.folders and id not in self.exchange.known.values():
                raise Denied("ErrorItemNotFound")
            return self._allowed(id)
        whose = asked.findtext("t:Mailbox/t:EmailAddress", "", NAMES)
        if whose.casefold() != MAILBOX:
            raise Denied("ErrorNonExistentMailbox" if whose else "ErrorMissingEmailAddress")
        if id not in self.exchange.known:
            raise Denied("ErrorFolderNotFound")
        return self._allowed(self.exchange.known[id])

    def _allowed(self, id: str) -> str:
        name = next((name for name, known in self.exchange.known.items() if known == id), "")
        if f"folder {name}" in self.denied or f"folder {id}" in self.denied:
            raise Denied(self.denied.get(f"folder {name}") or self.denied[f"folder {id}"])
        return id

    def _folder(self, id: str, asked: Element) -> str:
        wanted = {one.get("FieldURI", "") for one in asked.iterfind(".//t:FieldURI", NAMES)}
        folder = self.exchange.folders.get(id)
        inside = tx("t:FolderId", "", Id=id, ChangeKey="AQ==")
        if folder is not None:
            count = str(len(self.exchange.within(id)))
            for name, value in (
                ("ParentFolderId", tx("t:ParentFolderId", "", Id=folder.parent)),
                ("FolderClass", tx("t:FolderClass", folder.kind)),
                ("DisplayName", tx("t:DisplayName", folder.name)),
                ("TotalCount", tx("t:TotalCount", count)),
            ):
                inside += value if f"folder:{name}" in wanted else ""
        kind = {"IPF.Appointment": "CalendarFolder", "IPF.Contact": "ContactsFolder"}.get(folder.kind if folder else "")
        return el(f"t:{kind or 'Folder'}", inside)

    def _GetFolder(self, asked: Element) -> Iterator[Callable[[], str]]:
        for one in asked.find("m:FolderIds", NAMES):  # type: ignore[union-attr]
            yield lambda one=one: el("m:Folders", self._folder(self._place(one), asked))  # type: ignore[misc]

    def _FindFolder(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            where = self._place(asked.find("m:ParentFolderIds", NAMES)[0])  # type: ignore[index]
            assert where == self.exchange.known[ROOT] and asked.get("Traversal") == "Deep"
            view = asked.find("m:IndexedPageFolderView", NAMES)
            assert view is not None
            at, size = int(view.get("Offset", "0")), min(int(view.get("MaxEntriesReturned", "0")), self.page_size)
            every = list(self.exchange.folders)
            page = "".join(self._folder(id, asked) for id in every[at : at + size])
            return _page("t:Folders", page, at + size, len(every))

        yield step

    def _CreateFolder(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            parent = self._place(asked.find("m:ParentFolderId", NAMES)[0])  # type: ignore[index]
            name = asked.findtext("m:Folders/t:Folder/t:DisplayName", "", NAMES)
            inside = [one for one in self.exchange.folders.values() if one.parent == parent]
            if any(one.name.casefold() == name.casefold() for one in inside):
                raise Denied("ErrorFolderExists")
            return el("m:Folders", self._folder(self.exchange.folder(name, parent).id, asked))

        yield step

    # reading

    def _SyncFolderItems(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            folder = self._place(asked.find("m:SyncFolderId", NAMES)[0])  # type: ignore[index]
            after, until, at = 0, len(self.exchange.log), 0
            state = asked.findtext("m:SyncState", "", NAMES)
            if state:
                epoch, *numbers = base64.b64decode(state).decode().split(".")
                if epoch != str(self.exchange.epoch):
                    raise Denied("ErrorInvalidSyncStateData")
                after, until, at = (int(number) for number in numbers)
                until = until or len(self.exchange.log)
            size = min(int(asked.findtext("m:MaxChangesReturned", "0", NAMES)), self.page_size, 512)
            ids = self.exchange.changes(folder, after, until)
            repeated = [
                one.id for one in self.exchange.items.values() if one.folder == folder and one.key in self.again
            ]
            repeated = [id for id in repeated if id not in ids] if at == 0 and len(ids) + len(repeated) <= size else []
            ids = self.shuffled([*repeated, *ids])
            told = "".join(self._change(id, folder, after, until, asked) for id in ids[at : at + size])
            last = at + size >= len(ids)
            numbers = [until, 0, 0] if last else [after, until, at + size]
            following = base64.b64encode(".".join(map(str, (self.exchange.epoch, *numbers))).encode()).decode()
            if last:
                self.again -= {self.exchange.items[id].key for id in repeated}
            done = tx("m:IncludesLastItemInRange", "true" if last else "false")
            return tx("m:SyncState", following) + done + el("m:Changes", told)

        yield step

    def _change(self, id: str, folder: str, after: int, until: int, asked: Element) -> str:
        item = self.exchange.items.get(id)
        kinds = self.exchange.kinds(folder, id, after, until)
        if item is None or item.folder != folder:
            return el("t:Delete", tx("t:ItemId", "", Id=id)) if after else ""
        if kinds and set(kinds) == {"read"}:
            return el("t:ReadFlagChange", tx("t:ItemId", "", Id=id), tx("t:IsRead", "true"))
        tag = "Update" if kinds and "create" not in kinds else "Create"
        return el(f"t:{tag}", shown(item, fields_asked(asked), listed=True))

    def _GetItem(self, asked: Element) -> Iterator[Callable[[], str]]:
        for one in asked.find("m:ItemIds", NAMES):  # type: ignore[union-attr]

            def step(one: Element = one) -> str:
                item = self._item(one)
                for name in ("mime", item.key) if "mime" in fields_asked(asked) else ():
                    if name in self.denied:
                        raise Denied(self.denied[name])
                return el("m:Items", shown(item, fields_asked(asked), listed=False))

            yield step

    def _item(self, asked: Element, *, writing: bool = False) -> Item:
        id = asked.get("Id", "")
        if id in {one.id for one in self.exchange.purged}:
            raise Denied("ErrorItemNotFound")
        try:
            base64.b64decode(id, validate=True)
        except ValueError:
            raise Denied("ErrorInvalidIdMalformed") from None
        item = self.exchange.items.get(id)
        if item is None:
            raise Denied("ErrorItemNotFound")
        self._allowed(item.folder)
        if writing and asked.get("ChangeKey") is None:
            raise Denied("ErrorChangeKeyRequiredForWriteOperations")
        if writing and asked.get("ChangeKey") != item.change_key:
            raise Denied("ErrorIrresolvableConflict")
        return item

    def _FindItem(self, asked: Element) -> Iterator[Callable[[], str]]:
        view = asked.find("m:IndexedPageItemView", NAMES)
        assert view is not None and asked.get("Traversal") == "Shallow"
        at, size = int(view.get("Offset", "0")), min(int(view.get("MaxEntriesReturned", "0")), self.page_size)
        condition = asked.find("m:Restriction", NAMES)
        for one in asked.find("m:ParentFolderIds", NAMES):  # type: ignore[union-attr]

            def step(one: Element = one) -> str:
                folder = self._place(one)
                held = self.exchange.purged if folder == self.exchange.known[DUMPSTER] else self.exchange.within(folder)
                found = []
                for item in held:
                    if condition is not None and not _meets(item, condition[0]):
                        continue
                    if item.unseen > 0:
                        item.unseen -= 1
                        continue
                    found.append(item)
                page = "".join(shown(item, fields_asked(asked), listed=True) for item in found[at : at + size])
                return _page("t:Items", page, at + size, len(found))

            yield step

    # writing

    def _CreateItem(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            folder = self._place(asked.find("m:SavedItemFolderId", NAMES)[0])  # type: ignore[index]
            given = asked.find("m:Items", NAMES)[0]  # type: ignore[index]
            kind = etree.QName(given).localname
            if kind == "CancelCalendarItem":
                return self._cancelled(given)
            if kind == "CalendarItem":
                assert asked.get("SendMeetingInvitations") == "SendToNone", "nobody is told by a creation"
                assert folder == self.exchange.known["calendar"]
                item = self.exchange.entry(_values(given), _marks(given), ())
            else:
                assert asked.get("MessageDisposition") == "SaveOnly", "nothing is sent by a creation"
                mime = base64.b64decode(given.findtext("t:MimeContent", "", NAMES)) or b"Subject: \r\n\r\n"
                item = self.exchange.arrive(mime, self.exchange.now, folder, draft=True)
                item.marks |= _marks(given)
                item.subject = given.findtext("t:Subject", item.subject, NAMES)
            return el("m:Items", shown(item, frozenset(), listed=True))

        yield step

    def _cancelled(self, given: Element) -> str:
        item = self._item(given.find("t:ReferenceItemId", NAMES), writing=True)  # type: ignore[arg-type]
        self.exchange.notify("cancelled", item, comment=given.findtext("t:NewBodyContent", "", NAMES))
        item.values["IsCancelled"] = "true"
        self.exchange.move(item, "deleteditems")
        return el("m:Items")

    def _UpdateItem(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            assert asked.get("ConflictResolution") == "NeverOverwrite", "no change over somebody else's"
            change = asked.find("m:ItemChanges/t:ItemChange", NAMES)
            assert change is not None
            item = self._item(change.find("t:ItemId", NAMES), writing=True)  # type: ignore[arg-type]
            before = item.readers()
            for update in change.find("t:Updates", NAMES):  # type: ignore[union-attr]
                _update(item, update)
            self.exchange.touch(item)
            if asked.get("SendMeetingInvitationsOrCancellations") == "SendToAllAndSaveCopy":
                self.exchange.notify("moved" if before else "invited", item)
            conflicts = el("m:ConflictResults", tx("t:Count", "0"))
            return el("m:Items", shown(item, frozenset(), listed=True)) + conflicts

        yield step

    def _SendItem(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            item = self._item(asked.find("m:ItemIds", NAMES)[0], writing=True)  # type: ignore[index]
            folder = self._place(asked.find("m:SavedItemFolderId", NAMES)[0])  # type: ignore[index]
            if "send" in self.denied:
                raise Denied(self.denied["send"])
            if not item.draft:
                raise Denied("ErrorInvalidRequest")
            if not item.readers():
                raise Denied("ErrorInvalidRecipients")
            self.exchange.send(item, to=folder)
            return ""

        yield step

    def _MoveItem(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            item = self._item(asked.find("m:ItemIds", NAMES)[0])  # type: ignore[index]
            folder = self._place(asked.find("m:ToFolderId", NAMES)[0])  # type: ignore[index]
            return el("m:Items", shown(self.exchange.move(item, folder), frozenset(), listed=True))

        yield step

    def _DeleteItem(self, asked: Element) -> Iterator[Callable[[], str]]:
        def step() -> str:
            item = self._item(asked.find("m:ItemIds", NAMES)[0])  # type: ignore[index]
            if item.tag == "CalendarItem":
                assert asked.get("SendMeetingCancellations") == "SendToNone"
            assert asked.get("DeleteType") in ("SoftDelete", "HardDelete")
            self.exchange.purge(item)
            return ""

        yield step


def _page(name: str, inside: str, following: int, count: int) -> str:
    last = following >= count
    more = {} if last else {"IndexedPagingOffset": str(following)}
    told = {"TotalItemsInView": str(count), "IncludesLastItemInRange": "true" if last else "false"}
    return el("m:RootFolder", el(name, inside), **more, **told)


def _marks(given: Element) -> dict[str, str]:
    found = {}
    for one in given.iterfind("t:ExtendedProperty", NAMES):
        uri = one.find("t:ExtendedFieldURI", NAMES)
        assert uri is not None and uri.get("PropertyType") == "String"
        found[_mark_name(uri)] = one.findtext("t:Value", "", NAMES)
    return found


def _mark_name(uri: Element) -> str:
    return f"{uri.get('PropertySetId', '').casefold()}/{uri.get('PropertyName')}"


def _values(given: Element) -> dict[str, str]:
    names = ("Subject", "Body", "Start", "End", "ReminderIsSet", "ReminderMinutesBeforeStart", "LegacyFreeBusyStatus")
    return {name: text for name in names if (text := given.findtext(f"t:{name}", None, NAMES)) is not None}


def _update(item: Item, update: Element) -> None:
    uri = update[0]
    if etree.QName(update).localname == "DeleteItemField":
        item.people[uri.get("FieldURI", "").partition(":")[2]] = []
        return
    value = update[1][0]
    name = etree.QName(value).localname
    if name == "ExtendedProperty":
        item.marks |= _marks(update[1])
    elif name.endswith("Recipients") or name == "RequiredAttendees":
        item.people[name] = [one.text or "" for one in value.iterfind(".//t:EmailAddress", NAMES)]
    elif name == "Categories":
        item.categories = [one.text or "" for one in value]
    elif name == "Body" and item.tag == "Message":
        item.body = value.text or ""
    elif name == "Subject" and item.tag == "Message":
        item.subject = value.text or ""
    else:
        item.values[name] = value.text or value.get("Id", "")


def _meets(item: Item, condition: Element) -> bool:
    kind = etree.QName(condition).localname
    if kind == "Or":
        return any(_meets(item, one) for one in condition)
    uri, wanted = condition[0], condition.find("t:FieldURIOrConstant/t:Constant", NAMES).get("Value", "")  # type: ignore[union-attr]
    name = uri.get("FieldURI")
    if kind == "IsGreaterThanOrEqualTo" and name == "item:DateTimeReceived":
        return item.received.strftime("%Y-%m-%dT%H:%M:%SZ") >= wanted
    assert kind == "IsEqualTo", kind
    if name == "message:InternetMessageId":
        return item.message_id == wanted
    if uri.get("PropertyTag", "").casefold() == "0x300b":
        return item.key == wanted
    assert re.fullmatch(r"[0-9a-f-]{36}/\w+", _mark_name(uri)), etree.tostring(uri)
    return item.marks.get(_mark_name(uri)) == wanted
