"""One shared mailbox of Microsoft 365 as a bundle: reading, drafts, sending, the diary, looking back, being examined,
on one connection and one sign-in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

import httpx

from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.graph.drafts import GraphDrafts
from linkbot.mailsystems.graph.examined import GraphExamined
from linkbot.mailsystems.graph.line import Line
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.past import GraphPast
from linkbot.mailsystems.graph.sending import GraphOutgoing
from linkbot.mailsystems.microsoft_token import Credential, MsalTokens, msal_application
from linkbot.mailsystems.system import MailSystem

CONNECT_SECONDS = 15.0
PLACE = "mailbox.graph"


def graph_system(
    credential: Credential,
    *,
    name: str,
    user: str,
    endpoint: str,
    timeout: float,
    now: Callable[[], datetime],
    watch: Sequence[str] = (),
    leave: Sequence[str] = (),
    category: str | None = None,
) -> MailSystem:
    """Says no word to any server. `now` is asked for the one comparison of clocks."""
    for library in ("httpx", "httpcore", "msal", "urllib3"):
        logging.getLogger(library).setLevel(logging.WARNING)  # they would write every address that is asked for
    scope = "/".join(endpoint.split("/")[:3]) + "/.default"
    tokens = MsalTokens(
        lambda: msal_application(credential, timeout=timeout), scope, authority=credential.authority, place=PLACE
    )
    client = httpx.Client(timeout=httpx.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout)))
    line = Line(client, tokens, user, endpoint)
    return MailSystem(
        mailbox=GraphMailbox(line, name, watch=watch, leave=leave, category=category),
        drafts=GraphDrafts(line),
        past=GraphPast(line),
        outgoing=GraphOutgoing(line),
        calendar=GraphDiary(line),
        examinable=GraphExamined(line, authority=credential.authority, watch=watch, leave=leave, now=now),
        close=line.close,
    )
