"""`[mailbox.imap]` of the configuration: the server, who linkbot is there, which folders it reads. Holds no secret."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from linkbot.toml_document import Table

PLACE = "mailbox.imap"


class ImapSecurity(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class ImapSettings:
    """Either a password or, with `tenant`, a token of Microsoft's sign-in for an application of one's own."""

    host: str = ""
    port: int = 993
    security: ImapSecurity = ImapSecurity.TLS
    username: str | None = None  # default: the first mailbox
    password_file: Path | None = None
    password_env: str | None = None
    tenant: str | None = None
    client_id: str | None = None
    secret_file: Path | None = None
    secret_env: str | None = None
    certificate_file: Path | None = None  # PEM: private key and certificate, instead of a secret
    watch: tuple[str, ...] = ()  # only these folders; default: all but drafts and outbox
    leave: tuple[str, ...] = ()
    drafts: str | None = None  # default: the folder the server marks as Drafts
    timeout_seconds: int = 60

    @property
    def secret_files(self) -> tuple[Path, ...]:
        return tuple(path for path in (self.password_file, self.secret_file, self.certificate_file) if path)


def imap_settings(table: Table, *, wanted: bool) -> ImapSettings:
    """`wanted`: the mailbox is an IMAP account, so what it needs must be there."""
    default = ImapSettings()
    security = table.choice("security", ImapSecurity, default.security)
    usual = 993 if security is ImapSecurity.TLS else 143
    value = ImapSettings(
        host=table.text("host", required=wanted),
        port=table.integer("port", usual, minimum=1),
        security=security,
        username=table.optional_text("username"),
        password_file=_path(table, "password_file"),
        password_env=table.optional_text("password_env"),
        tenant=table.optional_text("tenant"),
        client_id=table.optional_text("client_id"),
        secret_file=_path(table, "secret_file"),
        secret_env=table.optional_text("secret_env"),
        certificate_file=_path(table, "certificate_file"),
        watch=table.texts("watch"),
        leave=table.texts("leave"),
        drafts=table.optional_text("drafts"),
        timeout_seconds=table.integer("timeout_seconds", default.timeout_seconds, minimum=1),
    )
    for key in ("password", "secret"):
        if key in table:
            table.fault(
                f"{PLACE}.{key} must not stand in this file: use {key}_file or {key}_env (the name of a variable)", key
            )
            table.known(key)
    if wanted:
        _sign_in(value, table)
    table.finish()
    return value


def _sign_in(value: ImapSettings, table: Table) -> None:
    password = value.password_file or value.password_env
    secrets = [one for one in (value.secret_file, value.secret_env, value.certificate_file) if one]
    if value.tenant is None:
        if not password:
            table.fault(f"{PLACE} needs password_file or password_env (or tenant, for Microsoft's sign-in)", "host")
        if value.client_id or secrets:
            table.fault(f"{PLACE}.tenant is missing: client_id and its secret are for Microsoft's sign-in", "client_id")
        return
    if value.client_id is None:
        table.fault(f"{PLACE}.tenant needs {PLACE}.client_id", "tenant")
    if len(secrets) != 1:
        table.fault(f"{PLACE}.tenant needs one of secret_file, secret_env, certificate_file", "tenant")
    if password:
        table.fault(f"{PLACE}.tenant and a password exclude each other: keep the one that is meant", "tenant")


def _path(table: Table, key: str) -> Path | None:
    value = table.optional_text(key)
    return Path(value) if value else None
