"""Values to store: full ones out of Hypothesis for any dataclass of the model, and plain ones to write by hand."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from linkbot.model.casework import Case, Event, Invitation, Task, TaskKind
from linkbot.model.decision import Decision
from linkbot.model.effect import SendEmail
from linkbot.model.outbox import Intent
from linkbot.model.question import About, Question
from linkbot.model.reading import Disposition
from linkbot.ports import MessageStatus, StoredMessage

T = TypeVar("T")

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)  # lone surrogates and NUL among them
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
POUNDS = st.decimals(min_value=0, max_value=10_000_000, places=2)


def full(cls: type[T], **given: object) -> st.SearchStrategy[T]:
    """Any value of a frozen dataclass, every field of it drawn, down to the leaves; `given` fields stand as told."""
    hints = get_type_hints(cls)
    assert is_dataclass(cls)
    drawn = {f.name: st.just(given[f.name]) if f.name in given else _of(hints[f.name]) for f in fields(cls)}
    return st.builds(cls, **drawn)


def _of(hint: object) -> st.SearchStrategy[object]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([_of(arg) for arg in args])
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(_of(args[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*[_of(arg) for arg in args])
    if origin is Literal:
        return st.sampled_from(args)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return full(hint)
    leaves: dict[object, st.SearchStrategy[object]] = {
        str: TEXT,
        bool: st.booleans(),
        int: st.integers(-(2**31), 2**31 - 1),
        datetime: INSTANTS,
        date: st.dates(),
        Decimal: POUNDS,
        type(None): st.none(),
    }
    return leaves[hint]


def a_message(id: str = "m1", **changes: object) -> StoredMessage:
    given: dict[str, object] = {
        "id": id,
        "mailbox": "ombudsman@anytown.gov.uk",
        "handle": f"handle of {id}",
        "folder": "INBOX",
        "received_at": NOW,
        "octets_digest": "0" * 64,
        "status": MessageStatus.RECEIVED,
    }
    return StoredMessage(**{**given, **changes})  # type: ignore[arg-type]


def a_case(id: str = "LGSCO 23 012 345", **changes: object) -> Case:
    ombudsman, _, reference = id.partition(" ")
    given: dict[str, object] = {
        "id": id,
        "ombudsman": ombudsman.lower(),
        "reference": reference,
        "opened_at": NOW,
    }
    return Case(**{**given, **changes})  # type: ignore[arg-type]


def a_task(id: str = "LGSCO 23 012 345/1", **changes: object) -> Task:
    given: dict[str, object] = {
        "id": id,
        "case": id.partition("/")[0],
        "kind": TaskKind.REQUEST,
        "title": "Information request of 2 November 2026",
        "text": "Please send the repair log.",
        "owner": "repairs@anytown.gov.uk",
        "created_at": NOW,
        "cause": "e1",
    }
    return Task(**{**given, **changes})  # type: ignore[arg-type]


def an_event(id: str = "e1", case: str = "LGSCO 23 012 345", **changes: object) -> Event:
    given: dict[str, object] = {
        "id": id,
        "case": case,
        "kind": "information_request",
        "letter_on": date(2026, 11, 2),
        "received_at": NOW,
        "message": "m1",
    }
    return Event(**{**given, **changes})  # type: ignore[arg-type]


def an_invitation(id: str = "i1", **changes: object) -> Invitation:
    given: dict[str, object] = {
        "id": id,
        "case": "LGSCO 23 012 345",
        "attendee": "repairs@anytown.gov.uk",
        "due_on": date(2026, 11, 20),
        "entry_on": date(2026, 11, 17),
        "tasks": ("LGSCO 23 012 345/1",),
    }
    return Invitation(**{**given, **changes})  # type: ignore[arg-type]


def a_question(id: str = "q1", **changes: object) -> Question:
    given: dict[str, object] = {
        "id": id,
        "about": About.KIND,
        "message": "m1",
        "case": "LGSCO 23 012 345",
        "reading": "It looks like an information request.",
        "quote": "please send us",
        "choices": ("information_request", "first_chaser"),
        "if_unanswered": "The date of 20 November stands.",
        "owner": "omb@anytown.gov.uk",
        "asked_at": NOW,
        "due_at": NOW,
    }
    return Question(**{**given, **changes})  # type: ignore[arg-type]


def an_intent(key: str = "k1", *, held: bool = False, why: str | None = None, case: str | None = None) -> Intent:
    effect = SendEmail(template="task", role="owner", to=("repairs@anytown.gov.uk",), case=case)
    return Intent(key, effect, held, why)


def a_decision(**parts: object) -> Decision:
    return Decision(Disposition.ACT, **parts)  # type: ignore[arg-type]
