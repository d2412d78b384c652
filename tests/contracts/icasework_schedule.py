"""Some days of registrations in bad weather: faults of every kind at every request, crashes, tokens that die, answers
that come when nobody waits any more.

What the worker does with an effect is done here in the same order: a claim that lapses, the question before a repeat, a
wait where nothing was done, a person where nobody can say.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256

from linkbot.casesystems.icasework.known_cases import external_id, mark_of
from linkbot.model.case_system import CaseEntry, Deed
from linkbot.ports import Answer, Doubtful, Permanent, Receipt, Transient
from tests.contracts.casework import CASE, EVENT, to_write
from tests.contracts.icasework_server import FAULTS
from tests.contracts.icasework_worlds import MORNING, TERMS, World

LEASE = timedelta(minutes=10)


class Crash(BaseException):
    """The process is gone."""


@dataclass
class Effect:
    """As the outbox holds it. `state`: pending, claimed (cut off), done, doubtful, failed."""

    key: str
    entry: CaseEntry
    state: str = "pending"
    attempts: int = 0
    next_at: float = 0.0
    receipt: str = ""
    words: str = ""


@dataclass
class Weather:
    """How often a request meets with which faults."""

    random: random.Random
    often: float
    kinds: tuple[str, ...]
    met: Counter[str] = field(default_factory=Counter)

    def of(self, service: str) -> str | None:
        if self.random.random() >= self.often:
            return None
        kind = self.random.choice(self.kinds)
        self.met[kind] += 1
        return kind


class Days:
    def __init__(self, seed: int) -> None:
        self.random = pick = random.Random(seed)
        self.terms = replace(
            TERMS,
            format=pick.choice(["xml", "json"]),
            letter_form=pick.choice(["", "UF1"]),
            trail_report=(trail := pick.choice(["", "trail"])),
            trail_column="Words" if trail else "",
        )
        self.world = World(terms=self.terms, report_format=pick.choice(["xml", "json", "csv"]))
        self.world.server.crash = Crash
        self.world.server.shown_label = pick.random() < 0.7
        self.world.server.lives = timedelta(minutes=pick.choice([2, 60]))
        kinds = tuple(pick.sample(FAULTS, pick.randint(1, len(FAULTS))))
        self.weather = Weather(pick, pick.choice([0.05, 0.15, 0.35]), kinds)
        self.effects = self._effects()
        self.system = self.world.open().case_system
        self.crashes = 0

    def _effects(self) -> list[Effect]:
        """Of two cases: letters in order, and the facts after each."""
        found = []
        for case in range(2):
            id = f"HO 2023123{case}5"
            for number in range(self.random.randint(1, 4)):
                event = replace(EVENT, id=f"e{case}{number}", case=id)
                letter = to_write(case=replace(CASE, id=id), event=event, title=f"Letter {number}")
                facts = to_write(Deed.ATTRIBUTES, case=replace(CASE, id=id))
                for entry in (letter, facts):
                    key = sha256(f"{id}/{number}/{entry.deed}".encode()).hexdigest()
                    found.append(Effect(key, entry))
        return found

    # the worker

    def turn(self) -> None:
        """One going through the outbox; a crash ends it."""
        now = self._now()
        try:
            for effect in self.effects:
                if effect.state in ("pending", "claimed") and effect.next_at <= now:
                    self._deliver(effect)
        except Crash:
            self.crashes += 1
            self.system = self.world.open().case_system
        self.world.at += timedelta(minutes=self.random.choice([1, 3, 11, 40]))

    def _deliver(self, effect: Effect) -> None:
        cut_off, tried = effect.state == "claimed", effect.attempts > 0
        effect.state, effect.attempts = "claimed", effect.attempts + 1
        effect.next_at = self._now() + LEASE.total_seconds()
        entry = replace(
            effect.entry,
            receipts=self._receipts(effect),
            letter_waits=self._letter_waits(effect),
            first_letter=self._is_first(effect),
        )
        try:
            receipt = self._asked(effect, entry, cut_off=cut_off) if tried else None
            receipt = receipt or self.system.write(effect.key, entry)
        except Transient as error:
            if not cut_off:
                effect.state = "pending"
                effect.next_at = self._now() + min(max(error.retry_after or 60.0, 60.0), 3600.0)
            effect.words = str(error)
        except Doubtful as error:
            effect.state, effect.words = "doubtful", str(error)
        except Permanent as error:
            effect.state, effect.words = "failed", str(error)
        else:
            effect.state, effect.receipt = "done", receipt.reference

    def _asked(self, effect: Effect, entry: CaseEntry, *, cut_off: bool) -> Receipt | None:
        found = self.system.find(effect.key, entry)
        if isinstance(found, Receipt):
            return found
        if found is Answer.CANNOT_TELL and cut_off:
            raise Doubtful("cut off, and nobody can say")
        return None

    def _receipts(self, effect: Effect) -> tuple[str, ...]:
        same = (other for other in self.effects if other.entry.case.id == effect.entry.case.id)
        return tuple(other.receipt for other in same if other.state == "done")

    def _letter_waits(self, effect: Effect) -> bool:
        same = [other for other in self.effects if other.entry.case.id == effect.entry.case.id]
        return any(o.entry.deed is Deed.LETTER and o.state not in ("done", "failed") for o in same)

    def _is_first(self, effect: Effect) -> bool:
        return effect is next(o for o in self.effects if o.entry.case.id == effect.entry.case.id)

    def _now(self) -> float:
        return (self.world.at - MORNING).total_seconds()

    # the end

    def rest(self) -> None:
        """Calm weather, until nothing waits any more; then what was still on its way has arrived too."""
        self.world.server.fault_of = lambda service: None
        for _ in range(60):
            self.turn()
            self.world.at += timedelta(minutes=30)
        self.world.at += timedelta(hours=2)
        self.world.server.arrive()

    def no_case_is_doubled_and_no_registration_is_lost(self) -> None:
        cases = Counter(case.fields["ExternalId"] for case in self.world.server.cases)
        wanted = {external_id(effect.entry.case, self.terms) for effect in self.effects}
        assert set(cases.values()) == {1} and set(cases) == wanted, cases
        for effect in self.effects:
            assert effect.state in ("done", "doubtful"), (effect.state, effect.words)
            if effect.entry.deed is Deed.ATTRIBUTES:
                assert effect.state == "done"
                continue
            written = self.world.server.written(mark_of(effect.key))
            assert written == 1 if effect.state == "done" else written <= 1, (effect.state, written, effect.words)
        facts = [case.attributes.get("OmbudsmanReference") for case in self.world.server.cases]
        assert facts == [CASE.reference] * len(facts)

    @property
    def doubtful(self) -> int:
        return sum(effect.state == "doubtful" for effect in self.effects)
