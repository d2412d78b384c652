"""`[mailbox.ews]`: what must be there, what must not, and the mail system that comes of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from linkbot.cli.checks.finding import State
from linkbot.cli.doctor import findings
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.sending import EwsOutgoing
from linkbot.ports import Permanent
from linkbot.rewiring import ConfigurationFiles
from linkbot.settings.load import load_settings
from linkbot.settings.provenance import provenance
from linkbot.settings.values import MailboxKind, Settings
from linkbot.toml_document import Faulty
from linkbot.wiring_mail import mail_system_of, outgoing_of

COUNCIL = """
[organisation]
name = "Anytown Council"
domains = ["anytown.gov.uk"]
mailboxes = ["ombudsman@anytown.gov.uk"]
[people.link_officer]
email = "pat@anytown.gov.uk"
[mailbox]
kind = "ews"
[mailbox.ews]
"""
WHERE = 'endpoint = "https://mail.anytown.gov.uk/EWS/Exchange.asmx"\n'
WHO = "username = 'ANYTOWN\\linkbot'\npassword_file = \"password.txt\"\n"
APPLICATION = 'tenant = "anytown.onmicrosoft.com"\nclient_id = "0b0b"\naccess = "impersonation"\n'


def settings(folder: Path, lines: str, more: str = "") -> Settings:
    (folder / "linkbot.toml").write_text(COUNCIL + lines + more, encoding="utf-8")
    return load_settings(folder / "linkbot.toml")


def test_three_lines_are_enough(tmp_path: Path) -> None:
    (tmp_path / "password.txt").write_text("correct horse\n", encoding="utf-8")
    read = settings(tmp_path, WHERE + WHO)
    assert read.mailbox.kind is MailboxKind.EWS
    system = mail_system_of(read)
    assert isinstance(system.mailbox, EwsMailbox) and system.mailbox.name == "ombudsman@anytown.gov.uk"
    assert system.calendar and system.examinable
    assert isinstance(outgoing_of(read, system), EwsOutgoing)
    system.close()


def test_an_application_signs_in_with_a_secret_or_a_certificate(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("s3cret\n", encoding="utf-8")
    system = mail_system_of(settings(tmp_path, WHERE + APPLICATION + 'secret_file = "secret.txt"\n'))
    assert isinstance(system.mailbox, EwsMailbox)
    system.close()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (WHO, "endpoint"),
        (WHERE, "needs username with password_file"),
        (WHERE + WHO + 'password_env = "P"\n', "needs username with password_file"),
        (WHERE + WHO + 'password = "correct horse"\n', "must not stand"),
        (WHERE + WHO + 'client_id = "0b0b"\n', "tenant is missing"),
        (WHERE + WHO + 'access = "owner"\n', "access"),
        (WHERE + WHO + 'version = "2010"\n', "version"),
        (WHERE + WHO + 'account = "ombudsman"\n', "mailbox's address"),
        (WHERE + WHO + 'mailbox = "x"\n', "mailbox"),
        (WHERE + APPLICATION, "needs one of"),
        (WHERE + APPLICATION + WHO + 'secret_env = "S"\n', "exclude each other"),
        (WHERE + APPLICATION.replace("impersonation", "delegate") + 'secret_env = "S"\n', "needs access"),
        (WHERE.replace("https", "http") + WHO, "https://"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, lines: str, words: str) -> None:
    with pytest.raises(Faulty, match=words) as faulty:
        settings(tmp_path, lines)
    assert "correct horse" not in str(faulty.value)


def test_a_file_that_is_missing_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"mailbox\.ews password file"):
        mail_system_of(settings(tmp_path, WHERE + WHO))


def test_secret_files_are_watched_and_private_and_each_key_is_shown(tmp_path: Path) -> None:
    read = settings(tmp_path, WHERE + WHO)
    assert tmp_path / "password.txt" in ConfigurationFiles(tmp_path / "linkbot.toml", read).places()
    assert read.mailbox.private_files == (Path("password.txt"),)
    shown = {one.key: one for one in provenance(tmp_path / "linkbot.toml")}
    assert shown["mailbox.ews.endpoint"].line and shown["mailbox.ews.version"].line is None


def test_without_its_packages_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "password.txt").write_text("correct horse\n", encoding="utf-8")
    for name in [name for name in sys.modules if name.startswith("linkbot.mailsystems.ews")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "exchangelib.account", None)
    with pytest.raises(Permanent, match=r"install linkbot with \[exchange\]"):
        mail_system_of(settings(tmp_path, WHERE + WHO))


def test_doctor_tells_the_first_thing_that_stands_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "password.txt").write_text("correct horse\n", encoding="utf-8")
    settings(tmp_path, 'endpoint = "https://127.0.0.1:9/EWS/Exchange.asmx"\n' + WHO)
    found = {one.check: one for one in findings(tmp_path / "linkbot.toml")}
    assert found["mailbox.network"].state is State.WRONG
    assert "firewall" in found["mailbox.network"].todo
    assert found["smtp.reach"].state is State.OK
    assert not {"mailbox.reach", "mailbox.sign_in", "drafts.writable"} & set(found)
