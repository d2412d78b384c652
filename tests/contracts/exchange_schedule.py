"""A day of a shared mailbox in bad weather: letters, staff, faults of every kind at every request, crashes. Which
Exchange it is, and by which protocol linkbot speaks to it, is said by `graph_schedule` and `ews_schedule`.

What the worker does with an adapter is done here in the same order: messages before the cursor, and before any repeat
the question whether it was done.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from graph_letters import LETTER_ID
from mailbox_worlds import MONDAY, a_message
from outgoing_mails import OWNER, a_mail, with_files
from test_calendar_contract import EVENT, GONE, MOVED

from linkbot.model.diary import DiaryEvent
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.place import Place, place_of
from linkbot.ports import Answer, Calendar, Doubtful, Drafts, Found, Mailbox, Outgoing, Permanent, Receipt, Transient

OTHER = replace(
    EVENT,
    key="other",
    uid="other@linkbot.anytown.gov.uk",
    starts_at=EVENT.starts_at + timedelta(days=1),
    ends_at=EVENT.ends_at + timedelta(days=1),
)


class Crash(BaseException):
    """The process is gone."""


@dataclass
class Effect:
    """`before`: as `worker.perform` tells a first try from a cut-off one."""

    name: str
    what: OutgoingMail | DiaryEvent
    before: str = "never"
    done: bool = False
    doubtful: bool = False


@dataclass
class Weather:
    """How often a request meets with which faults."""

    random: random.Random
    often: float
    kinds: tuple[str, ...]
    met: Counter[str] = field(default_factory=Counter)

    def of(self, method: str, path: str) -> str | None:
        return self.of_operation(f"{method} {path}")

    def of_operation(self, _: str) -> str | None:
        if self.random.random() >= self.often:
            return None
        kind = self.random.choice(self.kinds)
        self.met[kind] += 1
        return kind


class Exchange(Protocol):
    now: datetime
    left: list[tuple[bytes, tuple[str, ...]]]


class Day:
    """`letters`: by handle, as they came. `edited`: what staff wrote into drafts, by whatever names a draft."""

    faults: ClassVar[tuple[str, ...]]
    exchange: Exchange
    mailbox: Mailbox
    drafts: Drafts
    outgoing: Outgoing
    diary: Calendar

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        kinds = tuple(self.random.sample(self.faults, self.random.randint(1, len(self.faults))))
        self.weather = Weather(self.random, self.random.choice([0.02, 0.1, 0.3]), kinds)
        self.rows: Counter[tuple[str, bytes, str]] = Counter()
        self.cursor: str | None = None
        self.letters: dict[str, bytes] = {}
        self.edited: dict[str, str] = {}
        self.offers = 0
        self.effects = self._effects(large=seed % 25 == 0)
        self.begin()
        self.open()

    # what a protocol's own day says

    def begin(self) -> None:
        """The far side with its first letter."""
        raise NotImplementedError

    def open(self) -> None:
        """A process begins: what the last one only remembered is gone."""
        raise NotImplementedError

    def arrives(self, octets: bytes, received: datetime) -> str:
        """Its handle."""
        raise NotImplementedError

    def staff(self) -> None:
        raise NotImplementedError

    def trouble(self) -> None:
        raise NotImplementedError

    def here(self) -> set[str]:
        """Handles of the letters that lie where linkbot reads."""
        raise NotImplementedError

    def drafts_of(self, key: str) -> Sequence[tuple[list[str], list[str]]]:
        """Of every draft that was ever made for it: to whom, and the other readers."""
        raise NotImplementedError

    def notices(self) -> Counter[tuple[str, str]]:
        """What attendees were told, and for when."""
        raise NotImplementedError

    def words_of(self, edited: str) -> str | None:
        """What stands in an edited draft now, wherever it lies; None when it is lost."""
        raise NotImplementedError

    @staticmethod
    def _effects(*, large: bool) -> list[Effect]:
        mails = [a_mail(f"{letter * 32}", OWNER) for letter in "abc"]
        drafts = [a_mail(f"{letter * 32}", OWNER) for letter in "def"]
        files = with_files(drafts[0], ("evidence.pdf", 3_000_000 if large else 300), ("note.pdf", 20))
        return [
            *(Effect("mail", one) for one in mails),
            *(Effect("draft", one) for one in (files, *drafts[1:])),
            Effect("put", EVENT),
            Effect("put", MOVED),
            Effect("cancel", GONE),
            Effect("put", OTHER),
        ]

    def turn(self) -> None:
        self.exchange.now += timedelta(minutes=self.random.choice([1, 11, 61, 60 * 24]))
        for _ in range(self.random.randint(0, 3)):
            self.random.choice([self.post, self.post, self.staff, self.staff, self.trouble])()
        try:
            self.poll()
            for effect in self.effects:
                self.deliver(effect)
        except Crash:
            self.open()

    def post(self) -> None:
        octets = a_message(len(self.letters) + 100, MONDAY)
        handle = self.arrives(octets, MONDAY - timedelta(days=self.random.choice([0, 0, 1, 40, 700])))
        self.letters[handle] = octets

    # the worker

    def poll(self) -> None:
        more = True
        while more:
            try:
                fetched = self.mailbox.fetch(self.cursor, self.random.choice([1, 2, 5, 50]))
            except Transient:
                return
            for message in fetched.messages:
                if message.folder == Place.SENT:
                    continue  # what went out lies there, and is read as ours
                assert message.octets == self.letters[message.handle]
                self.rows[(message.handle, message.octets, place_of(message.folder).value)] += 1
                self.offers += 1
            more = fetched.more and fetched.cursor != self.cursor
            self.cursor = fetched.cursor

    def deliver(self, effect: Effect) -> None:
        if effect.done or effect.doubtful or self._waits(effect):
            return
        before, effect.before = effect.before, "cut off"
        try:
            found = self._find(effect) if before != "never" else Answer.ABSENT
            if found is Answer.CANNOT_TELL and before == "cut off":
                raise Doubtful("cut off")
            receipt = found if isinstance(found, Receipt) else self._act(effect)
            assert receipt.reference
            effect.done = True
        except Transient:
            effect.before = "cut off" if before == "cut off" else "not done"
        except Doubtful:
            effect.doubtful = True

    def _waits(self, effect: Effect) -> bool:
        """Effects on one entry of the diary go in their order."""
        if not isinstance(effect.what, DiaryEvent):
            return False
        earlier = self.effects[: self.effects.index(effect)]
        return any(
            not one.done for one in earlier if isinstance(one.what, DiaryEvent) and one.what.uid == effect.what.uid
        )

    def _find(self, effect: Effect) -> Found:
        if isinstance(effect.what, DiaryEvent):
            return self.diary.find(effect.what)
        return (self.drafts if effect.name == "draft" else self.outgoing).find(effect.what)

    def _act(self, effect: Effect) -> Receipt:
        if isinstance(effect.what, DiaryEvent):
            return (self.diary.cancel if effect.name == "cancel" else self.diary.put)(effect.what)
        if effect.name == "draft":
            return self.drafts.save(effect.what, LETTER_ID if effect.what.key[0] != "f" else None)
        return self.outgoing.send(effect.what)

    # what must hold at the end

    def rest(self) -> None:
        self.weather.often = 0.0
        for _ in range(4):
            try:
                self.poll()
                for effect in self.effects:
                    self.deliver(effect)
            except Permanent as error:
                raise AssertionError(str(error)) from error
            self.exchange.now += timedelta(hours=1)

    def nothing_is_lost_and_nothing_is_doubled(self) -> None:
        offered = {handle for handle, _, _ in self.rows}
        here = self.here()
        assert here <= offered, f"lost: {here - offered}"
        assert all(effect.done or effect.doubtful for effect in self.effects), self.effects
        went = Counter(
            tuple(line for line in octets.split(b"\r\n") if b"Message-ID" in line) for octets, _ in self.exchange.left
        )
        assert all(times == 1 for times in went.values()), went
        ids = b"".join(octets for octets, _ in self.exchange.left)
        for effect in self.effects:
            if effect.name == "mail":
                assert isinstance(effect.what, OutgoingMail)
                assert (effect.what.message_id.encode() in ids) or effect.doubtful
            if effect.name == "draft":
                mine = self.drafts_of(effect.what.key)
                assert len(mine) == 1, (effect.what.key, len(mine))
                assert mine[0] == ([OWNER], [])
        told = self.notices()
        assert all(times == 1 for times in told.values()), told
        assert sum(told.values()) == 4, told
        for edited, words in self.edited.items():
            assert self.words_of(edited) == words
