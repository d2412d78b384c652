"""`[smtp]` in linkbot.toml: a password or Microsoft's sign-in, never both, and each mistake named at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkbot.mailsystems.smtp_sign_in import Password, Token
from linkbot.ports import Permanent
from linkbot.settings.load import load_settings
from linkbot.settings.values import Settings
from linkbot.toml_document import Faulty
from linkbot.wiring_mail import smtp_account

HEAD = """
[organisation]
name = "Anytown Council"
domains = ["anytown.example"]
mailboxes = ["ombudsman@anytown.example"]
[people.link_officer]
email = "officer@anytown.example"
"""
MICROSOFT = 'tenant = "t"\nclient_id = "c"\n'


def settings_with(folder: Path, smtp: str) -> Settings:
    config = folder / "linkbot.toml"
    config.write_text(f'{HEAD}[smtp]\nhost = "localhost"\n{smtp}', encoding="utf-8")
    return load_settings(config)


def test_who_linkbot_is_comes_from_a_password_or_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S", "hunter2")
    for said, kind in (
        ('username = "u"\npassword_env = "S"', Password),
        (f'{MICROSOFT}secret_env = "S"', Token),
        ("", type(None)),
    ):
        settings = settings_with(tmp_path, said)
        account = smtp_account(settings, settings.smtp, "smtp")
        assert isinstance(account, kind) and "hunter2" not in repr(account)
        if isinstance(account, Token):
            assert account.username == "ombudsman@anytown.example"
    missing = settings_with(tmp_path, f'{MICROSOFT}secret_file = "nowhere.txt"')
    with pytest.raises(Permanent, match=r"smtp secret file .*nowhere\.txt cannot be read"):
        smtp_account(missing, missing.smtp, "smtp")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('username = "u"', "smtp.username needs smtp.password_file or smtp.password_env"),
        ('client_id = "c"', "smtp.client_id or its secret needs smtp.tenant"),
        ('secret_env = "S"', "smtp.client_id or its secret needs smtp.tenant"),
        ('tenant = "t"\nsecret_env = "S"', "smtp.tenant needs smtp.client_id"),
        (MICROSOFT, "smtp.tenant needs one of secret_file, secret_env, certificate_file"),
        (f'{MICROSOFT}secret_env = "S"\ncertificate_file = "f"', "needs one of"),
        (f'{MICROSOFT}secret_env = "S"\npassword_env = "P"', "exclude each other"),
        (f'{MICROSOFT}secret = "hunter2"', "smtp.secret must not stand in this file"),
    ],
)
def test_each_mistake_is_named(said: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(Faulty) as told:
        settings_with(tmp_path, said)
    assert words in str(told.value) and "hunter2" not in str(told.value)
