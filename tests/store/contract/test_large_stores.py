"""Questions that are asked often are answered without going through all there is; and the answers are the same."""

from __future__ import annotations

import itertools
from datetime import timedelta

from linkbot.model.effect import DraftReply, UpdateSheet
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent, OutboxState
from linkbot.ports import MessageStatus, Transaction
from linkbot.store import SqlStore
from linkbot.worker.rate_cap import ASKED_EVERY, HOUR, RateCap

from .values import NOW, a_case, a_decision, a_message, a_question, a_task, an_event, an_intent, an_invitation


def test_rows_of_the_spreadsheet_are_asked_for_apart(store: SqlStore) -> None:
    row = Intent("row", UpdateSheet(case="HO 1", row_key="case:HO 1", revision=1))
    with store.begin() as tx:
        tx.commit_decision(None, a_decision(intents=(an_intent("a"), row, an_intent("b"))), NOW)
        for sheet, keys in ((None, ["a", "row", "b"]), (True, ["row"]), (False, ["a", "b"])):
            assert [entry.key for entry in tx.due_entries(NOW, 10, sheet=sheet)] == keys
        assert [entry.key for entry in tx.due_entries(NOW, 1, sheet=True)] == ["row"]


def test_drafts_are_found_by_their_case_whatever_became_of_them(store: SqlStore) -> None:
    def draft(key: str, case: str | None) -> Intent:
        return Intent(key, DraftReply(template="acknowledgement", to=("a@lgo.org.uk",), answers="m1", case=case))

    with store.begin() as tx:
        drafts = (draft("one", "HO 1"), draft("two", "HO 2"), draft("none", None))
        tx.commit_decision(None, a_decision(intents=(*drafts, an_intent("mail", case="HO 1"))), NOW)
        tx.claim("one", "token", timedelta(minutes=1), NOW)
        tx.settle("one", "token", OutboxState.DONE, NOW, receipt="Drafts/1")
        assert [entry.key for entry in tx.drafts_on({"HO 1"})] == ["one", "none"]
        assert [entry.key for entry in tx.drafts_on(())] == ["none"]


def test_an_occurrence_is_known_once_it_has_happened(store: SqlStore) -> None:
    one = Occurrence("reminder", "a@b", NOW.date())
    with store.begin() as tx:
        assert not tx.has_occurrence(one)
        assert tx.add_occurrence(one, NOW)
        assert tx.has_occurrence(one)
        assert not tx.has_occurrence(Occurrence("reminder", "a@b", NOW.date() + timedelta(days=1)))


def test_the_stamp_of_the_casework_is_another_after_every_change(store: SqlStore) -> None:
    case = a_case()
    changes = (
        a_decision(cases=(case,)),
        a_decision(cases=(a_case(version=1, complainant="A. N. Other"),)),
        a_decision(tasks=(a_task(),)),
        a_decision(tasks=(a_task(version=1, done=True),)),
        a_decision(events=(an_event(),)),
        a_decision(questions=(a_question(),)),
        a_decision(answered=("q1",)),
        a_decision(invitations=(an_invitation(),)),
        a_decision(intents=(an_intent("held", held=True),)),
        a_decision(withdraw=("held",)),
    )
    with store.begin() as tx:
        stamps = [tx.casework_stamp()]
        for change in changes:
            tx.commit_decision(None, change, NOW)
            stamps.append(tx.casework_stamp())
        tx.save_message(a_message(status=MessageStatus.PARKED))
        stamps.append(tx.casework_stamp())
        assert tx.casework_stamp() == stamps[-1]
    assert all(before != after for before, after in itertools.pairwise(stamps))


def test_the_rate_cap_asks_seldom_and_is_never_late(store: SqlStore) -> None:
    class Counting:
        """A store in which so many mails went within the hour."""

        def __init__(self, sent: int) -> None:
            self.sent, self.asked = sent, 0

        def sent_since(self, since: object) -> int:
            assert since == NOW - HOUR
            self.asked += 1
            return self.sent

    def may_go(there: Counting, most: int, tries: int) -> int:
        cap, went = RateCap(most), 0
        for _ in range(tries):
            tx: Transaction = there  # type: ignore[assignment]
            if cap.is_reached(tx, NOW):
                continue
            went, there.sent = went + 1, there.sent + 1
            cap.sent()
        return went

    busy, quiet = Counting(290), Counting(0)
    assert may_go(busy, 300, 40) == 10
    assert may_go(quiet, 1000, 200) == 200
    assert quiet.asked == 200 // ASKED_EVERY
