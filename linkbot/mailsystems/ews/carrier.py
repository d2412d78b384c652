"""exchangelib as the carrier of single requests: sign-in, sessions, the envelope with the impersonated mailbox, the
names of errors. Its own waiting and trying again, its guessing of versions and its searching for servers are left out:
a request goes once, and what came of it is told.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import requests
from exchangelib.account import Identity
from exchangelib.configuration import Configuration
from exchangelib.credentials import Credentials
from exchangelib.errors import ErrorServerBusy, EWSError, TransportError
from exchangelib.protocol import BaseProtocol, FailFast
from exchangelib.services.common import EWSAccountService
from exchangelib.transport import BASIC, NOAUTH, NTLM
from exchangelib.util import is_xml, to_xml
from exchangelib.version import EXCHANGE_2013_SP1, EXCHANGE_2016, EXCHANGE_2019, Version
from lxml import etree
from requests.adapters import BaseAdapter, HTTPAdapter
from spnego.exceptions import SpnegoError

from linkbot.mailsystems.ews.faults import Told
from linkbot.mailsystems.ews.wire import CONNECTIONS, Access, Answer, CutOff, Denied, NotSent, Reply
from linkbot.mailsystems.ews.words import MESSAGES, Element, first, text
from linkbot.mailsystems.microsoft_token import Tokens

CONNECT_SECONDS = 15.0
VERSIONS = {
    "2013": Version(EXCHANGE_2013_SP1),
    "2016": Version(EXCHANGE_2016),
    "2019": Version(EXCHANGE_2019),
    "se": Version(EXCHANGE_2019),
}
_SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
_ERRORS = "{http://schemas.microsoft.com/exchange/services/2006/errors}"


class ExchangelibWire:
    """Implements `Wire`. `adapter` makes the transport of a session; tests give their own."""

    def __init__(self, access: Access, *, timeout: float, adapter: Callable[[], BaseAdapter] | None = None) -> None:
        auth = NOAUTH if access.tokens else {"basic": BASIC, "ntlm": NTLM}[access.sign_in]
        credentials = None if access.tokens else Credentials(access.username, access.password)
        config = Configuration(
            credentials=credentials,
            service_endpoint=access.endpoint,
            auth_type=auth,
            version=VERSIONS[access.version],
            retry_policy=_Once(),
            max_connections=CONNECTIONS,
        )
        self._sessions = _Sessions(config, access.tokens, adapter or _Adapter)
        self._box = _Box(self._sessions, access)
        self._timeout = (min(CONNECT_SECONDS, timeout), timeout)

    def post(self, operation: str, payload: Element) -> Answer:
        service = _service(operation)(account=self._box, timeout=self._timeout)
        try:
            response = service.once(payload)
            return _answer(operation, response)
        except (TransportError, EWSError, requests.RequestException, etree.ParseError) as error:
            raise _what_came(error) from None
        except (PermissionError, SpnegoError) as error:  # what NTLM says when the far side goes on with it no further
            raise Denied(Told(401, type(error).__name__)) from None

    def close(self) -> None:
        self._sessions.close()


class _Once(FailFast):  # type: ignore[misc]
    """No request is repeated here: what may be is known further up."""

    @property
    def back_off_until(self) -> None:
        return None

    def raise_response_errors(self, response: requests.Response) -> None:
        if response.status_code == 200 or (response.status_code == 500 and is_xml(response.content)):
            return
        wait = response.headers.get("Retry-After", "").strip()
        raise Denied(Told(response.status_code, "", _request_of(response), float(wait) if wait.isdecimal() else None))


class _Adapter(HTTPAdapter):
    """Believes the authorities of this machine beside the usual ones: a council's own Exchange has one of its own."""

    def __init__(self) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, pool_block=True, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: object) -> None:
        context = ssl.create_default_context()
        super().init_poolmanager(connections, maxsize, block, ssl_context=context, **more)


class _Sessions(BaseProtocol):  # type: ignore[misc]
    """One mailbox's own: exchangelib's `Protocol` would share them with everybody in the process who signs in alike."""

    USERAGENT = "linkbot"

    def __init__(self, config: Configuration, tokens: Tokens | None, adapter: Callable[[], BaseAdapter]) -> None:
        super().__init__(config)
        self._tokens, self._make_adapter = tokens, adapter

    def get_auth_type(self) -> str:
        raise AssertionError("the way of signing in is never guessed")

    @property
    def version(self) -> Version:
        return self.config.version

    def create_session(self) -> requests.Session:
        session: requests.Session = super().create_session()
        session.mount(self.service_endpoint, self._make_adapter())
        if self._tokens is not None:
            session.auth = _Bearer(self._tokens)
        return session


@dataclass
class _Bearer(requests.auth.AuthBase):
    tokens: Tokens

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.tokens.token()}"
        return request


class _Box:
    """What exchangelib's services want to know of an account."""

    default_timezone = None
    affinity_cookie = None

    def __init__(self, protocol: _Sessions, access: Access) -> None:
        self.protocol, self.version = protocol, protocol.version
        self.primary_smtp_address = access.mailbox
        self.access_type = "impersonation" if access.impersonate else "delegate"
        self.identity = Identity(primary_smtp_address=access.mailbox)


class _Service(EWSAccountService):  # type: ignore[misc]
    def once(self, payload: Element) -> requests.Response:
        """A session that something other than a fault takes away from us must not be missing for ever."""
        held = self.protocol.session_pool_size
        try:
            response: requests.Response = self._get_response(payload, self.account.version.api_version)
            return response
        except Exception:
            raise
        except BaseException:
            self.protocol._session_pool_size = max(held - 1, 0)
            raise


@cache
def _service(operation: str) -> type[_Service]:
    return type(operation, (_Service,), {"SERVICE_NAME": operation})


def _answer(operation: str, response: requests.Response) -> Answer:
    """Raises CutOff for half an answer: the parser would take it for a whole one."""
    content = response.content
    if not content.rstrip().endswith(b"Envelope>"):
        raise CutOff
    body = to_xml(content).find(f"{_SOAP}Body")
    if body is None:
        raise CutOff
    fault = body.find(f"{_SOAP}Fault")
    if fault is not None:
        raise Denied(_fault(fault, response))
    found = body.find(f"{{{MESSAGES}}}{operation}Response")
    if found is None:
        raise CutOff
    listed = found.find(f"{{{MESSAGES}}}ResponseMessages")
    elements = list(listed) if listed is not None else [found]
    return Answer(tuple(Reply(one, _told(one)) for one in elements), response.headers.get("Date", ""))


def _fault(fault: Element, response: requests.Response) -> Told:
    """exchangelib knows the names of Exchange's errors, and where it hides them."""
    code = (fault.findtext(f"detail/{_ERRORS}ResponseCode") or "").strip()
    wait = None
    try:
        EWSAccountService._raise_soap_errors(fault)
    except ErrorServerBusy as error:
        wait = error.back_off
    except (TransportError, EWSError) as error:
        code = code or (type(error).__name__ if type(error).__name__.startswith("Error") else "")
    return Told(200, code or "fault", _request_of(response), wait)


def _told(message: Element) -> Told | None:
    code = text(message, "m:ResponseCode").strip()
    if code == "NoError" and message.get("ResponseClass") != "Error":
        return None
    wait = None
    hidden = first(message, "m:MessageXml")
    for value in hidden.iter() if hidden is not None else ():
        said = (value.text or "").strip() if isinstance(value.tag, str) else ""
        if value.get("Name") == "BackOffMilliseconds" and said.isdecimal():
            wait = int(said) / 1000
        if value.get("Name") == "InnerErrorResponseCode" and said.isalpha():
            code = said
    return Told(200, code if code.isalnum() else "", wait=wait)


def _request_of(response: requests.Response) -> str:
    id = response.headers.get("request-id", "").strip("{}")
    return id if id.replace("-", "").isalnum() and len(id) <= 80 else ""


def _what_came(error: Exception) -> Exception:
    """exchangelib wraps what it catches: the cause says whether anything was sent. TLS that breaks may break late."""
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NotSent(cause, cause.verify_message)
    for cause in causes:
        if isinstance(cause, requests.exceptions.ConnectTimeout):
            return NotSent(cause)
        if isinstance(cause, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
            return NotSent(cause)
        if type(cause).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ProxyError"):
            return NotSent(cause)
    return CutOff(type(error).__name__)


def _causes(error: BaseException | None) -> list[BaseException]:
    """All that led to it, reasons inside of reasons too; not what linkbot itself was handling when it asked."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or one in found or type(one).__module__.startswith("linkbot."):
            continue
        found.append(one)
        waiting += [one.__cause__, one.__context__]
        waiting += [inner for inner in (*one.args, getattr(one, "reason", None)) if isinstance(inner, BaseException)]
    return found
