"""An IMAP account in the configuration: what is missing is told; the worker reads, drafts and doctors through it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from imap_worlds import ImapWorld
from mailbox_worlds import MONDAY
from outgoing_mails import a_mail

import linkbot
from linkbot.cli.main import main
from linkbot.rewiring import ConfigurationFiles
from linkbot.settings.load import load_settings
from linkbot.toml_document import Faulty
from linkbot.wiring_mail import mail_system_of

LETTER = Path(linkbot.__file__).parent / "demo" / "mailbox" / "006-lgsco-enquiry-letter.eml"
HEAD = """
[organisation]
name = "Anytown Council"
domains = ["anytown.gov.uk"]
mailboxes = ["ombudsman@anytown.gov.uk"]
[authentication]
receivers = ["mx.anytown.gov.uk"]
[people.link_officer]
email = "marian.osei@anytown.gov.uk"
[mailbox]
kind = "imap"
"""


@pytest.fixture
def world() -> Iterator[ImapWorld]:
    with ImapWorld(Path()) as made:
        yield made


def configured(folder: Path, world: ImapWorld) -> Path:
    (folder / "imap-password.txt").write_text("right\n", encoding="utf-8")
    (folder / "imap-password.txt").chmod(0o600)
    path = folder / "linkbot.toml"
    path.write_text(
        f'{HEAD}[mailbox.imap]\nhost = "127.0.0.1"\nport = {world.server.port}\nsecurity = "none"\n'
        f'username = "{world.user}"\npassword_file = "imap-password.txt"\nleave = ["Elsewhere"]\n',
        encoding="utf-8",
    )
    return path


def test_the_worker_polls_an_imap_account(world: ImapWorld, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, world)
    world.arrive(LETTER.read_bytes(), MONDAY)
    assert main(["poll", "--config", str(config)]) == 0
    assert main(["status", "--config", str(config), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["polls"][0]["fault"] is None
    assert world.seen() == set()


def test_doctor_goes_through_the_account(world: ImapWorld, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--config", str(configured(tmp_path, world)), "--json"])
    out = capsys.readouterr().out
    for check in ("mailbox.network", "mailbox.tls", "mailbox.sign_in", "mailbox.folders", "mailbox.rights"):
        assert check in out
    assert "mailbox.reach" in out and "drafts.writable" not in out


def test_drafts_are_kept_in_the_same_account_and_its_password_is_watched(world: ImapWorld, tmp_path: Path) -> None:
    settings = load_settings(configured(tmp_path, world))
    system = mail_system_of(settings)
    system.drafts.save(a_mail(), None)
    assert len(world.octets("Entw&APw-rfe")) == 1
    system.close()
    assert settings.file is not None
    assert tmp_path / "imap-password.txt" in ConfigurationFiles(settings.file, settings).places()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('password_env = "P"', "mailbox.imap.host is missing"),
        ('host = "h"', "needs password_file or password_env"),
        ('host = "h"\npassword = "secret"', "mailbox.imap.password must not stand in this file"),
        ('host = "h"\nsecret = "secret"', "mailbox.imap.secret must not stand in this file"),
        ('host = "h"\nclient_id = "c"\npassword_env = "P"', "mailbox.imap.tenant is missing"),
        ('host = "h"\ntenant = "t"\nsecret_env = "S"', "needs mailbox.imap.client_id"),
        ('host = "h"\ntenant = "t"\nclient_id = "c"', "needs one of secret_file, secret_env, certificate_file"),
        ('host = "h"\ntenant = "t"\nclient_id = "c"\nsecret_env = "S"\npassword_env = "P"', "exclude each other"),
        ('host = "h"\npassword_env = "P"\nsecurity = "ssl"', "it may be none, starttls, tls"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_told(tmp_path: Path, lines: str, told: str) -> None:
    path = tmp_path / "linkbot.toml"
    path.write_text(f"{HEAD}[mailbox.imap]\n{lines}\n", encoding="utf-8")
    with pytest.raises(Faulty, match=told) as faults:
        load_settings(path)
    assert '"secret"' not in str(faults.value)


@pytest.mark.parametrize(("security", "port"), [("tls", 993), ("starttls", 143)])
def test_the_port_follows_the_way_of_encryption(tmp_path: Path, security: str, port: int) -> None:
    path = tmp_path / "linkbot.toml"
    path.write_text(
        f'{HEAD}[mailbox.imap]\nhost = "h"\npassword_env = "P"\nsecurity = "{security}"\n', encoding="utf-8"
    )
    assert load_settings(path).mailbox.imap.port == port
