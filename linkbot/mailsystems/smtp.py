"""Sending mail through the organisation's relay, with an honest answer to "did it go?".

Before the last line of the data nothing has been taken over by the server (RFC 5321 4.1.1.4), so a fault there may be
tried again; after it, silence means that nobody can tell. All recipients or none: a refused one stops the mail.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator
from typing import Literal

from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Doubtful, Found, Permanent, Receipt, Transient

Security = Literal["none", "starttls", "tls"]

_ADDRESS = re.compile(r"[^\s<>,;@\x00-\x1f\x7f]+@[^\s<>,;@\x00-\x1f\x7f]+")  # smtplib would quietly cut others short
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SmtpOutgoing:
    """Implements `ports.Outgoing`. `context` replaces the system's trusted certificates (a council's own authority)."""

    def __init__(
        self,
        host: str,
        port: int = 25,
        *,
        security: Security = "none",
        username: str | None = None,
        password: str | None = None,
        timeout: float = 60,
        context: ssl.SSLContext | None = None,
        local_hostname: str | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._security = security
        self._username = username
        self._password = password
        self._timeout = timeout
        self._context = context
        self._local_hostname = local_hostname

    def send(self, mail: OutgoingMail) -> Receipt:
        data = _wire_form(mail.octets)
        if not mail.recipients:
            raise Permanent(f"Mail {mail.message_id} has no recipient.")
        if not all(_ADDRESS.fullmatch(address) for address in (mail.sender, *mail.recipients)):
            raise Permanent(f"An address of mail {mail.message_id} holds signs that no address may hold.")
        with self._connection() as server:
            self._envelope(server, mail, data)
            self._data(server, mail, data)
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        """SMTP has no question for that."""
        return Answer.CANNOT_TELL

    @contextlib.contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        server = self._connect()
        try:
            self._log_in(server)
            yield server
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        where = f"{self._host}:{self._port}"
        if self._username is not None and self._security == "none" and self._host not in _LOOPBACK:
            raise Permanent(f"The password for {where} would go unencrypted: set smtp.security to starttls or tls.")
        context = self._context or ssl.create_default_context()
        server: smtplib.SMTP | None = None
        try:
            if self._security == "tls":
                server = smtplib.SMTP_SSL(
                    self._host, self._port, self._local_hostname, timeout=self._timeout, context=context
                )
            else:
                server = smtplib.SMTP(self._host, self._port, self._local_hostname, timeout=self._timeout)
            server.ehlo_or_helo_if_needed()
            if self._security == "starttls":
                server.starttls(context=context)
                server.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            if server is not None:
                server.close()
            raise _connection_fault(error, where) from error
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self._username is None:
            return
        try:
            server.login(self._username, self._password or "")
        except UnicodeError:  # it would quote the password
            raise Permanent(f"The log-in to {self._host} has letters that SMTP cannot take: use ASCII.") from None
        except smtplib.SMTPNotSupportedError as error:
            raise Permanent(f"{self._host} offers no log-in here: remove smtp.username or use another port.") from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error, f"The log-in to {self._host}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"The log-in to {self._host} broke off: {error}") from error

    def _envelope(self, server: smtplib.SMTP, mail: OutgoingMail, data: bytes) -> None:
        """MAIL and RCPT for everybody. Raises before any data when one of them is refused."""
        options = _mail_options(server, mail, data)
        try:
            code, text = server.mail(mail.sender, options)
            if code != 250:
                raise _refusal(code, text, f"The sender {mail.sender}")
            refused: list[tuple[str, int, bytes]] = []
            for recipient in dict.fromkeys(mail.recipients):
                code, text = server.rcpt(recipient)
                if code not in (250, 251, 252):
                    refused.append((recipient, code, text))
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"{self._host} broke off before the mail went: {error}") from error
        if refused:
            raise _refused_recipients(refused)

    def _data(self, server: smtplib.SMTP, mail: OutgoingMail, data: bytes) -> None:
        try:
            code, text = server.docmd("DATA")
            if code != 354:
                raise _refusal(code, text, f"Mail {mail.message_id}")
            server.send(data)
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"{self._host} broke off before the mail was complete: {error}") from error
        try:
            server.send(b".\r\n")
            code, text = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Doubtful(
                f"{self._host} fell silent after the whole of mail {mail.message_id} was handed over: {error}. It may "
                "have been delivered. Look into the recipients' mailboxes or the relay's log, then settle it."
            ) from error
        if not 200 <= code <= 599:
            raise Doubtful(f"{self._host} answered mail {mail.message_id} with nonsense: it may have been delivered.")
        if code >= 300:
            raise _refusal(code, text, f"Mail {mail.message_id}")


def _wire_form(octets: bytes) -> bytes:
    """CRLF line ends, dots doubled, a line end at the close: what goes between DATA and the last dot."""
    data = _LEADING_DOT.sub(b"..", _LINE_END.sub(b"\r\n", octets))
    return data if data.endswith(b"\r\n") else data + b"\r\n"


def _mail_options(server: smtplib.SMTP, mail: OutgoingMail, data: bytes) -> list[str]:
    """SIZE, BODY and SMTPUTF8 as the mail needs them. Raises Permanent when the server cannot carry the mail."""
    options: list[str] = []
    limit = server.esmtp_features.get("size", "")
    if server.has_extn("size"):
        if limit.isdecimal() and 0 < int(limit) < len(data):
            raise Permanent(f"Mail {mail.message_id} has {len(data)} octets, the relay takes {limit} at most.")
        options.append(f"size={len(data)}")
    if not data.isascii():
        if not server.has_extn("8bitmime"):
            raise Permanent(f"Mail {mail.message_id} holds 8-bit octets, which this relay does not take.")
        options.append("body=8bitmime")
    if not all(address.isascii() for address in (mail.sender, *mail.recipients)):
        if not server.has_extn("smtputf8"):
            raise Permanent(f"An address of mail {mail.message_id} holds letters that this relay does not take.")
        options.append("smtputf8")
    return options


def _connection_fault(error: OSError | smtplib.SMTPException, where: str) -> Transient | Permanent:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Permanent(
            f"The certificate of {where} does not prove who it is: {error.verify_message}. Ask for a valid one, or add "
            "the organisation's own authority to the system's certificates."
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Permanent(f"{where} offers no STARTTLS: set smtp.security to tls or none, or use another port.")
    if isinstance(error, smtplib.SMTPResponseException):
        return _refusal(error.smtp_code, error.smtp_error, f"The connection to {where}")
    return Transient(f"{where} cannot be reached: {error}")


def _refusal(code: int, text: bytes | str, what: str) -> Transient | Permanent:
    """RFC 5321 4.2.1: 4xx asks to come again, 5xx does not. No code at all (-1) is a connection that broke."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if 500 <= code <= 599:
        return Permanent(f"{what} was refused for good: {code} {words}")
    return Transient(f"{what} was put off: {code} {words}")


def _refused_recipients(refused: list[tuple[str, int, bytes]]) -> Transient | Permanent:
    """One refused for good makes the mail wait for a person, who is told every name; else all may be tried again."""
    told = "; ".join(f"{address} ({code} {text.decode('utf-8', 'replace')})" for address, code, text in refused)
    if any(500 <= code <= 599 for _, code, _ in refused):
        return Permanent(f"Sent to nobody, because the relay refuses: {told}. Correct the address, then try again.")
    return Transient(f"Sent to nobody yet, because the relay puts off: {told}")
