"""Worlds of the contracts on the fake Exchange server: the adapter as it is, over loopback HTTP, or (where a thousand
days are to pass) over an adapter of requests that never leaves the process.
"""

from __future__ import annotations

import base64
import io
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
import spnego
from dovecot import certificate_in
from ews_server import MAILBOX, PASSWORD, USER, Cut, EwsServer
from ews_store import Exchange, Item
from mailbox_worlds import MONDAY
from requests.adapters import BaseAdapter
from spnego import ContextProxy
from spnego.exceptions import SpnegoError
from urllib3.exceptions import NewConnectionError
from urllib3.response import HTTPResponse

from linkbot.mailsystems.ews.carrier import ExchangelibWire
from linkbot.mailsystems.ews.line import Line
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.wire import Access
from linkbot.mailsystems.exchange.waiting import Waits

INSIDE = "https://mail.anytown.gov.uk/EWS/Exchange.asmx"


class InProcess(BaseAdapter):
    """The transport of a session that hands each request to the fake and breaks off as it says."""

    def __init__(self, server: EwsServer) -> None:
        super().__init__()
        self.server = server

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:  # type: ignore[override]
        assert isinstance(request.body, bytes)
        try:
            status, headers, body = self.server.answer(request.headers, request.body)
        except Cut as cut:
            if cut.how == "no route":
                reason = NewConnectionError(None, "No route to host")  # type: ignore[arg-type]
                raise requests.ConnectionError(reason, request=request) from None
            if cut.how == "slow":
                raise requests.ReadTimeout("timed out", request=request) from None
            if cut.how != "half":
                raise requests.ConnectionError("Connection aborted.", request=request) from None
            status, headers, body = 200, {}, cut.half
        made = requests.Response()
        made.status_code, made.url, made.request = status, str(request.url), request
        made.headers.update(headers)
        made.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
        return made

    def close(self) -> None:
        """There is no connection."""


class Loopback(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, server: EwsServer, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_port}/EWS/Exchange.asmx"
        self.fake = server
        self.opened = self.refusals = 0
        self.ntlm: Callable[[], ContextProxy] | None = None  # the server's side of a sign-in
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request: object, client_address: object) -> None:
        """A line that the client hung up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Loopback

    def setup(self) -> None:
        super().setup()
        self.server.opened += 1
        self.signed_in = False
        self.context: ContextProxy | None = None

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.close_connection = False
        headers = dict(self.headers)
        if self.server.ntlm is not None:
            challenge = self._challenge(headers)
            if challenge is not None:
                self._send(401, {"WWW-Authenticate": challenge}, b"", length=0)
                return
            headers["Authorization"] = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
        try:
            status, headers, answer = self.server.fake.answer(headers, body)
        except Cut as cut:
            self.close_connection = True
            if cut.how == "half":
                self._send(200, {"Content-Type": "text/xml"}, cut.half, length=2 * len(cut.half))
            return
        self._send(status, headers, answer, length=len(answer))

    def _challenge(self, headers: dict[str, str]) -> str | None:
        """What NTLM wants to hear next on this line; None when it knows who speaks. A line remembers."""
        given = headers.get("Authorization", "").removeprefix("NTLM ")
        if not given:
            return None if self.signed_in else "NTLM"
        assert self.server.ntlm is not None
        try:
            self.context = self.context or self.server.ntlm()
            said = self.context.step(base64.b64decode(given))
        except SpnegoError:
            self.server.refusals += 1
            self.context = None
            return "NTLM"
        self.signed_in = self.context.complete
        return None if self.signed_in else f"NTLM {base64.b64encode(said or b'').decode()}"

    def _send(self, status: int, headers: dict[str, str], body: bytes, *, length: int) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Quiet."""


def tls_in(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine that no authority vouches for, and a server's side with it."""
    certificate = certificate_in(folder, name="IP:127.0.0.1")
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate, folder / "key.pem")
    return certificate, served


def ntlm_in(folder: Path, patch: pytest.MonkeyPatch) -> Callable[[], ContextProxy]:
    """The server's side of a library for NTLM, which knows linkbot's password."""
    known = folder / "users"
    known.write_text(f"{USER.replace(chr(92), ':')}:{PASSWORD}\n")
    patch.setenv("NTLM_USER_FILE", str(known))
    return lambda: spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)


def a_server(now: datetime = MONDAY + timedelta(days=1)) -> EwsServer:
    return EwsServer(Exchange(now))


def a_line(
    server: EwsServer,
    *,
    endpoint: str = INSIDE,
    slept: list[float] | None = None,
    access: Access | None = None,
    **changes: object,
) -> Line:
    slept = slept if slept is not None else []
    access = access or Access(endpoint, MAILBOX, sign_in="basic", username=USER, password=PASSWORD, **changes)  # type: ignore[arg-type]
    adapter = None if "//127.0.0.1:" in endpoint else lambda: InProcess(server)
    wire = ExchangelibWire(access, timeout=30, adapter=adapter)
    return Line(wire, access, waits=Waits(sleep=slept.append), ticks=lambda: sum(slept))


@contextmanager
def over_loopback(server: EwsServer, **more: object) -> Iterator[Line]:
    http = Loopback(server)
    line = a_line(server, endpoint=http.address, **more)  # type: ignore[arg-type]
    try:
        yield line
    finally:
        line.close()
        http.stop()


class EwsWorld:
    """`Elsewhere` and `Processed` are left alone by linkbot."""

    def __init__(self, _: Path, *, impersonate: bool = False) -> None:
        self.impersonate = impersonate
        self.server = a_server()
        self.exchange = self.server.exchange
        self.slept: list[float] = []
        self.line = self._a_line()
        self.mailbox = EwsMailbox(self.line, MAILBOX, leave=("Elsewhere", "Processed"))
        self.exchange.folder("Elsewhere")

    def _a_line(self) -> Line:
        return a_line(self.server, slept=self.slept, impersonate=self.impersonate)

    def arrive(self, octets: bytes, received_at: datetime, folder: str = "inbox") -> str:
        return self.exchange.arrive(octets, received_at, folder).key

    def read_by_staff(self, handle: str) -> None:
        self.exchange.read(self.item(handle))

    def moved_by_staff(self, handle: str) -> None:
        self.exchange.move(self.item(handle), self._id("Elsewhere"))

    def brought_back(self, handle: str) -> str:
        self.exchange.move(self.item(handle), "inbox")
        return handle

    def close(self) -> None:
        self.line.close()

    def kept(self, octets: bytes) -> bytes:
        return octets

    def filed(self, folder: str) -> list[bytes]:
        return [one.octets() for one in self.exchange.within(self._id(folder))]

    def item(self, handle: str) -> Item:
        item = self.exchange.by_key(handle)
        assert item is not None
        return item

    def _id(self, name: str) -> str:
        return next((one.id for one in self.exchange.folders.values() if one.name == name), "")


class LoopbackEwsWorld(EwsWorld):
    def _a_line(self) -> Line:
        self.http = Loopback(self.server)
        return a_line(self.server, endpoint=self.http.address, slept=self.slept)

    def close(self) -> None:
        super().close()
        self.http.stop()


EWS_WORLDS = (EwsWorld, LoopbackEwsWorld)
