"""One shared mailbox on an Exchange server as a bundle: reading, drafts, sending, the diary, looking back, being
examined, on one sign-in and a few connections.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from linkbot.mailsystems.ews.carrier import ExchangelibWire
from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.ews.drafts import EwsDrafts
from linkbot.mailsystems.ews.examined import EwsExamined
from linkbot.mailsystems.ews.line import Line
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.past import EwsPast
from linkbot.mailsystems.ews.sending import EwsOutgoing
from linkbot.mailsystems.ews.wire import Access
from linkbot.mailsystems.system import MailSystem

PLACE = "mailbox.ews"


def ews_system(
    access: Access,
    *,
    name: str,
    timeout: float,
    now: Callable[[], datetime],
    watch: Sequence[str] = (),
    leave: Sequence[str] = (),
    category: str | None = None,
) -> MailSystem:
    """Says no word to any server. `now` is asked for the one comparison of clocks."""
    for library in ("exchangelib", "requests_ntlm", "spnego", "urllib3", "msal"):
        logging.getLogger(library).setLevel(logging.CRITICAL)  # they would write whole requests, mails among them
    line = Line(ExchangelibWire(access, timeout=timeout), access)
    return MailSystem(
        mailbox=EwsMailbox(line, name, watch=watch, leave=leave, category=category),
        drafts=EwsDrafts(line),
        past=EwsPast(line),
        outgoing=EwsOutgoing(line),
        calendar=EwsDiary(line),
        examinable=EwsExamined(line, watch=watch, leave=leave, now=now),
        close=line.close,
    )
