"""smtp.reach: the mail server answers. Connects, greets and leaves; it logs in nowhere and sends nothing."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.model.mode import Mode
from linkbot.settings.values import MailboxKind, Settings, SmtpSecurity, SmtpSettings

ID = "smtp.reach"
SECONDS = 10
_LATE = "Mail to officers waits in the outbox until then; nothing is lost."


def reach(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    smtp = settings.smtp
    if smtp.outbox_folder is not None:
        folder = settings.resolve(smtp.outbox_folder)
        reason = hindrance(folder)
        if reason:
            yield wrong(ID, reason, why=_LATE, todo="Give linkbot's account the right to write there.")
        else:
            yield note(
                ID,
                f"Mail is written as files into {folder}.",
                why="Nobody gets it: this is for trials.",
                todo="To send, name smtp.host instead of smtp.outbox_folder.",
            )
    elif smtp.host is None and settings.mailbox.kind in (MailboxKind.GRAPH, MailboxKind.EWS):
        yield ok(ID, "No mail server is named: mail goes through Microsoft 365 itself.")
    elif smtp.host is None:
        say = note if settings.mode is Mode.WATCH else wrong
        yield say(
            ID,
            "Neither smtp.host nor smtp.outbox_folder is named.",
            why="linkbot cannot send. In mode watch it need not; in the other modes it does not start.",
            todo="Name your mail server under [smtp], or a folder for a trial.",
        )
    else:
        yield greeted(smtp, smtp.host, check=ID, place="smtp", why=_LATE, we=us(settings))


def us(settings: Settings) -> str:
    """The name we greet with: never asked of the DNS."""
    return settings.organisation.mailboxes[0].rpartition("@")[2]


def greeted(smtp: SmtpSettings, host: str, *, check: str, place: str, why: str, we: str) -> Finding:
    """Whether a server answers as a mail server. `place` is its table in the configuration."""
    where = f"{host}:{smtp.port}"
    try:
        if smtp.security is SmtpSecurity.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, smtp.port, we, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, smtp.port, we, timeout=SECONDS)
        with server:
            server.ehlo()
            if smtp.security is SmtpSecurity.STARTTLS:
                server.starttls(context=ssl.create_default_context())
    except ssl.SSLError as error:
        return wrong(
            check,
            f"{where} answered, but encryption failed: {error.reason or error}.",
            why=why,
            todo=f"Check {place}.port and {place}.security (starttls mostly 587, tls 465); a server of your own needs "
            "a certificate this machine trusts.",
        )
    except smtplib.SMTPException as error:
        return wrong(
            check,
            f"{where} answered, but not as a mail server should: {error}.",
            why=why,
            todo=f"Check {place}.port and {place}.security with whoever runs the mail server.",
        )
    except OSError as error:
        return wrong(
            check,
            f"{where} cannot be reached: {error.strerror or error}.",
            why=why,
            todo=f"Check {place}.host and {place}.port, and that a firewall lets this machine through.",
        )
    return ok(check, f"{where} answers as a mail server. (Whether it takes linkbot's mail: --send-test ADDRESS.)")
