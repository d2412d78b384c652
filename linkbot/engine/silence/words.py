"""What an alarm says to people, as facts for the template `alert`: what happened, what it means, what to do.

For the link officer and IT alike, about linkbot alone: no case, no name, no letter.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import assert_never

from linkbot.engine.silence.troubles import Look, Streak, Stuck, Trouble
from linkbot.engine.silence.usual_gap import Usual
from linkbot.engine.wording.plain import shortened
from linkbot.engine.wording.views import day_words
from linkbot.model.alarm import Alarm
from linkbot.model.effect import Facts

LONGEST_FAULT = 300


def alarm_facts(alarm: Alarm, trouble: Trouble, *, minutes: int, zone: tzinfo | None) -> Facts:
    """`minutes`: of working time without a look into the mailbox, after which people are told."""
    since = day_and_time(alarm.since, zone)
    match trouble.cause:
        case Look() as look:
            return _not_read(look, since, minutes)
        case Streak() as streak:
            return _not_sent(streak, since)
        case Stuck() as stuck:
            return _stuck(stuck, since, trouble.more)
        case Usual() as usual:
            return _no_letter(usual, since)
        case None:
            raise ValueError(f"nothing is known of {alarm.kind.value} {alarm.scope}")
        case _:
            assert_never(trouble.cause)


def _not_read(look: Look, since: str, minutes: int) -> Facts:
    return facts(
        "linkbot cannot read its mailbox",
        f"linkbot has not been able to read {look.mailbox} since {since}.",
        detail=(
            f"Not one look has gone well for {minutes} minutes of working time or more.",
            f"The last one failed: {_said(look.fault)}",
            "No mail is lost. It stays in the mailbox; linkbot keeps trying, and will read it in order.",
            "Until then linkbot registers no new letter and knows none of the dates in them.",
        ),
        todo=(
            "IT: on linkbot's server run: linkbot doctor. The line mailbox.reach says what to mend.",
            "Link officer: look into the mailbox yourself each day until this is over, for chasers first.",
        ),
    )


def _not_sent(streak: Streak, since: str) -> Facts:
    again = ("When it is mended: what was refused for good goes by linkbot outbox retry KEY.",)
    return facts(
        "linkbot cannot send mail",
        f"Every mail that linkbot has tried to send since {since} has failed.",
        detail=(
            f"{streak.tries} tries in a row, {streak.for_good} of them refused for good or in doubt.",
            f"The last one failed: {_said(streak.words)}",
            "No mail is lost. What waits is tried again by itself, what was refused for good stays in the outbox.",
            "Until then nobody hears from linkbot: no task, no reminder, no word of a chaser.",
        ),
        todo=(
            "IT: on linkbot's server run: linkbot doctor. Its lines smtp.reach and secrets.mode say what to mend.",
            "Link officer: linkbot outbox lists what waits. Tell those whose dates are near yourself.",
            *(again if streak.for_good else ()),
        ),
    )


def _stuck(stuck: Stuck, since: str, more: int) -> Facts:
    others = f" {more} more {'wait' if more > 1 else 'waits'} likewise." if more else ""
    rest = "Nothing else has got out meanwhile" if stuck.alone else "Other mail gets out"
    return facts(
        "something of linkbot's does not get out",
        f"linkbot has been trying in vain to do one thing since {since}.",
        detail=(
            f"It is {stuck.effect.replace('_', ' ')} {stuck.key[:12]}, tried {stuck.tries} times.{others}",
            f"The last try failed: {_said(stuck.words)}",
            f"{rest}. Nothing is lost: it is tried again by itself, in the end about once an hour.",
        ),
        todo=(
            f"Read what it is about: linkbot outbox show {stuck.key[:12]}",
            "Put the cause right: a full mailbox, a wrong address, a right that is missing.",
            f"Or do it yourself, and take it back: linkbot outbox withdraw {stuck.key[:12]}",
        ),
    )


def _no_letter(usual: Usual, since: str) -> Facts:
    return facts(
        "no Ombudsman letter for a long time",
        f"No letter of an Ombudsman has come since {since}.",
        detail=(
            f"Mostly no more than {_days(usual.gap)} pass between two of them; now {_days(usual.silence)} have.",
            "linkbot can read the mailbox, so perhaps nobody wrote.",
            "But a filter for junk, a mail rule or a changed address would look just the same.",
        ),
        todo=(
            "Link officer: look into junk mail and the Ombudsmen's portals for letters linkbot has not registered.",
            "IT: see whether a rule or a filter keeps mail of the Ombudsmen from this mailbox.",
        ),
    )


def facts(alarm: str, headline: str, *, detail: tuple[str, ...], todo: tuple[str, ...] = ()) -> Facts:
    """`alarm`: a few words for the subject."""
    return (("alarm", alarm), ("headline", headline), ("detail", "\n".join(detail)), ("todo", "\n".join(todo)))


def day_and_time(at: datetime, zone: tzinfo | None) -> str:
    local = at.astimezone(zone)
    return f"{day_words(local.date())}, {local:%H:%M}"


def _said(fault: str | None) -> str:
    return shortened(fault or "no reason was given", LONGEST_FAULT)


def _days(count: int) -> str:
    return f"{count} working day{'s' if count != 1 else ''}"
