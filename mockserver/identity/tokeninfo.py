"""What the tokeninfo endpoints say of an access token, in the members of either version.

https://developers.google.com/identity/protocols/oauth2 calls it a debugging aid; the members are those seen in answers
of the real endpoints, where version 3 writes every value as a string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.clock import SECOND
from mockserver.identity import scopes
from mockserver.identity.refusals import google
from mockserver.identity.tokens import TokenRefused

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken


def judged(identity: Identity, text: str | None) -> AccessToken:
    """The token to be described. Raises `OAuthRefusal` where it is missing or not good."""
    try:
        return identity.judge(text or "")
    except TokenRefused as refused:
        raise google(
            "tokeninfo-invalid", f"the access token is {refused.reason}" if text else "no token sent"
        ) from None


def describe(identity: Identity, token: AccessToken) -> dict[str, str]:
    """The members of `/tokeninfo` and `/oauth2/v3/tokeninfo`."""
    audience = identity.audience(token)
    told = {"azp": audience, "aud": audience}
    if _tells_subject(token):
        told["sub"] = _subject(identity, token)
    told["scope"] = " ".join(sorted(token.scopes))
    told["exp"] = str(token.expires // SECOND)
    told["expires_in"] = str(_seconds_left(identity, token))
    if scopes.EMAIL in token.scopes:
        told |= {"email": _email(identity, token), "email_verified": "true"}
    return told | {"access_type": _access_type(token)}


def describe_id_token(identity: Identity, text: str) -> dict[str, str]:
    """All claims of an ID token, and its header, as strings. Raises `OAuthRefusal` where it is not good."""
    from mockserver.identity.assertions import parse  # noqa: PLC0415 - few ask about ID tokens
    from mockserver.identity.key_sets import BadSignature  # noqa: PLC0415 - the same

    try:
        claims = identity.authorization.keys["google"].verify(text)
    except BadSignature as bad:
        raise google("tokeninfo-invalid", str(bad)) from None
    if claims.get("exp", 0) <= identity.assertion_time() // SECOND:
        raise google("tokeninfo-invalid", "the ID token is expired")
    header = parse(text).header
    told = claims | {name: header[name] for name in ("alg", "kid", "typ") if name in header}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in told.items()}


def describe_v1(identity: Identity, token: AccessToken) -> dict[str, Any]:
    """The members of `/oauth2/v1/tokeninfo`, whose numbers and booleans are such."""
    audience = identity.audience(token)
    told: dict[str, Any] = {"issued_to": audience, "audience": audience}
    if _tells_subject(token):
        told["user_id"] = _subject(identity, token)
    told["scope"] = " ".join(sorted(token.scopes))
    told["expires_in"] = _seconds_left(identity, token)
    if scopes.EMAIL in token.scopes:
        told |= {"email": _email(identity, token), "verified_email": True}
    return told | {"access_type": _access_type(token)}


def _tells_subject(token: AccessToken) -> bool:
    return not token.scopes.isdisjoint((scopes.OPENID, scopes.PROFILE))


def _subject(identity: Identity, token: AccessToken) -> str:
    return identity.subject(token.principal) if token.principal is not None else identity.audience(token)


def _email(identity: Identity, token: AccessToken) -> str:
    if token.principal is not None:
        return identity.directory.person(token.principal).email
    return identity.service_account(token.app).email


def _seconds_left(identity: Identity, token: AccessToken) -> int:
    return (token.expires - identity.clock.now()) // SECOND


def _access_type(token: AccessToken) -> str:
    return "online" if token.principal is None else "offline"
