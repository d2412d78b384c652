"""A real SMTP server on the loopback whose faults are scripted: what the organisation's relay may do to us."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Relay:
    """Answers by command, "cut" meaning that the connection is torn. `taken` is what it has accepted."""

    script: dict[str, str] = field(default_factory=dict)
    refuse: dict[str, str] = field(default_factory=dict)  # recipient → answer
    taken: list[Envelope] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    data_commands: int = 0
    port: int = 0

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._answer(server, "MAIL", "250 OK")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.refuse.get(address) or self._answer(server, "RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.data_commands += 1
        answer = self._answer(server, "DATA", "250 OK queued")
        if answer.startswith("250") or self.script.get("DATA") == "cut":
            self.taken.append(envelope)  # a torn connection: the relay has it, and the sender does not hear
        return answer

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, method: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    def _answer(self, server: SMTP, command: str, good: str) -> str:
        scripted = self.script.get(command, good)
        if scripted == "cut":
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        return scripted


@contextmanager
def running(
    relay: Relay, *, tls: ssl.SSLContext | None = None, login: bool = False, size: int = 100_000, port: int = 0
) -> Iterator[Relay]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", port))
        relay.port = free.getsockname()[1]
    controller = Controller(
        relay,
        hostname="127.0.0.1",
        port=relay.port,
        data_size_limit=size,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=relay.authenticate if login else None,
        auth_required=login and tls is not None,
        auth_require_tls=not login or tls is not None,
    )
    controller.start()
    try:
        yield relay
    finally:
        controller.stop()
