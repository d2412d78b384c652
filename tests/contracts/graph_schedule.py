"""A day of the shared mailbox in bad weather: letters, staff, faults of every kind at every request, crashes.

What the worker does with an adapter is done here in the same order: messages before the cursor, and before any repeat
the question whether it was done.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from graph_letters import LETTER_ID, a_letter
from graph_server import MAILBOX, GraphServer
from graph_store import Exchange, Message
from graph_worlds import a_line
from mailbox_worlds import MONDAY, a_message
from outgoing_mails import OWNER, a_mail, with_files
from test_calendar_contract import EVENT, GONE, MOVED

from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.graph.drafts import GraphDrafts
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.marks import KEY
from linkbot.mailsystems.graph.sending import GraphOutgoing
from linkbot.model.diary import DiaryEvent
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.place import Place, place_of
from linkbot.ports import Answer, Doubtful, Found, Permanent, Receipt, Transient

FAULTS = (
    *("cut before", "cut after", "slow", "no route", "429", "429 7", "429 900", "503", "503 html", "503 4"),
    *("504", "504 after", "500", "401", "410", "crash before", "crash after"),
)


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
        if self.random.random() >= self.often:
            return None
        kind = self.random.choice(self.kinds)
        self.met[kind] += 1
        return kind


class Day:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.exchange = Exchange(MONDAY + timedelta(days=1))
        self.server = GraphServer(self.exchange)
        self.server.crash = Crash
        self.server.page_size = self.random.choice([1, 2, 3, 1000])
        self.server.late = self.random.choice([0, 0, 1, 2])
        kinds = tuple(self.random.sample(FAULTS, self.random.randint(1, len(FAULTS))))
        self.weather = Weather(self.random, self.random.choice([0.02, 0.1, 0.3]), kinds)
        self.server.fault_of = self.weather.of
        self.server.shuffled = self._shuffled if self.random.random() < 0.5 else self.server.shuffled
        self.housing = self.exchange.folder("Housing").id
        self.rows: Counter[tuple[str, bytes, str]] = Counter()
        self.cursor: str | None = None
        self.letters: dict[str, bytes] = {}
        self.edited: dict[str, str] = {}
        self.offers = 0
        self.letter = self.exchange.arrive(a_letter(), MONDAY)
        self.letters[self.letter.id] = self.letter.octets()
        self.effects = self._effects(large=seed % 25 == 0)
        self.open()

    def _shuffled(self, ids: list[str]) -> list[str]:
        """Another order, the same one for the pages of one list."""
        return random.Random(len(ids)).sample(ids, len(ids))

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

    def open(self) -> None:
        """A process begins: what the last one only remembered is gone."""
        self.line = a_line(self.server)
        self.mailbox = GraphMailbox(self.line, MAILBOX)
        self.drafts, self.outgoing, self.diary = GraphDrafts(self.line), GraphOutgoing(self.line), GraphDiary(self.line)

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

    # the postman, the staff, the service

    def post(self) -> None:
        number = len(self.letters) + 100
        octets = a_message(number, MONDAY)
        folder = self.random.choice(["inbox", "inbox", "inbox", "junkemail", self.housing])
        made = self.exchange.arrive(octets, MONDAY - timedelta(days=self.random.choice([0, 0, 1, 40, 700])), folder)
        self.letters[made.id] = octets

    def staff(self) -> None:
        there = [one for one in self.exchange.messages.values() if one.id in self.letters]
        drafts = [one for one in self.exchange.within("drafts") if one.draft and len(one.marks) > 1]
        act = self.random.choice(["read", "move", "delete", "edit", "send"])
        if act in ("read", "move", "delete") and there:
            one = self.random.choice(there)
            if act == "read":
                self.exchange.change(one, {"isRead": True, "categories": ["Red"]})
            elif act == "move":
                self.exchange.move(one, self.random.choice(["inbox", self.housing, "deleteditems"]))
            elif one is not self.letter and self.random.random() < 0.3:
                self.exchange.purge(one)
        elif act == "edit" and drafts:
            self._edit(self.random.choice(drafts))
        elif act == "send" and drafts and self.random.random() < 0.3:
            one = self.random.choice(drafts)
            if one.marks.get(KEY.casefold()) in {effect.what.key for effect in self.effects if effect.name == "draft"}:
                self.exchange.send(one)

    def _edit(self, draft: Message) -> None:
        words = f"Edited {len(self.edited)}"
        draft.mime = None
        self.exchange.change(draft, {"body": {"contentType": "text", "content": words}})
        self.edited[draft.id] = words

    def trouble(self) -> None:
        kind = self.random.choice(["forgets", "tells again", "token"])
        if kind == "forgets":
            self.exchange.epoch += 1
        elif kind == "tells again":
            self.server.again |= set(self.random.sample(sorted(self.letters), min(3, len(self.letters))))
        else:
            self.server.good = f"token-{self.random.random()}"

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
        watched = {one.id for one in self.exchange.folders.values() if one.parent is None} - {
            self.exchange.known[name] for name in ("drafts", "outbox")
        }
        offered = {handle for handle, _, _ in self.rows}
        here = {id for id in self.letters if (one := self.exchange.messages.get(id)) and one.folder in watched}
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
        for effect in self.effects:
            if effect.name == "draft":
                every = [*self.exchange.messages.values(), *self.exchange.purged.values()]
                mine = [one for one in every if one.marks.get(KEY.casefold()) == effect.what.key]
                assert len(mine) == 1, (effect.what.key, len(mine))
                self._is_addressed(mine[0])
        told = Counter((what, str(body["start"])) for what, body in self.exchange.told)
        assert all(times == 1 for times in told.values()), told
        assert sum(told.values()) == 4, told
        for id, words in self.edited.items():
            kept = self.exchange.messages.get(id) or self.exchange.purged.get(id)
            assert kept is not None and kept.fields["body"]["content"] == words  # type: ignore[index]

    @staticmethod
    def _is_addressed(draft: Message) -> None:
        assert [one["emailAddress"]["address"] for one in draft.fields["toRecipients"]] == [OWNER]  # type: ignore[index, union-attr]
        assert draft.fields["ccRecipients"] == draft.fields["bccRecipients"] == []
