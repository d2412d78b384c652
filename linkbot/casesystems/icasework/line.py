"""One request to iCasework and its answer: the host it belongs to, the proof it needs, waiting, and what may not be
tried again blindly. Knows no case.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx

from linkbot.casesystems.icasework.answers import token_of
from linkbot.casesystems.icasework.faults import BAD_KEY, WRONG_DB, WRONG_KEY, NotLetIn, Unsure, refusal, told
from linkbot.casesystems.icasework.proof import GRANT, assertion, signature
from linkbot.casesystems.icasework.waiting import Pace
from linkbot.ports import Permanent, Transient

LONDON = ZoneInfo("Europe/London")
"""iCasework's times bear no zone."""
LASTS = 55 * 60.0
RESTS = 120.0
"""Seconds in which a server that has not answered several times is asked nothing."""
_LARGEST = 50_000_000
_IDS = ("CaseId", "ExternalId", "Id")


@dataclass(frozen=True)
class Account:
    """`base` and `reports` without a path; `db` names the account on a shared system. `legacy`: MD5 signatures."""

    key: str
    secret: str
    base: str
    reports: str = ""
    db: str = ""
    legacy: bool = False

    def __repr__(self) -> str:
        return f"Account({self.base}, {self.db})"  # never what it holds

    def url(self, service: str) -> str:
        host = self.reports if service == "getreport" and self.reports else self.base
        return f"{host.rstrip('/')}/{service}" + (f"?db={self.db}" if self.db else "")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass
class Line:
    """`now`: the wall clock, which a token's date is made from."""

    client: httpx.Client
    account: Account
    now: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    _token: str = field(default="", repr=False)
    _since: float = 0.0
    _rests_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def close(self) -> None:
        self.client.close()

    def get(self, service: str, what: str, query: Mapping[str, str]) -> Answer:
        """Tried again on its own: it changes nothing. `what`: as a sentence begins. Raises Transient, Refused."""
        if self.pace.ticks() < self._rests_until:
            raise Transient(f"{what} is put off: iCasework has just not answered.", RESTS)
        for attempt in range(1, self.pace.tries + 1):
            try:
                return self._asked("GET", service, what, query)
            except NotLetIn:
                raise
            except Transient as error:
                fault = error
            if attempt < self.pace.tries:
                self.pace.before(attempt)
        self._rests_until = self.pace.ticks() + RESTS  # mail must not wait behind a server that hangs
        raise Transient(str(fault), fault.retry_after) from None

    def post(self, service: str, what: str, form: Mapping[str, str]) -> Answer:
        """Once. Raises Unsure when it may have been done, Transient when it surely was not, Refused."""
        return self._asked("POST", service, what, form)

    def token(self) -> str:
        """One that is good for a while yet. Raises Transient, Refused."""
        if not self._token or self.pace.ticks() - self._since > LASTS:
            self._token, self._since = self._fresh_token(), self.pace.ticks()
        return self._token

    def _asked(self, method: str, service: str, what: str, values: Mapping[str, str]) -> Answer:
        with self._lock:
            for renewed in (False, True):
                answer = self._once(method, service, what, values)
                if answer.status in (401, 403) and not renewed and not self.account.legacy:
                    self._token = ""
                    continue
                break
        if answer.status >= 500 or answer.status == 429:
            said = told(answer.status, answer.headers)
            words = f"{what} is put off: iCasework has an error of its own ({said})."
            raise Transient(words) if answer.status == 429 else Unsure(words)
        if answer.status != 200:
            raise refusal(told(answer.status, answer.headers), what, by_id=_names_an_id(answer))
        return answer

    def _once(self, method: str, service: str, what: str, values: Mapping[str, str]) -> Answer:
        sent, headers = dict(values), {}
        if self.account.legacy:
            today = self.now().astimezone(LONDON).date()
            id = next((sent[name] for name in _IDS if name in sent), "") if service != "createcase" else ""
            sent |= {"Key": self.account.key, "Signature": signature(secret=self.account.secret, on=today, id=id)}
        else:
            headers["Authorization"] = f"Bearer {self.token()}"
        return self._sent(method, service, what, sent, headers)

    def _fresh_token(self) -> str:
        url = self.account.url("token")
        proof = assertion(
            key=self.account.key,
            secret=self.account.secret,
            audience=url,
            issued_at=int(self.now().timestamp()),
        )
        what = "Signing in to iCasework"
        try:
            answer = self._sent("POST", "token", what, {"grant_type": GRANT, "assertion": proof}, {})
        except Unsure as error:
            raise Transient(str(error)) from None
        if answer.status == 200 and not answer.content:
            raise NotLetIn(WRONG_DB)
        if answer.status == 200:
            return token_of(answer.content)
        said = told(answer.status, answer.headers)
        if said.code == BAD_KEY:
            raise NotLetIn(f"{WRONG_KEY} ({said})")
        if answer.status >= 500 or answer.status == 429:
            raise Transient(f"{what} is put off: iCasework has an error of its own ({said}).")
        raise refusal(said, what)

    def _sent(
        self, method: str, service: str, what: str, values: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        self.pace.one_more()
        url, form = self.account.url(service), dict(values) if method == "POST" else None
        if form is None and values:  # httpx would drop the db that stands in the address
            url += ("&" if "?" in url else "?") + str(httpx.QueryParams(dict(values)))
        try:
            with self.client.stream(method, url, data=form, headers=headers) as response:
                return Answer(response.status_code, _lower(response.headers), _read(response))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise _unreachable(error, url) from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise Unsure(f"{what} was cut off ({type(error).__name__}).") from None


def _names_an_id(answer: Answer) -> bool:
    """A no about a case, not about the call: it comes in the dress of the file that was asked for."""
    return answer.headers.get("content-disposition", "").casefold().replace(" ", "").find('filename="output.') >= 0


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.casefold(): value for name, value in headers.items()}


def _read(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise httpx.DecodingError("longer than any answer of iCasework's")
    return b"".join(parts)


def _unreachable(error: httpx.TransportError, url: str) -> Transient:
    """Raises Permanent for a certificate that does not prove the far side."""
    host = httpx.URL(url).host
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
