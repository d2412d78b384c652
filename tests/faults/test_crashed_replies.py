"""A crash at every commit while a reply is taken: afterwards each answer is one act, and there is one receipt."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from linkbot.model.effect import Template
from linkbot.model.outbox import OutboxState
from linkbot.model.question import QuestionState
from linkbot.store import copy_store
from linkbot.worker.tick import tick
from tests.journeys.conversation import Conversation
from tests.journeys.letters import REF, answer_to, lgsco

from .seams import Crash, Seams

CALL_ME = lgsco(f"{REF} - your case", "Please call me about this case when you have a moment.")
AND_AGAIN = lgsco(f"{REF} - the file", "I would be glad of a word about the file on this case. It will not take long.")


def monday(folder: Path) -> tuple[Conversation, bytes]:
    """Two questions stand on the desk mail; the reply to it answers one, withdraws nothing, and muddles the other."""
    story = Conversation(folder, start=date(2026, 11, 13))
    story.they_write(CALL_ME)
    story.they_write(AND_AGAIN)
    story.until(date(2026, 11, 16), hour=9)
    desk = story.last_mail("officer", "Desk mail")
    reply = answer_to(desk, "Officer <officer@anytown.gov.uk>", "1 nothing\n2 perhaps nothing")
    return story, reply.octets(story.clock.now(), 99)


def outcome(story: Conversation) -> tuple[object, ...]:
    with story.office.store.begin() as tx:
        states = Counter(question.state for question in tx.questions(open_only=False))
        acts = [(act.verb, act.target, act.value) for act in tx.acts()]
        sent = [
            entry.receipt
            for entry in tx.outbox(OutboxState.DONE)
            if getattr(entry.effect, "template", "") == Template.ANSWER_RECEIPT.value
        ]
        waiting = [message.id for message in tx.messages() if message.status.value == "received"]
    mails = Counter(call.key for call in story.recording.calls if call.verb == "send")
    return states, acts, len(sent), waiting, max(mails.values(), default=0)


def test_wherever_a_reply_is_cut_off_it_is_taken_once(tmp_path: Path) -> None:
    story, octets = monday(tmp_path)
    before = tmp_path / "before"
    copy_store(tmp_path / "store", before)
    counted = Seams()
    story.mailbox.arrive(octets, story.clock.now())
    calm = story.office
    story.office = counted.wrap(calm, Counter())
    tick(story.office)
    story.office = calm
    wanted = outcome(story)
    assert wanted[0] == {QuestionState.ANSWERED: 1, QuestionState.OPEN: 1} and wanted[2:] == (1, [], 1)
    mailboxes = story.office.mailboxes
    story.close()
    for nth in range(1, counted.passed["after commit"] + 1):
        folder = tmp_path / f"cut-{nth}"
        folder.mkdir()
        copy_store(before, folder / "store")
        again = Conversation(folder, start=date(2026, 11, 16))
        calm = replace(again.office, mailboxes=mailboxes)
        cut = Seams("after commit", nth)
        again.clock.walk_to(story.clock.now())
        again.office = cut.wrap(calm, Counter())
        with pytest.raises(Crash):
            tick(again.office)
        again.office = calm
        again.clock.walk_to(again.clock.now() + timedelta(minutes=15))  # what was claimed is free again
        tick(again.office)
        assert outcome(again) == wanted, f"cut off after commit {nth}"
        again.close()
