"""`linkbot.toml` to `Settings`, all faults at once. Few keys are needed; every other has a default."""

from __future__ import annotations

import re
from pathlib import Path

from linkbot.model.mode import Mode
from linkbot.model.organisation import Organisation
from linkbot.model.people import LINK_OFFICER, Directory
from linkbot.model.report import ReportName
from linkbot.settings.authentication import authentication_policy
from linkbot.settings.automation import automation_settings
from linkbot.settings.case_system import case_system_settings
from linkbot.settings.complaints import complaints_settings
from linkbot.settings.evidence import evidence_settings
from linkbot.settings.ews import ews_settings
from linkbot.settings.graph import graph_settings
from linkbot.settings.imap import imap_settings
from linkbot.settings.people import directory
from linkbot.settings.retention import retention_settings
from linkbot.settings.smtp import smtp_settings
from linkbot.settings.submission import submission_settings
from linkbot.settings.times import clock_time
from linkbot.settings.unattended import alarm_settings, backup_settings, intake_settings, reading_settings
from linkbot.settings.validation import validation_posts
from linkbot.settings.values import (
    MailboxKind,
    MailboxSettings,
    ReportSettings,
    SeniorNotices,
    Settings,
    WorkerSettings,
)
from linkbot.settings.workbook import workbook_settings
from linkbot.toml_document import Fault, Faulty, Table, read_toml


def load_settings(path: Path) -> Settings:
    """Raises `Faulty` with every fault of the file."""
    faults: list[Fault] = []
    root = read_toml(path, faults)
    if faults:
        raise Faulty(tuple(faults))
    organisation = _organisation(root.table("organisation", required=True))
    submissions, limits = submission_settings(root.table("submissions"))
    settings = Settings(
        organisation=organisation,
        authentication=authentication_policy(root.table("authentication")),
        directory=_directory(root),
        folder=path.resolve().parent,
        worker=_worker(root.table("worker")),
        senior_notices=_senior_notices(root.table("escalation")),
        automation=automation_settings(root.table("automation")),
        mailbox=_mailbox(root.table("mailbox")),
        smtp=smtp_settings(root.table("smtp"), "smtp"),
        workbook=workbook_settings(root.table("workbook")),
        reports=_reports(root.table("reports")),
        store=Path(_one(root.table("store"), "folder", "store")),
        submissions=submissions,
        submission=limits,
        overlay=_overlay(root.table("rules")),
        reading=reading_settings(root.table("reading")),
        intake=intake_settings(root.table("intake")),
        evidence=evidence_settings(root.table("evidence")),
        validators=validation_posts(root.table("validation")),
        alarm=alarm_settings(root.table("alarm"), organisation),
        backup=backup_settings(root.table("backup")),
        case_system=case_system_settings(root.table("case_system"), organisation),
        complaints=complaints_settings(root.table("complaints")),
        retention=retention_settings(root.table("retention")),
        file=path.resolve(),
    )
    root.finish()
    if faults:
        raise Faulty(tuple(sorted(faults, key=lambda fault: fault.line or 0)))
    return settings


def _organisation(table: Table) -> Organisation:
    domains = table.texts("domains", required=True)
    for domain in domains:
        if "@" in domain or "." not in domain:
            table.fault(f"organisation.domains: {domain!r} is not a domain such as anytown.gov.uk", "domains")
    mailboxes = table.texts("mailboxes", required=True)
    for mailbox in mailboxes:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", mailbox):
            table.fault(f"organisation.mailboxes: {mailbox!r} is not an e-mail address", "mailboxes")
    patterns = table.texts("our_references")
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            table.fault(
                f"organisation.our_references: {pattern!r} is not a regular expression: {error}", "our_references"
            )
    value = Organisation(
        name=table.text("name", required=True),
        domains=tuple(domain.casefold() for domain in domains),
        mailboxes=tuple(mailbox.casefold() for mailbox in mailboxes),
        our_references=patterns,
        also_known_as=table.texts("also_known_as"),
    )
    table.finish()
    return value


def _directory(root: Table) -> Directory:
    value = directory(root.table("people", required=True), root.table("services"))
    if value.person(LINK_OFFICER) is None:
        root.fault("[people.link_officer] with an email is missing: every unfilled role falls to this post", "people")
    return value


def _worker(table: Table) -> WorkerSettings:
    default = WorkerSettings()
    value = WorkerSettings(
        mode=table.choice("mode", Mode, default.mode),
        begin_on=table.day("begin_on"),
        poll_seconds=table.integer("poll_seconds", default.poll_seconds, minimum=5),
        desk_mail_at=clock_time(table, "desk_mail_at", default.desk_mail_at),
        reminders_at=clock_time(table, "reminders_at", default.reminders_at),
        reports_at=clock_time(table, "reports_at", default.reports_at),
        messages_per_hour=table.integer("messages_per_hour", default.messages_per_hour, minimum=1),
    )
    table.finish()
    return value


def _senior_notices(table: Table) -> SeniorNotices:
    value = table.choice("senior_notices", SeniorNotices, SeniorNotices.AUTO)
    table.finish()
    return value


def _mailbox(table: Table) -> MailboxSettings:
    default = MailboxSettings()
    drafts = table.optional_text("drafts")
    kind = table.choice("kind", MailboxKind, default.kind)
    value = MailboxSettings(
        kind=kind,
        path=Path(table.text("path", str(default.path))),
        leave=table.texts("leave"),
        drafts=Path(drafts) if drafts else None,
        imap=imap_settings(table.table("imap"), wanted=kind is MailboxKind.IMAP),
        ews=ews_settings(table.table("ews"), wanted=kind is MailboxKind.EWS),
        graph=graph_settings(table.table("graph"), wanted=kind is MailboxKind.GRAPH),
    )
    table.finish()
    return value


def _reports(table: Table) -> ReportSettings:
    default, published = ReportSettings(), table.optional_text("published")
    value = ReportSettings(
        nearly_due_working_days=table.integer("nearly_due_working_days", 5, minimum=0),
        daily_services=table.texts("daily_services"),
        send=table.choices("send", ReportName) if "send" in table else default.send,
        year_begins=table.integer("year_begins", default.year_begins, minimum=1),
        weekly_to_directors=table.boolean("weekly_to_directors", default.weekly_to_directors),
        published=Path(published) if published else None,
    )
    if value.year_begins > 12:
        table.fault("reports.year_begins is a month from 1 to 12", "year_begins")
    table.finish()
    return value


def _one(table: Table, key: str, default: str) -> str:
    value = table.text(key, default)
    table.finish()
    return value


def _overlay(table: Table) -> Path | None:
    value = table.optional_text("overlay")
    table.finish()
    return Path(value) if value else None
