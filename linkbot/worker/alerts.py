"""Alerts to the link officer about linkbot itself: an effect that failed or is in doubt, a configuration not taken."""

from __future__ import annotations

from datetime import date

from linkbot.engine.casework.keys import effect_key
from linkbot.model.desk import Desk
from linkbot.model.effect import SendEmail, Template
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.people import LINK_OFFICER


def outbox_alert(entry: OutboxEntry, state: OutboxState, words: str, *, desk: Desk, today: date) -> Intent | None:
    """None for an alert that failed itself: `linkbot outbox` and `status` still show it."""
    effect = entry.effect
    if isinstance(effect, SendEmail) and effect.template == Template.ALERT.value:
        return None
    what = effect.effect.replace("_", " ")
    doubtful = state is OutboxState.DOUBTFUL
    headline = (
        f"linkbot cannot tell whether this was done: {what}." if doubtful else f"linkbot could not do this: {what}."
    )
    todo = (
        f"See whether it arrived, then: linkbot outbox settle {entry.key[:12]} done (or: again)"
        if doubtful
        else f"When the cause is mended: linkbot outbox retry {entry.key[:12]}, or: linkbot outbox withdraw"
    )
    alert = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(desk.directory.post(LINK_OFFICER, today),),
        case=getattr(effect, "case", None),
        facts=(("headline", headline), ("detail", words), ("todo", todo)),
    )
    key = effect_key(cause=f"outbox:{entry.key}", step="mail:alert", subject=state.value, role=LINK_OFFICER)
    return Intent(key, alert)


def cap_alert(per_hour: int, *, desk: Desk, today: date) -> Intent:
    """Told once a day: mail that is not urgent waits for the next hour."""
    alert = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(desk.directory.post(LINK_OFFICER, today),),
        facts=(
            ("headline", "linkbot has sent as many mails in an hour as it may."),
            ("detail", f"The limit is {per_hour} an hour. What is not urgent waits; chasers and determinations go."),
            ("todo", "If this is too few for your organisation, raise messages_per_hour under [worker]."),
        ),
    )
    key = effect_key(cause=f"rate_cap@{today.isoformat()}", step="mail:alert", subject="outbox", role=LINK_OFFICER)
    return Intent(key, alert)


def configuration_alert(words: str, *, version: str, desk: Desk, today: date) -> Intent:
    """Told once for each faulty version; linkbot works on with the last sound one."""
    facts = (
        ("headline", "linkbot has not taken up the changed configuration: something in it is wrong."),
        ("detail", f"{words}\nUntil it is put right linkbot goes on with the configuration it had."),
        (
            "todo",
            "Correct each line named above and save it.\nSee that all is well: linkbot rules check, linkbot doctor",
        ),
    )
    return _about_configuration(facts, version=version, subject="faulty", desk=desk, today=today)


def restart_alert(keys: tuple[str, ...], *, version: str, desk: Desk, today: date) -> Intent:
    """What cannot change under way: everything else of the new configuration holds already."""
    facts = (
        ("headline", "linkbot has taken up the changed configuration, but for one part that needs a restart."),
        ("detail", f"Changed, and not in use yet: {', '.join(keys)}."),
        ("todo", "Stop linkbot and start it again, or put the old value back."),
    )
    return _about_configuration(facts, version=version, subject="restart", desk=desk, today=today)


def sheet_alert(words: tuple[str, str, str], *, cause: str, desk: Desk, today: date) -> Intent:
    """`words`: what is the matter, where, what to do. Never what a cell holds."""
    alert = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(desk.directory.post(LINK_OFFICER, today),),
        facts=tuple(zip(("headline", "detail", "todo"), words, strict=True)),
    )
    return Intent(effect_key(cause=cause, step="mail:alert", subject="sheet", role=LINK_OFFICER), alert)


def _about_configuration(
    facts: tuple[tuple[str, str], ...], *, version: str, subject: str, desk: Desk, today: date
) -> Intent:
    alert = SendEmail(
        template=Template.ALERT.value, role=LINK_OFFICER, to=(desk.directory.post(LINK_OFFICER, today),), facts=facts
    )
    key = effect_key(cause=f"configuration:{version}", step="mail:alert", subject=subject, role=LINK_OFFICER)
    return Intent(key, alert)
