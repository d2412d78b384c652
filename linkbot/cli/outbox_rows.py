"""Effects as rows: what `outbox` lists and `cases show` tells. Addresses are shown to whoever asks, on purpose."""

from __future__ import annotations

from linkbot.cli.tables import moment, one_line, plain
from linkbot.model.effect import RegisterInCaseSystem as Registration
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.worker.log import SHORT

TITLES = ("key", "state", "since", "what", "to", "about", "note")


def cells(entry: OutboxEntry) -> tuple[str, ...]:
    effect = entry.effect
    template = getattr(effect, "template", None) or (effect.deed.value if isinstance(effect, Registration) else None)
    what = effect.effect + (f" {template}" if template else "")
    to = ", ".join(getattr(effect, "to", ())) or "-"
    about = getattr(effect, "task", None) or effect.case or getattr(effect, "question", None) or "-"
    when = entry.done_at or entry.created_at
    return (entry.key[:SHORT], entry.state.value, moment(when), what, to, about, one_line(note(entry)))


def note(entry: OutboxEntry) -> str | None:
    """Why it is where it is."""
    if entry.state is OutboxState.HELD:
        return entry.why_held
    if entry.state is OutboxState.DONE:
        return entry.receipt
    return entry.last_error


def effect_row(entry: OutboxEntry) -> dict[str, object]:
    """For programs: the entry's state and the effect's own fields beside it."""
    row = plain(entry)
    assert isinstance(row, dict)
    return {**row.pop("effect"), **row}
