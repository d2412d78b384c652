"""`[mailbox.ews]` of the configuration: an Exchange server of one's own, who linkbot is there, which folders it reads.

Holds no secret. The endpoint is named, never searched for: searching for a shared mailbox's fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from linkbot.toml_document import Table

PLACE = "mailbox.ews"


class EwsAccess(StrEnum):
    DELEGATE = "delegate"  # the account has Full Access to the mailbox
    IMPERSONATION = "impersonation"  # it has the role ApplicationImpersonation


class EwsSignIn(StrEnum):
    NTLM = "ntlm"
    BASIC = "basic"


class EwsVersion(StrEnum):
    EXCHANGE_2013 = "2013"
    EXCHANGE_2016 = "2016"
    EXCHANGE_2019 = "2019"
    SUBSCRIPTION_EDITION = "se"


@dataclass(frozen=True)
class EwsSettings:
    """Either a user with a password or, with `tenant`, a token of Microsoft's sign-in for an application."""

    endpoint: str = ""
    account: str | None = None  # the mailbox's primary address; default: the first mailbox
    access: EwsAccess = EwsAccess.DELEGATE
    version: EwsVersion = EwsVersion.EXCHANGE_2019
    username: str | None = None
    password_file: Path | None = None
    password_env: str | None = None
    sign_in: EwsSignIn = EwsSignIn.NTLM
    tenant: str | None = None
    client_id: str | None = None
    secret_file: Path | None = None
    secret_env: str | None = None
    certificate_file: Path | None = None  # PEM: private key and certificate, instead of a secret
    authority: str = "https://login.microsoftonline.com"
    watch: tuple[str, ...] = ()  # only these folders; default: all but drafts, outbox and what holds no mail
    leave: tuple[str, ...] = ()
    category: str | None = None  # put on messages that linkbot files
    timeout_seconds: int = 60

    @property
    def secret_files(self) -> tuple[Path, ...]:
        return tuple(path for path in (self.password_file, self.secret_file, self.certificate_file) if path)


def ews_settings(table: Table, *, wanted: bool) -> EwsSettings:
    """`wanted`: the mailbox is read through Web Services, so what it needs must be there."""
    default = EwsSettings()
    value = EwsSettings(
        endpoint=_https(table, "endpoint", "", required=wanted),
        account=table.optional_text("account"),
        access=table.choice("access", EwsAccess, default.access),
        version=table.choice("version", EwsVersion, default.version),
        username=table.optional_text("username"),
        password_file=_path(table, "password_file"),
        password_env=table.optional_text("password_env"),
        sign_in=table.choice("sign_in", EwsSignIn, default.sign_in),
        tenant=table.optional_text("tenant"),
        client_id=table.optional_text("client_id"),
        secret_file=_path(table, "secret_file"),
        secret_env=table.optional_text("secret_env"),
        certificate_file=_path(table, "certificate_file"),
        authority=_https(table, "authority", default.authority),
        watch=table.texts("watch"),
        leave=table.texts("leave"),
        category=table.optional_text("category"),
        timeout_seconds=table.integer("timeout_seconds", default.timeout_seconds, minimum=5),
    )
    for key in ("password", "secret"):
        if key in table:
            table.fault(f"{PLACE}.{key} must not stand in this file: use {key}_file or {key}_env", key)
            table.known(key)
    if wanted:
        _proof(value, table)
    table.finish()
    return value


def _proof(value: EwsSettings, table: Table) -> None:
    passwords = [one for one in (value.password_file, value.password_env) if one]
    secrets = [one for one in (value.secret_file, value.secret_env, value.certificate_file) if one]
    if value.account is not None and "@" not in value.account:
        table.fault(f"{PLACE}.account must be the mailbox's address, not {value.account!r}", "account")
    if value.tenant is None:
        if value.username is None or len(passwords) != 1:
            table.fault(f"{PLACE} needs username with password_file or password_env (or tenant)", "endpoint")
        if value.client_id or secrets:
            table.fault(f"{PLACE}.tenant is missing: client_id and its secret are for Microsoft's sign-in", "client_id")
        return
    if value.client_id is None:
        table.fault(f"{PLACE}.tenant needs {PLACE}.client_id", "tenant")
    if len(secrets) != 1:
        table.fault(f"{PLACE}.tenant needs one of secret_file, secret_env, certificate_file", "tenant")
    if passwords or value.username:
        table.fault(
            f"{PLACE}.tenant and a user with a password exclude each other: keep the one that is meant", "tenant"
        )
    if value.access is not EwsAccess.IMPERSONATION:
        table.fault(
            f'{PLACE}.tenant needs access = "impersonation": an application has no mailbox of its own', "tenant"
        )


def _https(table: Table, key: str, default: str, *, required: bool = False) -> str:
    """A password or a token goes there."""
    value = table.text(key, default, required=required)
    if value and not value.startswith("https://"):
        table.fault(f"{PLACE}.{key} must begin with https://, not {value[:40]!r}", key)
    return value.rstrip("/")


def _path(table: Table, key: str) -> Path | None:
    value = table.optional_text(key)
    return Path(value) if value else None
