"""What every place for drafts promises: one draft a mail, threaded on its letter, and a person's work left alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from ews_worlds import a_server as an_ews_server
from ews_worlds import over_loopback
from graph_worlds import a_line, a_server
from imap_worlds import ImapWorld, PoorImapWorld
from outgoing_mails import a_mail

from linkbot.effectors.recording import Recording, RecordingDrafts
from linkbot.mailsystems.ews.drafts import EwsDrafts
from linkbot.mailsystems.folder_drafts import FolderDrafts
from linkbot.mailsystems.graph.drafts import GraphDrafts
from linkbot.mailsystems.imap_drafts import ImapDrafts
from linkbot.mailsystems.maildir_drafts import MaildirDrafts
from linkbot.mailsystems.memory_sending import MemoryDrafts
from linkbot.ports import Answer, Drafts, Receipt

Shown = Callable[[], list[bytes]]
Place = tuple[Drafts, Shown]
LETTER = "letter-7@lgo.example"

no_colon_on_windows = pytest.mark.skipif(os.name == "nt", reason="a Maildir needs ':' in file names")


def _memory(_: Path) -> Place:
    drafts = MemoryDrafts()
    return drafts, lambda: list(drafts.saved.values())


def _maildir(path: Path) -> Place:
    return MaildirDrafts(path / ".Drafts"), lambda: [p.read_bytes() for p in (path / ".Drafts").glob("cur/*")]


def _folder(path: Path) -> Place:
    return FolderDrafts(path / "drafts"), lambda: [p.read_bytes() for p in (path / "drafts").glob("*.eml")]


@contextmanager
def _imap(made: type[ImapWorld], folder: str) -> Iterator[Place]:
    with made(Path()) as world:
        yield ImapDrafts(world.session), lambda: world.octets(folder)


def _graph() -> Place:
    server = a_server()
    return GraphDrafts(a_line(server)), lambda: [one.octets() for one in server.exchange.within("drafts")]


@contextmanager
def _ews() -> Iterator[Place]:
    server = an_ews_server()
    with over_loopback(server) as line:
        yield EwsDrafts(line), lambda: [one.octets() for one in server.exchange.within("drafts")]


PLACES = {
    "memory": lambda path: nullcontext(_memory(path)),
    "folder": lambda path: nullcontext(_folder(path)),
    "maildir": lambda path: nullcontext(_maildir(path)),
    "imap": lambda _: _imap(ImapWorld, "Entw&APw-rfe"),
    "poor imap": lambda _: _imap(PoorImapWorld, "Drafts"),
    "graph": lambda _: nullcontext(_graph()),
    "ews": lambda _: _ews(),
}


@pytest.fixture(params=[pytest.param(name, marks=no_colon_on_windows if name == "maildir" else ()) for name in PLACES])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with PLACES[request.param](tmp_path) as made:
        yield made


def test_a_draft_is_shown_whole_and_threaded_on_the_letter(place: Place) -> None:
    drafts, shown = place
    mail = a_mail(body="Thank you – £250 noted.\n")
    drafts.save(mail, LETTER)
    (octets,) = shown()
    assert octets.endswith(mail.octets)
    draft = message_from_bytes(octets, policy=default)
    assert (draft["In-Reply-To"], draft["References"]) == (f"<{LETTER}>", f"<{LETTER}>")
    assert draft["Message-ID"] == f"<{mail.message_id}>"


def test_threads_that_the_composer_wrote_are_kept(place: Place) -> None:
    drafts, shown = place
    mail = a_mail()
    whole = b"In-Reply-To: <a@b.example>\r\nReferences: <0@b.example> <a@b.example>\r\n" + mail.octets
    drafts.save(type(mail)(mail.key, mail.message_id, mail.sender, mail.recipients, whole), "a@b.example")
    draft = message_from_bytes(shown()[0], policy=default)
    assert draft.get_all("In-Reply-To") == ["<a@b.example>"]
    assert draft.get_all("References") == ["<0@b.example> <a@b.example>"]


def test_a_draft_is_absent_until_it_is_saved_and_then_found(place: Place) -> None:
    drafts, _ = place
    assert drafts.find(a_mail()) is Answer.ABSENT
    receipt = drafts.save(a_mail(), LETTER)
    assert drafts.find(a_mail()) == receipt
    assert drafts.find(a_mail("another")) is Answer.ABSENT


def test_saving_twice_is_one_draft(place: Place) -> None:
    drafts, shown = place
    first = drafts.save(a_mail(), LETTER)
    assert drafts.save(a_mail(body="Other wording.\n"), LETTER) == first
    assert len(shown()) == 1


def test_a_draft_is_taken_back_and_one_that_is_gone_is_no_error(place: Place) -> None:
    drafts, shown = place
    kept = drafts.save(a_mail("kept"), None)
    receipt = drafts.save(a_mail(), None)
    for _ in range(2):
        drafts.remove(receipt)
    drafts.remove(Receipt("never-seen@linkbot.example"))
    assert len(shown()) == 1
    assert drafts.find(a_mail()) is Answer.ABSENT
    assert drafts.find(a_mail("kept")) == kept


def test_the_recorder_of_dry_runs_answers_like_a_real_one() -> None:
    drafts = RecordingDrafts(Recording())
    assert drafts.find(a_mail()) is Answer.ABSENT
    receipt = drafts.save(a_mail(), LETTER)
    assert drafts.find(a_mail()) == receipt
    drafts.remove(receipt)
    assert drafts.find(a_mail()) is Answer.ABSENT


@no_colon_on_windows
def test_a_maildir_draft_bears_the_draft_flag_and_survives_other_flags(tmp_path: Path) -> None:
    drafts = MaildirDrafts(tmp_path / ".Drafts")
    receipt = drafts.save(a_mail(), None)
    (path,) = (tmp_path / ".Drafts" / "cur").iterdir()
    assert path.name.endswith(":2,D")
    path.rename(path.with_name(path.name + "FS"))
    assert drafts.save(a_mail(), None) == receipt
    assert len(list((tmp_path / ".Drafts" / "cur").iterdir())) == 1
    assert not list((tmp_path / ".Drafts" / "tmp").iterdir())


@no_colon_on_windows
def test_a_draft_that_a_person_edited_or_sent_is_found_and_never_removed(tmp_path: Path) -> None:
    """A mail program writes an edited draft as a new file and deletes the old one; sending moves it to Sent."""
    drafts = MaildirDrafts(tmp_path / ".Drafts")
    receipt = drafts.save(a_mail(), None)
    (saved,) = (tmp_path / ".Drafts" / "cur").iterdir()
    edited = tmp_path / ".Drafts" / "cur" / "1790000001.M5.mx:2,DS"
    edited.write_bytes(saved.read_bytes() + b"Edited by Ines.\r\n")
    saved.unlink()
    assert drafts.find(a_mail()) == receipt
    drafts.remove(receipt)
    assert edited.exists()
    (tmp_path / ".Sent" / "cur").mkdir(parents=True)
    edited.rename(tmp_path / ".Sent" / "cur" / "1790000002.M6.mx:2,S")
    assert drafts.find(a_mail()) == receipt


def test_an_eml_draft_opens_for_sending_and_is_kept_when_withdrawn(tmp_path: Path) -> None:
    drafts = FolderDrafts(tmp_path)
    receipt = drafts.save(a_mail(), None)
    (path,) = tmp_path.glob("*.eml")
    assert message_from_bytes(path.read_bytes(), policy=default)["X-Unsent"] == "1"
    path.write_bytes(path.read_bytes() + b"Edited by Ines.\r\n")
    drafts.save(a_mail(), None)
    drafts.remove(receipt)
    assert b"Edited by Ines" in (tmp_path / "withdrawn" / path.name).read_bytes()
