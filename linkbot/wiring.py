"""Floor 6: the only place that builds adapters from the configuration: dry run and sandbox are chosen here."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from linkbot import __version__
from linkbot.effectors.recording import (
    Recording,
    RecordingCaseSystem,
    RecordingDrafts,
    RecordingMailbox,
    RecordingOutgoing,
    RecordingSheet,
    RecordingSubmissions,
)
from linkbot.engine.read import Reader
from linkbot.engine.wording.sheet_rows import SheetPrivacy, tabs
from linkbot.model.desk import Desk, Habits
from linkbot.model.due import Times
from linkbot.model.mode import Mode
from linkbot.model.people import Directory
from linkbot.model.rulebook import Rulebook
from linkbot.model.templates import Templates
from linkbot.ports import Clock, Drafts, Mailbox, Outgoing, Past, Permanent
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers, template_layers
from linkbot.rulebook.templates import load_templates
from linkbot.settings.load import load_settings
from linkbot.settings.values import MailboxKind, SeniorNotices, Settings, SmtpSettings
from linkbot.toml_document import Fault, Faulty
from linkbot.worker.office import Nightly, Observer, Office, Silent, Vigil
from linkbot.worker.signs import Signs, Supervisor

if TYPE_CHECKING:
    from linkbot.store import WorkerLock
    from linkbot.store.backup.taking import StoreBackups

CASE_SYSTEM = "case-system"
BESIDE = (CASE_SYSTEM,)
"""Folders of the store that are neither register nor messages, and belong in a backup."""


class SystemClock:
    """The machine's own clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Setup:
    """What a configuration file and the rules amount to, checked together; no adapter is built yet."""

    settings: Settings
    rulebook: Rulebook
    reader: Reader
    desk: Desk
    times: Times
    templates: Templates | None = None  # given where many offices are opened one after another; else read for each


def set_up(config: Path) -> Setup:
    """Raises `Faulty` with every fault of the configuration, or of the rules."""
    settings = load_settings(config)
    rulebook = rulebook_of(settings)
    directory = settings.directory
    return Setup(
        settings=settings,
        rulebook=rulebook,
        reader=Reader(rulebook, settings.organisation, settings.authentication, directory),
        desk=desk_of(settings, rulebook, directory),
        times=Times(settings.worker.desk_mail_at, settings.worker.reminders_at, settings.worker.reports_at),
    )


def rulebook_of(settings: Settings) -> Rulebook:
    """Raises `Faulty`."""
    overlay = overlay_of(settings)
    own = (
        tuple(path.name for path in (overlay / "templates").iterdir())
        if overlay and (overlay / "templates").is_dir()
        else ()
    )
    return load_rulebook(rule_layers(overlay), templates=own)


def desk_of(settings: Settings, rulebook: Rulebook, directory: Directory) -> Desk:
    daily = (*settings.reports.daily_services, *(s.id for s in directory.services if s.daily_list))
    return Desk(
        organisation=settings.organisation,
        directory=directory,
        calendar=rulebook.calendar,
        ombudsmen=rulebook.ombudsmen,
        playbooks=rulebook.playbooks,
        habits=replace(
            Habits(),
            nearly_due=settings.reports.nearly_due_working_days,
            chaser_default=rulebook.deadlines.chaser_default_days,
        ),
        senior_notices_auto=settings.senior_notices is SeniorNotices.AUTO,
        begin_on=settings.worker.begin_on,
        daily_services=tuple(dict.fromkeys(daily)),
    )


def templates_of(settings: Settings) -> Templates:
    """Raises `Faulty`."""
    faults: list[Fault] = []
    templates = load_templates(template_layers(overlay_of(settings)), faults)
    if faults:
        raise Faulty(tuple(faults))
    return templates


def overlay_of(settings: Settings) -> Path | None:
    """The council's own folder of rules and templates."""
    return settings.resolve(settings.overlay) if settings.overlay else None


def office_of(
    setup: Setup, observer: Observer | None = None, *, sends: bool = True, like: Office | None = None
) -> Office:
    """The worker's office on the real mailbox, store and SMTP server. Raises `Faulty`, `Permanent`, `Transient`.

    Where nothing is sent (`sends` False: a person's act; or mode `watch`), sending need not be set up. `like` is an
    office at work whose configuration was changed: what lives as long as the process is taken over from it.
    """
    from linkbot.casesystems.local import LocalCaseSystem
    from linkbot.effectors.submissions import FolderSubmissions
    from linkbot.effectors.workbook import XlsxSheet
    from linkbot.extraction.child import ChildExtractor
    from linkbot.store.opening import open_store
    from linkbot.store.upgrading import KEPT_DAYS, forget_kept

    settings = setup.settings
    folder = settings.resolve(settings.store)
    privacy = privacy_of(settings)
    watching = settings.worker.mode is Mode.WATCH
    outgoing = outgoing_of(settings) if sends and not watching else outgoing_or_none(settings)  # before a store is made
    forget_kept(folder, older_than=(datetime.now(UTC) - timedelta(days=KEPT_DAYS)).timestamp())
    return Office(
        store=like.store if like else open_store(folder),
        mailboxes=(mailbox_of(settings), *intake_of(settings, setup.rulebook)),
        extractor=like.extractor if like else ChildExtractor(),
        outgoing=outgoing,
        drafts=drafts_of(settings),
        sheet=XlsxSheet(settings.resolve(settings.workbook.path), tabs(privacy)),
        case_system=LocalCaseSystem(folder / CASE_SYSTEM),
        submissions=FolderSubmissions(settings.resolve(settings.submissions)),
        clock=like.clock if like else SystemClock(),
        reader=setup.reader,
        desk=setup.desk,
        templates=setup.templates or templates_of(settings),
        times=setup.times,
        mode=settings.worker.mode,
        sender=settings.smtp.sender or settings.organisation.mailboxes[0],
        observer=observer or (like.observer if like else Silent()),
        messages_per_hour=settings.worker.messages_per_hour,
        logged=like.logged if like else set(),
        privacy=privacy,
        vigil=vigil_of(settings),
        nightly=nightly_of(settings),
        past=past_of(settings),
    )


def sandbox_of(
    setup: Setup, *, folder: Path, mailbox: Mailbox, clock: Clock, mode: Mode, observer: Observer, recording: Recording
) -> Office:
    """The same worker on a throw-away store and recorders: nothing leaves. For `simulate`."""
    from linkbot.extraction.child import ChildExtractor
    from linkbot.store.opening import open_store

    settings = setup.settings
    return Office(
        store=open_store(folder, durable=False),
        mailboxes=(RecordingMailbox(mailbox, recording),),
        extractor=ChildExtractor(),
        outgoing=RecordingOutgoing(recording),
        drafts=RecordingDrafts(recording),
        sheet=RecordingSheet(recording),
        case_system=RecordingCaseSystem(recording),
        submissions=RecordingSubmissions(recording),
        clock=clock,
        reader=setup.reader,
        desk=setup.desk,
        templates=setup.templates or templates_of(settings),
        times=setup.times,
        mode=mode,
        sender=settings.smtp.sender or settings.organisation.mailboxes[0],
        observer=observer,
        messages_per_hour=settings.worker.messages_per_hour,
        new_secret=_sandbox_secret,
        privacy=privacy_of(settings),
    )


def _sandbox_secret() -> str:
    """The same in every sandbox, so that the same inputs give the same marks."""
    return "sandbox"


def privacy_of(settings: Settings) -> SheetPrivacy:
    shown = settings.workbook
    return SheetPrivacy(names=shown.show_names, addresses=shown.show_addresses, vulnerability=shown.show_vulnerability)


def mailbox_of(settings: Settings) -> Mailbox:
    from linkbot.mailsystems.folder import FolderMailbox
    from linkbot.mailsystems.maildir import MaildirMailbox

    path, name = settings.resolve(settings.mailbox.path), settings.organisation.mailboxes[0]
    if settings.mailbox.kind is MailboxKind.MAILDIR:
        return MaildirMailbox(path, name)
    return FolderMailbox(path, name)


def intake_of(settings: Settings, rulebook: Rulebook) -> tuple[Mailbox, ...]:
    """The watched folder, a mailbox for each ombudsman. What is missing of it is made; a share that cannot be reached
    stops nobody here: each look at it says so."""
    from linkbot.mailsystems.intake_folder import IntakeMailbox, prepare

    if settings.intake.folder is None:
        return ()
    root, ids = settings.resolve(settings.intake.folder), tuple(one.id for one in rulebook.ombudsmen.all)
    with contextlib.suppress(OSError):
        prepare(root, ids)
    return tuple(IntakeMailbox(root, id, settle_seconds=settings.intake.settle_seconds) for id in ids)


def past_of(settings: Settings) -> tuple[Past, ...]:
    """The mailbox with all its folders, for a look back after a restore."""
    from linkbot.mailsystems.past import FilesOfThePast

    maildir = settings.mailbox.kind is MailboxKind.MAILDIR
    return (FilesOfThePast(settings.resolve(settings.mailbox.path), maildir=maildir),)


def nightly_of(settings: Settings) -> Nightly | None:
    """None when no folder for backups is named."""
    if settings.backup.folder is None:
        return None
    return Nightly(settings.backup.at, backups_of(settings, settings.resolve(settings.backup.folder), tidied=True))


def backups_of(settings: Settings, folder: Path, *, tidied: bool) -> StoreBackups:
    """`tidied` False: a folder chosen by hand, in which nothing is ever removed."""
    from linkbot.store.backup.taking import StoreBackups

    return StoreBackups(
        store=settings.resolve(settings.store),
        folder=folder,
        linkbot=__version__,
        keep_days=settings.backup.keep_days if tidied else None,
        keep_months=settings.backup.keep_months,
        config=settings.file,
        beside=BESIDE,
    )


def drafts_of(settings: Settings) -> Drafts:
    from linkbot.mailsystems.folder_drafts import FolderDrafts
    from linkbot.mailsystems.maildir_drafts import MaildirDrafts

    folder = drafts_folder(settings)
    return MaildirDrafts(folder) if settings.mailbox.kind is MailboxKind.MAILDIR else FolderDrafts(folder)


def drafts_folder(settings: Settings) -> Path:
    """Where drafts are saved: the folder named for them, else the mailbox's own."""
    if settings.mailbox.drafts is not None:
        return settings.resolve(settings.mailbox.drafts)
    own = ".Drafts" if settings.mailbox.kind is MailboxKind.MAILDIR else "Drafts"
    return settings.resolve(settings.mailbox.path) / own


def outgoing_of(settings: Settings) -> Outgoing:
    """SMTP, or a folder of .eml for trials. Raises `Permanent` when neither is configured or the secret is missing."""
    way = _way_out(settings, settings.smtp, "smtp")
    if way is None:
        raise Permanent("linkbot.toml names neither smtp.host nor smtp.outbox_folder: it could not send anything.")
    return way


def second_route_of(settings: Settings) -> Outgoing | None:
    """The way alarms take, when one is configured. Raises `Permanent` when its secret is missing."""
    return _way_out(settings, settings.alarm.smtp, "alarm.smtp")


def vigil_of(settings: Settings) -> Vigil:
    """A second server whose password is missing must not keep linkbot from starting: alarms then take the ordinary
    way, and `linkbot doctor` says what is wrong.
    """
    alarm = settings.alarm
    try:
        second = second_route_of(settings)
    except Permanent:
        second = None
    return Vigil(it=alarm.it, no_poll_minutes=alarm.no_poll_minutes, second_route=second, sender=alarm.smtp.sender)


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
        username=smtp.username,
        password=password_of(settings, smtp, place),
        timeout=smtp.timeout_seconds,
        # said to the server as our name: never asked of the DNS, which would be one more thing that can hang
        local_hostname=(smtp.sender or settings.organisation.mailboxes[0]).rpartition("@")[2],
    )


def outgoing_or_none(settings: Settings) -> Outgoing:
    """As `outgoing_of`; what is missing is told by the first mail that should go, which then waits."""
    from linkbot.mailsystems.no_sending import NoSending

    try:
        return outgoing_of(settings)
    except Permanent as error:
        return NoSending(str(error))


def signs_of(settings: Settings) -> Signs:
    """The monitors that are told of the worker itself."""
    from linkbot.effectors.heartbeat import HeartbeatFile, HeartbeatUrl
    from linkbot.effectors.metrics import MetricsFile

    alarm = settings.alarm
    file = [HeartbeatFile(settings.resolve(alarm.heartbeat_file))] if alarm.heartbeat_file else []
    url = [HeartbeatUrl(alarm.heartbeat_url)] if alarm.heartbeat_url else []
    return Signs((*file, *url), MetricsFile(settings.resolve(alarm.metrics_file)) if alarm.metrics_file else None)


def supervisor_of(environment: Mapping[str, str]) -> Supervisor:
    """Whoever started this process and wants to hear of it; where nobody does, nothing is said."""
    from linkbot.effectors.systemd import Systemd

    return Systemd(environment)


def worker_lock_of(office: Office) -> WorkerLock:
    """The lease of the one worker of this office's store."""
    from linkbot.store import SqlStore, WorkerLock

    if not isinstance(office.store, SqlStore):
        raise TypeError("only a store on a database has a worker's lease")
    return WorkerLock(office.store)


def password_of(settings: Settings, smtp: SmtpSettings, place: str) -> str | None:
    """From a file or the environment, never from the configuration. Raises `Permanent` when it is not there.

    `place` is the server's table in the configuration: `smtp`, or `alarm.smtp`.
    """
    if smtp.password_file is not None:
        path = settings.resolve(smtp.password_file)
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Permanent(f"The {place} password file {path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:  # it would quote the octets
            raise Permanent(f"The {place} password file {path} is not UTF-8: save it again as UTF-8.") from None
    if smtp.password_env is not None:
        value = os.environ.get(smtp.password_env)
        if value is None:
            raise Permanent(f"The environment has no {smtp.password_env}, which {place}.password_env names.")
        return value
    return None
