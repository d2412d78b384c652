"""`[mailbox.graph]` of the configuration: which application linkbot is in Microsoft 365, and which folders it reads.

Holds no secret. `authority` and `endpoint` are for national clouds; both must be of the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linkbot.toml_document import Table

PLACE = "mailbox.graph"


@dataclass(frozen=True)
class GraphSettings:
    """Either a secret or a certificate with its private key (in the same file, or in one of its own)."""

    tenant: str = ""
    client_id: str = ""
    secret_file: Path | None = None
    secret_env: str | None = None
    certificate_file: Path | None = None  # PEM
    private_key_file: Path | None = None  # PEM; default: the certificate's own file
    user: str | None = None  # address or object id of the mailbox; default: the first mailbox
    authority: str = "https://login.microsoftonline.com"
    endpoint: str = "https://graph.microsoft.com/v1.0"
    watch: tuple[str, ...] = ()  # only these folders; default: all but drafts, outbox and what holds no mail
    leave: tuple[str, ...] = ()
    category: str | None = None  # put on messages that linkbot files
    timeout_seconds: int = 60

    @property
    def secret_files(self) -> tuple[Path, ...]:
        return tuple(path for path in (self.secret_file, self.certificate_file, self.private_key_file) if path)

    @property
    def private_files(self) -> tuple[Path, ...]:
        """Those that nobody else may read: a certificate whose key lies elsewhere is public."""
        return tuple(path for path in self.secret_files if path != self.certificate_file or not self.private_key_file)


def graph_settings(table: Table, *, wanted: bool) -> GraphSettings:
    """`wanted`: the mailbox is read through Graph, so what it needs must be there."""
    default = GraphSettings()
    value = GraphSettings(
        tenant=table.text("tenant", required=wanted),
        client_id=table.text("client_id", required=wanted),
        secret_file=_path(table, "secret_file"),
        secret_env=table.optional_text("secret_env"),
        certificate_file=_path(table, "certificate_file"),
        private_key_file=_path(table, "private_key_file"),
        user=table.optional_text("user"),
        authority=_https(table, "authority", default.authority),
        endpoint=_https(table, "endpoint", default.endpoint),
        watch=table.texts("watch"),
        leave=table.texts("leave"),
        category=table.optional_text("category"),
        timeout_seconds=table.integer("timeout_seconds", default.timeout_seconds, minimum=5),
    )
    if "secret" in table:
        table.fault(f"{PLACE}.secret must not stand in this file: use secret_file or secret_env", "secret")
        table.known("secret")
    if wanted:
        proofs = [one for one in (value.secret_file, value.secret_env, value.certificate_file) if one]
        if len(proofs) != 1:
            table.fault(f"{PLACE} needs one of secret_file, secret_env, certificate_file", "tenant")
        if value.private_key_file and not value.certificate_file:
            table.fault(f"{PLACE}.private_key_file needs {PLACE}.certificate_file", "private_key_file")
    table.finish()
    return value


def _https(table: Table, key: str, default: str) -> str:
    """The token, or what it is asked for with, goes there."""
    value = table.text(key, default)
    if not value.startswith("https://"):
        table.fault(f"{PLACE}.{key} must begin with https://, not {value[:40]!r}", key)
    return value.rstrip("/")


def _path(table: Table, key: str) -> Path | None:
    value = table.optional_text(key)
    return Path(value) if value else None
