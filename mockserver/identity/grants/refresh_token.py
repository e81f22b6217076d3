"""The refresh token grant (RFC 6749 section 6). Google never rotates: the answer has no refresh token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity import scopes
from mockserver.identity.client_authentication import authenticate
from mockserver.identity.grants.request import Issued
from mockserver.identity.refusals import google
from mockserver.identity.tokens import TokenRefused

if TYPE_CHECKING:
    from mockserver.identity.consents import Consent
    from mockserver.identity.grants.request import TokenRequest
    from mockserver.identity.identity import Identity


def exchange(request: TokenRequest, identity: Identity) -> Issued:
    """Issue another access token for a consent, with all its scopes or those asked for. Raises `OAuthRefusal`."""
    client = authenticate(identity, request.form, request.authorization)
    consent = _consent(request.demand("refresh_token"), client.app, identity)
    person, app, provider = consent.pair
    granted = _scopes(request.form.get("scope", ""), consent.grant.scopes)
    token = identity.issue(person, app, granted, provider, consent.grant.lifetime)
    return Issued(token, " ".join(sorted(granted)))


def _consent(text: str, app: str, identity: Identity) -> Consent:
    try:
        consent = identity.judge_refresh(text)
    except TokenRefused as refused:
        if refused.reason == "unknown":
            raise google("grant-unusable", f"no such refresh token in session {identity.session_id!r}") from None
        raise google("refresh-token-dead", f"the refresh token is {refused.reason}") from None
    _, owner, _ = consent.pair
    if owner != app:
        raise google("refresh-token-foreign", f"the refresh token was issued to app {owner!r}, not to {app!r}")
    return consent


def _scopes(asked: str, granted: tuple[str, ...]) -> tuple[str, ...]:
    """The scopes of the new token. What was not granted by that very name is refused, also where a wider one was."""
    try:
        wanted = scopes.parse(asked)
    except scopes.UnknownScope as unknown:
        raise google("scope-not-granted", str(unknown)) from None
    missing = [scope for scope in wanted if scope not in granted]
    if missing:
        raise google("scope-not-granted", f"not granted: {' '.join(missing)}; granted: {' '.join(granted)}")
    return wanted or granted
