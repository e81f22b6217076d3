"""What ID tokens say (OpenID Connect Core section 2): claims, which `KeySet.sign` makes into a token.

Times are on the clock of the application that judges them.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from mockserver.clock import MINUTE, SECOND
from mockserver.identity.tokens import routing_mark
from mockserver.ids import derive

if TYPE_CHECKING:
    from collections.abc import Collection

    from mockserver.identity.directory import Person
    from mockserver.identity.identity import Identity

GOOGLE_ISSUER = "https://accounts.google.com"
_LIFETIME = 60 * MINUTE
_BEFORE = 5 * MINUTE  # Microsoft's `iat` and `nbf` lie so much before the issue [inferred]
_CONSUMER_DOMAINS = frozenset({"gmail.com", "googlemail.com"})  # accounts of no organization have no `hd`
_PICTURE = "https://lh3.googleusercontent.com/a/default-user=s96-c"  # [inferred]


def google_person(
    identity: Identity,
    person: str,
    client_id: str,
    scopes: Collection[str],
    *,
    issuer: str = GOOGLE_ISSUER,
    access_token: str | None = None,
    nonce: str | None = None,
) -> dict[str, Any]:
    """The claims of a person's ID token for a client. `scopes` are in full, as granted."""
    who = identity.directory.person(person)
    claims = {"iss": issuer, "azp": client_id, "aud": client_id, **google_profile(identity, who, scopes)}
    if access_token is not None:
        claims["at_hash"] = at_hash(access_token)
    if nonce is not None:
        claims["nonce"] = nonce
    return claims | _google_times(identity)


def google_profile(identity: Identity, who: Person, scopes: Collection[str]) -> dict[str, Any]:
    """What Google tells of a person in ID tokens and at userinfo, as far as the scopes allow."""
    domain = who.email.rpartition("@")[2].lower()
    claims: dict[str, Any] = {"sub": identity.subject(who.key)}
    if domain not in _CONSUMER_DOMAINS:
        claims["hd"] = domain
    if _has(scopes, "email"):
        claims |= {"email": who.email, "email_verified": True}
    if _has(scopes, "profile"):
        claims |= {"name": who.name, "picture": _PICTURE, **_name_parts(who.name)}
    return claims


def google_service_account(
    identity: Identity, app: str, audience: str, *, issuer: str = GOOGLE_ISSUER
) -> dict[str, Any]:
    """The claims of a service account's own ID token for a `target_audience`."""
    account = identity.service_account(app)
    return {
        "iss": issuer,
        "azp": account.email,
        "aud": audience,
        "sub": account.unique_id,
        "email": account.email,
        "email_verified": True,
        **_google_times(identity),
    }


def microsoft_person(
    identity: Identity,
    person: str,
    app: str,
    scopes: Collection[str],
    *,
    issuer: str,
    nonce: str | None = None,
) -> dict[str, Any]:
    """The claims of a person's v2.0 ID token for an app. `issuer` is that of the tenant's own discovery document."""
    who = identity.directory.person(person)
    begins = (identity.assertion_time() - _BEFORE) // SECOND
    claims: dict[str, Any] = {
        "aud": identity.microsoft_client_id(app),
        "iss": issuer,
        "iat": begins,
        "nbf": begins,
        "exp": begins + (_LIFETIME + _BEFORE) // SECOND,
    }
    if "email" in scopes:
        claims["email"] = who.email
    if "profile" in scopes:
        claims |= {"name": who.name, "oid": identity.object_id(person), "preferred_username": who.email}
    if nonce is not None:
        claims["nonce"] = nonce
    return claims | {
        "rh": f"{routing_mark(identity.session_id)}{identity.fresh('rh', 40)}",
        "sub": microsoft_subject(identity, person, app),
        "tid": identity.tenant_id,
        "uti": identity.fresh("uti", 22),
        "ver": "2.0",
    }


def microsoft_subject(identity: Identity, person: str, app: str) -> str:
    """What Microsoft calls a person in `sub`: another name for every app."""
    return derive("microsoft-pairwise", identity.tenant_id, app, person).token(43)


def at_hash(access_token: str) -> str:
    """The left half of the token's SHA-256 (OpenID Connect Core section 3.1.3.6)."""
    return base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()[:16]).decode().rstrip("=")


def _google_times(identity: Identity) -> dict[str, int]:
    issued = identity.assertion_time() // SECOND
    return {"iat": issued, "exp": issued + _LIFETIME // SECOND}


def _has(scopes: Collection[str], name: str) -> bool:
    return name in scopes or f"https://www.googleapis.com/auth/userinfo.{name}" in scopes


def _name_parts(name: str) -> dict[str, str]:
    given, _, family = name.partition(" ")
    return {"given_name": given, "family_name": family} if family else {"given_name": given}
