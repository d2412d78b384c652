"""A name out of a letter never becomes a path it should not: no folder above, no device, no stream, no disguise."""

from __future__ import annotations

import unicodedata
from email.message import EmailMessage
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.mail.parse import parse
from linkbot.engine.wording.mime_parts import file_name
from linkbot.mailsystems.eml_folder import EmlFolderOutgoing
from linkbot.mailsystems.folder_drafts import FolderDrafts
from linkbot.model.outgoing import OutgoingMail
from linkbot.whole_file import name_for, readable_name

HOSTILE = (
    "../../etc/passwd",
    "..\\..\\windows\\system32\\a.dll",
    "/etc/passwd",
    "C:\\autoexec.bat",
    "c:evil.exe",
    "\\\\server\\share\\a",
    "letter.pdf:hidden.exe",
    "letter.pdf::$DATA",
    "CON",
    "con.txt",
    "AUX .pdf",
    "nul.tar.gz",
    "COM1",
    "com¹.txt",
    "LPT9.pdf",
    "CONIN$",
    "..",
    ".",
    "",
    "   ",
    "a\0b.pdf",
    "\u202efdp.exe",
    "a\u200b.pdf",
    "a" * 5_000 + ".pdf",
    "é" * 400,
    "a/b\nc",
    "~/.ssh/config",
    "-rf",
    "name. . .",
    "\ud800.pdf",
    "*?<>|",
)
DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"
}


def is_safe(name: str) -> bool:
    """One level of a path on every system, short, and what it looks like."""
    plain = name.split(".")[0].strip().casefold()
    return (
        0 < len(name) <= 120
        and name not in (".", "..")
        and not set(name) & set('<>:"/\\|?*')
        and not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for sign in name)
        and plain not in DEVICES
        and name == name.strip(" ")
        and not name.endswith(".")
        and Path(name).name == name
        and PureWindowsPath(name).name == name
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_becomes_a_plain_one(name: str) -> None:
    assert is_safe(readable_name(name))
    assert is_safe(file_name(name)) and file_name(name).isascii()
    assert is_safe(name_for(name))


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_whatever_the_name_what_is_made_of_it_is_one_plain_name(name: str) -> None:
    assert is_safe(readable_name(name))
    assert is_safe(file_name(name))
    assert is_safe(name_for(name))


@pytest.mark.parametrize("name", ["HO 202312345-1", "Evidence of Ms Łucja Ó Dálaigh", "proof (2).pdf"])
def test_a_name_people_use_stays_as_it_is(name: str) -> None:
    assert readable_name(name) == name


@pytest.mark.parametrize("name", HOSTILE[:6])
def test_a_parsed_attachment_has_a_name_without_folders(name: str) -> None:
    mail = EmailMessage()
    mail["From"] = "a@lgo.example"
    mail.set_content("words")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=name)
    (attachment,) = parse(mail.as_bytes()).attachments
    assert attachment.filename is not None
    assert not set(attachment.filename) & set("/\\") and attachment.filename != ".."


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_key_or_message_id_stays_inside_its_folder(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    mail = OutgoingMail(
        key=name, message_id=name, sender="a@x.example", recipients=("b@x.example",), octets=b"Subject: x\r\n\r\nx"
    )
    EmlFolderOutgoing(inside / "sent").send(mail)
    FolderDrafts(inside / "drafts").save(mail, None)
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    assert sorted(path.name for path in inside.iterdir()) == ["drafts", "sent"]
    assert len([path for path in inside.rglob("*") if path.is_file()]) == 2
