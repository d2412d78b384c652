"""An Exchange server in the configuration: the commands read, draft and doctor through it, over TLS and NTLM as they
are spoken on a real line.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from ews_server import PASSWORD, USER
from ews_worlds import Loopback, a_server, ntlm_in, tls_in
from mailbox_worlds import MONDAY
from outgoing_mails import a_mail

import linkbot
from linkbot.cli.main import main
from linkbot.settings.load import load_settings
from linkbot.wiring_mail import mail_system_of

LETTER = Path(linkbot.__file__).parent / "demo" / "mailbox" / "006-lgsco-enquiry-letter.eml"


@pytest.fixture
def http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    certificate, served = tls_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    made = Loopback(a_server(), tls=served)
    made.ntlm = ntlm_in(tmp_path, monkeypatch)
    yield made
    made.stop()


def configured(folder: Path, http: Loopback) -> Path:
    (folder / "password.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
    (folder / "password.txt").chmod(0o600)
    path = folder / "linkbot.toml"
    path.write_text(
        f"""
[organisation]
name = "Anytown Council"
domains = ["anytown.gov.uk"]
mailboxes = ["ombudsman@anytown.gov.uk"]
[authentication]
receivers = ["mx.anytown.gov.uk"]
[people.link_officer]
email = "marian.osei@anytown.gov.uk"
[mailbox]
kind = "ews"
[mailbox.ews]
endpoint = "{http.address}"
username = '{USER}'
password_file = "password.txt"
""",
        encoding="utf-8",
    )
    return path


def test_the_worker_polls_an_exchange_server(
    http: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(tmp_path, http)
    http.fake.exchange.arrive(LETTER.read_bytes(), MONDAY)
    assert main(["poll", "--config", str(config)]) == 0
    assert main(["status", "--config", str(config), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["polls"][0]["fault"] is None
    assert http.fake.asked.count("GetItem") == 1


def test_doctor_goes_through_the_mailbox(http: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--config", str(configured(tmp_path, http)), "--json"])
    found = {one["check"]: one for line in capsys.readouterr().out.splitlines() if (one := json.loads(line))}
    for check in ("network", "sign_in", "exists", "folders", "drafts", "send", "diary"):
        assert found[f"mailbox.{check}"]["state"] == "ok", found[f"mailbox.{check}"]
    assert "mailbox.protocol" not in found and "mailbox.reach" not in found
    assert http.fake.exchange.items == {}


def test_what_is_written_is_in_no_log(http: Loopback, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Its library would write the whole request when something unexpected comes."""
    system = mail_system_of(load_settings(configured(tmp_path, http)))
    caplog.set_level(logging.DEBUG)
    system.drafts.save(a_mail(body="Nobody else's business.\n"), None)
    http.fake.script += ["cut after", "half"]
    assert system.drafts.find(a_mail())
    assert len(http.fake.exchange.within("drafts")) == 1
    system.close()
    assert "business" not in caplog.text and PASSWORD not in caplog.text and "MimeContent" not in caplog.text
