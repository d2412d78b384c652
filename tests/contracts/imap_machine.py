"""Post, staff, kills and a bad line in any order on a real IMAP server: the mailbox machine with more against it.

Beside the promise that nothing is skipped: what linkbot files lies there once, and no message bears a mark of its.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

from bad_line import BadLine, Break
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from imap_worlds import IMAP_WORLDS, ImapWorld
from mailbox_worlds import MONDAY, a_message
from test_mailbox_contract import MailboxMachine, everything

from linkbot.ports import Transient

BREAKS = [Break.BEFORE, Break.AFTER, Break.HALF, Break.SLOW, Break.SILENT]
COUNTS: Counter[str] = Counter()
"""What the schedules did, to be printed."""


class ImapMachine(MailboxMachine):
    world: ImapWorld

    @initialize(made=st.sampled_from(IMAP_WORLDS))
    def a_mailbox(self, made: type[ImapWorld]) -> None:
        self.world = made(Path())
        self.line = BadLine(self.world.server.port)
        self.world.reached_by(self.line.port, timeout=0.4)
        self.read: set[bytes] = set()
        self.filed: list[bytes] = []
        COUNTS["schedules"] += 1

    @rule(how=st.sampled_from(BREAKS), after=st.integers(0, 25), times=st.integers(1, 3))
    def the_line_will_break(self, how: Break, after: int, times: int) -> None:
        self.line.breaks(how, after, times=times)

    @rule(limit=st.integers(1, 5))
    def linkbot_reads_on(self, limit: int) -> None:
        for _ in range(10):
            self.a_fetch(limit, stored=True)

    @rule(folder=st.sampled_from(["Cases", 'Say "no"', "Wohnungsamt f&APw-r alle", "Junk"]), days=st.integers(-30, 30))
    def post_is_sorted_as_it_comes(self, folder: str, days: int) -> None:
        self.count += 1
        at = MONDAY + timedelta(days=days)
        octets = a_message(self.count, at)
        self.world.has_folder(folder)
        handle = self.world.arrive(octets, at, folder)
        self.here[handle] = octets
        self.owed.add(handle)

    @precondition(lambda self: any("Cases;" in handle for handle in self.here))
    @rule()
    def staff_rename_a_folder(self) -> None:
        self.world.has_folder("Cases")
        moved = self.world.renamed("Cases", f"Cases of {self.count}")
        for old, new in moved.items():
            if old in self.here:
                self.here[new] = self.here.pop(old)
                self.owed.discard(old)
                self.owed.add(new)
        self.count += 1

    @precondition(lambda self: self.here)
    @rule(data=st.data())
    def staff_read(self, data: st.DataObject) -> None:
        handle = data.draw(st.sampled_from(sorted(self.here)))
        self.world.read_by_staff(handle)
        self.read.add(self.here[handle])

    @rule(limit=st.integers(1, 5), stored=st.booleans())
    def a_fetch(self, limit: int, stored: bool) -> None:
        COUNTS["fetches"] += 1
        try:
            super().a_fetch(limit, stored)
        except Transient:
            COUNTS["fetches that failed"] += 1

    @precondition(lambda self: self.here)
    @rule(data=st.data())
    def linkbot_files_one(self, data: st.DataObject) -> None:
        handle = data.draw(st.sampled_from(sorted(set(self.here) - self.owed) or [""]))
        if not handle:
            return
        COUNTS["filings"] += 1
        for attempt in range(3):
            try:
                self.world.mailbox.file(handle, "Processed", handle)
                break
            except Transient:
                COUNTS["filings that failed"] += 1
                if attempt == 1:
                    self.line.mend()
        self.filed.append(self.here.pop(handle))

    def teardown(self) -> None:
        if not hasattr(self, "line"):
            return
        self.line.mend()
        COUNTS["breaks"] += self.line.broken
        try:
            offered, cursor = everything(self.world.mailbox, self.cursor)
            assert self.owed <= {message.handle for message in offered}
            assert everything(self.world.mailbox, cursor)[0] == []
            assert sorted(self.world.filed("Processed")) == sorted(self.filed)
            assert self.world.seen() <= self.read
        finally:
            self.world.close()
            self.line.close()
            self._place.cleanup()


def schedules(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
