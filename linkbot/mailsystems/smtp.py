"""Sending mail through the organisation's relay, with an honest answer to "did it go?".

Before the last line of the data nothing has been taken over by the server (RFC 5321 4.1.1.4), so a fault there may be
tried again; after it, silence means that nobody can tell. A refused recipient keeps the mail from nobody else: who has
it and who has not is told with the error.
"""

from __future__ import annotations

import re
import smtplib
import ssl

from linkbot.mailsystems.smtp_envelope import mail_options, recipient_options, wire_form
from linkbot.mailsystems.smtp_line import Relay, Security, connected
from linkbot.mailsystems.smtp_refusals import RefusedRecipient, refusal, refused_recipients, words_of
from linkbot.mailsystems.smtp_sign_in import Password, SignIn
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Doubtful, Found, Permanent, Receipt, Transient

_ADDRESS = re.compile(r"[^\s<>,;@\x00-\x1f\x7f]+@[^\s<>,;@\x00-\x1f\x7f]+")  # smtplib would quietly cut others short


class SmtpOutgoing:
    """Implements `ports.Outgoing`. `context` replaces the system's trusted certificates (a council's own authority);
    `account` goes before `username` and `password`.
    """

    def __init__(
        self,
        host: str,
        port: int = 25,
        *,
        security: Security = "none",
        username: str | None = None,
        password: str | None = None,
        account: SignIn | None = None,
        timeout: float = 60,
        context: ssl.SSLContext | None = None,
        local_hostname: str | None = None,
    ) -> None:
        self._relay = Relay(host, port, security, timeout, context, local_hostname)
        self._account = account or (Password(username, password or "") if username is not None else None)

    def send(self, mail: OutgoingMail) -> Receipt:
        data = wire_form(mail.octets)
        if not mail.recipients:
            raise Permanent(f"Mail {mail.message_id} has no recipient.")
        if not all(_ADDRESS.fullmatch(address) for address in (mail.sender, *mail.recipients)):
            raise Permanent(f"An address of mail {mail.message_id} holds signs that no address may hold.")
        with connected(self._relay, self._account) as server:
            taken, refused = self._envelope(server, mail, data)
            if taken:
                self._data(server, mail, data, refused)
        if refused:
            raise refused_recipients(refused, reached=taken)
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        """SMTP has no question for that."""
        return Answer.CANNOT_TELL

    def _envelope(
        self, server: smtplib.SMTP, mail: OutgoingMail, data: bytes
    ) -> tuple[tuple[str, ...], list[RefusedRecipient]]:
        """MAIL and RCPT for everybody: whom the relay takes it for, and whom not."""
        options = mail_options(server, mail, data)
        taken: list[str] = []
        refused: list[RefusedRecipient] = []
        try:
            code, text = server.mail(mail.sender, options)
            if code != 250:
                raise refusal(code, text, f"The sender {mail.sender}")
            for recipient in dict.fromkeys(mail.recipients):
                code, text = server.rcpt(recipient, recipient_options(server, recipient))
                if code in (250, 251, 252):
                    taken.append(recipient)
                elif 400 <= code <= 599 and code != 421:
                    refused.append(RefusedRecipient(recipient, code, words_of(text)))
                else:  # it is closing, or babbles: what it said before is worth nothing
                    raise refusal(code, text, f"Mail {mail.message_id}")
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"{self._relay.host} broke off before the mail went: {error}") from error
        return tuple(taken), refused

    def _data(self, server: smtplib.SMTP, mail: OutgoingMail, data: bytes, refused: list[RefusedRecipient]) -> None:
        host = self._relay.host
        try:
            code, text = server.docmd("DATA")
            if code != 354:
                raise refusal(code, text, f"Mail {mail.message_id}")
            server.send(data)
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"{host} broke off before the mail was complete: {error}") from error
        never = "".join(f" It refused {one.address}: {one.code} {one.words}." for one in refused)
        try:
            server.send(b".\r\n")
            code, text = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Doubtful(
                f"{host} fell silent after the whole of mail {mail.message_id} was handed over: {error}. It may "
                f"have been delivered. Look into the recipients' mailboxes or the relay's log, then settle it.{never}"
            ) from error
        if not 200 <= code <= 599:
            raise Doubtful(f"{host} answered mail {mail.message_id} with nonsense: it may have been delivered.{never}")
        if code >= 300:
            raise refusal(code, text, f"Mail {mail.message_id}")
