"""What goes over the line to an Exchange server and what comes back, whoever carries it: one request, one answer, and
the three ways in which there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from linkbot.mailsystems.ews.faults import Told
from linkbot.mailsystems.ews.words import Element
from linkbot.mailsystems.microsoft_token import Tokens

CONNECTIONS = 2
"""Exchange counts them for each account; more are not needed."""


@dataclass(frozen=True)
class Access:
    """Which mailbox, where, and who linkbot is there: a user with a password (`sign_in` basic or ntlm), or an
    application with tokens.
    """

    endpoint: str
    mailbox: str
    impersonate: bool = False
    version: str = "2019"
    sign_in: str = "ntlm"
    username: str = ""
    password: str = field(default="", repr=False)
    tokens: Tokens | None = field(default=None, repr=False)

    @property
    def who(self) -> str:
        return self.username or "the application"


@dataclass(frozen=True)
class Reply:
    """One response message; `fault` when it says no."""

    element: Element
    fault: Told | None


@dataclass(frozen=True)
class Answer:
    """`date`: the far side's clock, as HTTP tells it."""

    replies: tuple[Reply, ...]
    date: str = ""


class Denied(Exception):
    """Exchange, or something in between, said no to the request as a whole."""

    def __init__(self, told: Told) -> None:
        super().__init__(str(told))
        self.told = told


class NotSent(Exception):
    """The far side was not reached: nothing can have been done. `verify`: what is wrong with its certificate."""

    def __init__(self, cause: BaseException, verify: str = "") -> None:
        super().__init__(type(cause).__name__)
        self.cause, self.verify = type(cause).__name__, verify


class CutOff(Exception):
    """It may have been done: the answer did not come, or not whole."""


class Wire(Protocol):
    def post(self, operation: str, payload: Element) -> Answer:
        """Raises Denied, NotSent, CutOff; Transient, Permanent when no token is to be had."""
        ...

    def close(self) -> None: ...
