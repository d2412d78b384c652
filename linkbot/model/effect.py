"""What linkbot may do to the outside, as values. A closed set: end a match with `assert_never`.

Every effect carries where it belongs (`case`, `task`, `question`) and, where people read it, the template and the
facts to render; the rendering itself happens in `wording.compose`, so that wording can change without new effects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from linkbot.model.case_system import Deed


class Template(StrEnum):
    TASK = "task"
    REMINDER = "reminder"
    PRIORITY_TASK = "priority_task"
    FIRST_CHASER_NOTICE = "first_chaser_notice"
    FINAL_CHASER_NOTICE = "final_chaser_notice"
    DETERMINATION_NOTICE = "determination_notice"
    INVITATION = "invitation"
    INVITATION_UPDATE = "invitation_update"
    INVITATION_CANCEL = "invitation_cancel"
    ACKNOWLEDGEMENT = "acknowledgement"
    PORTAL_TEXT = "portal_text"
    HOLDING_REPLY = "holding_reply"
    QUESTION = "question"
    DESK_MAIL = "desk_mail"
    WARNING = "warning"
    EXTENSION_REQUEST = "extension_request"
    CROSSED_CHASER = "crossed_chaser"
    RECOVERY_NOTICE = "recovery_notice"
    PORTAL_TASK = "portal_task"
    ALERT = "alert"
    WEEKLY_LIST = "weekly_list"
    DAILY_LIST = "daily_list"
    HANDOVER = "handover"
    ANSWER_RECEIPT = "answer_receipt"
    MONTHLY_REPORT = "monthly_report"
    QUARTERLY_REPORT = "quarterly_report"
    ANNUAL_REPORT = "annual_report"
    MEMBER_UPDATE = "member_update"
    EVIDENCE_RECEIPT = "evidence_receipt"
    VALIDATION = "validation"
    SUBMISSION = "submission"
    SUBMISSION_DRAFT = "submission_draft"


Facts = tuple[tuple[str, str], ...]
"""Names and values a template may use; values are plain text, lists are joined by newlines."""


@dataclass(frozen=True, kw_only=True)
class SendEmail:
    """Internal mail. Addresses must lie in the organisation's domains; the outbox refuses others."""

    effect: Literal["send_email"] = "send_email"
    template: str  # a Template value, or one an overlay adds
    role: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    case: str | None = None
    task: str | None = None
    tasks: tuple[str, ...] = ()
    question: str | None = None
    due_on: date | None = None
    facts: Facts = ()
    attach: tuple[str, ...] = ()  # message ids whose letter goes along
    files: tuple[str, ...] = ()  # ids of evidence that goes along
    route: Literal["first", "second"] = "first"  # second: an alarm that must not depend on the ordinary server


@dataclass(frozen=True, kw_only=True)
class SendInvite:
    """A calendar invitation or its update (sequence > 0). `due_on` of the line is the day of the entry."""

    effect: Literal["send_invite"] = "send_invite"
    template: str
    role: str
    uid: str
    sequence: int
    to: tuple[str, ...]
    entry_on: date
    due_on: date  # the task's own due date, told in the text
    case: str | None
    task: str | None = None
    tasks: tuple[str, ...] = ()
    facts: Facts = ()


@dataclass(frozen=True, kw_only=True)
class CancelInvite:
    effect: Literal["cancel_invite"] = "cancel_invite"
    template: str
    role: str
    uid: str
    sequence: int
    to: tuple[str, ...]
    entry_on: date
    due_on: date
    case: str | None
    task: str | None = None
    tasks: tuple[str, ...] = ()
    facts: Facts = ()


@dataclass(frozen=True, kw_only=True)
class DraftReply:
    """Saved in Drafts, threaded on the letter it answers, never sent by linkbot."""

    effect: Literal["draft_reply"] = "draft_reply"
    template: str
    to: tuple[str, ...]
    answers: str  # id of the message it answers
    case: str | None
    role: str = "ombudsman"
    task: str | None = None
    facts: Facts = ()
    files: tuple[str, ...] = ()  # ids of evidence that goes along


@dataclass(frozen=True, kw_only=True)
class FileMessage:
    """Move or tag the message on the server, after everything else of it is stored."""

    effect: Literal["file_message"] = "file_message"
    message: str
    folder: str
    case: str | None = None
    role: str = "mailbox"


@dataclass(frozen=True, kw_only=True)
class RegisterInCaseSystem:
    """Whatever is written into the case system. `title` says what, without a personal fact. `by_hand`: its program
    cannot, so that it is always held, and done when a person says so.
    """

    effect: Literal["register_in_case_system"] = "register_in_case_system"
    case: str
    title: str
    event: str | None = None  # of a letter
    complaint: str | None = None
    deed: Deed = Deed.LETTER
    task: str | None = None
    by_hand: bool = False
    role: str = "case_system"


@dataclass(frozen=True, kw_only=True)
class UpdateSheet:
    """One row of the Ombudsman spreadsheet, a projection of the store; `revision` counts the row's versions."""

    effect: Literal["update_sheet"] = "update_sheet"
    case: str
    row_key: str  # "case:…", "task:…" or "action:…"
    revision: int
    role: str = "sheet"
    task: str | None = None


@dataclass(frozen=True, kw_only=True)
class PrepareSubmission:
    effect: Literal["prepare_submission"] = "prepare_submission"
    case: str
    task: str
    role: str = "link_officer"


@dataclass(frozen=True, kw_only=True)
class SendReport:
    effect: Literal["send_report"] = "send_report"
    template: str
    role: str
    to: tuple[str, ...]
    due_on: date
    cc: tuple[str, ...] = ()
    case: str | None = None
    service: str | None = None
    facts: Facts = ()


@dataclass(frozen=True, kw_only=True)
class AskPerson:
    """A question is put. Urgent ones are mailed at once, others wait for the next desk mail."""

    effect: Literal["ask_person"] = "ask_person"
    question: str
    to: tuple[str, ...]
    urgent: bool
    case: str | None = None
    task: str | None = None
    role: str = "link_officer"
    template: str = Template.QUESTION.value
    facts: Facts = ()


Effect = (
    SendEmail
    | SendInvite
    | CancelInvite
    | DraftReply
    | FileMessage
    | RegisterInCaseSystem
    | UpdateSheet
    | PrepareSubmission
    | SendReport
    | AskPerson
)
