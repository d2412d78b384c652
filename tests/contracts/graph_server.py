"""Graph in front of `graph_store.Exchange`: paths, queries, headers, pages and delta links, and faults on demand.

It is strict where the service is: no token, no answer; no immutable ids asked for, a failing test.
"""

from __future__ import annotations

import base64
import json
import re
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
from graph_store import HIDDEN, Event, Exchange, Json, Message, stamp

ENDPOINT = "https://graph.microsoft.com/v1.0"
UPLOADS = "https://outlook.office.com/uploads/"
MAILBOX = "ombudsman@anytown.gov.uk"
HTML = b"<html><body><h1>Application request queue full</h1></body></html>"
_MARK = re.compile(r"ep/id eq '([^']+)' and ep/value eq '((?:[^']|'')*)'")
_EXPANDED = re.compile(r"id eq '([^']+)'")


class Denied(Exception):
    def __init__(self, status: int, code: str, message: str = "No.") -> None:
        super().__init__(code)
        self.status, self.code, self.words = status, code, message


class GraphServer:
    """`script`: what happens to the next requests, one each; `fault_of` decides where the script is empty.

    "cut before", "cut after", "slow" (done, and no answer in time), "429", "429 7", "503", "503 html", "504",
    "504 after", "500", "401", "410", "no route", "crash before", "crash after".
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.script: deque[str | None] = deque()
        self.fault_of: Callable[[str, str], str | None] = lambda method, path: None
        self.denied: dict[str, tuple[int, str]] = {}  # "METHOD suffix" → an answer that always comes
        self.asked: list[tuple[str, str]] = []
        self.good = "token-1"
        self.page_size = 1000
        self.shuffled: Callable[[list[str]], list[str]] = lambda ids: ids
        self.again: set[str] = set()  # ids that delta tells once more
        self.late = 0
        self.crash: type[BaseException] = KeyboardInterrupt
        self.sessions: dict[str, tuple[Message, Json, bytearray]] = {}
        self.check: Callable[[httpx.Request, httpx.Response], None] = lambda request, response: None

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.handle)

    def handle(self, request: httpx.Request) -> httpx.Response:
        fault = self.script.popleft() if self.script else self.fault_of(request.method, request.url.path)
        self.asked.append((request.method, unquote(request.url.path)))
        if fault == "crash before":
            raise self.crash
        if fault == "no route":
            raise httpx.ConnectError("No route to host", request=request)
        if fault == "cut before":
            raise httpx.ReadError("Connection reset", request=request)
        answer = self._fault(fault, request) or self._answered(request)
        if answer.status_code < 500 and fault not in ("401",):
            self.check(request, answer)
        if fault == "crash after":
            raise self.crash
        if fault == "cut after":
            raise httpx.RemoteProtocolError("Server disconnected", request=request)
        if fault == "slow":
            raise httpx.ReadTimeout("timed out", request=request)
        if fault == "504 after":
            return httpx.Response(504, content=HTML, headers={"content-type": "text/html"})
        return answer

    def _fault(self, fault: str | None, request: httpx.Request) -> httpx.Response | None:
        kind, _, wait = (fault or "").partition(" ")
        waits = {"retry-after": wait} if wait.isdecimal() else {}
        if kind == "429":
            return self._error(429, "ApplicationThrottled", waits)
        if fault == "503 html":
            return httpx.Response(503, content=HTML, headers={"content-type": "text/html"})
        if kind in ("503", "504") and wait != "after":
            return self._error(int(kind), "serviceNotAvailable", waits)
        if kind == "500":
            return self._error(500, "ErrorInternalServerError")
        if kind == "401":
            return self._error(401, "InvalidAuthenticationToken")
        if kind == "410" and ("delta" in request.url.path and "token" in str(request.url)):
            return self._error(410, "SyncStateNotFound")
        return None

    def _answered(self, request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(UPLOADS):
            return self._upload(request)
        if request.headers.get("authorization") != f"Bearer {self.good}":
            return self._error(401, "InvalidAuthenticationToken")
        assert 'IdType="ImmutableId"' in request.headers["prefer"], "every request must ask for immutable ids"
        path = unquote(urlsplit(str(request.url)).path).removeprefix("/v1.0/users/")
        user, _, rest = path.partition("/")
        try:
            for pattern, (status, code) in self.denied.items():
                method, _, end = pattern.partition(" ")
                if method == request.method and re.search(end, "/" + rest):
                    raise Denied(status, code, "Default folder Root not found." if "Root" in code else "No.")
            if user.casefold() != MAILBOX:
                raise Denied(404, "ErrorInvalidUser")
            return self._routed(request, ("/" + rest).rstrip("/"))
        except Denied as error:
            return self._error(error.status, error.code.removesuffix("Root"), message=error.words)

    def _routed(self, request: httpx.Request, path: str) -> httpx.Response:
        query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        method = request.method
        body: Json = {}
        if request.headers.get("content-type", "").startswith("application/json"):
            body = json.loads(request.content)
        if path == "/events" or path.startswith(("/events/", "/calendar")):
            return self._diary(method, path, query, body)
        if found := re.fullmatch(r"/mailFolders(?:/([^/]+)/childFolders)?", path):
            return self._folders(method, found[1], body)
        if found := re.fullmatch(r"/mailFolders/([^/]+)", path):
            folder = self.exchange.folders.get(self.exchange.known.get(found[1], found[1]))
            if folder is None:
                raise Denied(404, "ErrorItemNotFound")
            return self._json(self._folder(folder.id))
        if found := re.fullmatch(r"/mailFolders/([^/]+)/messages/delta", path):
            return self._delta(self._folder_id(found[1]), query, request)
        if found := re.fullmatch(r"(?:/mailFolders/([^/]+))?/messages", path):
            if method == "POST":
                return self._created(request, body)
            return self._listed(self._folder_id(found[1]) if found[1] else None, query)
        if found := re.fullmatch(r"/messages/([^/]+)(/.*)?", path):
            return self._message(request, found[1], found[2] or "", query, body)
        raise Denied(404, "UnknownPath")

    def _folder_id(self, name: str) -> str:
        id = self.exchange.known.get(name, name)
        if id not in self.exchange.folders:
            raise Denied(404, "ErrorItemNotFound")
        return id

    def _folder(self, id: str) -> Json:
        folder = self.exchange.folders[id]
        count = sum(one.parent == id for one in self.exchange.folders.values())
        return {
            "id": id,
            "displayName": folder.name,
            "parentFolderId": folder.parent or "root",
            "childFolderCount": count,
        }

    def _folders(self, method: str, parent: str | None, body: Json) -> httpx.Response:
        parent = self._folder_id(parent) if parent else None
        inside = [one for one in self.exchange.folders.values() if one.parent == parent]
        if method == "POST":
            if any(one.name.casefold() == str(body["displayName"]).casefold() for one in inside):
                raise Denied(409, "ErrorFolderExists")
            made = self.exchange.folder(str(body["displayName"]), parent)
            return self._json(self._folder(made.id), 201)
        return self._json({"value": [self._folder(one.id) for one in inside]})

    def _delta(self, folder: str, query: dict[str, str], request: httpx.Request) -> httpx.Response:
        token = query.get("$deltatoken") or query.get("$skiptoken")
        after, until, at = 0, len(self.exchange.log), 0
        if token:
            epoch, *numbers = token.split(".")
            if epoch != str(self.exchange.epoch):
                raise Denied(410, "SyncStateNotFound")
            after, until, at = (int(number) for number in numbers)
            until = until or len(self.exchange.log)
        asked = re.search(r"maxpagesize=(\d+)", request.headers["prefer"])
        size = min(int(asked[1]) if asked else 10, self.page_size)
        ids = self.exchange.changes(folder, after, until)
        repeated = sorted(self.again - set(ids)) if at == 0 and len(ids) + len(self.again) <= size else []
        ids = self.shuffled([*repeated, *ids])
        value = [self._told(id, folder) for id in ids[at : at + size]]
        if after == 0:
            value = [one for one in value if "@removed" not in one]
        base = f"{ENDPOINT}/users/{MAILBOX}/mailFolders/{folder}/messages/delta"
        if at + size < len(ids):
            link = {"@odata.nextLink": f"{base}?$skiptoken={self.exchange.epoch}.{after}.{until}.{at + size}"}
        else:
            link = {"@odata.deltaLink": f"{base}?$deltatoken={self.exchange.epoch}.{until}.0.0"}
            self.again -= set(repeated)
        return self._json({"value": value, **link})

    def _told(self, id: str, folder: str) -> Json:
        message = self.exchange.messages.get(id)
        if message is None or message.folder != folder:
            return {"id": id, "@removed": {"reason": "deleted" if message is None else "changed"}}
        chosen = "id,receivedDateTime,lastModifiedDateTime,isDraft"
        return self._shown(message, {"$select": chosen})

    def _listed(self, folder: str | None, query: dict[str, str]) -> httpx.Response:
        hidden = self.exchange.known[HIDDEN]
        found = [
            one for one in self.exchange.messages.values() if (one.folder == folder if folder else one.folder != hidden)
        ]
        condition, kept = query.get("$filter", ""), []
        for one in found:
            if self._meets(one, condition):
                if one.unseen > 0:
                    one.unseen -= 1
                    continue
                kept.append(one)
        at, size = int(query.get("$skip", 0)), min(int(query.get("$top", 10)), self.page_size)
        body: Json = {"value": [self._shown(one, query) for one in kept[at : at + size]]}
        if at + size < len(kept):
            rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "$skip")
            where = f"/mailFolders/{folder}" if folder else ""
            body["@odata.nextLink"] = f"{ENDPOINT}/users/{MAILBOX}{where}/messages?{rest}&$skip={at + size}"
        return self._json(body)

    @staticmethod
    def _meets(message: Message, condition: str) -> bool:
        if not condition:
            return True
        if found := _MARK.search(condition):
            return message.marks.get(found[1].casefold()) == found[2].replace("''", "'")
        if found := re.fullmatch(r"internetMessageId eq '(.*)'", condition):
            return message.fields["internetMessageId"] == found[1].replace("''", "'")
        if found := re.fullmatch(r"receivedDateTime ge (\S+)", condition):
            return stamp(message.received) >= found[1]
        raise Denied(400, "ErrorInvalidUrlQueryFilter")

    def _shown(self, message: Message, query: dict[str, str]) -> Json:
        whole: Json = {
            **{name: value for name, value in message.fields.items() if name[0].islower()},
            "receivedDateTime": stamp(message.received),
            "createdDateTime": stamp(message.received),
            "lastModifiedDateTime": stamp(message.modified),
            "isDraft": message.draft,
            "parentFolderId": message.folder,
        }
        wanted = query.get("$select", "").split(",")
        shown = {name: value for name, value in whole.items() if wanted == [""] or name in wanted}
        if "internetMessageHeaders" in wanted:
            shown["internetMessageHeaders"] = headers_of(message.octets())
        shown |= {"@odata.etag": message.etag, "id": message.id}
        return shown | self._marks(message.marks, query)

    @staticmethod
    def _marks(marks: dict[str, str], query: dict[str, str]) -> Json:
        names = _EXPANDED.findall(query.get("$expand", ""))
        found = [{"id": name, "value": marks[name.casefold()]} for name in names if name.casefold() in marks]
        return {"singleValueExtendedProperties": found} if found else {}

    def _created(self, request: httpx.Request, body: Json) -> httpx.Response:
        if request.headers["content-type"].startswith("text/plain"):
            mime = base64.b64decode(request.content, validate=True)
            made = self.exchange.arrive(mime, self.exchange.now, "drafts", draft=True)
        else:
            made = self.exchange.arrive(b"Subject: \r\n\r\n", self.exchange.now, "drafts", draft=True)
            made.mime = None
            self.exchange.change(made, body)
        return self._json(self._shown(made, {}), 201)

    def _message(self, request: httpx.Request, id: str, rest: str, query: dict[str, str], body: Json) -> httpx.Response:
        if "@" in id:
            raise Denied(400, "ErrorInvalidIdMalformed")
        message = self.exchange.messages.get(id)
        if message is not None and message.unseen > 0 and request.method == "GET":
            message.unseen -= 1
            message = None
        if message is None:
            raise Denied(404, "ErrorItemNotFound")
        held = request.headers.get("if-match")
        if held is not None and held != message.etag:
            raise Denied(412, "ErrorIrresolvableConflict")
        match request.method, rest:
            case "GET", "":
                return self._json(self._shown(message, query))
            case "GET", "/$value":
                return httpx.Response(200, content=message.octets(), headers=self._headers("text/plain"))
            case "PATCH", "":
                self.exchange.change(message, body)
                return self._json(self._shown(message, {}))
            case "DELETE", "":
                self.exchange.move(message, "deleteditems")
                return self._nothing(204)
            case "POST", "/permanentDelete":
                self.exchange.purge(message)
                return self._nothing(204)
            case "POST", "/move":
                self.exchange.move(message, self._folder_id(str(body["destinationId"])))
                return self._json(self._shown(message, {}), 201)
            case "POST", "/createReply":
                inner = body.get("message")
                return self._json(self._shown(self.exchange.reply(message, dict(inner or {})), {}), 201)  # type: ignore[call-overload]
            case "POST", "/send":
                if not message.draft:
                    raise Denied(400, "ErrorInvalidRequest")
                if not any(message.fields[key] for key in ("toRecipients", "ccRecipients", "bccRecipients")):
                    raise Denied(400, "ErrorInvalidRecipients")
                self.exchange.send(message, late=self.late)
                return self._nothing(202)
            case "GET", "/attachments":
                return self._json({"value": [{**_KIND, "name": one["name"], "id": "a"} for one in message.files]})
            case "POST", "/attachments":
                self._attached(message, body)
                return self._json({**_KIND, "name": body["name"], "id": "a"}, 201)
            case "POST", "/attachments/createUploadSession":
                return self._session(message, body)
        raise Denied(405, "MethodNotAllowed")

    def _attached(self, message: Message, file: Json) -> None:
        message.files.append({name: file[name] for name in ("name", "contentType", "contentBytes")})
        self.exchange.touch(message)

    def _session(self, message: Message, body: Json) -> httpx.Response:
        item = body["AttachmentItem"]
        assert isinstance(item, dict)
        address = f"{UPLOADS}{len(self.sessions) + 1}?authtoken=secret"
        self.sessions[address] = (message, item, bytearray())
        return self._json({"uploadUrl": address, "nextExpectedRanges": ["0-"]}, 201)

    def _upload(self, request: httpx.Request) -> httpx.Response:
        assert "authorization" not in request.headers, "an upload address must never see the token"
        message, item, got = self.sessions[str(request.url)]
        size = int(str(item["size"]))
        if request.method == "GET":
            ranges = [f"{len(got)}-"] if len(got) < size else []
            return httpx.Response(200, json={"nextExpectedRanges": ranges})
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers["content-range"])
        assert found is not None and int(found[3]) == size
        start, end = int(found[1]), int(found[2])
        assert len(request.content) == end - start + 1 <= 4 * 1024 * 1024
        if start != len(got):
            return self._error(416, "ErrorInvalidRange")
        got += request.content
        if len(got) < size:
            return httpx.Response(200, json={"nextExpectedRanges": [f"{len(got)}-"]})
        file = {"name": item["name"], "contentType": item["contentType"]}
        self._attached(message, {**file, "contentBytes": base64.b64encode(bytes(got)).decode()})
        return httpx.Response(201, headers={"location": "https://outlook.office.com/…"[:27]})

    def _diary(self, method: str, path: str, query: dict[str, str], body: Json) -> httpx.Response:
        if path == "/calendar":
            return self._json({"id": "calendar", "canEdit": True})
        if path == "/events" and method == "POST":
            return self._json(self._event(self.exchange.invite(body), {}), 201)
        if path == "/events":
            found = _MARK.search(query.get("$filter", ""))
            assert found is not None
            events = [one for one in self.exchange.events.values() if one.marks.get(found[1].casefold()) == found[2]]
            return self._json({"value": [self._event(one, query) for one in events]})
        id, _, rest = path.removeprefix("/events/").partition("/")
        event = self.exchange.events.get(id)
        if event is None:
            raise Denied(404, "ErrorItemNotFound")
        if method == "PATCH":
            self.exchange.move_event(event, body)
            return self._json(self._event(event, {}))
        if method == "POST" and rest == "cancel":
            self.exchange.cancel(event, str(body.get("Comment") or ""))
            return self._nothing(202)
        if (method, rest) in (("DELETE", ""), ("POST", "permanentDelete")):
            self.exchange.events.pop(event.id)
            return self._nothing(204)
        return self._json(self._event(event, query))

    def _event(self, event: Event, query: dict[str, str]) -> Json:
        wanted = query.get("$select", "").split(",")
        whole = {**event.body, "iCalUId": event.uid, "isCancelled": False, "createdDateTime": stamp(self.exchange.now)}
        shown = {name: value for name, value in whole.items() if wanted == [""] or name in wanted}
        return {**shown, "id": event.id, "@odata.etag": 'W/"1"', **self._marks(event.marks, query)}

    def _json(self, body: Json, status: int = 200) -> httpx.Response:
        return httpx.Response(status, content=json.dumps(body).encode(), headers=self._headers("application/json"))

    def _nothing(self, status: int) -> httpx.Response:
        return httpx.Response(status, headers=self._headers("text/plain"))

    def _error(
        self, status: int, code: str, headers: dict[str, str] | None = None, *, message: str = "No."
    ) -> httpx.Response:
        body = {"error": {"code": code, "message": message}}
        kept = {**self._headers("application/json"), **(headers or {}), "request-id": "11111111-2222"}
        return httpx.Response(status, content=json.dumps(body).encode(), headers=kept)

    def _headers(self, kind: str) -> dict[str, str]:
        return {"content-type": kind, "date": format_datetime(self.exchange.now.astimezone(UTC), usegmt=True)}


_KIND: Json = {"@odata.type": "#microsoft.graph.fileAttachment"}


def headers_of(octets: bytes) -> list[Json]:
    section = re.split(rb"\r?\n\r?\n", octets, maxsplit=1)[0]
    lines: list[Json] = []
    for line in re.split(r"\r?\n", section.decode("utf-8", "replace")):
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and lines:
            lines[-1]["value"] = f"{lines[-1]['value']} {line.strip()}"
        elif colon:
            lines.append({"name": name, "value": value.strip()})
    return lines


def clock(exchange: Exchange) -> Callable[[], datetime]:
    return lambda: exchange.now
