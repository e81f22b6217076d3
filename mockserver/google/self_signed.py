"""Access tokens that a service account signs itself, without asking the token endpoint (Google's AIP-4111).

Such a token names its scopes, or the API it is for: then everything that the API has is allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.clock import SECOND
from mockserver.identity import assertions, scopes
from mockserver.identity.refusals import OAuthRefusal
from mockserver.identity.tokens import AccessToken, TokenRefused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import Reason

AUDIENCES = frozenset({"https://www.googleapis.com/", "https://calendar-json.googleapis.com/"})


def judge(identity: Identity, text: str, own: Collection[str] = ()) -> AccessToken:
    """What the token says, if a service account of the session signed it. Raises `TokenRefused`.

    `own` are the audiences that this server has beside Google's.
    """
    try:
        assertion = assertions.parse(text)
        account = identity.service_account_by_email(assertion.issuer)
        if account is None or assertion.claims.get("sub") != account.email:
            raise TokenRefused("unknown")
        assertions.verify(assertion, account)
    except (assertions.Unreadable, OAuthRefusal):
        raise TokenRefused("malformed") from None
    issued, expires = _times(identity, assertion.claims)
    granted = _scopes(assertion.claims, own)
    return AccessToken(text, None, account.app, "google", granted, issued, expires)


def _times(identity: Identity, claims: Mapping[str, Any]) -> tuple[int, int]:
    try:
        assertions.check_times(claims, identity.assertion_time())
    except OAuthRefusal:
        raise TokenRefused("expired") from None
    return int(claims["iat"] * SECOND), int(claims["exp"] * SECOND)


def _scopes(claims: Mapping[str, Any], own: Collection[str]) -> frozenset[str]:
    """The scopes it asks for, or all where it is for the calendar API: one of the two."""
    asked, audience = claims.get("scope"), claims.get("aud")
    reason: Reason = "malformed"
    if isinstance(asked, str) and audience is None:
        try:
            return frozenset(scopes.parse(asked))
        except scopes.UnknownScope:
            raise TokenRefused(reason) from None
    if asked is not None or not isinstance(audience, str):
        raise TokenRefused(reason)
    if audience not in AUDIENCES and audience not in own:
        raise TokenRefused("foreign-audience")
    return frozenset(scopes.CALENDAR_SCOPES)
