"""Access tokens: what one says, how its text looks, which session a text belongs to, and why one is refused.

Which tokens are good is judged in `identity.py`. The session's id stands in the text because it routes: after `mock-`,
up to the next dot.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.identity.directory import Provider

USER_PREFIX = "ya29.a0mock-"
SERVICE_ACCOUNT_PREFIX = "ya29.c.mock-"
REFRESH_PREFIX = "1//0mock-"
LONGEST = 2048
"""Characters of the longest access token: Google's own limit."""

_SESSION = r"mock-([a-z0-9][a-z0-9-]{0,31})\."
_TOKEN = re.compile(rf"(?:ya29\.a0|ya29\.c\.|1//0){_SESSION}")
_ACCOUNT = re.compile(rf"[^@\s]+@{_SESSION}iam\.gserviceaccount\.com")
_CLIENT = re.compile(rf"\d{{12}}-{_SESSION}[^\s]+\.apps\.googleusercontent\.com")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1, b64token
_JWT = "ey"  # what the base64url of a JSON object begins with
_LONGEST_JWT = 16_384

Reason = Literal["unknown", "expired", "revoked", "malformed"]


class AccessToken(msgspec.Struct, frozen=True):
    """What an access token says.

    `principal` is the key of the person it speaks for, None where a service account speaks for itself. `serial` and
    `generation` place it among the session's changes: which revocations and consents came before it.
    """

    text: str
    principal: str | None
    app: str
    provider: Provider
    scopes: frozenset[str]
    issued: Instant
    expires: Instant
    serial: int = 0
    generation: int = 0
    readable: bool = False
    revoked: bool = False


class TokenRefused(Exception):  # noqa: N818 - it names what was decided, and is rendered by the provider
    """A token is not good, and why. `token` is what it said, where that is known."""

    def __init__(self, reason: Reason, token: AccessToken | None = None) -> None:
        super().__init__(f"the token is {reason}")
        self.reason = reason
        self.token = token


def is_well_formed(text: str) -> bool:
    """Whether a text could be an access token at all (RFC 6750 section 2.1), bounded as Google bounds its own."""
    return len(text) <= LONGEST and _WELL_FORMED.fullmatch(text) is not None


def session_of(credential: str) -> str | None:
    """The id of the session that issued a credential, None where the text does not say.

    Knows access and refresh tokens, client ids, service accounts' addresses and, by their `iss`, assertions. Says
    nothing about whether the credential is good. Never raises.
    """
    if "mock-" not in credential and not credential.startswith(_JWT):
        return None
    match = _TOKEN.match(credential)
    if match is None and credential.startswith(_JWT):
        match = _ACCOUNT.fullmatch(_issuer(credential))
    if match is None and "mock-" in credential:
        match = _ACCOUNT.fullmatch(credential) or _CLIENT.fullmatch(credential)
    return match[1] if match is not None else None


def _issuer(assertion: str) -> str:
    """What an assertion claims to be issued by, unverified: good for finding a session, for nothing else."""
    parts = assertion.split(".", 3)
    if len(parts) != 3 or len(assertion) > _LONGEST_JWT:
        return ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return ""
    issuer = claims.get("iss") if isinstance(claims, dict) else None
    return issuer if isinstance(issuer, str) else ""
