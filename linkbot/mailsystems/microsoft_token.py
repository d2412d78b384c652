"""Access tokens of Microsoft's sign-in for an application of the organisation's own, by secret or certificate.

msal keeps a token while it is good, so it is asked before every use; a token that the service refuses all the same is
thrown away and fetched anew. msal is loaded late: only who signs in this way needs it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from linkbot.mailsystems.microsoft_refusals import refusal
from linkbot.ports import Permanent, Transient

IMAP_SCOPE = SMTP_SCOPE = "https://outlook.office365.com/.default"


class Application(Protocol):
    """What is used of `msal.ConfidentialClientApplication`."""

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, object]: ...

    def remove_tokens_for_client(self) -> None: ...


class Tokens(Protocol):
    def token(self) -> str:
        """Raises Transient or Permanent."""
        ...

    def refused(self) -> None:
        """The last one is good for nothing, whatever its date says."""
        ...


@dataclass(frozen=True)
class Credential:
    """Who linkbot is: `secret`, or `certificate` with `private_key`, both PEM."""

    tenant: str
    client_id: str
    authority: str = "https://login.microsoftonline.com"
    secret: str | None = None
    certificate: str | None = None
    private_key: str | None = None

    def __repr__(self) -> str:
        return f"Credential({self.tenant}, {self.client_id})"  # never what it holds


def msal_application(credential: Credential, *, timeout: float, http_client: object | None = None) -> Application:
    """Asks the network who the tenant is. Raises Permanent when msal is missing; ValueError, OSError as msal does."""
    try:
        import msal
    except ImportError:
        raise Permanent("Signing in to Microsoft needs msal: install linkbot with [graph] or [imap].") from None
    proof: object = credential.secret
    if credential.certificate is not None:
        proof = {"private_key": credential.private_key, "public_certificate": credential.certificate}
    more = {"http_client": http_client} if http_client is not None else {"timeout": timeout}
    application: Application = msal.ConfidentialClientApplication(
        credential.client_id,
        client_credential=proof,
        authority=f"{credential.authority.rstrip('/')}/{credential.tenant}",
        instance_discovery=False,
        **more,
    )
    return application


class MsalTokens:
    """Implements `Tokens`. `application` is called when the first token is wanted: msal asks the network then.
    `place`: of the settings, for errors.
    """

    def __init__(self, application: Callable[[], Application], scope: str, *, authority: str, place: str) -> None:
        self._build, self._scope, self._authority, self._place = application, scope, authority, place
        self._application: Application | None = None

    def token(self) -> str:
        try:
            self._application = self._application or self._build()
            said = self._application.acquire_token_for_client([self._scope])
        except OSError as error:  # requests' own errors are such
            raise Transient(
                f"Microsoft's sign-in ({self._authority}) cannot be reached: {type(error).__name__}. "
                "A firewall must let this machine through to it."
            ) from None
        except json.JSONDecodeError:  # an error page where an answer should be
            raise Transient(f"Microsoft's sign-in ({self._authority}) answers with something else.") from None
        except Exception as error:  # msal lets errors of three libraries through; their words may quote the files
            raise _unusable(error, self._authority, self._place) from None
        got = said.get("access_token")
        if isinstance(got, str) and got:
            return got
        raise refusal(said, self._place)

    def refused(self) -> None:
        if self._application is not None:
            with contextlib.suppress(OSError, ValueError):
                self._application.remove_tokens_for_client()


def _unusable(error: Exception, authority: str, place: str) -> Permanent | Transient:
    library = type(error).__module__.partition(".")[0]
    if library == "msal":  # the service itself failed: MsalServiceError
        return Transient(f"Microsoft's sign-in ({authority}) has an error of its own. It is asked again.")
    words = str(error).casefold()
    if library in ("jwt", "cryptography") or any(word in words for word in ("key", "pem", "unable to load")):
        return Permanent(
            f"The private key or the certificate cannot be read. {place}.certificate_file must hold the certificate "
            "and its private key (mailbox.graph has private_key_file for it too), as PEM, the key without a password."
        )
    return Permanent(
        f"Microsoft's sign-in does not know the tenant. Check {place}.tenant (the Directory id, or a domain of it) and "
        f"{place}.authority."
    )
