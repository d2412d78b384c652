"""Who we are to an SMTP server: a password, or a token of Microsoft's sign-in for an application of our own (XOAUTH2).

A token that is refused is thrown away and another one tried once, on the same connection.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field
from typing import Protocol

from linkbot.mailsystems.microsoft_token import Tokens
from linkbot.mailsystems.smtp_refusals import refusal
from linkbot.ports import Permanent, Transient


class SignIn(Protocol):
    def sign_in(self, server: smtplib.SMTP, host: str) -> None:
        """Raises Transient or Permanent."""
        ...


@dataclass(frozen=True)
class Password:
    username: str
    password: str = field(repr=False)

    def sign_in(self, server: smtplib.SMTP, host: str) -> None:
        try:
            server.login(self.username, self.password)
        except UnicodeError:  # it would quote the password
            raise Permanent(f"The log-in to {host} has letters that SMTP cannot take: use ASCII.") from None
        except ValueError as error:
            raise Transient(f"{host} babbles where it should ask for the password: {type(error).__name__}") from None
        except smtplib.SMTPNotSupportedError as error:
            raise Permanent(f"{host} offers no log-in here: remove smtp.username or use another port.") from error
        except smtplib.SMTPResponseException as error:
            raise refusal(error.smtp_code, error.smtp_error, f"The log-in to {host}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"The log-in to {host} broke off: {error}") from error


@dataclass(frozen=True)
class Token:
    username: str
    tokens: Tokens = field(repr=False)

    def sign_in(self, server: smtplib.SMTP, host: str) -> None:
        server.ehlo_or_helo_if_needed()
        if "XOAUTH2" not in server.esmtp_features.get("auth", "").upper().split():
            raise Permanent(
                f"{host} takes no sign-in of Microsoft's (XOAUTH2) here: check smtp.host and smtp.port (587)."
            )
        try:
            code, text = self._tried(server)
            if code in (535, 538):
                self.tokens.refused()
                code, text = self._tried(server)
        except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: a challenge that is no base64
            raise Transient(f"The log-in to {host} broke off: {type(error).__name__}") from None
        if code not in (235, 503):
            self.tokens.refused()
            raise refusal(code, text, f"The log-in of {self.username} to {host}")

    def _tried(self, server: smtplib.SMTP) -> tuple[int, bytes]:
        answer = f"user={self.username}\x01auth=Bearer {self.tokens.token()}\x01\x01"
        try:
            # a refusal comes as a challenge that says why: an empty answer to it brings the code
            return server.auth("XOAUTH2", lambda challenge=None: "" if challenge else answer)
        except smtplib.SMTPAuthenticationError as error:
            said = error.smtp_error
            return error.smtp_code, said if isinstance(said, bytes) else said.encode()
