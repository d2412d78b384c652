"""Looking back into a mailbox: our own mail is found wherever it lies or was answered, a letter moved away is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from ews_worlds import a_line as an_ews_line
from ews_worlds import a_server as an_ews_server
from graph_worlds import a_line, a_server
from imap_worlds import ImapWorld, PoorImapWorld
from mailbox_worlds import MONDAY

from linkbot.mailsystems.ews.past import EwsPast
from linkbot.mailsystems.graph.past import GraphPast
from linkbot.mailsystems.imap_past import ImapPast
from linkbot.mailsystems.memory import MemoryPast
from linkbot.mailsystems.past import FilesOfThePast
from linkbot.ports import Past, Permanent, Transient

OURS, OTHER, NEVER = (f"{letter * 32}@linkbot.anytown.gov.uk" for letter in "abc")
IDS = frozenset({OURS, OTHER, NEVER})
Put = Callable[[str, bytes], None]
Place = tuple[Past, Put]


def a_mail(id: str, *lines: str, body: str = "Hello.") -> bytes:
    return "\r\n".join((f"Message-ID: <{id}>", "From: pat@anytown.gov.uk", *lines, "", body, "")).encode()


def _maildir(path: Path) -> Place:
    root = path / "Maildir"
    count = 0

    def put(folder: str, octets: bytes) -> None:
        nonlocal count
        count += 1
        place = root / (f".{folder}" if folder else "") / "cur"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{count}.mx:2,S").write_bytes(octets)
        os.utime(place / f"{count}.mx:2,S", (MONDAY.timestamp(),) * 2)

    (root / "new").mkdir(parents=True)
    return FilesOfThePast(root, maildir=True), put


def _folder(path: Path) -> Place:
    root = path / "mail"
    count = 0

    def put(folder: str, octets: bytes) -> None:
        nonlocal count
        count += 1
        place = root / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{count}.eml").write_bytes(octets)
        os.utime(place / f"{count}.eml", (MONDAY.timestamp(),) * 2)

    root.mkdir()
    return FilesOfThePast(root, maildir=False), put


def _memory(_: Path) -> Place:
    past = MemoryPast()
    return past, lambda folder, octets: past.put(folder, octets, MONDAY)


no_colon_on_windows = pytest.mark.skipif(os.name == "nt", reason="a Maildir needs ':' in file names")


@contextmanager
def _imap(made: type[ImapWorld]) -> Iterator[Place]:
    """Archive is left alone by linkbot: what is moved there it does not see any more."""

    def put(folder: str, octets: bytes) -> None:
        name = {"Sent": "Sent Items", "Trash": "Deleted Items"}.get(folder, folder) if made is ImapWorld else folder
        world.staff.create(world.name(name or "INBOX"))
        world.arrive(octets, MONDAY, name or "INBOX")

    with made(Path()) as world:
        yield ImapPast(world.session, leave=("Archive",)), put


def _graph() -> Place:
    server = a_server()
    known = {"": "inbox", "Sent": "sentitems", "Sent Items": "sentitems", "Drafts": "drafts", "Junk": "junkemail"}
    known |= {"Trash": "deleteditems", "Deleted Items": "deleteditems", "Archive": server.exchange.folder("Archive").id}
    return GraphPast(a_line(server)), lambda folder, octets: server.exchange.arrive(octets, MONDAY, known[folder])


def _ews() -> Place:
    server = an_ews_server()
    known = {"": "inbox", "Sent": "sentitems", "Sent Items": "sentitems", "Drafts": "drafts", "Junk": "junkemail"}
    known |= {"Trash": "deleteditems", "Deleted Items": "deleteditems", "Archive": server.exchange.folder("Archive").id}
    past = EwsPast(an_ews_line(server))
    return past, lambda folder, octets: server.exchange.arrive(octets, MONDAY, known[folder]) and None


PLACES = {
    "memory": lambda path: nullcontext(_memory(path)),
    "folder": lambda path: nullcontext(_folder(path)),
    "maildir": lambda path: nullcontext(_maildir(path)),
    "imap": lambda _: _imap(ImapWorld),
    "poor imap": lambda _: _imap(PoorImapWorld),
    "graph": lambda _: nullcontext(_graph()),
    "ews": lambda _: nullcontext(_ews()),
}


@pytest.fixture(params=[pytest.param(name, marks=no_colon_on_windows if name == "maildir" else ()) for name in PLACES])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with PLACES[request.param](tmp_path) as made:
        yield made


@pytest.mark.parametrize("folder", ["Sent", "Sent Items", "Archive", ""])
def test_a_copy_of_our_mail_is_found_in_every_folder(place: Place, folder: str) -> None:
    past, put = place
    put("", a_mail("letter@lgo.example"))
    put(folder, a_mail(OURS))
    assert past.traces(IDS, MONDAY).ours == {OURS}


def test_an_answer_an_automatic_one_and_a_bounce_prove_it_too(place: Place) -> None:
    past, put = place
    put("", a_mail("r1@anytown.gov.uk", f"In-Reply-To: <{OURS}>"))
    bounce = f"Undeliverable.\r\n\r\nMessage-ID: <{OTHER[:40]}=\r\n{OTHER[40:]}>\r\nSubject: x"
    put("", a_mail("b1@mx.anytown.gov.uk", body=bounce))
    assert past.traces(IDS, MONDAY).ours == {OURS, OTHER}


def test_nothing_is_found_where_nothing_is(place: Place) -> None:
    past, put = place
    put("", a_mail("letter@lgo.example"))
    assert past.traces(IDS, MONDAY).ours == frozenset()
    assert past.traces(frozenset(), MONDAY).ours == frozenset()


def test_what_is_older_than_the_time_asked_about_is_not_looked_at(place: Place) -> None:
    past, put = place
    put("Archive", a_mail(OURS))
    put("Archive", a_mail("old@lgo.example"))
    late = past.traces(IDS, MONDAY + timedelta(days=30))
    assert late.ours == frozenset() and late.moved == ()


def test_letters_moved_out_of_the_inbox_are_told_and_our_own_and_thrown_away_ones_are_not(place: Place) -> None:
    past, put = place
    put("", a_mail("here@lgo.example"))
    put("Archive", a_mail("moved@lgo.example"))
    put("Archive", a_mail(OURS))
    for folder in ("Sent", "Drafts", "Trash", "Deleted Items", "Junk"):
        put(folder, a_mail(f"{folder.split()[0]}@lgo.example"))
    assert past.traces(IDS, MONDAY).moved == (("Archive", "moved@lgo.example"),)


def test_a_mailbox_out_of_reach_is_told_not_taken_for_empty(tmp_path: Path) -> None:
    with pytest.raises((Transient, Permanent), match="Looking back"):
        FilesOfThePast(tmp_path / "unmounted", maildir=True).traces(IDS, MONDAY)
