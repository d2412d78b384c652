"""An SMTP server in the configuration: the one for all mail, and the second one for alarms. Holds no password."""

from __future__ import annotations

from pathlib import Path

from linkbot.settings.values import SmtpSecurity, SmtpSettings
from linkbot.toml_document import Table


def smtp_settings(table: Table, place: str) -> SmtpSettings:
    """`place` names the table in faults: `smtp`, `alarm.smtp`."""
    default = SmtpSettings()
    password_file, folder = table.optional_text("password_file"), table.optional_text("outbox_folder")
    value = SmtpSettings(
        host=table.optional_text("host"),
        port=table.integer("port", default.port, minimum=1),
        security=table.choice("security", SmtpSecurity, default.security),
        username=table.optional_text("username"),
        password_file=Path(password_file) if password_file else None,
        password_env=table.optional_text("password_env"),
        sender=table.optional_text("sender"),
        outbox_folder=Path(folder) if folder else None,
        timeout_seconds=table.integer("timeout_seconds", default.timeout_seconds, minimum=1),
    )
    if "password" in table:
        table.fault(
            f"{place}.password must not stand in this file: use password_file or password_env (the name of a variable)",
            "password",
        )
        table.known("password")
    if value.host and value.outbox_folder:
        table.fault(
            f"{place}.host and {place}.outbox_folder exclude each other: keep the one that is meant", "outbox_folder"
        )
    if value.username and not (value.password_file or value.password_env):
        table.fault(f"{place}.username needs {place}.password_file or {place}.password_env", "username")
    table.finish()
    return value
