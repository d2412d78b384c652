"""An SMTP server in the configuration: the one for all mail, and the second one for alarms. Holds no secret."""

from __future__ import annotations

from pathlib import Path

from linkbot.settings.values import SmtpSecurity, SmtpSettings
from linkbot.toml_document import Table


def smtp_settings(table: Table, place: str) -> SmtpSettings:
    """`place` names the table in faults: `smtp`, `alarm.smtp`."""
    default = SmtpSettings()
    value = SmtpSettings(
        host=table.optional_text("host"),
        port=table.integer("port", default.port, minimum=1),
        security=table.choice("security", SmtpSecurity, default.security),
        username=table.optional_text("username"),
        password_file=_path(table, "password_file"),
        password_env=table.optional_text("password_env"),
        tenant=table.optional_text("tenant"),
        client_id=table.optional_text("client_id"),
        secret_file=_path(table, "secret_file"),
        secret_env=table.optional_text("secret_env"),
        certificate_file=_path(table, "certificate_file"),
        sender=table.optional_text("sender"),
        outbox_folder=_path(table, "outbox_folder"),
        timeout_seconds=table.integer("timeout_seconds", default.timeout_seconds, minimum=1),
    )
    for key in ("password", "secret"):
        if key in table:
            table.fault(
                f"{place}.{key} must not stand in this file: use {key}_file or {key}_env (the name of a variable)", key
            )
            table.known(key)
    if value.host and value.outbox_folder:
        table.fault(
            f"{place}.host and {place}.outbox_folder exclude each other: keep the one that is meant", "outbox_folder"
        )
    _sign_in(value, table, place)
    table.finish()
    return value


def _sign_in(value: SmtpSettings, table: Table, place: str) -> None:
    password = value.password_file or value.password_env
    secrets = [one for one in (value.secret_file, value.secret_env, value.certificate_file) if one]
    if value.tenant is None:
        if value.username and not password:
            table.fault(f"{place}.username needs {place}.password_file or {place}.password_env", "username")
        if value.client_id or secrets:
            table.fault(f"{place}.client_id or its secret needs {place}.tenant, of Microsoft's sign-in", "client_id")
        return
    if value.client_id is None:
        table.fault(f"{place}.tenant needs {place}.client_id", "tenant")
    if len(secrets) != 1:
        table.fault(f"{place}.tenant needs one of secret_file, secret_env, certificate_file", "tenant")
    if password:
        table.fault(f"{place}.tenant and a password exclude each other: keep the one that is meant", "tenant")


def _path(table: Table, key: str) -> Path | None:
    value = table.optional_text(key)
    return Path(value) if value else None
