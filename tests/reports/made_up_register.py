"""Three hundred cases from a seed, written through the store: every sort of life a case, a request or an order has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from linkbot.model.casework import Case, CaseStatus, Event, Task, TaskKind, TaskState
from linkbot.model.decision import Decision
from linkbot.model.effect import DraftReply, SendEmail
from linkbot.model.finding import FindingOutcome
from linkbot.model.outbox import Intent, OutboxState
from linkbot.model.reading import Disposition
from linkbot.ports import Store

FIRST, DAYS = date(2025, 1, 1), 760
KINDS = (
    *("information_request", "first_chaser", "final_chaser", "extension_decision", "review_requested"),
    *(
        "review_outcome",
        "closed_without_investigation",
        "premature_referral",
        "early_resolution",
        "final_determination",
    ),
)
HO = tuple(FindingOutcome)[:7]
LGSCO = tuple(FindingOutcome)[7:]


def fill(store: Store, seed: int, cases: int = 300) -> None:
    chance = random.Random(seed)
    with store.begin() as tx:
        for number in range(cases):
            decision = _case(chance, number)
            tx.commit_decision(None, decision, decision.cases[0].opened_at)
            for intent in decision.intents:
                state = chance.choice((OutboxState.DONE, OutboxState.WITHDRAWN))
                tx.settle(intent.key, None, state, _instant(chance, FIRST, DAYS))


def _case(chance: random.Random, number: int) -> Decision:
    ombudsman = chance.choice(("lgsco", "ho"))
    id = f"LGSCO 25 {number:03d} 100" if ombudsman == "lgsco" else f"HO 2025{number:05d}"
    began = _instant(chance, FIRST, DAYS - 200)
    brought = chance.random() < 0.1
    case = Case(
        id, ombudsman, id.partition(" ")[2], began, service=chance.choice((None, "housing_repairs", "council_tax")),
        service_certain=chance.random() < 0.7,
    )  # fmt: skip
    if chance.random() < 0.4:
        closed = began + timedelta(days=chance.randrange(1, 300))
        case = replace(case, status=CaseStatus.CLOSED, closed_at=closed)
    events = tuple(_events(chance, case, brought))
    tasks = tuple(_tasks(chance, case, events, brought))
    draft = DraftReply(template="extension_request", to=("jo@lgo.org.uk",), answers="message", case=id)
    other = SendEmail(template="task", role="owner", to=("owner@anytown.gov.uk",), case=id)
    intents = tuple(
        Intent(f"{number:04d}{at}".ljust(64, "0"), effect)
        for at, effect in enumerate((draft, draft, other))
        if chance.random() < 0.3
    )
    return Decision(Disposition.ACT, cases=(case,), events=events, tasks=tasks, intents=intents)


def _events(chance: random.Random, case: Case, brought: bool) -> Iterator[Event]:
    at = case.opened_at
    for number in range(chance.randrange(0 if brought else 1, 9)):
        kind = "new_notification" if number == 0 else chance.choice(KINDS)
        outcomes = ()
        if kind == "final_determination" and chance.random() < 0.85:
            outcomes = tuple(chance.choices(HO if case.ombudsman == "ho" else LGSCO, k=chance.randrange(1, 5)))
        written = (at - timedelta(days=chance.randrange(0, 4))).date() if chance.random() < 0.8 else None
        message = "" if brought and chance.random() < 0.5 else f"m{number}"
        yield Event(
            f"{case.id}|{number}", case.id, kind, written, at, message, acted=chance.random() < 0.8, outcomes=outcomes
        )
        at += timedelta(days=chance.randrange(0, 60), minutes=chance.randrange(1440))


def _tasks(chance: random.Random, case: Case, events: tuple[Event, ...], brought: bool) -> Iterator[Task]:
    for number in range(1, chance.randrange(1, 9)):
        cause = chance.choice(events).id if events and not (brought and chance.random() < 0.7) else "import"
        created = case.opened_at - timedelta(days=chance.randrange(-3, 40))
        due = chance.choice((None, created.date() + timedelta(days=chance.randrange(5, 90))))
        state = chance.choice(tuple(TaskState))
        sent = created + timedelta(days=chance.randrange(1, 110), hours=chance.randrange(24))
        over = state in (TaskState.SUBMITTED, TaskState.SATISFIED)
        yield Task(
            f"{case.id}/{number}", case.id, chance.choice(tuple(TaskKind)), f"Order {number}", "", "o@anytown.gov.uk",
            created, cause, state=state, number=number, official_on=due if chance.random() < 0.9 else None, due_on=due,
            amount_gbp=chance.choice((None, Decimal(chance.randrange(1, 250_000)) / 100)),
            submitted_at=sent if over and chance.random() < 0.8 else None,
            satisfied_at=sent + timedelta(days=chance.randrange(-9, 30))
            if state is TaskState.SATISFIED and chance.random() < 0.7 else None,
        )  # fmt: skip


def _instant(chance: random.Random, first: date, days: int) -> datetime:
    """Often near midnight, where London's day and UTC's differ for half of the year."""
    day = first + timedelta(days=chance.randrange(days))
    minutes = chance.choice((chance.randrange(1440), chance.randrange(1380, 1440)))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
