"""alarm.route, alarm.readers: whether anybody would hear that linkbot has fallen silent. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.cli.checks.sending import greeted, us

ROUTE, READERS = "alarm.route", "alarm.readers"
_UNHEARD = "When the ordinary mail server is dead, alarms have no way out."


def route(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    first, second = settings.smtp, settings.alarm.smtp
    if second.outbox_folder is not None:
        folder = settings.resolve(second.outbox_folder)
        reason = hindrance(folder)
        if reason:
            yield wrong(ROUTE, reason, why=_UNHEARD, todo="Give linkbot's account the right to write there.")
        else:
            yield note(
                ROUTE,
                f"Alarms are written as files into {folder}.",
                why="Nobody gets them: this is for trials, or for a program that looks there.",
                todo="To send them, name alarm.smtp.host instead of alarm.smtp.outbox_folder.",
            )
    elif second.host is None:
        if settings.alarm.heartbeat_url:
            yield ok(ROUTE, "Without a second mail server; a monitor hears it, because the heartbeat then stops.")
            return
        yield note(
            ROUTE,
            "No second way for alarms is named.",
            why=_UNHEARD,
            todo="Name another mail server under [alarm.smtp], or a monitor as alarm.heartbeat_url.",
        )
    elif (second.host.casefold(), second.port) == ((first.host or "").casefold(), first.port):
        yield note(
            ROUTE,
            f"[alarm.smtp] names the same server as [smtp]: {second.host}:{second.port}.",
            why=_UNHEARD,
            todo="Name a server that does not depend on the first one.",
        )
    else:
        yield greeted(second, second.host, check=ROUTE, place="alarm.smtp", why=_UNHEARD, we=us(settings))


def readers(patient: Patient) -> Iterator[Finding]:
    it = patient.settings.alarm.it
    if it:
        yield ok(READERS, f"The link officer and {len(it)} address{'es' if len(it) > 1 else ''} of IT are told.")
        return
    yield note(
        READERS,
        "Nobody of IT is named.",
        why="When linkbot cannot read or send, only the link officer is told, who cannot mend it.",
        todo='Name whoever runs the server: it = ["servicedesk@…"] under [alarm].',
    )
