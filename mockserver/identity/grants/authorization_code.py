"""The authorization code grant with PKCE (RFC 6749 section 4.1.3, RFC 7636 section 4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity.client_authentication import authenticate
from mockserver.identity.codes import CodeRefused
from mockserver.identity.grants.request import Issued
from mockserver.identity.grants.sign_in import id_token_for
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from mockserver.identity.codes import Code, CodeFault
    from mockserver.identity.grants.request import TokenRequest
    from mockserver.identity.identity import Identity

_ROWS: dict[CodeFault, str] = {
    "malformed": "code-malformed",
    "redirect-uri-missing": "redirect-uri-missing",
    "redirect-uri-mismatch": "redirect-uri-mismatch",
    "verifier-missing": "code-verifier-missing",
    "verifier-malformed": "code-verifier-wrong",
    "verifier-wrong": "code-verifier-wrong",
    "verifier-unexpected": "code-verifier-wrong",  # [inferred]
}
"""What is not here is `grant-unusable`: Google tells no more of a code that is used, over or another client's."""


def exchange(request: TokenRequest, identity: Identity) -> Issued:
    """Issue what a person agreed to, for the code that says so. Raises `OAuthRefusal`."""
    client = authenticate(identity, request.form, request.authorization)
    asked = _redeemed(request, client.app, identity).asked
    handed = identity.authorization.hand_out(
        asked.person, asked.app, "google", asked.scopes, refresh=asked.offline, nonce=asked.nonce
    )
    access = handed.access_token
    return Issued(
        access,
        " ".join(asked.scopes),
        handed.refresh_token.text if handed.refresh_token is not None else None,
        id_token=id_token_for(identity, access, client.client_id, asked.nonce),
    )


def _redeemed(request: TokenRequest, app: str, identity: Identity) -> Code:
    text, form = request.demand("code"), request.form
    try:
        return identity.authorization.redeem_code(
            text, app, "google", redirect_uri=form.get("redirect_uri"), verifier=form.get("code_verifier")
        )
    except CodeRefused as refused:
        raise google(_ROWS.get(refused.reason, "grant-unusable"), _why(refused, form.get("redirect_uri"))) from None


def _why(refused: CodeRefused, sent: str | None) -> str:
    if refused.code is not None and refused.reason.startswith("redirect-uri"):
        return f"redirect_uri is {sent!r}; that of the authorization request was {refused.code.asked.redirect_uri!r}"
    return str(refused)
