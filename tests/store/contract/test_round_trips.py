"""What goes in comes out again, every field of every noun; and comes out after the store was closed in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkbot.model.casework import Case, Event, Invitation, Task
from linkbot.model.complaint import Complaint
from linkbot.model.effect import Effect
from linkbot.model.mail import ExtractedText
from linkbot.model.outbox import Intent, OutboxState
from linkbot.model.question import Act, Question
from linkbot.ports import Override, StoredMessage
from linkbot.store import SqlStore

from .backends import Backend
from .values import ANY_TEXT, NOW, a_case, a_decision, a_message, a_task, full

EFFECTS = get_args(Effect)
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class _Undone(Exception):
    pass


@contextmanager
def undone(store: SqlStore) -> Iterator:
    """A transaction that leaves nothing behind, so that one store serves every example."""
    with suppress(_Undone), store.begin() as transaction:
        yield transaction
        raise _Undone


@quick
@given(case=full(Case, version=0))
def test_a_case_comes_back_as_it_went_in(store: SqlStore, case: Case) -> None:
    with undone(store) as transaction:
        transaction.commit_decision(None, a_decision(cases=(case,)), NOW)
        assert transaction.case(case.id).case == replace(case, version=1)


@quick
@given(task=full(Task, version=0))
def test_a_task_comes_back_as_it_went_in(store: SqlStore, task: Task) -> None:
    with undone(store) as transaction:
        transaction.commit_decision(None, a_decision(tasks=(task,)), NOW)
        assert transaction.task(task.id) == replace(task, version=1)


@quick
@given(invitation=full(Invitation), event=full(Event))
def test_invitations_and_events_come_back_as_they_went_in(
    store: SqlStore, invitation: Invitation, event: Event
) -> None:
    with undone(store) as transaction:
        transaction.commit_decision(None, a_decision(invitations=(invitation,), events=(event,)), NOW)
        assert transaction.invitations() == (invitation,)
        assert transaction.events(event.case) == (event,)


@quick
@given(question=full(Question, version=0), act=full(Act))
def test_questions_and_acts_come_back_as_they_went_in(store: SqlStore, question: Question, act: Act) -> None:
    with undone(store) as transaction:
        transaction.commit_decision(None, a_decision(questions=(question,)), NOW)
        assert transaction.question(question.id) == replace(question, version=1)
        assert transaction.add_act(act)
        assert transaction.acts() == (act,)


@quick
@given(message=full(StoredMessage), override=full(Override))
def test_messages_and_overrides_come_back_as_they_went_in(
    store: SqlStore, message: StoredMessage, override: Override
) -> None:
    with undone(store) as transaction:
        assert transaction.add_message(message)
        assert transaction.message(message.id) == message
        transaction.save_message(message)
        assert transaction.messages() == (message,)
        transaction.add_override(override)
        assert transaction.overrides(override.message) == (override,)


@quick
@given(
    message=full(StoredMessage),
    awkward=st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT),
)
def test_a_broken_header_or_file_name_is_kept_letter_by_letter(
    store: SqlStore, message: StoredMessage, awkward: tuple[str, ...]
) -> None:
    handle, folder, file_name, sender, subject, fault = awkward
    broken = replace(
        message, handle=handle, folder=folder, file_name=file_name, sender=sender, subject=subject, fault=fault
    )
    with undone(store) as transaction:
        transaction.save_message(broken)
        assert transaction.message(message.id) == broken


@quick
@given(texts=st.lists(full(ExtractedText), max_size=3).map(tuple))
def test_extracted_texts_come_back_as_they_went_in(store: SqlStore, texts: tuple[ExtractedText, ...]) -> None:
    with undone(store) as transaction:
        assert transaction.texts("d") is None
        transaction.save_texts("d", texts)
        assert transaction.texts("d") == texts


@quick
@given(complaint=full(Complaint, reference="CRM-000123"))
def test_a_complaint_comes_back_as_it_went_in(store: SqlStore, complaint: Complaint) -> None:
    with undone(store) as transaction:
        transaction.save_complaints([complaint])
        assert transaction.complaints(["CRM-000123"], None, None) == (complaint,)


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.__name__)
def test_every_effect_comes_back_as_it_went_in(store: SqlStore, effect: type) -> None:
    @quick
    @given(value=full(effect), held=st.booleans())
    def comes_back(value: Effect, held: bool) -> None:
        intent = Intent("k", value, held, "why" if held else None)
        with undone(store) as transaction:
            assert transaction.commit_decision(None, a_decision(intents=(intent,)), NOW) == (intent,)
            entry = transaction.entry("k")
            assert entry.effect == value
            assert type(entry.effect) is type(value)
            assert entry.state is (OutboxState.HELD if held else OutboxState.PENDING)
            assert (entry.created_at, entry.next_at, entry.why_held) == (NOW, NOW, intent.why_held)

    comes_back()


def test_an_instant_of_another_zone_comes_back_as_the_same_moment_in_utc(store: SqlStore) -> None:
    there = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    with store.begin() as transaction:
        transaction.add_message(a_message(received_at=there))
    with store.begin() as transaction:
        received = transaction.message("m1").received_at
    assert received == there
    assert received.tzinfo is UTC


@pytest.mark.parametrize(
    "refused",
    [
        lambda: a_decision(cases=(a_case(opened_at=datetime(2026, 7, 1)),)),  # noqa: DTZ001
        lambda: a_decision(tasks=(a_task(case=None, amount_gbp=Decimal("10.005")),)),
        lambda: a_decision(tasks=(a_task(case=None, amount_gbp=Decimal("NaN")),)),
    ],
    ids=["an instant without a zone", "half a penny", "not a number"],
)
def test_what_cannot_be_kept_exactly_is_refused_not_rounded(store: SqlStore, refused: Callable) -> None:
    with pytest.raises(Exception, match=r"time zone|whole pence"), store.begin() as transaction:
        transaction.commit_decision(None, refused(), NOW)


def test_all_is_still_there_after_closing_and_opening_again(backend: Backend) -> None:
    first = backend.open()
    digest = first.keep_octets(b"From: a@b\r\n\r\n\xff")
    with first.begin() as transaction:
        transaction.add_message(a_message(octets_digest=digest, cases=("LGSCO 23 012 345",)))
        transaction.set_cursor("ombudsman@anytown.gov.uk", "1:17")
        transaction.commit_decision("m1", a_decision(cases=(a_case(),)), NOW)
    first.close()
    again = backend.open()
    with again.begin() as transaction:
        assert transaction.case("LGSCO 23 012 345").case == a_case(version=1)
        assert transaction.cursor("ombudsman@anytown.gov.uk") == "1:17"
        assert transaction.message("m1").cases == ("LGSCO 23 012 345",)
    assert again.octets(digest) == b"From: a@b\r\n\r\n\xff"
