"""One request to Graph and its answer: the token, the headers each request needs, waiting and trying again, and what
may not be tried again blindly. Knows no folder and no mail.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx

from linkbot.mailsystems.exchange.faults import Changed, StateLost, Troubled, Unsure
from linkbot.mailsystems.exchange.waiting import AT_ONCE, Waits, retry_after
from linkbot.mailsystems.graph.faults import LOST_STATE, Told, refusal, told
from linkbot.mailsystems.microsoft_token import Tokens
from linkbot.ports import Permanent, Transient

Json = dict[str, object]
PREFER = ('IdType="ImmutableId"',)
"""On every request: an id that survives a move within the mailbox."""
LATER = frozenset({429, 500, 502, 503, 504, 509})
_LARGEST_ERROR = 65_536


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> Json:
        """Empty when there is none. Raises Transient when it is no JSON object: a page of some proxy."""
        if not self.content:
            return {}
        try:
            value = json.loads(self.content)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise Transient("Graph, or something in between, answered with what is no answer of Graph's.")
        return value


@dataclass(frozen=True)
class Request:
    """`what`: as a sentence begins, for errors. `repeatable`: doing it twice is doing it once."""

    method: str
    path: str  # below the mailbox, or a whole link of Graph's
    what: str
    query: tuple[tuple[str, str], ...] = ()
    json: Json | None = None
    mime: bytes | None = None  # base64 already
    prefer: tuple[str, ...] = ()
    if_match: str | None = None
    repeatable: bool = False
    limit: int | None = None  # octets of the answer that are wanted

    @property
    def safe(self) -> bool:
        return self.repeatable or self.method == "GET"

    @property
    def follows(self) -> bool:
        """A link of an earlier answer, which may have been forgotten."""
        return "://" in self.path


@dataclass
class Line:
    """`mailbox`: an address or object id. `client` has no authority of its own: each request brings its token."""

    client: httpx.Client
    tokens: Tokens
    mailbox: str
    endpoint: str = "https://graph.microsoft.com/v1.0"
    waits: Waits = field(default_factory=Waits)
    well_known: dict[str, str] = field(default_factory=dict)  # ids of folders, which never change; `folders` fills it
    _gate: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))

    def close(self) -> None:
        self.client.close()

    def ask(self, request: Request) -> Answer:
        """Raises Transient, Unsure, Changed, Gone, Refused, StateLost; Permanent for a certificate or a token."""
        waited, attempt, renewed = 0.0, 0, False
        while True:
            attempt += 1
            said: float | None = None
            try:
                answer = self._once(request)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                fault: Transient = _unreachable(error, self.endpoint)  # nothing went: anything may be tried again
            except (httpx.TransportError, httpx.DecodingError) as error:
                words = f"{request.what} was cut off ({type(error).__name__})."
                if not request.safe:
                    raise Unsure(words) from None
                fault = Troubled(words)
            else:
                if answer.status < 300:
                    return answer
                if answer.status == 401 and not renewed:
                    renewed = True
                    self.tokens.refused()
                    continue
                fault = self._later(request, answer)
                said = fault.retry_after
            pause = self.waits.before(attempt, said)
            if attempt >= self.waits.tries or waited + pause > self.waits.longest:
                raise fault
            self.waits.sleep(pause)
            waited += pause

    def _later(self, request: Request, answer: Answer) -> Transient:
        """The fault after which the same request may be sent again. Raises all others."""
        said = told(answer.status, answer.content, answer.headers.get("request-id", ""))
        if request.follows and (answer.status in (400, 410) or said.low in LOST_STATE):
            raise StateLost(str(said))
        if answer.status == 412 or said.low == "errorirresolvableconflict":
            raise Changed(f"{request.what}: somebody else changed it meanwhile ({said}).")
        if answer.status == 409 and said.low in ("errorconcurrencylimit", "applicationthrottled"):
            return Transient(f"{request.what} is put off ({said}).")
        if answer.status == 401:
            words = "Graph takes no token, a new one neither. Should it stay so: mailbox.graph.authority and .endpoint "
            return Transient(f"{request.what} is put off ({said}). {words}must be of the same cloud.")
        if answer.status not in LATER or _is_verdict(said):
            raise refusal(said, request.what, root_missing=b"folder Root not found" in answer.content)
        wait = retry_after(answer.headers)
        words = f"{request.what} is put off: Graph has too much to do or an error of its own ({said})."
        if answer.status != 429 and not request.safe:
            raise Unsure(words, wait)
        return Troubled(words, wait) if answer.status in (500, 502, 504) else Transient(words, wait)

    def _once(self, request: Request) -> Answer:
        headers = {
            "Authorization": f"Bearer {self.tokens.token()}",
            "Prefer": ", ".join((*PREFER, *request.prefer)),
        }
        content: bytes | None = None
        if request.json is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(request.json).encode()
        elif request.mime is not None:
            headers["Content-Type"] = "text/plain"
            content = request.mime
        if request.if_match is not None:
            headers["If-Match"] = request.if_match
        with (
            self._gate,
            self.client.stream(request.method, self.url(request), headers=headers, content=content) as response,
        ):
            limit = request.limit if response.status_code < 300 else _LARGEST_ERROR
            return Answer(response.status_code, dict(response.headers), _read(response, limit))

    def url(self, request: Request) -> str:
        """Raises Permanent for a link that leads elsewhere: the token goes to Graph only."""
        if "://" in request.path:
            if not request.path.startswith(self.endpoint.rstrip("/") + "/"):
                raise Permanent(f"{request.what}: Graph named a link that is not its own. Nothing was sent there.")
            return request.path
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in request.query)
        base = f"{self.endpoint.rstrip('/')}/users/{quote(self.mailbox, safe='@')}{request.path}"
        return f"{base}?{query}" if query else base


def _read(response: httpx.Response, limit: int | None) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if limit is not None and size > limit:
            break
    return b"".join(parts)


def _is_verdict(said: Told) -> bool:
    """Some answers with a 500 or 503 are a no for good: about this item, or this mailbox."""
    return said.status in (500, 503) and said.low in (
        "errormimecontentconversionfailed",
        "erroritemcorrupt",
        "errorquotaexceeded",
        "mailboxnotenabledforrestapi",
    )


def _unreachable(error: httpx.TransportError, endpoint: str) -> Transient:
    """Raises Permanent for a certificate that does not prove the far side."""
    host = httpx.URL(endpoint).host
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise Permanent(
                f"The certificate shown for {host} does not prove who it is: {cause.verify_message}. If a firewall "
                "opens encrypted traffic, let it leave this host alone, or give this machine the firewall's authority."
            ) from None
    return Transient(f"{host} cannot be reached ({type(error).__name__}). A firewall must let this machine through.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def encoded(text: str) -> str:
    """An id or a name as one part of a path."""
    return quote(text, safe="")
