"""How often in a row linkbot has failed to send mail: a mark in the store, written with what became of each try.

Kept by `deliver`, judged by the vigil. Only the ordinary way counts, and only the server's own word: what waits for the
rate cap or for a person has not been tried.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from linkbot.engine.silence.troubles import ADDRESSEES, Streak
from linkbot.model.effect import AskPerson, CancelInvite, Effect, SendEmail, SendInvite, SendReport
from linkbot.ports import Transaction
from linkbot.worker.second_way import goes_second

MARK = "alarm.sending"
RATE_CAP = "rate cap"
LONGEST_WORDS = 500


def goes_by_mail(effect: Effect) -> bool:
    """Whether it leaves by the ordinary server."""
    if isinstance(effect, SendEmail):
        return not goes_second(effect)
    return isinstance(effect, SendInvite | CancelInvite | SendReport) or (
        isinstance(effect, AskPerson) and effect.urgent
    )


def streak(tx: Transaction) -> Streak | None:
    told = _kept(tx)
    if told is None:
        return None
    return Streak(datetime.fromisoformat(told.since), told.tries, told.for_good, len(told.to), told.words)


def note_failed(tx: Transaction, effect: Effect, at: datetime, words: str, *, for_good: bool) -> None:
    if not goes_by_mail(effect):
        return
    before = _kept(tx) or _Kept(at.isoformat(), 0, 0, (), "")
    now = _Kept(
        since=before.since,
        tries=before.tries + 1,
        for_good=before.for_good + for_good,
        to=tuple(dict.fromkeys((*before.to, *getattr(effect, "to", ()))))[:ADDRESSEES],
        words=words[:LONGEST_WORDS],
    )
    tx.set_mark(MARK, json.dumps(asdict(now)))


def note_sent(tx: Transaction, effect: Effect) -> None:
    if goes_by_mail(effect) and tx.mark(MARK) is not None:
        tx.set_mark(MARK, None)


@dataclass(frozen=True)
class _Kept:
    since: str
    tries: int
    for_good: int
    to: tuple[str, ...]
    words: str


def _kept(tx: Transaction) -> _Kept | None:
    kept = tx.mark(MARK)
    return _Kept(**json.loads(kept)) if kept is not None else None
