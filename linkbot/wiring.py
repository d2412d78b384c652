"""Floor 6: the only place that builds adapters from the configuration: dry run and sandbox are chosen here."""

from __future__ import annotations

import contextlib
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
from linkbot.engine.trust.switching import acting_kinds
from linkbot.engine.wording.sheet_rows import CASES, REFERENCE, SheetPrivacy, tabs
from linkbot.model.desk import Desk, Habits
from linkbot.model.due import Times
from linkbot.model.evidence_file import EvidenceLimits
from linkbot.model.mode import Mode
from linkbot.model.people import Directory
from linkbot.model.rulebook import Rulebook
from linkbot.model.templates import Templates
from linkbot.model.trust import Automation
from linkbot.ports import Clock, DirectorySource, Mailbox, Permanent, Scanner, Sheet, TextExtractor
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers, template_layers
from linkbot.rulebook.templates import load_templates
from linkbot.settings.load import load_settings
from linkbot.settings.values import KindsAlone, SeniorNotices, Settings
from linkbot.settings.workbook import WorkbookKind
from linkbot.toml_document import Fault, Faulty
from linkbot.wiring_cases import abilities_of, case_system_of
from linkbot.wiring_mail import mail_system_of, outgoing_of, outgoing_or_none, second_route_of
from linkbot.wiring_reports import report_plan_of
from linkbot.worker.directory.columns import Mapped
from linkbot.worker.directory.feeds import FileFeed
from linkbot.worker.directory.keeper import Keeper
from linkbot.worker.office import Nightly, Observer, Office, Silent, Vigil
from linkbot.worker.signs import Signs, Supervisor

if TYPE_CHECKING:
    from linkbot.effectors.shared_workbook.sheet import SharedWorkbook
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
    rulebook = load_rulebook(rule_layers(overlay), templates=own)
    gates = replace(rulebook.gates, system_addresses=settings.case_system.system_addresses)
    return replace(rulebook, gates=gates)


def desk_of(settings: Settings, rulebook: Rulebook, directory: Directory) -> Desk:
    daily = (*settings.reports.daily_services, *(s.id for s in directory.services if s.daily_list))
    return Desk(
        organisation=settings.organisation,
        directory=directory,
        calendar=rulebook.calendar,
        ombudsmen=rulebook.ombudsmen,
        playbooks=rulebook.playbooks,
        matching=rulebook.matching,
        habits=Habits(nearly_due=settings.reports.nearly_due_working_days, **dict(rulebook.deadlines.defaults)),
        senior_notices_auto=settings.senior_notices is SeniorNotices.AUTO,
        automation=automation_of(settings, rulebook),
        validators=settings.validators,
        reports=report_plan_of(settings, rulebook),
        submission=settings.submission,
        evidence=EvidenceLimits(settings.evidence.largest_mb, settings.evidence.refused_types),
        begin_on=settings.worker.begin_on,
        daily_services=tuple(dict.fromkeys(daily)),
        case_system=abilities_of(settings, rulebook),
    )


def automation_of(settings: Settings, rulebook: Rulebook) -> Automation:
    """Raises `Faulty` for a listed kind that the rules do not know, or never let act."""
    kinds, percent = settings.automation.kinds, settings.automation.sample_percent
    if isinstance(kinds, KindsAlone):
        return Automation(None if kinds is KindsAlone.ALL else frozenset(), percent)
    acting = acting_kinds(rulebook.playbooks)
    wrong = [kind for kind in kinds if kind not in acting]
    if wrong:
        file = str(settings.file or settings.folder)
        may = f"it may hold {', '.join(acting)}"
        raise Faulty(tuple(Fault(file, None, f"automation.kinds holds {kind!r}; {may}") for kind in wrong))
    return Automation(frozenset(kinds), percent)


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


def extractor_of(settings: Settings, like: TextExtractor | None = None) -> TextExtractor:
    """The child process that reads documents, with OCR where it is switched on; the one at work, if it does already."""
    from linkbot.extraction.child import ChildExtractor
    from linkbot.extraction.ocr import Ocr

    reading = settings.reading
    ocr = Ocr(
        program=reading.ocr_program,
        languages=reading.ocr_languages,
        seconds_per_page=reading.ocr_seconds_per_page,
        most_pages=reading.ocr_pages,
    )
    wanted = ocr if reading.ocr else None
    if isinstance(like, ChildExtractor) and like.ocr != wanted:
        like.close()
        like = None
    return like or ChildExtractor(ocr=wanted)


def office_of(
    setup: Setup, observer: Observer | None = None, *, sends: bool = True, like: Office | None = None
) -> Office:
    """The worker's office on the real mailbox, store and SMTP server. Raises `Faulty`, `Permanent`, `Transient`.

    Where nothing is sent (`sends` False: a person's act; or mode `watch`), sending need not be set up. `like` is an
    office at work whose configuration was changed: what lives as long as the process is taken over from it.
    """
    from linkbot.effectors.submissions import FolderSubmissions
    from linkbot.store.opening import open_store
    from linkbot.store.upgrading import KEPT_DAYS, forget_kept

    settings = setup.settings
    folder = settings.resolve(settings.store)
    privacy = privacy_of(settings)
    watching = settings.mode is Mode.WATCH
    system = mail_system_of(settings)
    # before a store is made
    outgoing = outgoing_of(settings, system) if sends and not watching else outgoing_or_none(settings, system)
    cases = case_system_of(settings, setup.desk.case_system, outgoing=outgoing, folder=folder / CASE_SYSTEM)
    directory = directory_of(settings, setup.rulebook, cases.directory)
    forget_kept(folder, older_than=(datetime.now(UTC) - timedelta(days=KEPT_DAYS)).timestamp())
    return Office(
        store=like.store if like else open_store(folder),
        mailboxes=(system.mailbox, *intake_of(settings, setup.rulebook)),
        extractor=extractor_of(settings, like.extractor if like else None),
        outgoing=outgoing,
        drafts=system.drafts,
        sheet=sheet_of(settings),
        case_system=cases.case_system,
        actions=cases.actions,
        tidy=cases.tidy,
        actions_every=timedelta(minutes=settings.case_system.icasework.actions_every_minutes),
        submissions=FolderSubmissions(settings.resolve(settings.submissions)),
        clock=like.clock if like else SystemClock(),
        reader=setup.reader,
        desk=setup.desk,
        templates=setup.templates or templates_of(settings),
        times=setup.times,
        mode=settings.mode,
        sender=settings.smtp.sender or settings.organisation.mailboxes[0],
        observer=observer or (like.observer if like else Silent()),
        messages_per_hour=settings.worker.messages_per_hour,
        logged=like.logged if like else set(),
        privacy=privacy,
        vigil=vigil_of(settings),
        nightly=nightly_of(settings),
        past=(system.past,),
        scanner=scanner_of(settings),
        calendar=system.calendar,
        directory=directory,
        lines=(system.close, cases.close, *((directory.stop,) if directory else ())),
    )


def mapped_of(settings: Settings) -> Mapped:
    return Mapped(settings.complaints.columns, settings.complaints.date_format)


def directory_of(settings: Settings, rulebook: Rulebook, source: DirectorySource | None) -> Keeper | None:
    """None where nothing refreshes the list of complaints: it is then brought in by hand."""
    said = settings.complaints
    file = FileFeed(settings.resolve(said.path), said.sheet) if said.path else None
    if file is None and source is None:
        return None
    every = timedelta(minutes=said.every_minutes)
    return Keeper(file=file, source=source, mapped=mapped_of(settings), every=every, services=rulebook.services)


def scanner_of(settings: Settings) -> Scanner | None:
    """None when no command is named."""
    from linkbot.effectors.scanner import CommandScanner

    wanted = settings.evidence
    return CommandScanner(wanted.scan_command, seconds=wanted.scan_seconds) if wanted.scan_command else None


def sandbox_of(
    setup: Setup, *, folder: Path, mailbox: Mailbox, clock: Clock, mode: Mode, observer: Observer, recording: Recording
) -> Office:
    """The same worker on a throw-away store and recorders: nothing leaves. For `simulate`."""
    from linkbot.store.opening import open_store

    settings = setup.settings
    return Office(
        store=open_store(folder, durable=False),
        mailboxes=(RecordingMailbox(mailbox, recording),),
        extractor=extractor_of(settings),
        outgoing=RecordingOutgoing(recording),
        drafts=RecordingDrafts(recording),
        sheet=RecordingSheet(recording),
        case_system=RecordingCaseSystem(recording, setup.desk.case_system),
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


def sheet_of(settings: Settings) -> Sheet:
    from linkbot.effectors.workbook import XlsxSheet

    if settings.workbook.kind is WorkbookKind.EXISTING:
        return shared_workbook_of(settings)
    return XlsxSheet(settings.resolve(settings.workbook.path), tabs(privacy_of(settings)))


def shared_workbook_of(settings: Settings) -> SharedWorkbook:
    """The people's own workbook, with the columns they have named."""
    from linkbot.effectors.shared_workbook.heading import TabPlan
    from linkbot.effectors.shared_workbook.sheet import SharedWorkbook

    said = settings.workbook
    path = settings.resolve(said.path)
    plans = [
        TabPlan(
            one.tab,
            one.sheet,
            one.columns,
            id_title=said.id_column,
            match_on=REFERENCE if one.tab == CASES and REFERENCE in dict(one.columns) else None,
        )
        for one in said.tabs
    ]
    backups = settings.resolve(said.backups) if said.backups else path.with_name(f"{path.stem} before linkbot")
    return SharedWorkbook(path, plans, backups)


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
