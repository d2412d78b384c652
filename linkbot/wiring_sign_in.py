"""Secrets and tokens of a configuration: what an adapter needs to sign in somewhere, from files or the environment.

Beneath the rest of the wiring, which says what it is for.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from linkbot.ports import Permanent
from linkbot.settings.ews import EwsSettings
from linkbot.settings.values import Settings, SmtpSettings

if TYPE_CHECKING:
    from linkbot.mailsystems.microsoft_token import Tokens
    from linkbot.settings.imap import ImapSettings


def tokens_of(
    settings: Settings, asks: ImapSettings | SmtpSettings | EwsSettings, tenant: str, *, scope: str, place: str
) -> Tokens:
    """Of an application of the organisation's own. Raises `Permanent` when a secret is not there."""
    from linkbot.mailsystems.microsoft_token import Credential, MsalTokens, msal_application

    secret = secret_of(settings, file=asks.secret_file, variable=asks.secret_env, place=place, name="secret")
    pem = secret_of(settings, file=asks.certificate_file, variable=None, place=place, name="certificate")
    client = asks.client_id or ""
    application = Credential(tenant, client, secret=secret, certificate=pem, private_key=pem)
    if isinstance(asks, EwsSettings):
        application = replace(application, authority=asks.authority)
    return MsalTokens(
        lambda: msal_application(application, timeout=asks.timeout_seconds),
        scope,
        authority=application.authority,
        place=place,
    )


def secret_of(settings: Settings, *, file: Path | None, variable: str | None, place: str, name: str) -> str | None:
    """A secret from a file or the environment, never from the configuration; None when neither is named.

    `place` and `name` tell it in errors: `mailbox.graph`, `secret`. Raises `Permanent` when it is not there.
    """
    if file is not None:
        path = settings.resolve(file)
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Permanent(f"The {place} {name} file {path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:  # it would quote the octets
            raise Permanent(f"The {place} {name} file {path} is not UTF-8: save it again as UTF-8.") from None
    if variable is not None:
        value = os.environ.get(variable)
        if value is None:
            raise Permanent(f"The environment has no {variable}, which {place}.{name}_env names.")
        return value
    return None
