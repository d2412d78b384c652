"""A mail that only proves that mail gets through: sent at a person's word, remembered, and known when it comes back.

It goes by the way all other mail goes, and waits for nothing. Never to an address outside the organisation's domains.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from linkbot.engine.casework.keys import digest
from linkbot.engine.mail.undelivered import Undelivered
from linkbot.engine.wording.mime import Sender, internal_mail
from linkbot.model.compose_context import Composed
from linkbot.model.organisation import Organisation
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Transaction

MARK = "smtp.test"
SUBJECT = "Test mail of linkbot: nothing to do"
TEXT = """linkbot was asked to send this mail, to prove that its mail gets through.

There is nothing to do. If it lies in junk, or bears a warning of an unknown sender, please tell whoever runs linkbot.

Sent to: {to}
Sent by: {sender}
At: {at:%d %B %Y, %H:%M:%S}
"""


@dataclass(frozen=True)
class TrialMail:
    """The last one. `failed`: the words of the server that sent it back."""

    to: str
    message_id: str
    at: str  # ISO 8601
    failed: str | None = None


def trial_mail(to: str, *, sender: str, organisation: Organisation, at: datetime) -> OutgoingMail:
    """Raises `NotOurReader` for an address outside the organisation's domains, `HeaderRefused` for one that is none."""
    return internal_mail(
        Composed(SUBJECT, TEXT.format(to=to, sender=sender, at=at), None),
        key=digest("test mail", to, at.isoformat()),
        sender=Sender(sender, f"{organisation.name} Ombudsman desk (linkbot)"),
        organisation=organisation,
        to=(to,),
        date=at,
    )


def remember_trial(tx: Transaction, mail: OutgoingMail, at: datetime) -> None:
    _keep(tx, TrialMail(mail.recipients[0], mail.message_id, at.isoformat()))


def last_trial(tx: Transaction) -> TrialMail | None:
    kept = tx.mark(MARK)
    return TrialMail(**json.loads(kept)) if kept is not None else None


def came_back(tx: Transaction, report: Undelivered) -> TrialMail | None:
    """The test mail this report is about, with its failure kept."""
    last = last_trial(tx)
    if last is None or last.message_id not in report.mails:
        return None
    failed = replace(last, failed=report.why or "the mail server gives no reason")
    _keep(tx, failed)
    return failed


def _keep(tx: Transaction, mail: TrialMail) -> None:
    tx.set_mark(MARK, json.dumps(asdict(mail)))
