"""What Microsoft's sign-in says no with, as sentences that tell what to do. Its own words are not repeated whole: they
hold ids and times that help nobody here; the number (AADSTS…) is what its documentation is sorted by.
"""

from __future__ import annotations

import re

from linkbot.ports import Permanent, Transient

_LATER = frozenset({"temporarily_unavailable", "server_error", "request_timeout"})
_NUMBER = re.compile(r"AADSTS(\d+)")
_HINTS = {
    "7000222": "The client secret has expired. Make a new one in Entra (App registrations, Certificates & secrets), "
    "put its value where {place}.secret_file points, and note its last day.",
    "7000215": "The client secret is not right. {place}.secret_file must hold the secret's Value, which Entra shows "
    "once when it is made, not its Secret ID; or the secret is of another application.",
    "7000218": "Entra got neither a secret nor a certificate. Name {place}.secret_file or {place}.certificate_file.",
    "700016": "There is no application with {place}.client_id in this tenant. Take the Application (client) ID from "
    "the app registration, not an object id, and check {place}.tenant.",
    "900023": "{place}.tenant is not a tenant's id or domain. Take the Directory (tenant) ID from Entra.",
    "90002": "There is no such tenant. Check {place}.tenant, and {place}.authority for a national cloud.",
    "700027": "The certificate is not one of this application, or has expired. Upload its public part to the app "
    "registration, and check that {place}.certificate_file and the private key belong together.",
    "700024": "The sign-in came outside its time: this machine's clock is wrong. Set it by a time server.",
    "500011": "Entra does not know the service at {place}.endpoint in this tenant. Check {place}.endpoint and "
    "{place}.authority: both must be of the same cloud.",
    "65001": "Nobody has consented to the application. An administrator must grant it, or give it a role by RBAC for "
    "Applications (docs/mail-systems.md).",
    "7000112": "The application is disabled in this tenant. An administrator must enable it (Enterprise applications).",
    "53003": "A Conditional Access policy blocks the application. Exclude it there, or allow this network.",
    "50076": "A Conditional Access policy wants a second factor. An application cannot give one: exclude it.",
    "700030": "The certificate's name is not the one registered. Upload this very certificate to the app registration.",
    "50034": "The account is not in this tenant. Check {place}.tenant.",
}
_SAME = {"50196": "later", "90033": "later", "90024": "later", "90006": "later", "50058": "later"}


def refusal(said: dict[str, object], place: str) -> Transient | Permanent:
    """`said` is msal's answer without a token. `place`: of the settings, `mailbox.graph`."""
    error = str(said.get("error") or "no reason given")[:60]
    found = _NUMBER.search(str(said.get("error_description") or ""))
    codes = said.get("error_codes")
    number = found[1] if found else str(codes[0]) if isinstance(codes, list) and codes else ""
    told = f"AADSTS{number}" if number else error
    if error in _LATER or _SAME.get(number) == "later":
        return Transient(f"Microsoft's sign-in asks to come again later ({told}).")
    hint = _HINTS.get(number, "Check {place}: tenant, client_id, and the secret or certificate.").format(place=place)
    return Permanent(f"Microsoft's sign-in refuses linkbot ({told}). {hint}")


def known_numbers() -> tuple[str, ...]:
    """Those with a sentence of their own."""
    return tuple(_HINTS)
