"""What people are told when an alarm is over: from when to when it lasted, and what is left to do."""

from __future__ import annotations

from datetime import tzinfo
from typing import assert_never

from linkbot.engine.silence.troubles import SENDING
from linkbot.engine.silence.words import day_and_time, facts
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.model.effect import Facts


def recovery_facts(alarm: Alarm, *, watched: bool, zone: tzinfo | None) -> Facts:
    """`watched` False: a mailbox that linkbot is not to look into any more."""
    span = f"From {day_and_time(alarm.since, zone)} to {day_and_time(alarm.ended_at or alarm.raised_at, zone)}"
    match alarm.kind:
        case AlarmKind.NO_POLL if not watched:
            return facts(
                "over: a mailbox linkbot could not read",
                f"linkbot does not look into {alarm.scope} any more.",
                detail=("Its configuration names other mailboxes now.",),
            )
        case AlarmKind.NO_POLL:
            return facts(
                "over: linkbot reads its mailbox again",
                f"linkbot can read {alarm.scope} again.",
                detail=(f"{span} it could not.", "What came meanwhile is being read, in order. Nothing was lost."),
            )
        case AlarmKind.OUTBOX if alarm.scope == SENDING:
            return facts(
                "over: linkbot can send mail again",
                "linkbot's mail gets out again.",
                detail=(f"{span} it did not.", "What waited goes out by itself within the hour."),
                todo=("Link officer: linkbot outbox --state failed shows what was refused for good, if anything.",),
            )
        case AlarmKind.OUTBOX:
            return facts(
                "over: nothing of linkbot's is stuck any more",
                "What linkbot had been trying in vain to do does not wait any more.",
                detail=(f"{span} it did. It has been done, taken back or set aside: linkbot outbox says which.",),
            )
        case AlarmKind.NO_MAIL:
            return facts(
                "over: an Ombudsman has written again",
                "A letter of an Ombudsman has come.",
                detail=(f"{span} there was none.",),
            )
        case _:
            assert_never(alarm.kind)
