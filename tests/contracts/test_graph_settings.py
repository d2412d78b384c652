"""`[mailbox.graph]`: what must be there, what must not, and the mail system that comes of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from linkbot.cli.checks.finding import State
from linkbot.cli.doctor import findings
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.sending import GraphOutgoing
from linkbot.mailsystems.smtp import SmtpOutgoing
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
kind = "graph"
[mailbox.graph]
"""
WHO = 'tenant = "anytown.onmicrosoft.com"\nclient_id = "0b0b"\n'


def settings(folder: Path, lines: str, more: str = "") -> Settings:
    (folder / "linkbot.toml").write_text(COUNCIL + lines + more, encoding="utf-8")
    return load_settings(folder / "linkbot.toml")


def test_three_lines_are_enough(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("s3cret\n", encoding="utf-8")
    read = settings(tmp_path, WHO + 'secret_file = "secret.txt"\n')
    assert read.mailbox.kind is MailboxKind.GRAPH
    system = mail_system_of(read)
    assert isinstance(system.mailbox, GraphMailbox) and system.mailbox.name == "ombudsman@anytown.gov.uk"
    assert system.calendar and system.examinable
    assert isinstance(outgoing_of(read, system), GraphOutgoing)
    system.close()


def test_a_mail_server_that_is_named_sends(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("s3cret\n", encoding="utf-8")
    read = settings(tmp_path, WHO + 'secret_file = "secret.txt"\n', '[smtp]\nhost = "smtp.anytown.gov.uk"\n')
    assert isinstance(outgoing_of(read, mail_system_of(read)), SmtpOutgoing)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('client_id = "x"\nsecret_env = "S"\n', "tenant"),
        ('tenant = "x"\nsecret_env = "S"\n', "client_id"),
        (WHO, "needs one of"),
        (WHO + 'secret_env = "S"\ncertificate_file = "c.pem"\n', "needs one of"),
        (WHO + 'secret = "s3cret"\nsecret_env = "S"\n', "must not stand"),
        (WHO + 'secret_env = "S"\nprivate_key_file = "k.pem"\n', "needs mailbox.graph.certificate_file"),
        (WHO + 'secret_env = "S"\nendpoint = "http://graph.microsoft.com/v1.0"\n', "https://"),
        (WHO + 'secret_env = "S"\nmailbox = "x"\n', "mailbox"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, lines: str, words: str) -> None:
    with pytest.raises(Faulty, match=words) as faulty:
        settings(tmp_path, lines)
    assert "s3cret" not in str(faulty.value)


def test_a_file_that_is_missing_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"mailbox\.graph certificate file"):
        mail_system_of(settings(tmp_path, WHO + 'certificate_file = "linkbot.pem"\n'))


def test_secret_files_are_watched_and_each_key_is_shown(tmp_path: Path) -> None:
    read = settings(tmp_path, WHO + 'certificate_file = "linkbot.pem"\nprivate_key_file = "key.pem"\n')
    places = ConfigurationFiles(tmp_path / "linkbot.toml", read).places()
    assert {tmp_path / "linkbot.pem", tmp_path / "key.pem"} <= set(places)
    shown = {one.key: one for one in provenance(tmp_path / "linkbot.toml")}
    assert shown["mailbox.graph.tenant"].value == "anytown.onmicrosoft.com"
    assert shown["mailbox.graph.tenant"].line and shown["mailbox.graph.endpoint"].line is None


def test_without_its_packages_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "s3cret")
    for name in [name for name in sys.modules if name.startswith("linkbot.mailsystems.graph")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(Permanent, match=r"install linkbot with \[graph\]"):
        mail_system_of(settings(tmp_path, WHO + 'secret_env = "GRAPH_SECRET"\n'))


def test_a_certificate_is_private_only_where_its_key_lies_in_it(tmp_path: Path) -> None:
    apart = settings(tmp_path, WHO + 'certificate_file = "c.pem"\nprivate_key_file = "k.pem"\n')
    assert apart.mailbox.private_files == (Path("k.pem"),)
    assert settings(tmp_path, WHO + 'certificate_file = "c.pem"\n').mailbox.private_files == (Path("c.pem"),)


def test_doctor_tells_the_first_thing_that_stands_in_the_way_and_asks_for_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "s3cret")
    nowhere = 'authority = "https://127.0.0.1:9"\nendpoint = "https://127.0.0.1:9/v1.0"\n'
    settings(tmp_path, WHO + 'secret_env = "GRAPH_SECRET"\n' + nowhere)
    found = {one.check: one for one in findings(tmp_path / "linkbot.toml")}
    assert found["mailbox.network"].state is State.WRONG
    assert "firewall" in found["mailbox.network"].todo
    assert found["smtp.reach"].state is State.OK
    assert not {"mailbox.reach", "mailbox.sign_in", "drafts.writable"} & set(found)
