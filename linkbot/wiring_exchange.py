"""A mailbox of Exchange as a configuration describes it: in Microsoft 365 through Graph, on a server of one's own
through Web Services. Beneath `wiring_mail.py`; the packages of either are loaded only when it is meant.
"""

from __future__ import annotations

from datetime import UTC, datetime

from linkbot.mailsystems.system import MailSystem
from linkbot.ports import Permanent
from linkbot.settings.values import Settings
from linkbot.wiring_sign_in import secret_of, tokens_of


def graph_of(settings: Settings) -> MailSystem:
    try:
        from linkbot.mailsystems.graph.system import PLACE, graph_system
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise Permanent("Microsoft Graph needs httpx and msal: install linkbot with [graph].") from None
    from linkbot.mailsystems.microsoft_token import Credential

    graph, name = settings.mailbox.graph, settings.organisation.mailboxes[0]
    key_file = graph.private_key_file or graph.certificate_file
    credential = Credential(
        graph.tenant,
        graph.client_id,
        graph.authority,
        secret_of(settings, file=graph.secret_file, variable=graph.secret_env, place=PLACE, name="secret"),
        secret_of(settings, file=graph.certificate_file, variable=None, place=PLACE, name="certificate"),
        secret_of(settings, file=key_file, variable=None, place=PLACE, name="private_key"),
    )
    return graph_system(
        credential,
        name=name,
        user=graph.user or name,
        endpoint=graph.endpoint,
        timeout=graph.timeout_seconds,
        now=_now,
        watch=graph.watch,
        leave=graph.leave,
        category=graph.category,
    )


def ews_of(settings: Settings) -> MailSystem:
    try:
        from linkbot.mailsystems.ews.system import ews_system
        from linkbot.mailsystems.ews.wire import Access
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("exchangelib", "requests"):
            raise
        raise Permanent("Exchange Web Services need exchangelib: install linkbot with [exchange].") from None
    from linkbot.settings.ews import PLACE, EwsAccess

    ews, name = settings.mailbox.ews, settings.organisation.mailboxes[0]
    password = secret_of(settings, file=ews.password_file, variable=ews.password_env, place=PLACE, name="password")
    tokens = None
    if ews.tenant is not None:
        scope = "/".join(ews.endpoint.split("/")[:3]) + "/.default"
        tokens = tokens_of(settings, ews, ews.tenant, scope=scope, place=PLACE)
    access = Access(
        ews.endpoint,
        ews.account or name,
        impersonate=ews.access is EwsAccess.IMPERSONATION,
        version=ews.version.value,
        sign_in=ews.sign_in.value,
        username=ews.username or "",
        password=password or "",
        tokens=tokens,
    )
    return ews_system(
        access,
        name=name,
        timeout=ews.timeout_seconds,
        now=_now,
        watch=ews.watch,
        leave=ews.leave,
        category=ews.category,
    )


def _now() -> datetime:
    return datetime.now(UTC)
