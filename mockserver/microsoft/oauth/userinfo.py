"""OpenID Connect's userinfo, which Graph's host serves to its own access tokens.

https://learn.microsoft.com/entra/identity-platform/userinfo
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.identity.id_tokens import microsoft_subject
from mockserver.identity.tokens import TokenRefused
from mockserver.microsoft.oauth.refusals import USERINFO_TOKEN, Refusal

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange


def userinfo(exchange: Exchange) -> dict[str, Any]:
    """Who a token speaks for. Raises `Refusal`."""
    identity = exchange.session.identity
    scheme, _, text = exchange.headers.get("Authorization", "").partition(" ")
    try:
        token = identity.judge(text.strip() if scheme.lower() == "bearer" else "", "microsoft")
    except TokenRefused as refused:
        raise Refusal(USERINFO_TOKEN, str(refused)) from None
    if token.principal is None:
        raise Refusal(USERINFO_TOKEN, "the token speaks for an app alone")
    exchange.token, exchange.person = token, token.principal
    who = identity.directory.person(token.principal)
    given, _, family = who.name.partition(" ")
    members = {"sub": microsoft_subject(identity, who.key, token.app), "name": who.name, "given_name": given}
    return members | ({"family_name": family} if family else {}) | {"email": who.email}
