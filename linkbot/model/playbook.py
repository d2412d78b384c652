"""A playbook: what is done about a kind of letter, as data from `rules/kinds/*.toml`. Fenced, not a language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linkbot.model.reading import Disposition


class Do(StrEnum):
    REGISTER = "register"
    TASK_PER_LETTER = "task_per_letter"
    TASK_PER_ITEM = "task_per_item"
    NOTIFY = "notify"
    REMIND = "remind"
    INVITE = "invite"
    DRAFT = "draft"
    PORTAL_TEXT = "portal_text"
    SHEET = "sheet"
    ASK = "ask"
    CLOSE_ITEMS = "close_items"


class When(StrEnum):
    """Named facts a step may wait for. A missing one is code with a test, never an expression."""

    ALWAYS = "always"
    HAS_ITEMS = "has_items"
    HAS_REQUEST = "has_request"  # a request item, or a date to answer by
    HAS_DEADLINE = "has_deadline"
    BINDING = "binding"
    FROM_CASE_OPEN = "from_case_open"
    EMBARGOED = "embargoed"
    NOT_EMBARGOED = "not_embargoed"
    HAS_PORTAL = "has_portal"  # this ombudsman answers by Portal
    DIRECT = "direct"  # not seen only in an internal forward
    ESCALATES = "escalates"  # wrote again and the item is open and overdue


@dataclass(frozen=True)
class Step:
    do: Do
    role: str | None = None
    template: str | None = None
    when: When = When.ALWAYS


@dataclass(frozen=True)
class Duty:
    """Something that law or a Code wants done after such a letter, with a clock of its own, a task of ours each.

    Exactly one of `working_days`, `weeks` and `months` counts, from the letter's date. `asked`: it begins only when a
    person says that the letter is the thing itself, not a draft of it.
    """

    id: str
    title: str
    text: str
    role: str
    source: str  # document and section, shown with the task
    working_days: int | None = None
    weeks: int | None = None
    months: int | None = None
    asked: bool = False


@dataclass(frozen=True)
class Playbook:
    """The part of a kind file that says what happens. `purpose` names its reply date, `task_kind` its task."""

    kind: str
    title: str  # for subjects and reports: "Information request"
    disposition: Disposition
    steps: tuple[Step, ...]
    needs_deadline: bool = False  # a clear letter of this kind without a date is a doubt
    needs_items: bool = False
    default_days: int | None = None  # working days when the letter gives no date (the task's clock never waits)
    task_kind: str = "request"
    urgent: bool = False  # its questions go at once
    confidential: bool = False
    chaser: bool = False
    final_chaser: bool = False
    task_text: str = ""  # what the letter's task asks, where the letter lists nothing
    duties: tuple[Duty, ...] = ()
