"""What fell due: an occurrence that happens once, with the decision that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from linkbot.model.approval import Dossier
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.occurrence import Occurrence
from linkbot.model.question import Question
from linkbot.model.report import ReportName


@dataclass(frozen=True)
class Times:
    """Local times of day before which nothing of the kind falls due."""

    desk_mail: time = time(8, 30)
    reminders: time = time(9, 0)
    reports: time = time(8, 0)


@dataclass(frozen=True)
class WaitingReminder:
    """One that could not go yet and may be replaced, by its effect key."""

    key: str
    to: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What `due` looks at: open cases, open questions, when each report last ran, and reminders still on their way."""

    files: tuple[CaseFile, ...]
    questions: tuple[Question, ...]
    last_weekly: date | None = None
    waiting_since: datetime | None = None  # of effects and messages that wait for a person, the one that waits longest
    last_reports: tuple[tuple[ReportName, date], ...] = ()
    last_daily: tuple[tuple[str, date], ...] = ()  # (service, day)
    waiting_reminders: tuple[WaitingReminder, ...] = ()
    dossiers: tuple[Dossier, ...] = ()  # of tasks that are being validated


@dataclass(frozen=True)
class Due:
    """It happens once for `occurrence`; with `parts`, only if one of these is new (a task not warned of before)."""

    occurrence: Occurrence
    decision: Decision
    parts: tuple[Occurrence, ...] = ()
