"""What one mail system does for linkbot, each ability through its port: a bundle that shares one connection.

A system says honestly what it cannot do: without a way of sending of its own the mail goes by SMTP, without a diary
invitations go by mail (iMIP).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linkbot.ports import Calendar, Drafts, Examinable, Mailbox, Outgoing, Past


def nothing_to_close() -> None:
    """For systems that hold no connection."""


@dataclass(frozen=True)
class MailSystem:
    mailbox: Mailbox
    drafts: Drafts
    past: Past
    outgoing: Outgoing | None = None
    calendar: Calendar | None = None
    examinable: Examinable | None = None
    close: Callable[[], None] = nothing_to_close
