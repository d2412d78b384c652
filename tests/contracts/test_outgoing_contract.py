"""What every way of sending promises: the whole mail, and an honest answer to "was it sent?"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ews_worlds import a_server as an_ews_server
from ews_worlds import over_loopback
from graph_worlds import a_line, a_server
from outgoing_mails import a_mail
from postfix import postfix
from smtp_relay import Relay, running

from linkbot.effectors.recording import Recording, RecordingOutgoing
from linkbot.mailsystems.eml_folder import EmlFolderOutgoing
from linkbot.mailsystems.ews.sending import EwsOutgoing
from linkbot.mailsystems.graph.sending import GraphOutgoing
from linkbot.mailsystems.memory_sending import MemoryOutgoing
from linkbot.mailsystems.smtp import SmtpOutgoing
from linkbot.ports import Answer, Outgoing, Receipt

Arrived = Callable[[], list[bytes]]
Way = tuple[Outgoing, Arrived]


@pytest.fixture(params=["smtp", "postfix", "eml folder", "memory", "graph", "ews", "recording"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    if request.param == "smtp":
        with running(Relay()) as relay:
            yield (
                SmtpOutgoing("127.0.0.1", relay.port, timeout=5, local_hostname="linkbot.test"),
                lambda: [taken.original_content or b"" for taken in relay.taken],
            )
    elif request.param == "postfix":
        server = postfix()
        before = server.has("owen.hale")

        def in_his_mailbox() -> list[bytes]:
            """Without what the server has put before it, and with the line ends of the wire."""
            server.at_rest()
            found = server.arrived("owen.hale", before)[before:]
            return [octets[octets.index(b"From: ") :].replace(b"\n", b"\r\n") for octets in found]

        yield SmtpOutgoing("127.0.0.1", server.port, timeout=20, local_hostname="linkbot.test"), in_his_mailbox
    elif request.param == "eml folder":
        folder = tmp_path / "outbox"
        yield EmlFolderOutgoing(folder), lambda: [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    elif request.param == "memory":
        memory = MemoryOutgoing()
        yield memory, lambda: [mail.octets for mail in memory.sent]
    elif request.param == "graph":
        server = a_server()
        yield GraphOutgoing(a_line(server)), lambda: [octets for octets, _ in server.exchange.left]
    elif request.param == "ews":
        exchange = an_ews_server()
        with over_loopback(exchange) as line:
            yield EwsOutgoing(line), lambda: [octets for octets, _ in exchange.exchange.left]
    else:
        recording = Recording()
        yield RecordingOutgoing(recording), lambda: [call.mail.octets for call in recording.calls if call.mail]


def test_a_mail_arrives_as_it_was_composed(way: Way) -> None:
    outgoing, arrived = way
    mail = a_mail(body=".\n..two dots\nFrom the start\n" + "£ – \n" * 3)
    assert isinstance(outgoing.send(mail), Receipt)
    assert arrived() == [mail.octets]


def test_before_it_is_sent_nobody_says_that_it_was(way: Way) -> None:
    outgoing, _ = way
    assert outgoing.find(a_mail()) in (Answer.ABSENT, Answer.CANNOT_TELL)


def test_afterwards_it_is_found_with_the_same_receipt_or_nobody_can_tell(way: Way) -> None:
    outgoing, _ = way
    receipt = outgoing.send(a_mail())
    assert outgoing.find(a_mail()) in (receipt, Answer.CANNOT_TELL)
    assert outgoing.find(a_mail("another")) in (Answer.ABSENT, Answer.CANNOT_TELL)


def test_two_mails_are_two(way: Way) -> None:
    outgoing, arrived = way
    receipts = {outgoing.send(a_mail("k1")).reference, outgoing.send(a_mail("k2")).reference}
    assert len(receipts) == 2
    assert len(arrived()) == 2
