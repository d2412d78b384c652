"""What the wording of an effect may draw on besides the effect itself, and what wording yields.

Rows are looked up by the worker just before delivery; nothing here is stored. What of it a template really sees is
decided in `engine.wording.vocabulary`, which keeps names and facts out of subjects, invitations and reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.model.casework import Case, Task
from linkbot.model.effect import AskPerson, CancelInvite, DraftReply, SendEmail, SendInvite, SendReport
from linkbot.model.ombudsman import Ombudsman
from linkbot.model.question import Question
from linkbot.model.reply import Answerable
from linkbot.model.report import Report

Worded = SendEmail | SendInvite | CancelInvite | DraftReply | SendReport | AskPerson
"""The effects that people read."""


@dataclass(frozen=True)
class ListingRow:
    """One line of a weekly or daily list: no names. `due_on` is the day every clock uses, `official_on` as stated."""

    service: str  # title
    reference: str  # case id
    task: str  # title of the task
    due_on: date | None
    official_on: date | None = None
    priority: bool = False
    awaiting_release: bool = False  # nobody but the reader of the list has been told


@dataclass(frozen=True, kw_only=True)
class ComposeContext:
    """`case` is the one the effect names; `cases` are those of all `tasks` and `questions`, when there are several."""

    organisation: str
    today: date
    link_officer: str  # address
    case: Case | None = None
    cases: tuple[Case, ...] = ()
    tasks: tuple[Task, ...] = ()
    questions: tuple[Question, ...] = ()
    service: str = ""  # title for people: "Housing repairs"
    ombudsman: Ombudsman | None = None
    rows: tuple[ListingRow, ...] = ()
    report: Report | None = None
    files: bool = False  # whether files go along with it
    answers_subject: str = ""  # subject of the letter that a draft answers
    asked: tuple[Answerable, ...] = ()  # what the mail's numbers stand for, questions among them
    reply_token: str = ""  # of a mail that may be answered by replying to it


@dataclass(frozen=True)
class Composed:
    """One line of subject; text without trailing blanks, lines parted by LF; HTML of the same words, or None."""

    subject: str
    text: str
    html: str | None
