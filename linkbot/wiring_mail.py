"""The mail system of a configuration: which adapter reads the mailbox, keeps drafts, sends, and holds the diary.

Beneath `wiring.py`, which puts the whole office together. A kind of mailbox is one case of `mail_system_of`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from linkbot.mailsystems.system import MailSystem
from linkbot.ports import Outgoing, Permanent
from linkbot.settings.values import MailboxKind, Settings, SmtpSettings

if TYPE_CHECKING:
    from linkbot.mailsystems import smtp_sign_in
    from linkbot.mailsystems.imap_sign_in import SignIn
    from linkbot.mailsystems.microsoft_token import Tokens
    from linkbot.settings.imap import ImapSettings


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
            return _graph(settings)
        case _:
            assert_never(settings.mailbox.kind)


def _maildir(settings: Settings) -> MailSystem:
    from linkbot.mailsystems.maildir import MaildirMailbox
    from linkbot.mailsystems.maildir_drafts import MaildirDrafts
    from linkbot.mailsystems.past import FilesOfThePast

    path = settings.resolve(settings.mailbox.path)
    return MailSystem(
        mailbox=MaildirMailbox(path, settings.organisation.mailboxes[0]),
        drafts=MaildirDrafts(drafts_folder(settings)),
        past=FilesOfThePast(path, maildir=True),
    )


def _folder(settings: Settings) -> MailSystem:
    from linkbot.mailsystems.folder import FolderMailbox
    from linkbot.mailsystems.folder_drafts import FolderDrafts
    from linkbot.mailsystems.past import FilesOfThePast

    path = settings.resolve(settings.mailbox.path)
    return MailSystem(
        mailbox=FolderMailbox(path, settings.organisation.mailboxes[0]),
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


def _graph(settings: Settings) -> MailSystem:
    try:
        from linkbot.mailsystems.graph.system import PLACE, graph_system
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise Permanent("Microsoft Graph needs httpx and msal: install linkbot with [graph].") from None
    from linkbot.mailsystems.microsoft_token import Credential

    graph, name = settings.mailbox.graph, settings.organisation.mailboxes[0]
    key_file = graph.private_key_file or graph.certificate_file
    credential = Credential(
        graph.tenant,
        graph.client_id,
        graph.authority,
        secret_of(settings, file=graph.secret_file, variable=graph.secret_env, place=PLACE, name="secret"),
        secret_of(settings, file=graph.certificate_file, variable=None, place=PLACE, name="certificate"),
        secret_of(settings, file=key_file, variable=None, place=PLACE, name="private_key"),
    )
    return graph_system(
        credential,
        name=name,
        user=graph.user or name,
        endpoint=graph.endpoint,
        timeout=graph.timeout_seconds,
        now=_now,
        watch=graph.watch,
        leave=graph.leave,
        category=graph.category,
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
    return Token(username, _tokens(settings, imap, imap.tenant, scope=IMAP_SCOPE, place=place))


def _tokens(settings: Settings, asks: ImapSettings | SmtpSettings, tenant: str, *, scope: str, place: str) -> Tokens:
    """Of an application of the organisation's own. Raises `Permanent` when a secret is not there."""
    from linkbot.mailsystems.microsoft_token import Credential, MsalTokens, msal_application

    secret = secret_of(settings, file=asks.secret_file, variable=asks.secret_env, place=place, name="secret")
    pem = secret_of(settings, file=asks.certificate_file, variable=None, place=place, name="certificate")
    application = Credential(tenant, asks.client_id or "", secret=secret, certificate=pem, private_key=pem)
    return MsalTokens(
        lambda: msal_application(application, timeout=asks.timeout_seconds),
        scope,
        authority=application.authority,
        place=place,
    )


def drafts_folder(settings: Settings) -> Path:
    """Where drafts are saved, of mailboxes made of files: the folder named for them, else the mailbox's own."""
    if settings.mailbox.drafts is not None:
        return settings.resolve(settings.mailbox.drafts)
    own = ".Drafts" if settings.mailbox.kind is MailboxKind.MAILDIR else "Drafts"
    return settings.resolve(settings.mailbox.path) / own


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
        return Token(username, _tokens(settings, smtp, smtp.tenant, scope=SMTP_SCOPE, place=place))
    password = secret_of(settings, file=smtp.password_file, variable=smtp.password_env, place=place, name="password")
    return Password(smtp.username, password or "") if smtp.username is not None else None


def secret_of(settings: Settings, *, file: Path | None, variable: str | None, place: str, name: str) -> str | None:
    """A secret from a file or the environment, never from the configuration; None when neither is named.

    `place` and `name` tell it in errors: `mailbox.graph`, `secret`. Raises `Permanent` when it is not there.
    """
    if file is not None:
        path = settings.resolve(file)
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Permanent(f"The {place} {name} file {path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:  # it would quote the octets
            raise Permanent(f"The {place} {name} file {path} is not UTF-8: save it again as UTF-8.") from None
    if variable is not None:
        value = os.environ.get(variable)
        if value is None:
            raise Permanent(f"The environment has no {variable}, which {place}.{name}_env names.")
        return value
    return None
