"""The IMAP mailbox under any order of post, staff, kills and a bad line, on two real servers."""

from __future__ import annotations

import pytest
from dovecot import dovecot
from hypothesis.stateful import run_state_machine_as_test
from imap_machine import COUNTS, ImapMachine, schedules


def test_no_order_of_post_staff_kills_and_broken_lines_loses_or_doubles_a_message() -> None:
    dovecot()
    run_state_machine_as_test(ImapMachine, settings=schedules(8, 15))


@pytest.mark.slow
def test_two_thousand_longer_schedules(capsys: pytest.CaptureFixture[str]) -> None:
    dovecot()
    COUNTS.clear()
    run_state_machine_as_test(ImapMachine, settings=schedules(2_000, 25))
    with capsys.disabled():
        print("\nIMAP: " + ", ".join(f"{count} {what}" for what, count in COUNTS.items()))
    assert COUNTS["breaks"] > 500
