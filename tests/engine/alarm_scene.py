"""A mail server that refuses linkbot since Friday, as IT is told of it, in the words of the core."""

from __future__ import annotations

from datetime import UTC, datetime

from linkbot.engine.silence.troubles import SENDING, Streak, Trouble
from linkbot.engine.silence.words import alarm_facts
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.model.effect import SendEmail

SINCE = datetime(2026, 11, 6, 16, 45, tzinfo=UTC)
REFUSED = "The log-in to mail.anytown.gov.uk was refused for good: 535 5.7.8 authentication failed"


def an_alarm() -> SendEmail:
    alarm = Alarm(AlarmKind.OUTBOX, SENDING, SINCE, SINCE)
    trouble = Trouble(alarm.kind, alarm.scope, SINCE, True, Streak(SINCE, 4, 3, 2, REFUSED))
    return SendEmail(
        template="alert",
        role="it",
        to=("servicedesk@anytown.gov.uk",),
        facts=alarm_facts(alarm, trouble, minutes=30, zone=UTC),
        route="second",
    )
