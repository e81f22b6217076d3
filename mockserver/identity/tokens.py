"""Access tokens: what one says, how its text looks, which session a text belongs to, and why one is refused.

Which tokens are good is judged in `identity.py`. The session's id stands in the text because it routes: after `mock-`,
up to the next dot.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.identity.directory import Provider

USER_PREFIX = "ya29.a0mock-"
SERVICE_ACCOUNT_PREFIX = "ya29.c.mock-"
REFRESH_PREFIX = "1//0mock-"
MICROSOFT_REFRESH_PREFIX = "1.Amock-"
LONGEST = 2048
"""Characters of the longest access token: Google's own limit."""

_SESSION = r"mock-([a-z0-9][a-z0-9-]{0,31})\."
_TOKEN = re.compile(rf"(?:ya29\.a0|ya29\.[cd]\.|1//0|[01]\.A|4/0A|AH-1Ng|GAQAB){_SESSION}")
# `graph_tokens.py` writes it; only base64url stands there, so that an underscore ends the session's id.
_GRAPH = re.compile(r"\.mock-([a-z0-9][a-z0-9-]{0,31})_[\w-]+", re.ASCII)
_ACCOUNT = re.compile(rf"[^@\s]+@{_SESSION}iam\.gserviceaccount\.com")
_CLIENT = re.compile(rf"\d{{12}}-{_SESSION}[^\s]+\.apps\.googleusercontent\.com")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1, b64token
_JWT = "ey"  # what the base64url of a JSON object begins with
_LONGEST_JWT = 16_384

Reason = Literal["unknown", "expired", "revoked", "malformed", "foreign-audience"]


class AccessToken(msgspec.Struct, frozen=True):
    """What an access token says.

    `principal` is the key of the person it speaks for, None where an app speaks for itself. `scopes` are in full at
    Google; at Microsoft they are short names, of application permissions where the token speaks for nobody. `serial`
    and `generation` place it among the session's changes: which revocations and consents came before it.
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
    resource: str = ""
    """Whose it is for, where that is not the provider's own API."""


class TokenRefused(Exception):  # noqa: N818 - it names what was decided, and is rendered by the provider
    """A token is not good, and why. `token` is what it said, where that is known."""

    def __init__(self, reason: Reason, token: AccessToken | None = None) -> None:
        super().__init__(f"the token is {reason}")
        self.reason = reason
        self.token = token


def is_well_formed(text: str, provider: Provider = "google") -> bool:
    """Whether a text could be an access token at all (RFC 6750 section 2.1), bounded as Google bounds its own.

    Graph says of a text without dots that it is malformed, and of any other that it is not good.
    """
    if provider == "microsoft":
        return "." in text
    return len(text) <= LONGEST and _WELL_FORMED.fullmatch(text) is not None


def session_of(credential: str) -> str | None:
    """The id of the session that issued a credential, None where the text does not say.

    Knows both providers' access and refresh tokens, codes, device codes and signed tokens, and Google's client ids,
    service accounts' addresses and, by their `iss`, assertions. Says nothing about whether the credential is good.
    Never raises.
    """
    if "mock-" not in credential and not credential.startswith(_JWT):
        return None
    match = _TOKEN.match(credential)
    if match is None and credential.startswith(_JWT):
        match = _GRAPH.fullmatch(credential, max(credential.rfind("."), 0))
    if match is None and credential.startswith(_JWT):
        match = _named_by(_unverified(credential))
    if match is None and "mock-" in credential:
        match = _ACCOUNT.fullmatch(credential) or _CLIENT.fullmatch(credential)
    return match[1] if match is not None else None


def routing_mark(session_id: str) -> str:
    """What `rh`, a claim that nobody but Microsoft reads, begins with in the signed tokens of a session."""
    return f"1.Amock-{session_id}."


def _named_by(claims: dict[str, Any]) -> re.Match[str] | None:
    """What in the claims of a token names a session: an issuing account, Microsoft's `rh`, or a client of Google's."""
    texts = {name: claim for name in ("iss", "rh", "aud", "azp") if isinstance(claim := claims.get(name), str)}
    match = _ACCOUNT.fullmatch(texts.get("iss", "")) or _TOKEN.match(texts.get("rh", ""))
    return match or _CLIENT.fullmatch(texts.get("aud", "")) or _CLIENT.fullmatch(texts.get("azp", ""))


def _unverified(token: str) -> dict[str, Any]:
    """What a signed token claims: good for finding a session, for nothing else. Empty where it cannot be read."""
    parts = token.split(".", 3)
    if len(parts) != 3 or len(token) > _LONGEST_JWT:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
