"""The refresh token grant (RFC 6749 section 6). Google never rotates: the answer has no refresh token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity import scopes
from mockserver.identity.client_authentication import authenticate
from mockserver.identity.grants.request import Issued
from mockserver.identity.grants.sign_in import id_token_for
from mockserver.identity.refresh_tokens import RefreshRefused
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from mockserver.identity.grants.request import TokenRequest
    from mockserver.identity.identity import Identity
    from mockserver.identity.refresh_tokens import RefreshToken


def exchange(request: TokenRequest, identity: Identity) -> Issued:
    """Issue another access token for a consent, with all its scopes or those asked for. Raises `OAuthRefusal`."""
    client = authenticate(identity, request.form, request.authorization)
    token = _redeemed(request.demand("refresh_token"), client.app, identity)
    granted = _scopes(request.form.get("scope", ""), token.scopes)
    handed = identity.authorization.hand_out(token.person, token.app, "google", granted)
    access = handed.access_token
    id_token = id_token_for(identity, access, client.client_id)
    return Issued(access, " ".join(sorted(granted)), id_token=id_token)


def _redeemed(text: str, app: str, identity: Identity) -> RefreshToken:
    try:
        return identity.authorization.redeem_refresh(text, app, "google")
    except RefreshRefused as refused:
        if refused.reason == "unknown":
            why = f"no such refresh token in session {identity.session_id!r}"
            raise google("grant-unusable", why) from None
        if refused.reason == "foreign-client":
            owner = refused.token.app if refused.token is not None else ""
            why = f"the refresh token was issued to app {owner!r}, not to {app!r}"
            raise google("refresh-token-foreign", why) from None
        raise google("refresh-token-dead", f"the refresh token is {refused.reason}") from None


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
