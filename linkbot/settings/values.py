"""What `linkbot.toml` says, as frozen values with their defaults. Nothing below `wiring.py` sees these."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import Path

from linkbot.model.approval import VALIDATORS
from linkbot.model.evidence_file import PROGRAMS
from linkbot.model.mode import Mode
from linkbot.model.organisation import AuthenticationPolicy, Organisation
from linkbot.model.people import Directory
from linkbot.model.report import ReportName
from linkbot.model.submission import SubmissionLimits
from linkbot.settings.case_system import CaseSystemSettings
from linkbot.settings.complaints import ComplaintsSettings
from linkbot.settings.ews import EwsSettings
from linkbot.settings.graph import GraphSettings
from linkbot.settings.imap import ImapSettings
from linkbot.settings.retention import RetentionSettings
from linkbot.settings.workbook import WorkbookSettings


class SeniorNotices(StrEnum):
    """Whether final-chaser notices above the head of service go by themselves."""

    AUTO = "auto"
    HELD = "held"


class MailboxKind(StrEnum):
    MAILDIR = "maildir"
    FOLDER = "folder"  # a folder of .eml files
    IMAP = "imap"
    GRAPH = "graph"  # Microsoft 365
    EWS = "ews"  # Exchange on a server of the council's own


class SmtpSecurity(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class WorkerSettings:
    mode: Mode = Mode.WATCH
    begin_on: date | None = None
    poll_seconds: int = 60
    desk_mail_at: time = time(8, 30)
    reminders_at: time = time(9, 0)
    reports_at: time = time(8, 0)
    messages_per_hour: int = 300


class KindsAlone(StrEnum):
    """Which kinds of letter are handled without asking first, where no person has said so of a kind."""

    BY_TRUST = "by_trust"  # none, until a person switches it on
    ALL = "all"


@dataclass(frozen=True)
class AutomationSettings:
    kinds: KindsAlone | tuple[str, ...] = KindsAlone.BY_TRUST
    sample_percent: int = 3  # of what was handled alone; 0: no checks at all


@dataclass(frozen=True)
class MailboxSettings:
    kind: MailboxKind = MailboxKind.MAILDIR
    path: Path = Path("mail")
    leave: tuple[str, ...] = ()  # of a mailbox made of files: folders that are not read
    drafts: Path | None = None  # a Maildir folder or a folder of .eml; default: the mailbox's own Drafts
    imap: ImapSettings = field(default_factory=ImapSettings)
    graph: GraphSettings = field(default_factory=GraphSettings)
    ews: EwsSettings = field(default_factory=EwsSettings)

    @property
    def secret_files(self) -> tuple[Path, ...]:
        return (*self.imap.secret_files, *self.graph.secret_files, *self.ews.secret_files)

    @property
    def private_files(self) -> tuple[Path, ...]:
        return (*self.imap.secret_files, *self.graph.private_files, *self.ews.secret_files)


@dataclass(frozen=True)
class SmtpSettings:
    """`outbox_folder` instead of a host writes each mail as .eml: for trials and the demo. Signing in is by a password
    or, with `tenant`, by a token of Microsoft's sign-in for an application of one's own.
    """

    host: str | None = None
    port: int = 25
    security: SmtpSecurity = SmtpSecurity.NONE
    username: str | None = None  # with `tenant` the default is the first mailbox
    password_file: Path | None = None
    password_env: str | None = None
    tenant: str | None = None
    client_id: str | None = None
    secret_file: Path | None = None
    secret_env: str | None = None
    certificate_file: Path | None = None  # PEM: private key and certificate, instead of a secret
    sender: str | None = None  # default: the first mailbox
    outbox_folder: Path | None = None
    timeout_seconds: int = 60

    @property
    def secret_files(self) -> tuple[Path, ...]:
        return tuple(path for path in (self.password_file, self.secret_file, self.certificate_file) if path)


@dataclass(frozen=True)
class IntakeSettings:
    """`folder`: where people drop letters from the Portal, secure mail or the post, in a folder an ombudsman."""

    folder: Path | None = None
    settle_seconds: int = 30  # a file that changed less long ago may still be on its way


@dataclass(frozen=True)
class EvidenceSettings:
    """`scan_command`: a virus scanner with the exit codes of ClamAV; empty: none here."""

    scan_command: tuple[str, ...] = ()
    scan_seconds: int = 120
    largest_mb: int = 100
    refused_types: tuple[str, ...] = PROGRAMS


@dataclass(frozen=True)
class AlarmSettings:
    """Whom silence is told to, and by which second way: another SMTP server, an address to be called, or a file."""

    it: tuple[str, ...] = ()
    no_poll_minutes: int = 30  # of working time
    heartbeat_url: str | None = None
    heartbeat_file: Path | None = None
    metrics_file: Path | None = None
    smtp: SmtpSettings = field(default_factory=SmtpSettings)


@dataclass(frozen=True)
class BackupSettings:
    """Nightly copies of the register and the octets; `folder` None: linkbot makes none itself."""

    folder: Path | None = None
    at: time = time(2, 0)
    keep_days: int = 14
    keep_months: int = 6  # of each month the last


@dataclass(frozen=True)
class ReadingSettings:
    """Scans are for a person unless `ocr` lets the tesseract program guess at them first."""

    ocr: bool = False
    ocr_program: str = "tesseract"  # a name on the path, or a path
    ocr_languages: str = "eng"
    ocr_seconds_per_page: int = 30
    ocr_pages: int = 10


@dataclass(frozen=True)
class ReportSettings:
    nearly_due_working_days: int = 5
    daily_services: tuple[str, ...] = ()
    send: tuple[ReportName, ...] = (ReportName.QUARTERLY, ReportName.ANNUAL, ReportName.MEMBER_UPDATE)
    year_begins: int = 4  # month
    weekly_to_directors: bool = False
    published: Path | None = None  # figures of the Ombudsmen, as the council typed them in


@dataclass(frozen=True)
class Settings:
    organisation: Organisation
    directory: Directory
    folder: Path  # where the file stood: relative paths start here
    authentication: AuthenticationPolicy = field(default_factory=AuthenticationPolicy)
    worker: WorkerSettings = field(default_factory=WorkerSettings)
    mailbox: MailboxSettings = field(default_factory=MailboxSettings)
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    workbook: WorkbookSettings = field(default_factory=WorkbookSettings)
    reports: ReportSettings = field(default_factory=ReportSettings)
    senior_notices: SeniorNotices = SeniorNotices.AUTO
    automation: AutomationSettings = field(default_factory=AutomationSettings)
    store: Path = Path("store")
    overlay: Path | None = None  # the council's own rules/ and templates/
    submissions: Path = Path("submissions")
    submission: SubmissionLimits = field(default_factory=SubmissionLimits)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    intake: IntakeSettings = field(default_factory=IntakeSettings)
    evidence: EvidenceSettings = field(default_factory=EvidenceSettings)
    validators: tuple[str, ...] = VALIDATORS
    alarm: AlarmSettings = field(default_factory=AlarmSettings)
    backup: BackupSettings = field(default_factory=BackupSettings)
    case_system: CaseSystemSettings = field(default_factory=CaseSystemSettings)
    complaints: ComplaintsSettings = field(default_factory=ComplaintsSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    file: Path | None = None  # the configuration itself

    @property
    def mode(self) -> Mode:
        """What linkbot may do: only watch, whatever it was told, while nobody has said who reminds the officers."""
        return Mode.WATCH if self.case_system.undecided else self.worker.mode

    def resolve(self, path: Path) -> Path:
        return path if path.is_absolute() else self.folder / path
