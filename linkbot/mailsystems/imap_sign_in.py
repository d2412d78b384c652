"""Who we are to an IMAP server: a password, or a token of the organisation's own sign-in service.

A password goes by AUTHENTICATE PLAIN where it is offered, which takes every letter; else by LOGIN.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from imapclient import IMAPClient

from linkbot.mailsystems.microsoft_token import Tokens
from linkbot.ports import Permanent


class SignIn(Protocol):
    @property
    def username(self) -> str: ...

    def sign_in(self, client: IMAPClient) -> None:
        """Raises what the library raises when the server refuses; Permanent, Transient for what is known before."""
        ...

    def refused(self) -> None:
        """The server would not have it."""
        ...


@dataclass(frozen=True)
class Password:
    username: str
    password: str = field(repr=False)

    def sign_in(self, client: IMAPClient) -> None:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(self.username, self.password)
            return
        if client.has_capability("LOGINDISABLED"):
            raise Permanent(f"{client.host} takes no password here: set mailbox.imap.security to tls or starttls.")
        if not (self.username + self.password).isascii():
            raise Permanent(f"The log-in to {client.host} has letters that this server cannot take: use ASCII.")
        client.login(self.username, self.password)

    def refused(self) -> None:
        """There is no other password."""


@dataclass(frozen=True)
class Token:
    """XOAUTH2. The token is asked for at each sign-in; raises Transient, Permanent."""

    username: str
    tokens: Tokens = field(repr=False)

    def sign_in(self, client: IMAPClient) -> None:
        answer = f"user={self.username}\x01auth=Bearer {self.tokens.token()}\x01\x01"
        # a refusal comes as a challenge that says why: an empty answer to it brings the NO
        client.sasl_login("XOAUTH2", lambda challenge: b"" if challenge else answer)

    def refused(self) -> None:
        self.tokens.refused()
