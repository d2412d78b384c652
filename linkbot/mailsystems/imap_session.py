"""The one connection to an IMAP server: made when first needed, made once more when it breaks under a piece of work.

A refused sign-in is not tried again at every turn: accounts are locked that way. A changed secret makes a new session,
which tries at once.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from imapclient import IMAPClient, SocketTimeout

from linkbot.mailsystems.imap_faults import LineLost, Refused, refusal, sign_in_refused, told, unreachable
from linkbot.mailsystems.imap_line import Line
from linkbot.mailsystems.imap_sign_in import SignIn
from linkbot.ports import Permanent

T = TypeVar("T")
Security = Literal["none", "starttls", "tls"]

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
CONNECT_SECONDS = 20.0
FIRST_REST, LONGEST_REST = 300.0, 3600.0
"""Seconds after a refused sign-in; each further refusal doubles them."""


@dataclass(frozen=True)
class Server:
    host: str
    port: int = 993
    security: Security = "tls"
    timeout: float = 60

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


class ImapSession:
    """`context` replaces the system's trusted certificates; `ticks` are seconds that only grow."""

    def __init__(
        self,
        server: Server,
        account: SignIn,
        *,
        context: ssl.SSLContext | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server, self._account, self.context, self._ticks = server, account, context, ticks
        self._line: Line | None = None
        self._rest, self._not_before, self._refused = 0.0, 0.0, ""

    @property
    def username(self) -> str:
        return self._account.username

    def run(self, work: Callable[[Line], T], what: str) -> T:
        """`work` may be begun twice: when the connection breaks under it, it starts anew on another one.

        Raises Transient or Permanent. After a silence nothing is tried again: the next turn does.
        """
        try:
            try:
                return work(self._connected())
            except LineLost as lost:
                self._drop()
                if lost.silent:
                    raise
            try:
                return work(self._connected())
            except LineLost:
                self._drop()
                raise
        except Refused as refused:
            raise refusal(what, refused) from refused

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _drop(self) -> None:
        """Without a word of farewell: a server that has fallen silent would be waited for once more."""
        line, self._line = self._line, None
        if line is not None:
            line.hang_up()

    def _connected(self) -> Line:
        if self._line is None:
            self._must_not_rest()
            self._line = self._signed_in(connected(self.server, self.context))
        return self._line

    def _signed_in(self, client: IMAPClient) -> Line:
        line = Line(client, self.server.where)
        try:
            self._sign_in(client)
        except BaseException:
            line.hang_up()
            raise
        return line

    def _must_not_rest(self) -> None:
        if self._ticks() < self._not_before:
            minutes = int((self._not_before - self._ticks()) // 60) + 1
            raise Permanent(f"{self._refused} Not tried again for {minutes} minutes, lest the account be locked.")

    def _sign_in(self, client: IMAPClient) -> None:
        try:
            with told(self.server.where):
                self._account.sign_in(client)
        except Refused as refused:
            fault = sign_in_refused(self.server.where, self._account.username, refused)
            if isinstance(fault, Permanent):
                self._account.refused()
                self._rest = min(max(self._rest * 2, FIRST_REST), LONGEST_REST)
                self._not_before, self._refused = self._ticks() + self._rest, str(fault)
            raise fault from None
        self._rest = 0.0


def connected(server: Server, context: ssl.SSLContext | None = None) -> IMAPClient:
    """A connection on which nobody has signed in. Raises Transient or Permanent."""
    if server.security == "none" and server.host not in _LOOPBACK:
        raise Permanent(
            f"The password for {server.where} would go unencrypted: set mailbox.imap.security to tls or starttls."
        )
    checked = None if server.security == "none" else context or ssl.create_default_context()
    timeout = SocketTimeout(min(server.timeout, CONNECT_SECONDS), server.timeout)
    client: IMAPClient | None = None
    try:
        with told(server.where):
            client = IMAPClient(
                server.host, server.port, ssl=server.security == "tls", ssl_context=checked, timeout=timeout
            )
            client.normalise_times, client.folder_encode = False, False
            if server.security == "starttls":
                client.starttls(checked)
    except (LineLost, Refused) as error:
        if client is not None:
            with contextlib.suppress(OSError):  # a handshake that failed has closed it already
                client.shutdown()
        if isinstance(error.__cause__, OSError):
            raise unreachable(error.__cause__, server.where) from error
        if isinstance(error, Refused):
            raise Permanent(
                f"{server.where} offers no STARTTLS: set mailbox.imap.security to tls, or use another port."
            ) from error
        raise
    return client
