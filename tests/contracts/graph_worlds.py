"""Worlds of the contracts on the fake Graph: the adapter as it is, over a transport that never leaves the process."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import httpx
from graph_server import MAILBOX, GraphServer
from graph_store import Exchange
from mailbox_worlds import MONDAY

from linkbot.mailsystems.exchange.waiting import Waits
from linkbot.mailsystems.graph.line import Line
from linkbot.mailsystems.graph.mailbox import GraphMailbox


class Tokens:
    """Renewed when refused: then it is the one the server takes."""

    def __init__(self, server: GraphServer) -> None:
        self.server, self.held = server, server.good
        self.renewals = 0

    def token(self) -> str:
        return self.held

    def refused(self) -> None:
        self.renewals += 1
        self.held = self.server.good


def a_server(now: datetime = MONDAY + timedelta(days=1)) -> GraphServer:
    return GraphServer(Exchange(now))


def a_line(server: GraphServer, *, slept: list[float] | None = None, user: str = MAILBOX) -> Line:
    slept = slept if slept is not None else []
    client = httpx.Client(transport=server.transport())
    return Line(client, Tokens(server), user, waits=Waits(sleep=slept.append))


class GraphWorld:
    """`Elsewhere` and `Processed` are left alone by linkbot."""

    def __init__(self, _: Path) -> None:
        self.server = a_server()
        self.exchange = self.server.exchange
        self.slept: list[float] = []
        self.line = a_line(self.server, slept=self.slept)
        self.mailbox = GraphMailbox(self.line, MAILBOX, leave=("Elsewhere", "Processed"))
        self.exchange.folder("Elsewhere")

    def arrive(self, octets: bytes, received_at: datetime, folder: str = "inbox") -> str:
        return self.exchange.arrive(octets, received_at, folder).id

    def read_by_staff(self, handle: str) -> None:
        self.exchange.change(self.exchange.messages[handle], {"isRead": True})

    def moved_by_staff(self, handle: str) -> None:
        self.exchange.move(self.exchange.messages[handle], self._id("Elsewhere"))

    def brought_back(self, handle: str) -> str:
        self.exchange.move(self.exchange.messages[handle], "inbox")
        return handle

    def close(self) -> None:
        self.line.close()

    def kept(self, octets: bytes) -> bytes:
        return octets

    def filed(self, folder: str) -> list[bytes]:
        return [one.octets() for one in self.exchange.within(self._id(folder))]

    def _id(self, name: str) -> str:
        return next((one.id for one in self.exchange.folders.values() if one.name == name), "")


class WornGraphWorld(GraphWorld):
    """Small pages, and Graph forgets its links every few requests."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.server.page_size = 2
        self._requests = 0
        self.server.fault_of = self._fault

    def _fault(self, method: str, path: str) -> str | None:
        self._requests += 1
        if self._requests % 11 == 0:
            self.exchange.epoch += 1
        return None


GRAPH_WORLDS = (GraphWorld,)
