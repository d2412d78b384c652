"""One effect in full, and the words it would go out with now: what a person reads before approving it."""

from __future__ import annotations

from linkbot.cli.tables import moment, one_line
from linkbot.engine.wording.compose import TemplateFault, compose
from linkbot.model.effect import AskPerson, CancelInvite, DraftReply, SendEmail, SendInvite, SendReport
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.worker.composing import context_of, fresh
from linkbot.worker.office import Office


def worded(entry: OutboxEntry, office: Office) -> tuple[str | None, str | None]:
    """Subject and text, None for effects that say nothing to anyone."""
    effect = entry.effect
    if not isinstance(effect, SendEmail | SendReport | AskPerson | SendInvite | CancelInvite | DraftReply):
        return None, None
    with office.store.begin() as tx:
        state = fresh(tx, effect, office)
    try:
        composed = compose(effect, context=context_of(state, office), templates=office.templates)
    except TemplateFault as error:
        return None, f"It cannot be worded: {error}"
    return composed.subject, composed.text


def told(entry: OutboxEntry, subject: str | None, text: str | None) -> str:
    effect = entry.effect
    template = getattr(effect, "template", None)
    facts = [
        ("key", entry.key),
        ("state", entry.state.value),
        ("what", effect.effect + (f" {template}" if template else "")),
        ("role", effect.role),
        ("to", ", ".join(getattr(effect, "to", ()))),
        ("cc", ", ".join(getattr(effect, "cc", ()))),
        ("case", effect.case),
        ("task", getattr(effect, "task", None)),
        ("decided", moment(entry.created_at)),
        ("next try", moment(entry.next_at) if entry.state is OutboxState.PENDING else None),
        ("tries", str(entry.attempts) if entry.attempts else None),
        ("held because", entry.why_held if entry.state is OutboxState.HELD else None),
        ("last error", entry.last_error),
        ("done", moment(entry.done_at) if entry.done_at else None),
        ("receipt", entry.receipt),
        ("by", entry.approved_by),
    ]
    lines = [f"{name + ':':<14}{one_line(value)}" for name, value in facts if value]
    return "\n".join(lines) + (f"\n\nSubject: {subject}\n\n{text}" if text else "")
