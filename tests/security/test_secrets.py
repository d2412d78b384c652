"""A password is read from a file or the environment, used, and told to nobody: no fault, log or traceback holds it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from linkbot import wiring_mail
from linkbot.cli.errors import guarded
from linkbot.cli.main import main
from linkbot.mailsystems.smtp import SmtpOutgoing
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Permanent, Transient
from linkbot.settings.load import load_settings
from linkbot.toml_document import Faulty
from tests.cli.conftest import CONFIG
from tests.contracts.smtp_relay import Relay, running

SECRET = "hunter2-Gänseblümchen"
PLAIN = "hunter2-daisies"
MAIL = OutgoingMail(
    key="a1",
    message_id="a1@x.example",
    sender="a@x.example",
    recipients=("b@x.example",),
    octets=b"Subject: x\r\n\r\nx",
)


@dataclass(frozen=True)
class Told:
    code: int
    words: str


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """A command on a configuration with this [smtp]; everything it said anywhere."""

    def said(smtp: str, *words: str) -> Told:
        config = tmp_path / "linkbot.toml"
        config.write_text(CONFIG.replace('[smtp]\noutbox_folder = "sent"', smtp), encoding="utf-8")
        for place in ("new", "cur", "tmp"):
            (tmp_path / "mail" / place).mkdir(parents=True, exist_ok=True)
        capsys.readouterr()
        code = main([*words, "--config", str(config)])
        told = capsys.readouterr()
        return Told(code, told.out + told.err)

    return said


@pytest.mark.parametrize("value", [f'"{PLAIN}"', "20491377", f'["{PLAIN}"]', f'{{ of = "{PLAIN}" }}'])
@pytest.mark.parametrize("table", ["smtp", "alarm.smtp"])
def test_a_password_in_the_configuration_is_refused_and_not_repeated(
    run: Callable[..., Told], value: str, table: str
) -> None:
    smtp = f'[smtp]\noutbox_folder = "sent"\n[{table}]\npassword = {value}'.replace(
        '[smtp]\noutbox_folder = "sent"\n[smtp]', "[smtp]"
    )
    for command in (["config", "show"], ["doctor", "--json"], ["status"]):
        told = run(smtp, *command)
        assert told.code != 0 and "must not stand in this file" in told.words
        assert PLAIN not in told.words and "20491377" not in told.words


def test_no_command_tells_the_password(
    run: Callable[..., Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text(PLAIN + "\n", encoding="utf-8")
    monkeypatch.setenv("OMB_SMTP", PLAIN)
    monkeypatch.setenv("LINKBOT_TRACEBACK", "1")
    for place in ('password_file = "password"', 'password_env = "OMB_SMTP"'):
        smtp = f'[smtp]\nhost = "127.0.0.1"\nport = 9\nusername = "omb"\n{place}\ntimeout_seconds = 1'
        for command in (["config", "show"], ["config", "show", "--json"], ["doctor", "--json"], ["poll", "--json"]):
            assert PLAIN not in run(smtp, *command).words


def test_what_holds_the_password_does_not_show_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMB_SMTP", PLAIN)
    smtp = '[smtp]\nhost = "localhost"\nusername = "omb"\npassword_env = "OMB_SMTP"'
    (tmp_path / "linkbot.toml").write_text(CONFIG.replace('[smtp]\noutbox_folder = "sent"', smtp), encoding="utf-8")
    settings = load_settings(tmp_path / "linkbot.toml")
    outgoing = wiring_mail.outgoing_of(settings)
    assert PLAIN not in repr(settings) + repr(outgoing) + str(outgoing)


@pytest.mark.parametrize("password", [PLAIN, SECRET])
def test_a_log_in_that_fails_does_not_quote_the_password(password: str) -> None:
    """A password outside ASCII made smtplib raise an error that held its letters."""
    with running(Relay(), login=True) as relay:
        outgoing = SmtpOutgoing(
            "127.0.0.1", relay.port, username="omb", password=password, timeout=5, local_hostname="x.example"
        )
        with pytest.raises((Permanent, Transient)) as refused:
            outgoing.send(MAIL)
    told = "".join(traceback.format_exception(refused.value))
    assert password not in told and "Gänse" not in told and "\\xe4" not in told


def test_a_password_file_that_is_no_text_is_told_without_its_octets(tmp_path: Path) -> None:
    (tmp_path / "password").write_bytes(b"hunter2\xe9\xff")
    smtp = '[smtp]\nhost = "localhost"\nusername = "omb"\npassword_file = "password"'
    (tmp_path / "linkbot.toml").write_text(CONFIG.replace('[smtp]\noutbox_folder = "sent"', smtp), encoding="utf-8")
    with pytest.raises(Permanent, match="not UTF-8") as refused:
        wiring_mail.outgoing_of(load_settings(tmp_path / "linkbot.toml"))
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


def test_a_fault_of_the_configuration_names_the_key_not_what_stands_beside_it(tmp_path: Path) -> None:
    text = CONFIG.replace("[smtp]", f'[smtp]\npasswort = "{PLAIN}"')
    (tmp_path / "linkbot.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Faulty) as faulty:
        load_settings(tmp_path / "linkbot.toml")
    assert "passwort" in str(faulty.value) and PLAIN not in str(faulty.value)


def test_with_a_traceback_wished_for_a_fault_still_holds_no_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKBOT_TRACEBACK", "1")

    def failing(_arguments: object) -> int:
        password = PLAIN
        raise Permanent(f"The log-in was refused ({len(password)} signs).")

    with pytest.raises(Permanent) as refused:
        guarded(failing, None)  # type: ignore[arg-type]
    assert PLAIN not in "".join(traceback.format_exception(refused.value)) + capsys.readouterr().err


def test_the_file_that_init_writes_has_no_place_for_a_password(tmp_path: Path) -> None:
    assert main(["init", "--json", "--config", str(tmp_path / "linkbot.toml")]) == 0
    lines = (tmp_path / "linkbot.toml").read_text(encoding="utf-8").splitlines()
    keys = [line.lstrip("# ").partition("=")[0].strip() for line in lines if "=" in line]
    assert "password" not in keys and {"password_file", "password_env"} <= set(keys)
    assert json.dumps(keys)


def test_an_address_of_a_monitor_holds_no_password(tmp_path: Path) -> None:
    path = tmp_path / "linkbot.toml"
    path.write_text(f'{CONFIG}\n[alarm]\nheartbeat_url = "https://linkbot:{PLAIN}@monitor.anytown.gov.uk/"\n', "utf-8")
    with pytest.raises(Faulty) as told:
        load_settings(path)
    assert "must not hold a password" in str(told.value) and PLAIN not in str(told.value)
