"""The mail system of a configuration: which adapter reads the mailbox, keeps drafts, sends, and holds the diary.

Beneath `wiring.py`, which puts the whole office together. A kind of mailbox is one case of `mail_system_of`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from linkbot.mailsystems.system import MailSystem
from linkbot.ports import Outgoing, Permanent
from linkbot.settings.values import MailboxKind, Settings, SmtpSettings
from linkbot.wiring_exchange import ews_of, graph_of
from linkbot.wiring_sign_in import secret_of, tokens_of

if TYPE_CHECKING:
    from linkbot.mailsystems import smtp_sign_in
    from linkbot.mailsystems.imap_sign_in import SignIn


def mail_system_of(settings: Settings) -> MailSystem:
    """Builds it without a word to any server. Raises `Permanent` when a secret is missing."""
    match settings.mailbox.kind:
        case MailboxKind.MAILDIR:
            return _maildir(settings)
        case MailboxKind.FOLDER:
            return _folder(settings)
        case MailboxKind.IMAP:
            return _imap(settings)
        case MailboxKind.GRAPH:
            return graph_of(settings)
        case MailboxKind.EWS:
            return ews_of(settings)
        case _:
            assert_never(settings.mailbox.kind)


def _maildir(settings: Settings) -> MailSystem:
    from linkbot.mailsystems.maildir import MaildirMailbox
    from linkbot.mailsystems.maildir_drafts import MaildirDrafts
    from linkbot.mailsystems.past import FilesOfThePast

    path = settings.resolve(settings.mailbox.path)
    return MailSystem(
        mailbox=MaildirMailbox(
            path, settings.organisation.mailboxes[0], leave=settings.mailbox.leave, own=own_folders(settings)
        ),
        drafts=MaildirDrafts(drafts_folder(settings)),
        past=FilesOfThePast(path, maildir=True),
    )


def _folder(settings: Settings) -> MailSystem:
    from linkbot.mailsystems.folder import FolderMailbox
    from linkbot.mailsystems.folder_drafts import FolderDrafts
    from linkbot.mailsystems.past import FilesOfThePast

    path = settings.resolve(settings.mailbox.path)
    return MailSystem(
        mailbox=FolderMailbox(
            path, settings.organisation.mailboxes[0], leave=settings.mailbox.leave, own=own_folders(settings)
        ),
        drafts=FolderDrafts(drafts_folder(settings)),
        past=FilesOfThePast(path, maildir=False),
    )


def _imap(settings: Settings) -> MailSystem:
    from linkbot.mailsystems.imap import ImapMailbox
    from linkbot.mailsystems.imap_drafts import ImapDrafts
    from linkbot.mailsystems.imap_examined import ImapExamined
    from linkbot.mailsystems.imap_past import ImapPast
    from linkbot.mailsystems.imap_session import ImapSession, Server

    imap, name = settings.mailbox.imap, settings.organisation.mailboxes[0]
    server = Server(imap.host, imap.port, security=imap.security.value, timeout=imap.timeout_seconds)
    session = ImapSession(server, _imap_account(settings))
    return MailSystem(
        mailbox=ImapMailbox(session, name, watch=imap.watch, leave=imap.leave),
        drafts=ImapDrafts(session, imap.drafts),
        past=ImapPast(session, watch=imap.watch, leave=imap.leave),
        examinable=ImapExamined(session, watch=imap.watch, leave=imap.leave, drafts=imap.drafts, now=_now),
        close=session.close,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _imap_account(settings: Settings) -> SignIn:
    """Raises `Permanent` when a secret is not there."""
    from linkbot.mailsystems.imap_sign_in import Password, Token
    from linkbot.mailsystems.microsoft_token import IMAP_SCOPE

    imap, place = settings.mailbox.imap, "mailbox.imap"
    username = imap.username or settings.organisation.mailboxes[0]
    if imap.tenant is None:
        password = secret_of(
            settings, file=imap.password_file, variable=imap.password_env, place=place, name="password"
        )
        return Password(username, password or "")
    return Token(username, tokens_of(settings, imap, imap.tenant, scope=IMAP_SCOPE, place=place))


def drafts_folder(settings: Settings) -> Path:
    """Where drafts are saved, of mailboxes made of files: the folder named for them, else the mailbox's own."""
    if settings.mailbox.drafts is not None:
        return settings.resolve(settings.mailbox.drafts)
    own = ".Drafts" if settings.mailbox.kind is MailboxKind.MAILDIR else "Drafts"
    return settings.resolve(settings.mailbox.path) / own


def own_folders(settings: Settings) -> frozenset[Path]:
    """What linkbot itself writes into: should it lie in the mailbox's folder, it is no mail."""
    named = (
        settings.smtp.outbox_folder,
        settings.alarm.smtp.outbox_folder,
        settings.intake.folder,
        settings.backup.folder,
        settings.store,
        settings.submissions,
    )
    return frozenset((drafts_folder(settings), *(settings.resolve(folder) for folder in named if folder)))


def outgoing_of(settings: Settings, system: MailSystem | None = None) -> Outgoing:
    """SMTP, or a folder of .eml for trials, or else the mail system's own way of sending.

    Raises `Permanent` when there is none, or the secret is missing.
    """
    way = _way_out(settings, settings.smtp, "smtp") or (system.outgoing if system else None)
    if way is None:
        raise Permanent("linkbot.toml names neither smtp.host nor smtp.outbox_folder: it could not send anything.")
    return way


def second_route_of(settings: Settings) -> Outgoing | None:
    """The way alarms take, when one is configured. Raises `Permanent` when its secret is missing."""
    return _way_out(settings, settings.alarm.smtp, "alarm.smtp")


def outgoing_or_none(settings: Settings, system: MailSystem | None = None) -> Outgoing:
    """As `outgoing_of`; what is missing is told by the first mail that should go, which then waits."""
    from linkbot.mailsystems.no_sending import NoSending

    try:
        return outgoing_of(settings, system)
    except Permanent as error:
        return NoSending(str(error))


def _way_out(settings: Settings, smtp: SmtpSettings, place: str) -> Outgoing | None:
    from linkbot.mailsystems.eml_folder import EmlFolderOutgoing
    from linkbot.mailsystems.smtp import SmtpOutgoing

    if smtp.outbox_folder is not None:
        return EmlFolderOutgoing(settings.resolve(smtp.outbox_folder))
    if smtp.host is None:
        return None
    return SmtpOutgoing(
        smtp.host,
        smtp.port,
        security=smtp.security.value,
        account=smtp_account(settings, smtp, place),
        timeout=smtp.timeout_seconds,
        # said to the server as our name: never asked of the DNS, which would be one more thing that can hang
        local_hostname=(smtp.sender or settings.organisation.mailboxes[0]).rpartition("@")[2],
    )


def smtp_account(settings: Settings, smtp: SmtpSettings, place: str) -> smtp_sign_in.SignIn | None:
    """Who linkbot is to an SMTP server; `place` is its table in the configuration: `smtp`, or `alarm.smtp`. None when
    it signs in nowhere. Raises `Permanent` when a secret is missing.
    """
    from linkbot.mailsystems.microsoft_token import SMTP_SCOPE
    from linkbot.mailsystems.smtp_sign_in import Password, Token

    if smtp.tenant is not None:
        username = smtp.username or settings.organisation.mailboxes[0]
        return Token(username, tokens_of(settings, smtp, smtp.tenant, scope=SMTP_SCOPE, place=place))
    password = secret_of(settings, file=smtp.password_file, variable=smtp.password_env, place=place, name="password")
    return Password(smtp.username, password or "") if smtp.username is not None else None
