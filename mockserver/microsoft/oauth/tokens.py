"""What tokens of Microsoft's say, and the answer that hands them out.

The form of an access token follows the resource: Graph's is of version 1.0 with a nonce in its header, that of an app's
own API of version 2.0. https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from mockserver.clock import MINUTE, SECOND
from mockserver.identity.id_tokens import microsoft_person, microsoft_subject
from mockserver.identity.tokens import routing_mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.clock import Instant
    from mockserver.identity.authorization import Handed
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken
    from mockserver.microsoft.oauth.grants import Brought
    from mockserver.microsoft.oauth.scopes import Wanted

_BEFORE = 5 * MINUTE  # `iat` and `nbf` lie so much before the issue [inferred]
_PROOFS = {"none": "0", "post": "1", "basic": "1", "assertion": "2"}


def writer(brought: Brought, wanted: Wanted) -> Callable[[AccessToken], str]:
    """What makes the text of an access token for whom is wanted."""
    identity, issuer, proven = brought.identity, brought.issuer, brought.proven
    proof = _PROOFS[proven.method]
    keys = identity.authorization.keys["microsoft"]

    def for_graph(token: AccessToken) -> str:
        claims = identity.graph_claims(token) | _times(identity, token) | {"appidacr": proof} | _marks(identity)
        if not claims.get("roles", True):
            del claims["roles"]
        return keys.sign_for_graph(claims, identity.fresh("nonce", 43))

    def for_own(token: AccessToken) -> str:
        claims = {"aud": identity.microsoft_client_id(wanted.resource), "iss": issuer} | _times(identity, token)
        claims |= {"azp": proven.client_id, "azpacr": proof} | _whose(identity, token, wanted)
        return keys.sign(claims | {"tid": identity.tenant_id, "ver": "2.0"} | _marks(identity))

    return for_own if wanted.resource else for_graph


def user_answer(brought: Brought, wanted: Wanted, handed: Handed, nonce: str | None = None) -> dict[str, Any]:
    """The answer to a grant that speaks for a person."""
    identity = brought.identity
    access = handed.access_token
    person = access.principal or ""
    members: dict[str, Any] = {"token_type": "Bearer", "scope": wanted.echoed, **lifetimes(access)}
    members["access_token"] = access.text
    if handed.refresh_token is not None:
        members["refresh_token"] = handed.refresh_token.text
    if "openid" in wanted.sign_in:
        claims = microsoft_person(identity, person, access.app, wanted.sign_in, issuer=brought.issuer, nonce=nonce)
        members["id_token"] = identity.authorization.keys["microsoft"].sign(claims)
    if brought.form.get("client_info") == "1":
        members["client_info"] = client_info(identity, person)
    return members


def client_info(identity: Identity, person: str) -> str:
    """Who signed in and where, for MSAL's cache."""
    raw = json.dumps({"uid": identity.object_id(person), "utid": identity.tenant_id}, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def lifetimes(access: AccessToken) -> dict[str, int]:
    """How long an access token lives, in seconds."""
    seconds = max((access.expires - access.issued) // SECOND, 0)
    return {"expires_in": seconds, "ext_expires_in": seconds}


def _whose(identity: Identity, token: AccessToken, wanted: Wanted) -> dict[str, Any]:
    if token.principal is None:
        own = identity.microsoft_client(token.app).object_id
        return {"oid": own, "sub": own, "idtyp": "app"}
    start = f"api://{wanted.resource}/"
    names = [name.removeprefix(start) for name in wanted.names if name.startswith(start)]
    who = identity.directory.person(token.principal)
    return {
        "oid": identity.object_id(who.key),
        "sub": microsoft_subject(identity, who.key, token.app),
        "name": who.name,
        "preferred_username": who.email,
        "scp": " ".join(names),
    }


def _times(identity: Identity, token: AccessToken) -> dict[str, int]:
    begins, ends = _client_seconds(identity, token.issued - _BEFORE), _client_seconds(identity, token.expires)
    return {"iat": begins, "nbf": begins, "exp": ends}


def _client_seconds(identity: Identity, instant: Instant) -> int:
    return identity.client_time(instant) // SECOND


def _marks(identity: Identity) -> dict[str, str]:
    return {
        "rh": f"{routing_mark(identity.session_id)}{identity.fresh('rh', 40)}",
        "uti": identity.fresh("uti", 22),
    }
