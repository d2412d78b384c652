"""How often in a row linkbot has failed to send mail: a mark in the store, written with what became of each try.

Kept by `deliver`, judged by the vigil. Only the ordinary way counts, and only the server's own word: what waits for the
rate cap or for a person has not been tried.
"""

from __future__ import annotations

import json
from datetime import datetime

from linkbot.engine.silence.troubles import Streak
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
    kept = tx.mark(MARK)
    if kept is None:
        return None
    told = json.loads(kept)
    return Streak(datetime.fromisoformat(told["since"]), told["tries"], told["for_good"], told["words"])


def note_failed(tx: Transaction, effect: Effect, at: datetime, words: str, *, for_good: bool) -> None:
    if not goes_by_mail(effect):
        return
    before = streak(tx) or Streak(at, 0, 0, "")
    told = {
        "since": before.since.isoformat(),
        "tries": before.tries + 1,
        "for_good": before.for_good + for_good,
        "words": words[:LONGEST_WORDS],
    }
    tx.set_mark(MARK, json.dumps(told))


def note_sent(tx: Transaction, effect: Effect) -> None:
    if goes_by_mail(effect) and tx.mark(MARK) is not None:
        tx.set_mark(MARK, None)
