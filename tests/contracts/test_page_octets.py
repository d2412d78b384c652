"""A page of mail is kept in memory whole: it ends where its octets become many, and nothing is skipped by that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from mailbox_worlds import MONDAY, FolderWorld, MaildirWorld, World, a_message

from linkbot.mailsystems import file_pages


@pytest.mark.parametrize("made", [MaildirWorld, FolderWorld])
def test_large_messages_make_short_pages_and_none_is_skipped(
    made: type[World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_pages, "_OCTETS", 1000)
    world = made(tmp_path)
    large = b"x" * 700
    for number in range(5):
        at = MONDAY + timedelta(hours=number)
        world.arrive(a_message(number, at) + large, at)
    cursor, sizes, more = None, [], True
    while more:
        fetched = world.mailbox.fetch(cursor, 10)
        cursor, more = fetched.cursor, fetched.more
        sizes.append(len(fetched.messages))
    assert sizes == [2, 2, 1]
