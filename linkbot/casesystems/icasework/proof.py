"""How linkbot proves to iCasework who it is: a signed assertion (JWT bearer, HS256), or the older MD5 signature.

Pure. The secret is used as its UTF-8 octets stand; base64url is RFC 7515's, without padding.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def assertion(*, key: str, secret: str, audience: str, issued_at: int) -> str:
    """`audience`: the exact address the token is asked at, its query included."""
    claims = {"iss": key, "aud": audience, "iat": issued_at}
    signed = f"{_part({'alg': 'HS256'})}.{_part(claims)}"
    proof = hmac.new(secret.encode("utf-8"), signed.encode("ascii"), hashlib.sha256).digest()
    return f"{signed}.{base64url(proof)}"


def _part(values: Mapping[str, object]) -> str:
    return base64url(json.dumps(values, separators=(",", ":")).encode("utf-8"))


def signature(*, secret: str, on: date, id: str = "") -> str:
    """The older way, of one call. `id`: the CaseId or ExternalId in it; createcase has none."""
    words = f"{id}{on.isoformat()}{secret}".encode()
    return hashlib.md5(words, usedforsecurity=False).hexdigest()  # what their interface asks for, not our choice
