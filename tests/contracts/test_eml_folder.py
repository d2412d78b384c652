"""Outgoing mail as files: the same mail is the same file, an invitation lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from outgoing_mails import CALENDAR, a_mail

from linkbot.mailsystems.eml_folder import EmlFolderOutgoing
from linkbot.ports import Permanent


def test_sending_again_is_the_same_file(tmp_path: Path) -> None:
    outgoing = EmlFolderOutgoing(tmp_path / "out" / "box")
    assert outgoing.send(a_mail()) == outgoing.send(a_mail())
    assert [path.name for path in (tmp_path / "out" / "box").iterdir()] == ["a1b2.eml"]


def test_an_invitation_is_an_eml_and_an_ics(tmp_path: Path) -> None:
    EmlFolderOutgoing(tmp_path).send(a_mail(invite=True))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a1b2.eml", "a1b2.ics"]
    assert (tmp_path / "a1b2.ics").read_bytes() == CALENDAR.encode()


def test_a_path_that_cannot_be_is_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    outgoing = EmlFolderOutgoing(tmp_path / "file" / "below")
    with pytest.raises(Permanent, match="Not a directory"):
        outgoing.send(a_mail())
