"""`[case_system.icasework]` of the configuration: where a council's iCasework is and what it calls things."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from linkbot.toml_document import Table

PLACE = "case_system.icasework"
_ATTRIBUTES = ("reference", "stage", "status", "remedy", "due", "complaint")


class IcaseworkAuth(StrEnum):
    JWT = "jwt"
    SIGNATURE = "signature"  # MD5, of customers that never moved


class IcaseworkFormat(StrEnum):
    XML = "xml"
    JSON = "json"


class ReportFormat(StrEnum):
    XML = "xml"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class IcaseworkSettings:
    """Names and codes are the council's own; None or empty: it has no such thing."""

    base: str = ""
    reports: str | None = None  # a host of its own in production
    db: str | None = None  # the account, on a shared system
    auth: IcaseworkAuth = IcaseworkAuth.JWT
    api_key: str = ""
    secret_file: Path | None = None
    secret_env: str | None = None
    format: IcaseworkFormat = IcaseworkFormat.XML
    report_format: ReportFormat = ReportFormat.XML
    timeout_seconds: int = 60
    case_type: str = ""
    request_method: str = "Email"
    external_id_prefix: str = "omb:"
    fields: tuple[str, ...] = ()  # NAME=VALUE
    mark_field: str = "Label"
    mark_shown_as: str = "CaseDetails.CaseLabel"
    complaint_field: str | None = None
    send_complainant: bool = False
    letter_form: str | None = None
    letter_field: str = "Details"
    task_done_form: str | None = None
    task_done_code: str | None = None
    closed_form: str | None = None
    attribute_reference: str | None = None
    attribute_stage: str | None = None
    attribute_status: str | None = None
    attribute_remedy: str | None = None
    attribute_due: str | None = None
    attribute_complaint: str | None = None
    documents_folder: Path | None = None
    documents_url: str | None = None
    documents_keep_hours: int = 24
    trail_report: str | None = None
    trail_column: str | None = None
    actions_report: str | None = None
    actions_every_minutes: int = 15
    actions_id: str = "ActionId"
    actions_task: str = "Title"
    actions_state: str = "Status"
    actions_done: tuple[str, ...] = ("Completed", "Closed", "Done")
    actions_owner: str = "AssignedTo"
    actions_by: str = "LastUpdatedBy"
    actions_at: str = "LastUpdatedTime"
    directory_report: str | None = None

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """(our name, theirs) of those that are configured."""
        named = ((name, getattr(self, f"attribute_{name}")) for name in _ATTRIBUTES)
        return tuple((name, theirs) for name, theirs in named if theirs)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((name.strip(), value.strip()) for name, _, value in (one.partition("=") for one in self.fields))


def icasework_settings(table: Table, *, wanted: bool) -> IcaseworkSettings:
    """`wanted`: it is the case system, so what it needs must be there."""
    default = IcaseworkSettings()
    value = IcaseworkSettings(
        base=_https(table, "base", required=wanted) or "",
        reports=_https(table, "reports"),
        db=table.optional_text("db"),
        auth=table.choice("auth", IcaseworkAuth, default.auth),
        api_key=table.text("api_key", required=wanted),
        secret_file=_path(table, "secret_file"),
        secret_env=table.optional_text("secret_env"),
        format=table.choice("format", IcaseworkFormat, default.format),
        report_format=table.choice("report_format", ReportFormat, default.report_format),
        timeout_seconds=table.integer("timeout_seconds", default.timeout_seconds, minimum=5),
        case_type=table.text("case_type", required=wanted),
        request_method=table.text("request_method", default.request_method),
        external_id_prefix=table.text("external_id_prefix", default.external_id_prefix),
        fields=table.texts("fields"),
        mark_field=table.text("mark_field", default.mark_field),
        mark_shown_as=table.text("mark_shown_as", default.mark_shown_as),
        complaint_field=table.optional_text("complaint_field"),
        send_complainant=table.boolean("send_complainant"),
        letter_form=table.optional_text("letter_form"),
        letter_field=table.text("letter_field", default.letter_field),
        task_done_form=table.optional_text("task_done_form"),
        task_done_code=table.optional_text("task_done_code"),
        closed_form=table.optional_text("closed_form"),
        attribute_reference=table.optional_text("attribute_reference"),
        attribute_stage=table.optional_text("attribute_stage"),
        attribute_status=table.optional_text("attribute_status"),
        attribute_remedy=table.optional_text("attribute_remedy"),
        attribute_due=table.optional_text("attribute_due"),
        attribute_complaint=table.optional_text("attribute_complaint"),
        documents_folder=_path(table, "documents_folder"),
        documents_url=_https(table, "documents_url"),
        documents_keep_hours=table.integer("documents_keep_hours", default.documents_keep_hours, minimum=1),
        trail_report=table.optional_text("trail_report"),
        trail_column=table.optional_text("trail_column"),
        actions_report=table.optional_text("actions_report"),
        actions_every_minutes=table.integer("actions_every_minutes", default.actions_every_minutes, minimum=5),
        actions_id=table.text("actions_id", default.actions_id),
        actions_task=table.text("actions_task", default.actions_task),
        actions_state=table.text("actions_state", default.actions_state),
        actions_done=table.texts("actions_done", default.actions_done),
        actions_owner=table.text("actions_owner", default.actions_owner),
        actions_by=table.text("actions_by", default.actions_by),
        actions_at=table.text("actions_at", default.actions_at),
        directory_report=table.optional_text("directory_report"),
    )
    if "secret" in table:
        table.fault(f"{PLACE}.secret must not stand in this file: use secret_file or secret_env", "secret")
        table.known("secret")
    if wanted and (value.secret_file is None) == (value.secret_env is None):
        table.fault(f"{PLACE} needs one of secret_file, secret_env", "api_key")
    for one in value.fields:
        if "=" not in one or not one.partition("=")[0].strip():
            table.fault(f"{PLACE}.fields holds {one!r}: write NAME=VALUE, such as Team=OMB", "fields")
    _pairs_complete(table, value)
    table.finish()
    return value


def _pairs_complete(table: Table, value: IcaseworkSettings) -> None:
    """Keys that mean nothing without another."""
    needed = (
        ("task_done_code", value.task_done_code, "task_done_form", value.task_done_form),
        ("task_done_form", value.task_done_form, "task_done_code", value.task_done_code),
        ("documents_folder", value.documents_folder, "documents_url", value.documents_url),
        ("documents_url", value.documents_url, "documents_folder", value.documents_folder),
        ("documents_folder", value.documents_folder, "letter_form", value.letter_form),
        ("trail_report", value.trail_report, "trail_column", value.trail_column),
        ("trail_column", value.trail_column, "trail_report", value.trail_report),
    )
    for key, said, other, there in needed:
        if said and not there:
            table.fault(f"{PLACE}.{key} needs {PLACE}.{other}", key)


def _https(table: Table, key: str, *, required: bool = False) -> str | None:
    """The key, or residents' letters, go there."""
    value = table.text(key, required=required) if required else table.optional_text(key)
    if value and (not value.startswith("https://") or "?" in value or "@" in value):
        table.fault(f"{PLACE}.{key} must be an address such as https://anytown.icasework.com, not {value[:60]!r}", key)
    return value.rstrip("/") if value else None


def _path(table: Table, key: str) -> Path | None:
    value = table.optional_text(key)
    return Path(value) if value else None
