"""What Graph says no with, as linkbot's own errors in sentences that say what to do.

Only the status, Graph's error code and its request id are repeated, never its words: they may quote a mail.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from linkbot.mailsystems.exchange.faults import Gone, Refused
from linkbot.ports import Permanent

_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
_SCOPE = (
    "The application lacks the right, or its RBAC scope does not hold this mailbox. Give its service principal the "
    "roles Application Mail.ReadWrite, Application Mail.Send and Application Calendars.ReadWrite with a scope that "
    "holds it (docs/mail-systems.md); the ObjectId must be that of the Enterprise application, not of the app "
    "registration. A change takes up to two hours."
)
_NO_MAILBOX = (
    "Exchange Online has no such mailbox. Check mailbox.graph.user (else the first of organisation.mailboxes): the "
    "mailbox's own address or object id, not that of a group or distribution list."
)
_WORDS = {
    "erroraccessdenied": _SCOPE,
    "accessdenied": _SCOPE,
    "authorization_requestdenied": _SCOPE,
    "erroraccountnotenabledforapplication": _SCOPE,
    "mailboxnotenabledforrestapi": "This mailbox is not in Exchange Online, has no licence or is soft-deleted: Graph "
    "cannot reach it. A mailbox on a server of your own needs another mailbox.kind.",
    "mailboxnothostedinexchangeonline": "This mailbox is on a server of your own, which Graph does not reach. Use "
    "another mailbox.kind.",
    "errorinvaliduser": _NO_MAILBOX,
    "resourcenotfound": _NO_MAILBOX,
    "request_resourcenotfound": _NO_MAILBOX,
    "errornonexistentmailbox": _NO_MAILBOX,
    "orgidentitynotfound": _NO_MAILBOX,
    "errorsendasdenied": "The application may not send as this mailbox. Give it Application Mail.Send for it.",
    "errorquotaexceeded": "The mailbox is full. Make room in it, or raise its quota.",
    "errormessagesizeexceeded": "The mail is larger than the mailbox may send.",
    "errorattachmentsizelimitexceeded": "An attachment is larger than Exchange takes (150 MB).",
    "errorinvalidrecipients": "Exchange takes one of the addresses for none. Correct it, then try again.",
    "errorexceededmessagelimit": "The mailbox has sent as many mails as Exchange allows a day.",
    "errorexceededmessagelimitperrecipient": "The mailbox has sent as many mails as Exchange allows a day.",
    "identitynotfound": "Exchange does not know the application (yet). Was New-ServicePrincipal run with the ObjectId "
    "of the Enterprise application? It takes up to an hour.",
    "applicationaccesspolicyblocked": "An old ApplicationAccessPolicy blocks the application for this mailbox. Remove "
    "it or add the mailbox to its group.",
}
GONE_CODES = frozenset({"erroritemnotfound", "errorinvalididmalformed", "errorinvalidid", "erroritemcorrupt"})
LOST_STATE = frozenset(
    {"syncstatenotfound", "syncstateinvalid", "errorinvalidsyncstatedata", "resyncrequired", "invaliddeltatoken"}
)


@dataclass(frozen=True)
class Told:
    """What of an error answer may be repeated."""

    status: int
    code: str
    request: str = ""

    @property
    def low(self) -> str:
        return self.code.casefold()

    def __str__(self) -> str:
        request = f", request {self.request}" if self.request else ""
        return f"{self.status} {self.code}{request}".replace(" ,", ",")


def told(status: int, body: bytes, request: str) -> Told:
    """A body may be a page of HTML: then there is no code."""
    code = ""
    try:
        error = json.loads(body)["error"]
        code = str(error["code"] if isinstance(error, dict) else error)
    except (ValueError, TypeError, KeyError):
        pass
    kept = _CODE.fullmatch(code)
    asked = _CODE.fullmatch(request)
    return Told(status, kept[0] if kept else "", asked[0] if asked else "")


def refusal(said: Told, what: str, *, root_missing: bool = False) -> Permanent:
    """`what` was being done, as a sentence begins: "Reading the inbox". `root_missing`: Graph named the mailbox's own
    root as the item that is not there.
    """
    if said.status == 404 and root_missing:
        return Refused(f"{what} was refused ({said}). {_NO_MAILBOX}", status=404, code=said.low)
    words = _WORDS.get(said.low)
    if words is None and (said.low in GONE_CODES or said.status in (404, 410)):
        return Gone(f"{what}: it is not there any more ({said}).")
    if words is None and said.status == 403:
        words = _SCOPE
    words = words or "Ask whoever looks after Microsoft 365, with the request id."
    return Refused(f"{what} was refused ({said}). {words}", status=said.status, code=said.low)
