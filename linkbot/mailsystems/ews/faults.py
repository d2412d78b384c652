"""What Exchange says no with, as linkbot's own errors in sentences that say what to do.

Only the status, Exchange's error code and its id of the request are repeated, never its words: they may quote a mail.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.mailsystems.exchange.faults import Changed, Gone, Refused, StateLost
from linkbot.ports import Permanent

_RIGHTS = (
    "The account lacks the right. With mailbox.ews.access = delegate it needs Full Access to this mailbox; with "
    "impersonation the role ApplicationImpersonation with a scope that holds it (docs/mail-systems.md). A change takes "
    "up to an hour."
)
_IMPERSONATION = (
    "The account may not act as this mailbox. Give it the role ApplicationImpersonation with a scope that holds the "
    "mailbox, or give it Full Access and set mailbox.ews.access = delegate."
)
_NO_MAILBOX = (
    "Exchange knows no such mailbox. Check mailbox.ews.account (else the first of organisation.mailboxes): the "
    "mailbox's own primary address, not that of a group. A mailbox in Microsoft 365 needs mailbox.kind = graph."
)
_VERSION = "The server is older than mailbox.ews.version says. Correct it, then try again."
_ACCOUNT = "The account's password has expired or the account is disabled. Have it mended in Active Directory."
_WORDS = {
    "erroraccessdenied": _RIGHTS,
    "erroraccessmodespecified": _RIGHTS,
    "errorimpersonateuserdenied": _IMPERSONATION,
    "errorimpersonationdenied": _IMPERSONATION,
    "errorimpersonationfailed": _IMPERSONATION,
    "errorimpersonationrequired": "Exchange wants to know whose mailbox: set mailbox.ews.access = impersonation.",
    "errornonexistentmailbox": _NO_MAILBOX,
    "errorinvaliduser": _NO_MAILBOX,
    "errormissingemailaddress": "The account has no mailbox of its own: set mailbox.ews.access = impersonation, or "
    "give the account a mailbox.",
    "errorsendasdenied": "The account may not send as this mailbox. Give it the right Send As on it.",
    "errorquotaexceeded": "The mailbox is full. Make room in it, or raise its quota.",
    "errormessagesizeexceeded": "The mail is larger than Exchange takes. Raise the limits of its Web Services, or "
    "attach less.",
    "errorattachmentsizelimitexceeded": "An attachment is larger than Exchange takes.",
    "errorinvalidrecipients": "Exchange takes one of the addresses for none. Correct it, then try again.",
    "errorexceededmessagelimit": "The mailbox has sent as many mails as Exchange allows a day.",
    "errorinvalidserverversion": _VERSION,
    "errorincorrectschemaversion": _VERSION,
    "errorinvalidschemaversionformailboxversion": _VERSION,
    "errorschemavalidation": _VERSION,
    "erroraccountdisabled": _ACCOUNT,
    "errorpasswordexpired": _ACCOUNT,
    "errorpasswordchangerequired": _ACCOUNT,
    "errorwrongserverversiondelegate": "The mailbox lies on an older server than the endpoint: name that one's.",
    "errorcrosssiterequest": "The mailbox lies in another site: name that site's endpoint.",
}
_STATUS = {
    301: "That is not the address of Exchange Web Services: mailbox.ews.endpoint usually ends in /EWS/Exchange.asmx.",
    400: "Exchange, or something in between, cannot take such a request: have a look at mailbox.ews.endpoint.",
    403: "Exchange lets this application or this mailbox use no Web Services. Ask for EwsEnabled and "
    "EwsApplicationAccessPolicy (Get-CASMailbox, Get-OrganizationConfig) to let linkbot through.",
    404: "There are no Exchange Web Services at this address: mailbox.ews.endpoint usually ends in /EWS/Exchange.asmx.",
    413: "The mail is larger than Exchange takes. Raise the limits of its Web Services, or attach less.",
}
_STATUS |= {302: _STATUS[301], 307: _STATUS[301], 308: _STATUS[301], 405: _STATUS[404]}
_GONE = frozenset(
    {
        *("erroritemnotfound", "errorinvalididmalformed", "errorinvalidid", "errorinvalididempty"),
        *("errorfoldernotfound", "errorsyncfoldernotfound", "errorinvalididstoreobjectidtoolong", "errorobjectdeleted"),
    }
)
_CHANGED = frozenset(
    {
        *("errorirresolvableconflict", "errorstaleobject", "errorchangekeyrequired"),
        "errorchangekeyrequiredforwriteoperations",
    }
)
_LOST = frozenset({"errorinvalidsyncstatedata"})
NOT_DONE = frozenset(
    {
        *("errorserverbusy", "errorexceededconnectioncount", "errortoomanyobjectsopened", "errormailboxmoveinprogress"),
        *("errorinsufficientresources", "errorexceededsubscriptioncount"),
    }
)
"""Exchange has done nothing, and will later."""
PERHAPS_DONE = frozenset(
    {
        *(
            "errorinternalservererror",
            "errorinternalservertransienterror",
            "errortimeoutexpired",
            "errornotenoughmemory",
        ),
        *("errormailboxstoreunavailable", "errormailboxfailover", "erroradunavailable", "erroradoperation"),
        *("errorconnectionfailed", "errorconnectionfailedtransienterror", "errorproxyrequestprocessingfailed"),
        *("errornorespondingcasindestinationsite", "errorcaserror", "errorservicediscoveryfailed"),
    }
)


@dataclass(frozen=True)
class Told:
    """What of an error may be repeated. `wait`: seconds, when the far side said so."""

    status: int
    code: str = ""
    request: str = ""
    wait: float | None = None

    @property
    def low(self) -> str:
        return self.code.casefold()

    @property
    def passes(self) -> bool:
        return self.low in NOT_DONE or self.low in PERHAPS_DONE

    def __str__(self) -> str:
        request = f"request {self.request}" if self.request else ""
        status = str(self.status) if self.status != 200 else ""
        return ", ".join(part for part in (f"{status} {self.code}".strip(), request) if part)


def refusal(said: Told, what: str) -> Permanent | Changed | StateLost:
    """`what` was being done, as a sentence begins: "Reading a folder"."""
    if said.low in _LOST:
        return StateLost(str(said))
    if said.low in _CHANGED:
        return Changed(f"{what}: somebody else changed it meanwhile ({said}).")
    if said.low in _GONE:
        return Gone(f"{what}: it is not there any more ({said}).")
    words = _WORDS.get(said.low) or (_STATUS.get(said.status) if not said.code else None)
    words = words or "Ask whoever looks after Exchange, with the code."
    return Refused(f"{what} was refused ({said}). {words}", status=said.status, code=said.low)
