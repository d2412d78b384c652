"""`linkbot doctor --send-test ADDRESS`: one mail, clearly a test, by the way all of linkbot's mail goes.

Waits for nothing; whether it came back is told by the check `smtp.test`, once the worker has read the mailbox.
"""

from __future__ import annotations

import contextlib
from datetime import datetime

from linkbot.cli.checks.finding import Finding, ok, wrong
from linkbot.cli.checks.trial import ID
from linkbot.engine.wording.headers import HeaderRefused
from linkbot.engine.wording.mime import NotOurReader
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Doubtful, Outgoing, Permanent, Transient, Unusable
from linkbot.settings.values import Settings
from linkbot.store import StoreFault, open_store, schema_revision
from linkbot.wiring_mail import mail_system_of, outgoing_of
from linkbot.worker.office import LONDON
from linkbot.worker.trial_mail import SUBJECT, remember_trial, trial_mail

_WHY = "What does not get through now would not get through when a task is due."


def send_test(settings: Settings, address: str, *, now: datetime) -> Finding:
    """Never raises for what a mail server does."""
    sender = settings.smtp.sender or settings.organisation.mailboxes[0]
    try:
        mail = trial_mail(address, sender=sender, organisation=settings.organisation, at=now.astimezone(LONDON))
    except NotOurReader:
        return wrong(
            ID,
            f"{address} lies outside {', '.join(settings.organisation.domains)}: no mail was sent.",
            why="linkbot writes to nobody outside the organisation, not even a test.",
            todo="Name an address inside, or add the domain to organisation.domains if it is your own.",
        )
    except HeaderRefused as error:
        return wrong(ID, f"{error}. No mail was sent.", why=_WHY, todo="Write the address alone: name@your.domain")
    try:
        system = mail_system_of(settings)
        try:
            return _sent(mail, outgoing_of(settings, system), settings, now=now)
        finally:
            system.close()
    except Permanent as error:  # nothing is configured, or a secret is missing
        return wrong(ID, str(error), why=_WHY, todo="Complete [smtp] or [mailbox] in the configuration.")


def _sent(mail: OutgoingMail, way: Outgoing, settings: Settings, *, now: datetime) -> Finding:
    to = mail.recipients[0]
    try:
        way.send(mail)
    except Permanent as error:
        return wrong(
            ID, f"The test mail to {to} was refused: {error}", why=_WHY, todo="Put that right, then try again."
        )
    except Doubtful as error:
        _remembered(mail, settings, now=now)
        return wrong(ID, str(error), why=_WHY, todo=f"Look whether it has arrived at {to} before you try again.")
    except (Transient, OSError) as error:
        return wrong(
            ID,
            f"The test mail to {to} could not be sent now: {error}",
            why=f"{_WHY} linkbot's own mail would wait and be tried again.",
            todo="`linkbot doctor` without --send-test looks at the mail server step by step.",
        )
    kept = _remembered(mail, settings, now=now)
    if settings.smtp.outbox_folder is not None:
        folder = settings.resolve(settings.smtp.outbox_folder)
        return ok(ID, f"The test mail was written into {folder}, as all mail is; nobody gets it.")
    later = " If it comes back undelivered, `linkbot doctor` says so once linkbot has read the mailbox." if kept else ""
    return ok(
        ID,
        f"The test mail to {to} was handed over. Look there for “{SUBJECT}” from {mail.sender}, in the junk folder "
        f"too.{later}",
    )


def _remembered(mail: OutgoingMail, settings: Settings, *, now: datetime) -> bool:
    """Before the first poll there is no register, and a broken one is `store.schema`'s to tell: the mail has gone."""
    with contextlib.suppress(StoreFault, Transient, Unusable):
        folder = settings.resolve(settings.store)
        revision = schema_revision(folder)
        if revision.current is None or not revision.up_to_date:  # made and migrated by the worker alone
            return False
        store = open_store(folder)
        try:
            with store.begin() as tx:
                remember_trial(tx, mail, now)
            return True
        finally:
            store.close()
    return False
