"""What goes wrong with an IMAP server, in three sorts and in words for whoever mends it.

The connection is lost (worth another one), the server says no to one command, or it will not have us at all. Never
quotes what was sent: there a password may be.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator

from linkbot.ports import Permanent, Transient

_CODE = re.compile(r"\[([A-Z-]+)[^\]]*\]")
_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What a library trips over when a server's answer is not IMAP."""


class LineLost(Transient):
    """The connection broke or says nothing any more. `silent`: a time-out, after which another try waits as long."""

    def __init__(self, message: str, *, silent: bool = False) -> None:
        super().__init__(message)
        self.silent = silent


class Refused(Exception):
    """The server's NO or BAD to one command. `code` is its response code (RFC 5530), empty when it gave none."""

    def __init__(self, said: str) -> None:
        found = _CODE.search(said)
        super().__init__(said)
        self.code = found[1] if found else ""


@contextlib.contextmanager
def told(where: str) -> Iterator[None]:
    """Around each call of the library: its errors become ours. Raises `LineLost` or `Refused`."""
    try:
        yield
    except imaplib.IMAP4.abort as error:
        raise LineLost(f"{where} broke off the connection: {_words(error)}") from error
    except imaplib.IMAP4.error as error:
        if isinstance(error.__context__, imaplib.IMAP4.abort):  # the library takes a line cut at sign-in for a refusal
            raise LineLost(f"{where} broke off the connection: {_words(error)}") from error
        if type(error).__name__ == "ProtocolError":
            raise LineLost(f"{where} answered with what is not IMAP.") from error
        raise Refused(_words(error)) from error
    except TimeoutError as error:
        raise LineLost(f"{where} does not answer.", silent=True) from error
    except OSError as error:
        raise LineLost(f"The connection to {where} broke: {error.strerror or error}") from error
    except _NONSENSE as error:
        raise LineLost(f"{where} answered with what is not IMAP ({type(error).__name__}).") from error


def refusal(what: str, refused: Refused) -> Transient | Permanent:
    """A whole piece of work that a NO put an end to."""
    if refused.code == "NOPERM":
        return Permanent(f"{what}: linkbot's account may not do it. Give it the right on that folder. ({refused})")
    if refused.code == "OVERQUOTA":
        return Transient(f"{what}: the mailbox is full. Make room in it or raise its quota. ({refused})")
    return Transient(f"{what}: the mail server said no: {refused}")


def unreachable(error: OSError, where: str) -> Transient | Permanent:
    """Why no connection came about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Permanent(
            f"The certificate of {where} does not prove who it is: {error.verify_message}. Ask for a valid one, name "
            "the server as its certificate does (mailbox.imap.host), or add the organisation's own authority to the "
            "system's certificates."
        )
    if isinstance(error, ssl.SSLError):
        return Permanent(
            f"{where} answers, but not with TLS: {error.reason or error}. Set mailbox.imap.port and "
            "mailbox.imap.security: tls is mostly 993, starttls 143."
        )
    if isinstance(error, socket.gaierror):
        return Transient(f"{where} cannot be found: {error.strerror}. Check mailbox.imap.host and the DNS.")
    if isinstance(error, TimeoutError):
        return Transient(f"{where} does not answer. A firewall may be in between, or mailbox.imap.port is another.")
    return Transient(f"{where} cannot be reached: {error.strerror or error}")


def sign_in_refused(where: str, username: str, refused: Refused) -> Transient | Permanent:
    if refused.code in ("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"):
        return Transient(f"{where} cannot sign anybody in just now: {refused}")
    if refused.code == "PRIVACYREQUIRED":
        return Permanent(f"{where} lets nobody sign in unencrypted: set mailbox.imap.security to tls or starttls.")
    if refused.code == "EXPIRED":
        return Permanent(
            f"{where}: the password of {username} has expired. Set a new one, there and in linkbot's file."
        )
    return Permanent(
        f"{where} refuses to sign {username} in: {refused}. Check mailbox.imap.username and the password, and that the "
        "account may use IMAP."
    )


def _words(error: Exception) -> str:
    """At most a line: some servers write pages."""
    return " ".join(str(error).split())[:300]
