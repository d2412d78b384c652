"""What the link officer is told when the list of complaints cannot be refreshed, or rows of it cannot be read.

Line numbers and reasons only: what stands in the rows stays in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from linkbot.engine.casework.keys import effect_key
from linkbot.model.desk import Desk
from linkbot.model.effect import Facts, SendEmail, Template
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER

SHOWN = 20


def fault_alert(name: str, why: str, *, desk: Desk, today: date) -> Intent:
    facts = (
        ("headline", "The list of your own complaints could not be refreshed."),
        ("detail", f"{name}\n{why}"),
        ("todo", "linkbot goes on with the list it has and tries again. To try at once: linkbot complaints refresh"),
    )
    return _alert(facts, cause=f"directory:{name}:{why}", desk=desk, today=today)


def rows_alert(
    name: str, *, kept: int, bad: int, doubts: int, told: Sequence[tuple[int, str]], desk: Desk, today: date
) -> Intent | None:
    """None when every row was good."""
    if not bad and not doubts:
        return None
    lines = [f"row {line}: {reason}" for line, reason in told[:SHOWN]]
    more = len(told) > SHOWN or bad + doubts > len(told)
    facts = (
        (
            "headline",
            f"Of the list of your own complaints {kept} rows were taken, {bad} were left out, {doubts} taken in part.",
        ),
        ("detail", "\n".join((name, *lines, *(["and more"] if more else [])))),
        ("todo", "Put the rows right in the case system or the export. To see all: linkbot import complaints FILE"),
    )
    return _alert(facts, cause=f"directory:{name}:{bad}:{doubts}:{lines}", desk=desk, today=today)


def _alert(facts: Facts, *, cause: str, desk: Desk, today: date) -> Intent:
    effect = SendEmail(
        template=Template.ALERT.value, role=LINK_OFFICER, to=(desk.directory.post(LINK_OFFICER, today),), facts=facts
    )
    cause = f"{cause}@{today.isoformat()}"
    return Intent(effect_key(cause=cause, step="mail:alert", subject="directory", role=LINK_OFFICER), effect)
