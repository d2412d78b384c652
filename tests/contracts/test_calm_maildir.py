"""An idle Maildir is not listed again and again, and nothing that comes is overlooked for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from mailbox_worlds import MONDAY, MaildirWorld, a_message

from linkbot.mailsystems.calm import LONGEST_SECONDS, SETTLED_SECONDS, Calm
from linkbot.mailsystems.file_pages import Listing
from linkbot.mailsystems.maildir import MaildirMailbox
from linkbot.mailsystems.maildir_folders import MaildirFolder
from linkbot.ports import Fetched

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a Maildir needs ':' in file names")


class Counting(MaildirMailbox):
    """Counts how often it is listed."""

    def __init__(self, path: Path, ticks: Callable[[], float]) -> None:
        super().__init__(path, "maildir", ticks=ticks)
        self.listings = 0

    def _listed(self, folders: Sequence[MaildirFolder]) -> Listing:
        self.listings += 1
        return super()._listed(folders)


class Office:
    """Polls, with a clock of its own."""

    def __init__(self, path: Path) -> None:
        self.world = MaildirWorld(path)
        self.now = 100.0
        self.mailbox = Counting(self.world.root, lambda: self.now)
        self.cursor: str | None = None

    def poll(self, *, after: float = 60.0) -> list[str]:
        self.now += after
        handles, more = [], True
        while more:
            fetched = self.mailbox.fetch(self.cursor, 2)
            self.cursor, more = fetched.cursor, fetched.more
            handles += [message.handle for message in fetched.messages]
        return handles

    def listings(self, polls: int) -> int:
        before = self.mailbox.listings
        for _ in range(polls):
            assert self.poll() == []
        return self.mailbox.listings - before


def test_once_all_is_read_and_nothing_moves_it_is_listed_no_more(tmp_path: Path) -> None:
    office = Office(tmp_path)
    handles = [office.world.arrive(a_message(n, MONDAY), MONDAY) for n in range(5)]
    assert office.poll() == handles
    assert office.poll() == []
    assert office.listings(5) == 0


def test_what_comes_is_seen_at_once_and_calm_returns(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.world.arrive(a_message(1, MONDAY), MONDAY)
    assert office.listings(0) == 0 and len(office.poll()) == 1
    office.listings(3)
    late = office.world.arrive(a_message(2, MONDAY), MONDAY)
    assert office.poll() == [late]
    assert office.listings(4) <= 1


def test_a_flag_and_a_message_moved_by_staff_lead_to_a_new_look(tmp_path: Path) -> None:
    office = Office(tmp_path)
    handle = office.world.arrive(a_message(1, MONDAY), MONDAY)
    office.poll()
    office.listings(3)
    for change in (office.world.read_by_staff, office.world.moved_by_staff):
        change(handle)
        before = office.mailbox.listings
        assert office.poll() == []
        assert office.mailbox.listings == before + 1
        office.listings(3)
    office.world.brought_back(handle)
    assert office.poll() == [handle]  # it left the mailbox, so it is new when it comes back


def test_another_cursor_is_another_question(tmp_path: Path) -> None:
    office = Office(tmp_path)
    handle = office.world.arrive(a_message(1, MONDAY), MONDAY)
    office.poll()
    office.listings(3)
    assert [message.handle for message in office.mailbox.fetch(None, 10).messages] == [handle]


def test_it_is_listed_now_and_then_whatever_the_folder_says(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.world.arrive(a_message(1, MONDAY), MONDAY)
    office.poll()
    office.listings(2)
    before = office.mailbox.listings
    assert office.poll(after=LONGEST_SECONDS) == []
    assert office.mailbox.listings == before + 1


def test_a_folder_just_changed_is_not_trusted_yet(tmp_path: Path) -> None:
    """A second file of the same tick would leave the folder's time as it is."""
    office = Office(tmp_path)
    office.world.arrive(a_message(1, MONDAY), MONDAY)
    office.poll()
    assert office.poll(after=SETTLED_SECONDS / 4) == []
    times = {place: (office.world.root / place).stat().st_mtime_ns for place in ("new", "cur")}
    late = office.world.arrive(a_message(2, MONDAY), MONDAY)
    for place, at in times.items():
        os.utime(office.world.root / place, ns=(at, at))
    assert office.poll(after=SETTLED_SECONDS / 4) == [late]


def test_a_listing_that_took_long_does_not_make_the_stamp_older() -> None:
    now = [0.0]
    calm = Calm(lambda: now[0])
    assert not calm.holds("a", (1, 1))
    now[0] = 30.0  # so long did the listing take
    calm.listed(Fetched((), "a", more=False))
    assert not calm.holds("a", (1, 1))


def test_a_mailbox_that_cannot_be_looked_at_is_never_calm() -> None:
    calm = Calm(lambda: 0.0)
    for _ in range(3):
        assert not calm.holds("a", ())
        calm.listed(Fetched((), "a", more=False))


def test_a_backlog_is_listed_once_for_all_its_pages(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for number in range(20):
        office.world.arrive(a_message(number, MONDAY + timedelta(minutes=number)), MONDAY)
    cursor, offered = None, 0
    while True:
        fetched = office.mailbox.fetch(cursor, 3)
        cursor, offered = fetched.cursor, offered + len(fetched.messages)
        if not fetched.more:
            break
    assert (offered, office.mailbox.listings) == (20, 1)
    assert office.mailbox.fetch(cursor, 3).messages == () and office.mailbox.listings == 2  # and looked at once more


def test_whatever_changes_in_a_backlog_is_listed_again(tmp_path: Path) -> None:
    office = Office(tmp_path)
    handles = [office.world.arrive(a_message(n, MONDAY + timedelta(minutes=n)), MONDAY) for n in range(9)]
    first = office.mailbox.fetch(None, 3)
    late = office.world.arrive(a_message(0, MONDAY - timedelta(days=1)), MONDAY - timedelta(days=1))
    office.world.moved_by_staff(handles[8])
    second = office.mailbox.fetch(first.cursor, 20)
    assert office.mailbox.listings == 2 and {one.handle for one in second.messages} == {late, *handles[3:8]}
    again = office.mailbox.fetch(first.cursor, 3)  # the cursor of before, once more
    assert office.mailbox.listings == 3 and len(again.messages) == 3


def test_what_came_within_one_tick_of_a_folders_time_is_found_after_the_backlog(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for number in range(6):
        office.world.arrive(a_message(number, MONDAY), MONDAY)
    times = {place: (office.world.root / place).stat().st_mtime_ns for place in ("new", "cur")}
    cursor = office.mailbox.fetch(None, 3).cursor
    late = office.world.arrive(a_message(7, MONDAY), MONDAY)
    for place, at in times.items():
        os.utime(office.world.root / place, ns=(at, at))
    last = office.mailbox.fetch(cursor, 10)
    assert len(last.messages) == 3 and not last.more
    assert [one.handle for one in office.mailbox.fetch(last.cursor, 10).messages] == [late]
