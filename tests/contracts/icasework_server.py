"""iCasework as far as its public interface is known: strict where it is, lenient where it is, its faults on demand.

It answers httpx directly, so that a test can cut a request off before or after it was done. What it holds survives any
fault: a thing done twice, or never, is seen here.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import io
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import httpx

LONDON = ZoneInfo("Europe/London")
ACCOUNT, KEY, SECRET = "anytown", "the-key", "the-secrét"
BASE, REPORTS, PORTAL = (
    "https://uat.icasework.com",
    "https://uatreports.icasework.com",
    "https://uatportal.icasework.com",
)
PAGE = b"<html><head><title>Error Page</title></head><body><h1>An Unexpected Error Occured</h1></body></html>"
NUMBER = {
    "createcase": "10",
    "updatecase": "11",
    "createaction": "1",
    "createauditentry": "12",
    "getcasedetails": "13",
    "getcasedocuments": "28",
    "getcases": "27",
    "getreport": "30",
    "token": "19",
}
POSTS = {"token", "createcase", "updatecase", "createaction", "createauditentry"}
ON_PORTAL, ON_REPORTS = {"getcases"}, {"getreport"}
FAULTS = (
    *("cut before", "cut after", "slow", "late", "no route", "500", "500 after", "503", "empty", "empty after"),
    *("truncated", "html 200", "html 200 after", "token dies", "crash before", "crash after"),
)
"""`slow`: done, and the answer comes too late; `late`: done some minutes after the caller has given up."""

Fields = dict[str, str]


class Denied(Exception):
    def __init__(self, status: int = 400, *, code: str = "", info: str = "", by_id: bool = False) -> None:
        self.status, self.code, self.info, self.by_id = status, code, info, by_id


@dataclass
class Entry:
    """What was written on a case beside its facts: an action, or a line of the audit trail."""

    kind: str
    at: datetime
    fields: Fields
    id: str


@dataclass
class HeldCase:
    id: str
    fields: Fields
    created_at: datetime
    attributes: Fields = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    outstanding: list[str] = field(default_factory=list)  # codes of tasks that its workflow has opened


class IcaseworkServer:
    """`script`: what happens to the next requests, one each; `fault_of` decides where the script is empty."""

    def __init__(self, clock: Callable[[], datetime], *, db: str = ACCOUNT, legacy: bool = False) -> None:
        self.clock, self.db, self.legacy = clock, db, legacy
        self.cases: list[HeldCase] = []
        self.reports: dict[str, list[Fields]] = {}
        self.types, self.forms = {"Ombudsman"}, {"UF1", "UF2", "UF3"}
        self.shown_label = True
        self.ip_denied = False
        self.denies_with = 403  # what an expired token is told; nobody has published it
        self.lives = timedelta(seconds=3600)
        self.script: deque[str | None] = deque()
        self.fault_of: Callable[[str], str | None] = lambda service: None
        self.crash: type[BaseException] = KeyboardInterrupt
        self.asked: list[tuple[str, str]] = []
        self.paced: list[float] = []
        self.tokens: dict[str, datetime] = {}
        self.given = 0
        self.late: list[tuple[datetime, Callable[[], object]]] = []
        self.in_flight = 0
        self._next = 480000
        self._then: datetime | None = None  # while something is done that was on its way

    def now(self) -> datetime:
        return self._then or self.clock()

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.handle)

    # faults

    def handle(self, request: httpx.Request) -> httpx.Response:
        assert self.in_flight == 0, "one request at a time"
        self.in_flight += 1
        try:
            return self._weathered(request)
        finally:
            self.in_flight -= 1

    def arrive(self) -> None:
        """What was on its way arrives, when its time has come."""
        due = [one for one in self.late if one[0] <= self.now()]
        self.late = [one for one in self.late if one not in due]
        for then, deed in sorted(due, key=lambda one: one[0]):
            self._then = then
            deed()
        self._then = None

    def _weathered(self, request: httpx.Request) -> httpx.Response:
        self.arrive()
        service = request.url.path.strip("/")
        fault = self.script.popleft() if self.script else self.fault_of(service)
        self.asked.append((request.method, service))
        if fault == "crash before":
            raise self.crash
        if fault == "no route":
            raise httpx.ConnectError("No route to host", request=request)
        if fault == "cut before":
            raise httpx.ReadError("Connection reset", request=request)
        if fault in ("500", "503"):
            return httpx.Response(int(fault), content=PAGE, headers={"content-type": "text/html"})
        if fault == "empty":
            return httpx.Response(200, content=b"")
        if fault == "html 200":
            return httpx.Response(200, content=PAGE, headers={"content-type": "text/html"})
        if fault == "token dies":
            self.tokens.clear()
        if fault == "late" and request.method == "POST" and service != "token":
            if self._is_let_in(request, service):
                deed = (self.now() + timedelta(minutes=4), lambda: self._answered(request, service, let_in=True))
                self.late.append(deed)
            raise httpx.ReadTimeout("timed out", request=request)
        answer = self._answered(request, service)
        if fault == "crash after":
            raise self.crash
        if fault == "cut after":
            raise httpx.RemoteProtocolError("Server disconnected", request=request)
        if fault in ("slow", "late"):
            raise httpx.ReadTimeout("timed out", request=request)
        if fault == "500 after":
            return httpx.Response(500, content=PAGE, headers={"content-type": "text/html"})
        if fault == "empty after":
            return httpx.Response(200, content=b"")
        if fault == "html 200 after":
            return httpx.Response(200, content=PAGE, headers={"content-type": "text/html"})
        if fault == "truncated":
            kept = {name: value for name, value in answer.headers.items() if name != "content-length"}
            half = answer.content[: len(answer.content) // 2]
            return httpx.Response(answer.status_code, content=half, headers=kept)
        return answer

    def _is_let_in(self, request: httpx.Request, service: str) -> bool:
        try:
            self._proved(request, service, self._said(request))
        except Denied:
            return False
        return not self.ip_denied

    def _answered(self, request: httpx.Request, service: str, *, let_in: bool = False) -> httpx.Response:
        """`let_in`: who asks was looked at when the request came."""
        try:
            if self.ip_denied:
                raise Denied(403)
            self._host(request, service)
            if (request.method == "POST") != (service in POSTS):
                raise Denied(code=f"{NUMBER.get(service, '99')}000", info="invalid_method")
            said = self._said(request)
            if service == "token":
                return self._token(request, said)
            if self.db and said.pop("db", "") != self.db:
                return httpx.Response(200, content=b"")
            if not let_in:
                self._proved(request, service, said)
            return getattr(self, f"_{service}")(said)  # type: ignore[no-any-return]
        except Denied as error:
            headers = {"content-type": "text/html"}
            if error.code:
                headers |= {"X-Application-Error-Code": error.code, "X-Application-Error-Info": error.info}
            if error.by_id:
                headers = {"Content-Disposition": 'filename="output.xml"'}
            return httpx.Response(error.status, content=PAGE, headers=headers)

    @staticmethod
    def _host(request: httpx.Request, service: str) -> None:
        host = f"{request.url.scheme}://{request.url.host}"
        right = PORTAL if service in ON_PORTAL else REPORTS if service in ON_REPORTS else BASE
        if host != right:
            raise Denied(code=f"{NUMBER.get(service, '99')}001", info="not_available")

    @staticmethod
    def _said(request: httpx.Request) -> Fields:
        """Form, JSON and query, merged: all three are in use."""
        said = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        kind = request.headers.get("content-type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            said |= dict(parse_qsl(request.content.decode(), keep_blank_values=True))
        elif kind.startswith("application/json"):
            said |= {name: str(value) for name, value in json.loads(request.content).items()}
        return said

    # who asks

    def _token(self, request: httpx.Request, said: Fields) -> httpx.Response:
        if said.get("db", "") != self.db:
            return httpx.Response(200, content=b"")
        try:
            head, body, proof = said["assertion"].split(".")
            claims = json.loads(_unpadded(body))
            signed = hmac.new(SECRET.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
            good = (
                said["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
                and json.loads(_unpadded(head))["alg"] == "HS256"
                and hmac.compare_digest(signed, _unpadded(proof))
                and claims["iss"] == KEY
                and claims["aud"] == f"{BASE}/token" + (f"?db={self.db}" if self.db else "")
                and abs(int(claims["iat"]) - self.now().timestamp()) < 600
            )
        except (KeyError, ValueError, TypeError):
            good = False
        if not good:
            raise Denied(code="19002", info="invalid_grant")
        self.given += 1
        token = f"token-{self.given}"
        self.tokens[token] = self.now() + self.lives
        body_ = {"access_token": token, "token_type": "Bearer", "expires_in": int(self.lives.total_seconds())}
        return httpx.Response(200, json=body_)

    def _proved(self, request: httpx.Request, service: str, said: Fields) -> None:
        if self.legacy:
            id = "" if service == "createcase" else said.get("CaseId") or said.get("ExternalId") or ""
            today = self.now().astimezone(LONDON).date().isoformat()
            wanted = hashlib.md5(f"{id}{today}{SECRET}".encode(), usedforsecurity=False).hexdigest()
            if (said.pop("Key", ""), said.pop("Signature", "")) != (KEY, wanted):
                raise Denied(403)
            return
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or said.pop("access_token", "")
        if self.tokens.get(token, datetime.min.replace(tzinfo=UTC)) <= self.now():
            raise Denied(self.denies_with)

    # what it does

    def _createcase(self, said: Fields) -> httpx.Response:
        if said.get("Type") not in self.types:
            raise Denied()
        self._next += 1
        case = HeldCase(str(self._next), {k: v for k, v in said.items() if k != "Format"}, self.now())
        case.outstanding = ["OMBTASK"]
        self.cases.append(case)
        return self._says("createcaseresponse", {"caseid": case.id, "team": "INBOXOM"}, said)

    def _getcasedetails(self, said: Fields) -> httpx.Response:
        found = self._find(said)
        if not found:
            raise Denied(by_id=True)
        rows = [self._details(case) for case in found]
        if said.get("Format") == "json":
            text = "\n".join(json.dumps(row) for row in rows)
            return httpx.Response(200, text=text, headers={"content-type": "application/json"})
        inner = "".join(f"<Case>{''.join(f'<{k}>{escape(v)}</{k}>' for k, v in row.items())}</Case>" for row in rows)
        text = (
            f'<?xml version="1.0" encoding="UTF-8"?><Cases RequestId="{rows[0]["CaseDetails.CaseId"]}">{inner}</Cases>'
        )
        return httpx.Response(200, text=text, headers={"content-type": "text/xml;charset=UTF-8"})

    def _details(self, case: HeldCase) -> Fields:
        shown = {
            "CaseDetails.CaseId": case.id,
            "CaseDetails.ExternalId": case.fields.get("ExternalId", ""),
            "CaseDetails.ParentCaseId": case.fields.get("ParentCaseId", ""),
            "CaseDetails.CaseType": case.fields["Type"],
            "CaseDetails.Reference": case.fields.get("Reference", ""),
            "CaseStatus.Status": "Open",
            "CaseStatusReceipt.Method": case.fields.get("RequestMethod", ""),
            "MainParty.Notes": "",
        }
        if self.shown_label:
            shown["CaseDetails.CaseLabel"] = case.fields.get("Label", "")
        return shown | {f"CaseDetailsOmbudsman.{name}": value for name, value in case.attributes.items()}

    def _updatecase(self, said: Fields) -> httpx.Response:
        case = self._one(said)
        rest = {k: v for k, v in said.items() if k not in ("CaseId", "ExternalId", "Format")}
        if "Attribute" in rest:
            rest = {rest["Attribute"]: rest.get("Value", "")}
        case.attributes |= rest
        return self._says("updatecaseattributeresponse", {"caseid": case.id}, said)

    def _createaction(self, said: Fields) -> httpx.Response:
        case = self._one(said)
        if said.get("Type") not in self.forms:
            raise Denied()
        task = said.get("Task", "")
        if task:
            if task not in case.outstanding:
                raise Denied(code="1003", info="no_outstanding_task")
            case.outstanding.remove(task)
        self._write(case, "action", said)
        return self._says("createactionresponse", {"caseid": case.id}, said)

    def _createauditentry(self, said: Fields) -> httpx.Response:
        case = self._one(said)
        if not said.get("Name"):
            raise Denied(code="12003", info="name_missing")
        fields = {k: v for k, v in said.items() if k not in ("Format", "CaseId")}
        since = self.now() - timedelta(hours=1)
        same = [e for e in case.entries if e.kind == "audit" and e.fields == fields and e.at > since]
        entry = same[-1] if same and said.get("ExcludeRepeats") == "true" else self._write(case, "audit", said)
        return self._says("createauditentryresponse", {"id": entry.id}, said)

    def _write(self, case: HeldCase, kind: str, said: Fields) -> Entry:
        self._next += 1
        fields = {k: v for k, v in said.items() if k not in ("Format", "CaseId")}
        case.entries.append(Entry(kind, self.now(), fields, str(self._next)))
        return case.entries[-1]

    def _getcasedocuments(self, said: Fields) -> httpx.Response:
        rows = "".join(
            f'<Document Id="D{n}" Name="{escape(case.fields[f"Document{n}.Name"])}" Source="Document">'
            f"<![CDATA[{BASE}/servlet/servlets.getImg?ref=D{n}&access_token=token-1]]></Document>"
            for case in self._find(said)
            for n in range(1, 30)
            if f"Document{n}.Name" in case.fields
        )
        return httpx.Response(200, text=f"<Documents>{rows}</Documents>" if rows else "<Documents />")

    def _getcases(self, said: Fields) -> httpx.Response:
        rows = "".join(f"<Case><CaseId>{case.id}</CaseId></Case>" for case in self.cases)
        return httpx.Response(200, text=f"<Cases>{rows}</Cases>" if rows else "<Cases />")

    def _getreport(self, said: Fields) -> httpx.Response:
        if said.get("ReportId") not in {*self.reports, "trail"}:
            raise Denied(code="30002", info="report_not_found")
        rows = self._trail() if said["ReportId"] == "trail" else self.reports[said["ReportId"]]
        since, until = said.get("FromTime", ""), said.get("UntilTime", "~")
        rows = [row for row in rows if since <= row.get("LastUpdatedTime", "9")[:19].replace("T", " ") <= until]
        if said.get("Format") == "json":
            return httpx.Response(200, json=rows)
        if said.get("Format") == "csv":
            text = io.StringIO()
            writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["none"])
            if said.get("CSVHeader") == "true":
                writer.writeheader()
            writer.writerows(rows)
            return httpx.Response(200, text=text.getvalue(), headers={"content-type": "text/csv"})
        inner = "".join(f"<Row>{''.join(f'<{k}>{escape(v)}</{k}>' for k, v in row.items())}</Row>" for row in rows)
        return httpx.Response(200, text=f"<Report>{inner}</Report>", headers={"content-type": "text/xml"})

    def _trail(self) -> list[Fields]:
        return [
            {
                "CaseId": case.id,
                "Words": entry.fields.get("Details", ""),
                "LastUpdatedTime": f"{entry.at.astimezone(LONDON):%Y-%m-%dT%H:%M:%S}",
            }
            for case in self.cases
            for entry in case.entries
        ]

    # looking up

    def _find(self, said: Fields) -> list[HeldCase]:
        by = "CaseId" if said.get("CaseId") else "ExternalId"
        wanted = said.get(by, "")
        held = {"CaseId": lambda case: case.id, "ExternalId": lambda case: case.fields.get("ExternalId", "")}[by]
        return [case for case in self.cases if wanted and held(case) == wanted]

    def _one(self, said: Fields) -> HeldCase:
        found = self._find(said)
        if not found:
            raise Denied(by_id=True)
        return found[-1]

    @staticmethod
    def _says(root: str, values: Fields, said: Fields) -> httpx.Response:
        if said.get("Format") == "json":
            return httpx.Response(200, json={root: values})
        inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
        return httpx.Response(200, text=f"<{root}>{inner}</{root}>", headers={"content-type": "text/xml;charset=UTF-8"})

    def written(self, mark: str) -> int:
        """How often something with this mark was written, as a case or on one."""
        words = [v for case in self.cases for v in (case.fields.get("Details", ""),)]
        words += [entry.fields.get("Details", "") for case in self.cases for entry in case.entries]
        return sum(mark in one for one in words)


def _unpadded(part: str) -> bytes:
    """Either alphabet, with or without padding: what real clients send, and the service takes."""
    plain = part.replace("-", "+").replace("_", "/").rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4))
