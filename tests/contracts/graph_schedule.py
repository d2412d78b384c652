"""A day of bad weather of a mailbox in Microsoft 365, spoken to through Graph."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from exchange_schedule import Crash, Day
from graph_letters import a_letter
from graph_server import MAILBOX, GraphServer
from graph_store import Exchange, Message, addresses
from graph_worlds import a_line
from mailbox_worlds import MONDAY

from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.graph.drafts import GraphDrafts
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.marks import KEY
from linkbot.mailsystems.graph.sending import GraphOutgoing

FAULTS = (
    *("cut before", "cut after", "slow", "no route", "429", "429 7", "429 900", "503", "503 html", "503 4"),
    *("504", "504 after", "500", "401", "410", "crash before", "crash after"),
)


class GraphDay(Day):
    faults = FAULTS
    exchange: Exchange

    def begin(self) -> None:
        self.exchange = Exchange(MONDAY + timedelta(days=1))
        self.server = GraphServer(self.exchange)
        self.server.crash = Crash
        self.server.page_size = self.random.choice([1, 2, 3, 1000])
        self.server.late = self.random.choice([0, 0, 1, 2])
        self.server.fault_of = self.weather.of
        self.server.shuffled = self._shuffled if self.random.random() < 0.5 else self.server.shuffled
        self.housing = self.exchange.folder("Housing").id
        self.letter = self.exchange.arrive(a_letter(), MONDAY)
        self.letters[self.letter.id] = self.letter.octets()

    def _shuffled(self, ids: list[str]) -> list[str]:
        """Another order, the same one for the pages of one list."""
        return random.Random(len(ids)).sample(ids, len(ids))

    def open(self) -> None:
        self.line = a_line(self.server)
        self.mailbox = GraphMailbox(self.line, MAILBOX)
        self.drafts, self.outgoing, self.diary = GraphDrafts(self.line), GraphOutgoing(self.line), GraphDiary(self.line)

    def arrives(self, octets: bytes, received: datetime) -> str:
        folder = self.random.choice(["inbox", "inbox", "inbox", "junkemail", self.housing])
        return self.exchange.arrive(octets, received, folder).id

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

    def here(self) -> set[str]:
        watched = {one.id for one in self.exchange.folders.values() if one.parent is None} - {
            self.exchange.known[name] for name in ("drafts", "outbox")
        }
        return {id for id in self.letters if (one := self.exchange.messages.get(id)) and one.folder in watched}

    def drafts_of(self, key: str) -> Sequence[tuple[list[str], list[str]]]:
        every = [*self.exchange.messages.values(), *self.exchange.purged.values()]
        mine = [one.fields for one in every if one.marks.get(KEY.casefold()) == key]
        return [
            (addresses(one["toRecipients"]), [*addresses(one["ccRecipients"]), *addresses(one["bccRecipients"])])
            for one in mine
        ]

    def notices(self) -> Counter[tuple[str, str]]:
        return Counter((what, str(body["start"])) for what, body in self.exchange.told)

    def words_of(self, edited: str) -> str | None:
        kept = self.exchange.messages.get(edited) or self.exchange.purged.get(edited)
        return kept.fields["body"]["content"] if kept else None  # type: ignore[index, no-any-return]
