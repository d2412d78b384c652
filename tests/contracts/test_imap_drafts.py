"""Drafts on a real IMAP server: a person's work is never touched, and no break of the line makes a second draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from bad_line import BadLine, Break
from imap_worlds import IMAP_WORLDS, ImapWorld, PoorImapWorld
from mailbox_worlds import MONDAY
from outgoing_mails import a_mail

from linkbot.mailsystems.imap_drafts import ImapDrafts, is_as_sealed, sealed
from linkbot.ports import Answer, Permanent, Receipt, Transient

LETTER = "letter-7@lgo.example"
SLOW = pytest.mark.slow


@pytest.fixture(params=IMAP_WORLDS, ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[ImapWorld]:
    with request.param(Path()) as made:
        yield made


def folder(world: ImapWorld, use: str) -> str:
    names = {"drafts": "Drafts", "sent": "Sent", "deleted": "Trash"}
    outlook = {"drafts": "Entw&APw-rfe", "sent": "Sent Items", "deleted": "Deleted Items"}
    return (names if isinstance(world, PoorImapWorld) else outlook)[use]


def by_a_person(world: ImapWorld, octets: bytes, to: str) -> None:
    """A mail program writes anew what it edits or sends, and deletes the old draft."""
    world.arrive(octets, MONDAY, to)
    world.staff.select(world.name(folder(world, "drafts")))
    world.staff.uid("STORE", "1", "+FLAGS", "(\\Deleted)")
    world.staff.expunge()
    world.staff.close()


def test_a_draft_bears_the_draft_flag(world: ImapWorld) -> None:
    ImapDrafts(world.session).save(a_mail(), LETTER)
    world.staff.select(world.name(folder(world, "drafts")), readonly=True)
    _, (flags,) = world.staff.uid("FETCH", "1", "(FLAGS)")
    assert b"\\Draft" in flags and b"\\Seen" in flags


@pytest.mark.parametrize("use", ["drafts", "sent", "deleted"])
def test_a_draft_that_a_person_edited_sent_or_threw_away_is_found_and_never_removed(world: ImapWorld, use: str) -> None:
    drafts = ImapDrafts(world.session)
    receipt = drafts.save(a_mail(), LETTER)
    (ours,) = world.octets(folder(world, "drafts"))
    by_a_person(world, ours + b"Edited by Ines.\r\n", folder(world, use))
    assert drafts.find(a_mail()) == receipt
    assert drafts.save(a_mail(), LETTER) == receipt
    drafts.remove(receipt)
    assert len(world.octets(folder(world, use))) == 1
    assert len(world.octets(folder(world, "drafts"))) == (1 if use == "drafts" else 0)


def test_a_draft_moved_to_a_folder_of_the_team_is_found(world: ImapWorld) -> None:
    drafts = ImapDrafts(world.session)
    receipt = drafts.save(a_mail(), LETTER)
    world.has_folder("To be checked")
    by_a_person(world, world.octets(folder(world, "drafts"))[0], "To be checked")
    assert drafts.find(a_mail()) == receipt
    drafts.remove(receipt)
    assert len(world.octets("To be checked")) == 1


def test_an_id_that_only_holds_another_is_not_taken_for_it(world: ImapWorld) -> None:
    """Servers search header fields by a part of their text."""
    drafts = ImapDrafts(world.session)
    drafts.save(a_mail("aa1b2"), None)
    assert drafts.find(a_mail("a1b2")) is Answer.ABSENT
    drafts.remove(Receipt("a1b2@linkbot.example"))
    assert len(world.octets(folder(world, "drafts"))) == 1


def test_a_draft_is_looked_for_no_further_back_than_it_can_be(world: ImapWorld) -> None:
    """A server that keeps no index of ids reads every header of the folder: of years, at each draft."""
    mail = a_mail()
    dated = type(mail)(
        mail.key,
        mail.message_id,
        mail.sender,
        mail.recipients,
        f"Date: {format_datetime(MONDAY)}\r\n".encode() + mail.octets,
    )
    drafts = ImapDrafts(world.session)
    world.arrive(dated.octets, MONDAY - timedelta(days=30), folder(world, "sent"))
    assert drafts.find(dated) is Answer.ABSENT
    world.arrive(dated.octets, MONDAY - timedelta(days=1), folder(world, "sent"))
    assert drafts.find(dated) == Receipt(mail.message_id)


def test_a_missing_drafts_folder_is_made_with_the_name_given(world: ImapWorld) -> None:
    drafts = ImapDrafts(world.session, folder="Replies to check/Für Ines")
    receipt = drafts.save(a_mail(), None)
    level = "." if isinstance(world, PoorImapWorld) else "/"
    assert len(world.octets(f"Replies to check{level}F&APw-r Ines")) == 1
    assert drafts.find(a_mail()) == receipt


def test_a_server_that_cannot_remove_one_message_is_left_one_marked_deleted() -> None:
    with PoorImapWorld(Path()) as world:
        drafts = ImapDrafts(world.session)
        world.arrive(b"Message-ID: <x@y.example>\r\n\r\nA person's, marked deleted.\r\n", MONDAY, "Drafts")
        world.staff.select(world.name("Drafts"))
        world.staff.uid("STORE", "1", "+FLAGS", "(\\Deleted)")
        world.staff.unselect()
        drafts.remove(drafts.save(a_mail(), None))
        assert drafts.find(a_mail()) is Answer.ABSENT
        world.staff.select(world.name("Drafts"), readonly=True)
        assert world.staff.uid("SEARCH", "DELETED")[1] == [b"1 2"]  # what a person marked was not expunged with it


def test_a_mailbox_over_its_quota_or_without_the_right_says_what_to_do() -> None:
    with ImapWorld(Path()) as world:
        world.staff.setacl(world.name(folder(world, "drafts")), "owner", "lr")
        with pytest.raises(Permanent, match=r"Saving a draft: linkbot's account may not do it\. Give it the right"):
            ImapDrafts(world.session).save(a_mail(), None)


def test_the_seal_breaks_at_the_smallest_change() -> None:
    octets = b"Subject: x\r\n\r\nDear Sir\r\n"
    assert is_as_sealed(sealed(octets))
    assert not is_as_sealed(sealed(octets).replace(b"Sir", b"Sirs"))
    assert not is_as_sealed(octets)
    assert not is_as_sealed(b"")


@pytest.mark.parametrize("how", [Break.AFTER, *(pytest.param(one, marks=SLOW) for one in (Break.BEFORE, Break.HALF))])
@pytest.mark.parametrize("at", range(2, 26, 2))
def test_saving_is_done_once_wherever_the_line_breaks(how: Break, at: int) -> None:
    """The worst is an APPEND that was done and not answered: asked first, it is found."""
    with ImapWorld(Path()) as world, BadLine(world.server.port) as line:
        world.reached_by(line.port)
        drafts = ImapDrafts(world.session)
        line.breaks(how, at, times=2)
        for _ in range(3):
            try:
                receipt = drafts.save(a_mail(), LETTER)
                break
            except Transient:
                continue
        line.mend()
        assert drafts.find(a_mail()) == receipt
        assert len(world.octets(folder(world, "drafts"))) == 1
        world.session.close()


@pytest.mark.parametrize("how", [Break.BEFORE, Break.AFTER])
def test_an_append_that_was_lost_or_not_answered_is_one_draft(how: Break) -> None:
    with ImapWorld(Path()) as world, BadLine(world.server.port) as line:
        world.reached_by(line.port)
        line.breaks(how, at="APPEND")
        ImapDrafts(world.session).save(a_mail(), LETTER)
        assert line.broken == 1
        assert len(world.octets(folder(world, "drafts"))) == 1
        world.session.close()
