"""Something that falls due exactly once: a reminder, a report, a desk mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Occurrence:
    job: str  # reminder, desk_mail, weekly_list, daily_list, warning_internal, warning_two_days, warning_today, ladder
    scope: str  # owner's address, task id, service id, question id
    due_on: date

    @property
    def cause(self) -> str:
        return f"{self.job}:{self.scope}@{self.due_on.isoformat()}"
