"""The ID token that comes with an access token where a person signed in (OpenID Connect Core section 3.1.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity import scopes

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken


def id_token_for(identity: Identity, access: AccessToken, client_id: str, nonce: str | None = None) -> str | None:
    """A person's ID token for a client, None where none of sign-in's scopes was granted."""
    if access.principal is None or access.scopes.isdisjoint((scopes.OPENID, scopes.EMAIL, scopes.PROFILE)):
        return None
    from mockserver.identity import id_tokens  # noqa: PLC0415 - only who signs people in pays

    claims = id_tokens.google_person(
        identity, access.principal, client_id, access.scopes, access_token=access.text, nonce=nonce
    )
    return identity.authorization.keys["google"].sign(claims)
