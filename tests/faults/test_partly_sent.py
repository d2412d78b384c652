"""A mail that the relay takes for some of its people: they have it once, the rest later; the link officer is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from linkbot.mailsystems.smtp import SmtpOutgoing
from linkbot.model.effect import SendEmail
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.question import Verb
from linkbot.worker.deliver import deliver
from linkbot.worker.office import Office
from linkbot.worker.sending_streak import streak
from tests.contracts.smtp_relay import Relay, running

from .test_outbox_promises import act, intend, later
from .world import World

OWNER, HEAD, OFFICER = "owner@anytown.gov.uk", "head@anytown.gov.uk", "officer@anytown.gov.uk"
KEY, CASE = "e" * 64, "LGSCO-26-104-377"
FACTS = (("done", "Point 2 is answered."), ("problems", ""))
TO_TWO = Intent(
    KEY, SendEmail(template="answer_receipt", role="owner", to=(OWNER,), cc=(HEAD,), case=CASE, facts=FACTS)
)


@contextmanager
def sending(folder: Path, relay: Relay) -> Iterator[tuple[World, Office]]:
    world = World(folder)
    outgoing = SmtpOutgoing("127.0.0.1", relay.port, timeout=5, local_hostname="linkbot.test")
    with world.office(lambda o: replace(o, outgoing=outgoing)) as office:
        intend(office, TO_TWO)
        deliver(office)
        yield world, office


def the_entry(office: Office) -> OutboxEntry:
    with office.store.begin() as tx:
        entry = tx.entry(KEY)
    assert entry is not None
    return entry


def has(relay: Relay, person: str) -> Counter[str]:
    """How often each mail came to somebody."""
    return Counter(_read(one.original_content)["Message-ID"] for one in relay.taken if person in one.rcpt_tos)


def _read(octets: bytes | None):  # type: ignore[no-untyped-def]
    return message_from_bytes(octets or b"", policy=policy.default)


@pytest.mark.parametrize("answer", ["452 4.2.2 mailbox full", "550 5.1.1 no such person"])
def test_the_rest_of_a_mail_goes_to_the_rest_of_its_people_and_to_nobody_twice(tmp_path: Path, answer: str) -> None:
    with running(Relay(refuse={HEAD: answer})) as relay, sending(tmp_path, relay) as (world, office):
        assert list(has(relay, OWNER).values()) == [1] and has(relay, HEAD) == {}
        (message_id,) = has(relay, OWNER)
        with office.store.begin() as tx:
            assert streak(tx) is None  # a server that takes mail for somebody works
            assert tx.cases_of_thread([message_id.strip("<>")]) == (CASE,)  # the owner's answer finds its case
        relay.refuse.clear()
        later(world, hours=2)
        deliver(office)
        if answer.startswith("5"):
            assert the_entry(office).state is OutboxState.FAILED and has(relay, HEAD) == {}  # not again by itself
            act(office, Verb.RETRY, KEY)
            deliver(office)
        assert the_entry(office).state is OutboxState.DONE
        assert has(relay, OWNER) == has(relay, HEAD) == {message_id: 1}
        with office.store.begin() as tx:
            assert tx.mark(f"reached.{KEY}") is None


def test_the_link_officer_is_told_who_has_it_and_who_has_not(tmp_path: Path) -> None:
    with running(Relay(refuse={HEAD: "550 5.1.1 no such person"})) as relay, sending(tmp_path, relay) as (_, office):
        deliver(office)
        (told,) = (_read(one.original_content) for one in relay.taken if one.rcpt_tos == [OFFICER])
        words = " ".join(told.get_body(("plain",)).get_content().split())
        assert f"Sent to {OWNER} and to nobody else" in words and f"{HEAD} (550 5.1.1 no such person)" in words
        assert f"linkbot outbox retry {KEY[:12]}" in words


def test_a_worker_that_dies_after_some_have_it_sends_to_nobody_blindly(tmp_path: Path) -> None:
    """Cut off when it went to the rest: whether they have it is a person's to say; if not, it goes to them alone."""
    with running(Relay(refuse={HEAD: "452 4.2.2 mailbox full"})) as relay, sending(tmp_path, relay) as (world, office):
        later(world, hours=2)
        with office.store.begin() as tx:
            assert tx.claim(KEY, "dead", timedelta(), office.moment().at)
        relay.refuse.clear()
        deliver(office)
        assert the_entry(office).state is OutboxState.DOUBTFUL and has(relay, HEAD) == {}
        act(office, Verb.SETTLE, KEY, "again")
        deliver(office)
        assert list(has(relay, OWNER).values()) == list(has(relay, HEAD).values()) == [1]
