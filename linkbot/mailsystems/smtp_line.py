"""The connection to a mail server: made, greeted, encrypted, signed in on; nothing of a mail.

Certificates are always verified, and no password or token goes unencrypted over a network.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from linkbot.mailsystems.smtp_refusals import connection_fault
from linkbot.mailsystems.smtp_sign_in import SignIn
from linkbot.ports import Permanent

Security = Literal["none", "starttls", "tls"]

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Relay:
    """`context` replaces the system's trusted certificates; `us` is the name we greet with."""

    host: str
    port: int = 25
    security: Security = "none"
    timeout: float = 60
    context: ssl.SSLContext | None = None
    us: str | None = None


@contextlib.contextmanager
def connected(relay: Relay, account: SignIn | None) -> Iterator[smtplib.SMTP]:
    """Raises Transient or Permanent."""
    if account is not None and relay.security == "none" and relay.host not in _LOOPBACK:
        where = f"{relay.host}:{relay.port}"
        raise Permanent(f"The password for {where} would go unencrypted: set smtp.security to starttls or tls.")
    server = _greeted(relay)
    try:
        if account is not None:
            account.sign_in(server, relay.host)
        yield server
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _greeted(relay: Relay) -> smtplib.SMTP:
    context = relay.context or ssl.create_default_context()
    server: smtplib.SMTP | None = None
    try:
        if relay.security == "tls":
            server = smtplib.SMTP_SSL(relay.host, relay.port, relay.us, timeout=relay.timeout, context=context)
        else:
            server = smtplib.SMTP(relay.host, relay.port, relay.us, timeout=relay.timeout)
        server.ehlo_or_helo_if_needed()
        if relay.security == "starttls":
            server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        if server is not None:
            server.close()
        raise connection_fault(error, f"{relay.host}:{relay.port}") from error
    return server
