"""A day of bad weather of a mailbox on an Exchange server, spoken to through Web Services."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from ews_server import MAILBOX, EwsServer
from ews_store import Exchange, Item
from ews_worlds import a_line
from exchange_schedule import Crash, Day
from graph_letters import a_letter
from mailbox_worlds import MONDAY

from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.ews.drafts import EwsDrafts
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.sending import EwsOutgoing
from linkbot.mailsystems.exchange.marks import KEY, SET

FAULTS = (
    *("no route", "cut before", "cut after", "half", "slow", "busy", "busy 7", "busy 900", "busy part", "401"),
    *("503", "503 html", "504 after", "500", "500 after", "later", "later", "state", "crash before", "crash after"),
)
_KEY = f"{SET}/{KEY}"


class EwsDay(Day):
    """Staff and letters are known by search key: ids change with every move."""

    faults = FAULTS
    exchange: Exchange

    def begin(self) -> None:
        self.exchange = Exchange(MONDAY + timedelta(days=1))
        self.server = EwsServer(self.exchange)
        self.server.crash = Crash
        self.server.page_size = self.random.choice([1, 2, 3, 1000])
        self.exchange.late = self.random.choice([0, 0, 1, 2])
        self.server.fault_of = self.weather.of_operation
        self.server.shuffled = self._shuffled if self.random.random() < 0.5 else self.server.shuffled
        self.housing = self.exchange.folder("Housing").id
        self.letter = self.exchange.arrive(a_letter(), MONDAY).key
        item = self.exchange.by_key(self.letter)
        assert item is not None
        self.letters[self.letter] = item.octets()

    def _shuffled(self, ids: list[str]) -> list[str]:
        """Another order, the same one for the pages of one list."""
        return random.Random(len(ids)).sample(ids, len(ids))

    def open(self) -> None:
        self.line = a_line(self.server)
        self.mailbox = EwsMailbox(self.line, MAILBOX)
        self.drafts, self.outgoing, self.diary = EwsDrafts(self.line), EwsOutgoing(self.line), EwsDiary(self.line)

    def turn(self) -> None:
        self.rested()
        super().turn()

    def rest(self) -> None:
        self.rested()
        super().rest()

    def rested(self) -> None:
        """What Exchange asked to wait for is over by the next turn, and nothing is on its way any more."""
        self.server.settle()
        self.line.waits.sleep(4000.0)

    def arrives(self, octets: bytes, received: datetime) -> str:
        folder = self.random.choice(["inbox", "inbox", "inbox", "junkemail", self.housing])
        return self.exchange.arrive(octets, received, folder).key

    def staff(self) -> None:
        there = [one for one in self.exchange.items.values() if one.key in self.letters]
        drafts = [one for one in self.exchange.within("drafts") if one.draft and len(one.marks) > 1]
        act = self.random.choice(["read", "move", "delete", "edit", "send"])
        if act in ("read", "move", "delete") and there:
            one = self.random.choice(there)
            if act == "read":
                self.exchange.read(one)
            elif act == "move":
                self.exchange.move(one, self.random.choice(["inbox", self.housing, "deleteditems"]))
            elif one.key != self.letter and self.random.random() < 0.3:
                self.exchange.purge(one)
        elif act == "edit" and drafts:
            one = self.random.choice(drafts)
            words = f"Edited {len(self.edited)}"
            self.exchange.edit(one, words)
            self.edited[one.key] = words
        elif act == "send" and drafts and self.random.random() < 0.3:
            one = self.random.choice(drafts)
            if one.marks.get(_KEY) in {effect.what.key for effect in self.effects if effect.name == "draft"}:
                self.exchange.send(one)

    def trouble(self) -> None:
        kind = self.random.choice(["forgets", "tells again"])
        if kind == "forgets":
            self.exchange.epoch += 1
        else:
            self.server.again |= set(self.random.sample(sorted(self.letters), min(3, len(self.letters))))

    def here(self) -> set[str]:
        unread = {self.exchange.known[name] for name in ("drafts", "outbox")}
        return {one.key for one in self.exchange.items.values() if one.key in self.letters and one.folder not in unread}

    def _every(self) -> list[Item]:
        return [*self.exchange.items.values(), *self.exchange.purged]

    def drafts_of(self, key: str) -> Sequence[tuple[list[str], list[str]]]:
        mine = [one.people for one in self._every() if one.marks.get(_KEY) == key and one.tag == "Message"]
        return [(one["ToRecipients"], [*one["CcRecipients"], *one["BccRecipients"]]) for one in mine]

    def notices(self) -> Counter[tuple[str, str]]:
        return Counter((what, values["Start"]) for what, values in self.exchange.told)

    def words_of(self, edited: str) -> str | None:
        return next((one.body for one in self._every() if one.key == edited), None)
