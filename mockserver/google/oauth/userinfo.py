"""Google's userinfo in its three forms (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google.caller import credential_of
from mockserver.google.oauth.forms import form_of
from mockserver.google.oauth.paths import USERINFO, USERINFO_OLD
from mockserver.google.refusals import INVALID_CREDENTIALS
from mockserver.google.refusals import Refusal as ApiRefusal
from mockserver.http.operation import OperationTable
from mockserver.identity.id_tokens import google_profile
from mockserver.identity.refusals import google
from mockserver.identity.tokens import TokenRefused

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.tokens import AccessToken

_GUIDE = "https://developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation"
table = OperationTable("google")


@table.operation("oauth.userinfo", "GET", USERINFO, also=("POST",), confidential=True, reference=_GUIDE)
def userinfo(exchange: Exchange) -> dict[str, Any]:
    """What the token's scopes tell of the person, in the claims of OpenID Connect."""
    try:
        token = _token(exchange)
    except TokenRefused as refused:
        raise google("userinfo-unauthenticated", f"the access token is {refused.reason}") from None
    return _claims(exchange, token)


@table.operation("oauth.userinfo_v2", "GET", USERINFO_OLD, also=("POST",), confidential=True, reference=_GUIDE)
def userinfo_v2(exchange: Exchange) -> dict[str, Any]:
    """The same in the members of the older API."""
    try:
        token = _token(exchange)
    except TokenRefused as refused:
        raise ApiRefusal(INVALID_CREDENTIALS, why=f"the access token is {refused.reason}") from None
    claims = _claims(exchange, token)
    renamed = {"sub": "id", "email_verified": "verified_email"}
    told = {renamed.get(name, name): value for name, value in claims.items()}
    order = ("id", "email", "verified_email", "name", "given_name", "family_name", "picture", "hd")
    return {name: told[name] for name in order if name in told}


def _token(exchange: Exchange) -> AccessToken:
    text = credential_of(exchange) or form_of(exchange).get("access_token", "")
    token = exchange.session.identity.judge(text)
    exchange.token = token
    exchange.person = token.principal or token.app
    return token


def _claims(exchange: Exchange, token: AccessToken) -> dict[str, Any]:
    identity = exchange.session.identity
    if token.principal is not None:
        claims = google_profile(identity, identity.directory.person(token.principal), token.scopes)
        order = ("sub", "name", "given_name", "family_name", "picture", "email", "email_verified", "hd")
        return {name: claims[name] for name in order if name in claims}
    account = identity.service_account(token.app)
    return {"sub": account.unique_id, "email": account.email, "email_verified": True}  # [inferred]
