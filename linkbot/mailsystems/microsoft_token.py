"""Access tokens of Microsoft's sign-in for an application of the organisation's own, by secret or certificate.

msal keeps a token in memory while it is good, so it may be asked before every use. Loaded late: only who signs in this
way needs msal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from linkbot.ports import Permanent, Transient

AUTHORITY = "https://login.microsoftonline.com/"
IMAP_SCOPE = "https://outlook.office365.com/.default"
_LATER = frozenset({"temporarily_unavailable", "server_error", "request_timeout"})


class Application(Protocol):
    """What is used of `msal.ConfidentialClientApplication`."""

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, object]: ...


def token_of(application: Callable[[], Application], scope: str, place: str) -> Callable[[], str]:
    """`application` is built when the first token is wanted: msal asks the network then. `place`: of the settings."""
    built: list[Application] = []

    def token() -> str:
        try:
            if not built:
                built.append(application())
            said = built[0].acquire_token_for_client([scope])
        except OSError as error:
            raise Transient(
                f"Microsoft's sign-in (login.microsoftonline.com) cannot be reached: {_kind(error)}"
            ) from error
        except ValueError as error:  # the tenant or the certificate is not one; its words may quote a secret
            raise Permanent(
                f"Microsoft's sign-in cannot be used: check {place}.tenant, and that {place}.certificate_file holds "
                "the private key and the certificate as PEM."
            ) from error
        except LookupError as error:
            raise Transient("Microsoft's sign-in answered with what linkbot does not understand.") from error
        got = said.get("access_token")
        if isinstance(got, str):
            return got
        raise _refused(str(said.get("error")), str(said.get("error_description") or ""), place)

    return token


def msal_application(
    *, tenant: str, client_id: str, secret: str | None, certificate: str | None, http_client: object | None = None
) -> Application:
    """`http_client` stands for msal's own, for trials without its network. Raises Permanent when msal is not installed;
    ValueError, OSError as msal does.
    """
    try:
        import msal
    except ImportError:
        raise Permanent("Signing in with a token needs msal: install linkbot with [graph] or [imap].") from None
    credential = {"private_key": certificate, "public_certificate": certificate} if certificate else secret
    application: Application = msal.ConfidentialClientApplication(
        client_id, client_credential=credential, authority=AUTHORITY + tenant, http_client=http_client
    )
    return application


def _refused(error: str, description: str, place: str) -> Transient | Permanent:
    """By Microsoft's own numbers; its words go along, they hold no secret."""
    words = " ".join(description.split())[:300]
    if error in _LATER:
        return Transient(f"Microsoft's sign-in asks to come again later: {words}")
    hints = {
        "AADSTS7000222": f"The secret has expired: make a new one and put it in {place}.secret_file.",
        "AADSTS7000215": f"The secret is not right: {place}.secret_file must hold the secret's value, not its id.",
        "AADSTS700016": f"There is no application {place}.client_id in this tenant.",
        "AADSTS90002": f"There is no such tenant: check {place}.tenant.",
        "AADSTS700027": "The certificate is not the one of the application, or has expired.",
    }
    hint = next((hint for code, hint in hints.items() if f"{code}:" in words), "Check tenant, client_id and secret.")
    return Permanent(f"Microsoft's sign-in refuses linkbot. {hint} ({error}: {words})")


def _kind(error: OSError) -> str:
    return error.strerror or type(error).__name__
