"""One request to Exchange and its answer: waiting and trying again, what may not be tried again blindly, and leaving
the server alone for as long as it asks. Knows no folder and no mail.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from linkbot.mailsystems.ews.faults import NOT_DONE, PERHAPS_DONE, Told, refusal
from linkbot.mailsystems.ews.wire import CONNECTIONS, Access, Answer, CutOff, Denied, NotSent, Reply, Wire
from linkbot.mailsystems.ews.words import Element
from linkbot.mailsystems.exchange.faults import Gone, Troubled, Unsure
from linkbot.mailsystems.exchange.waiting import Waits
from linkbot.ports import Permanent, Transient

FIRST_REST = 300.0
"""Seconds after a refused sign-in; each further refusal doubles them."""
LONGEST_REST = 3600.0


@dataclass(frozen=True)
class Request:
    """`what`: as a sentence begins, for errors. `repeatable`: doing it twice is doing it once."""

    operation: str
    payload: Element
    what: str
    repeatable: bool = False

    @property
    def safe(self) -> bool:
        return self.repeatable or self.operation.startswith(("Get", "Find", "Sync"))


@dataclass
class Line:
    """`access.mailbox` is whose folders are meant. `ticks`: seconds that only grow."""

    wire: Wire
    access: Access
    waits: Waits = field(default_factory=Waits)
    ticks: Callable[[], float] = time.monotonic
    well_known: dict[str, str] = field(default_factory=dict)  # ids of folders, which never change; `folders` fills it
    _gate: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(CONNECTIONS))
    _not_before: float = 0.0
    _why: str = ""
    _rest: float = 0.0
    _knew_us: bool = False  # the last request was let in

    @property
    def host(self) -> str:
        return urlsplit(self.access.endpoint).hostname or self.access.endpoint

    def close(self) -> None:
        self.wire.close()

    def ask(self, request: Request) -> Answer:
        """Raises Transient, Unsure, Troubled, Changed, Gone, Refused, StateLost; Permanent for a certificate."""
        return self._asked(request, each=False)

    def ask_each(self, request: Request) -> Answer:
        """As `ask`, but an answer in parts is given back with what each part says."""
        return self._asked(request, each=True)

    def found(self, request: Request) -> tuple[Element, ...]:
        """The answers of those parts that have one; the others are not there. Raises as `ask`."""
        answer = self.ask_each(request)
        found = []
        for reply in answer.replies:
            if reply.fault is None:
                found.append(reply.element)
                continue
            try:
                self._judged(request, reply)
            except Gone:
                continue
        return tuple(found)

    def _asked(self, request: Request, *, each: bool) -> Answer:
        waited, attempt, renewed = 0.0, 0, False
        while True:
            attempt += 1
            fault: Transient
            try:
                answer = self._once(request)
                for reply in answer.replies:
                    if not each or (reply.fault and reply.fault.passes):
                        self._judged(request, reply)
                return answer
            except Denied as denied:
                if denied.told.status == 401 and self.access.tokens is not None and not renewed:
                    renewed = True
                    self.access.tokens.refused()
                    continue
                fault = self._later(request, denied.told)
            except CutOff as cut:
                words = f"{request.what} was cut off{f' ({cut})' if str(cut) else ''}."
                if not request.safe:
                    raise Unsure(words) from None
                fault = Troubled(words)
            except NotSent as unsent:
                fault = self._unreachable(unsent)
            except _Later as later:
                fault = later.fault
            pause = self.waits.before(attempt, fault.retry_after)
            if fault.retry_after is not None and waited + pause > self.waits.longest:
                self._leave_alone(fault, pause)
            if attempt >= self.waits.tries or waited + pause > self.waits.longest:
                raise fault
            self.waits.sleep(pause)
            waited += pause

    def _once(self, request: Request) -> Answer:
        left = self._not_before - self.ticks()
        if left > 0:
            raise Transient(self._why, left)
        with self._gate:
            answer = self.wire.post(request.operation, request.payload)
        self._rest, self._knew_us = 0.0, True
        return answer

    def _judged(self, request: Request, reply: Reply) -> None:
        if reply.fault is None:
            return
        if reply.fault.passes:
            raise _Later(self._later(request, reply.fault))
        raise refusal(reply.fault, request.what)

    def _later(self, request: Request, said: Told) -> Transient:
        """The fault after which the same request may be sent again. Raises all others."""
        if said.status == 401:
            if not self._knew_us:
                raise self._not_signed_in(said)
            self._knew_us = False  # a busy server says this too: once more, and no oftener
            return Transient(f"{request.what} is put off: {self.host} does not know linkbot just now ({said}).")
        if said.low in NOT_DONE or said.status in (429, 503):
            words = f"{request.what} is put off: Exchange has too much to do ({said})."
            if said.status == 503 and not request.safe:
                raise Unsure(words, said.wait)
            return Transient(words, said.wait)
        if said.low in PERHAPS_DONE or said.status >= 500:
            words = f"{request.what} is put off: Exchange has an error of its own ({said})."
            if not request.safe:
                raise Unsure(words, said.wait)
            return Troubled(words, said.wait)
        raise refusal(said, request.what)

    def _not_signed_in(self, said: Told) -> Transient:
        """A wrong password is not tried again at every turn: accounts are locked so. A changed one makes a new line."""
        self._rest = min(self._rest * 2 or FIRST_REST, LONGEST_REST)
        where = "the secret or certificate" if self.access.tokens else "mailbox.ews.username and the password"
        self._why = (
            f"{self.host} refuses to sign {self.access.who} in ({said}). Check {where}, and that the account is not "
            f"locked. Not tried again for {round(self._rest / 60)} minutes, lest it be."
        )
        self._not_before = self.ticks() + self._rest
        return Transient(self._why, self._rest)

    def _leave_alone(self, fault: Transient, seconds: float) -> None:
        self._not_before = max(self._not_before, self.ticks() + seconds)
        self._why = str(fault)

    def _unreachable(self, unsent: NotSent) -> Transient:
        """Raises Permanent for a certificate that does not prove the far side."""
        if unsent.verify:
            raise Permanent(
                f"The certificate shown for {self.host} does not prove who it is: {unsent.verify}. An authority of "
                "your own goes into this machine's certificates (docs/mail-systems.md); a firewall that opens "
                "encrypted traffic must leave this host alone."
            )
        return Transient(f"{self.host} cannot be reached ({unsent.cause}). A firewall must let this machine through.")


class _Later(Exception):
    def __init__(self, fault: Transient) -> None:
        super().__init__(str(fault))
        self.fault = fault
