"""Google's OAuth server: tokens issued, revoked and described.

The paths stand in `paths.py`; deciding is `identity`'s business; how answers are written stands in
`answers.py`. Signing people in is `authorize.py`'s and `device.py`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google.caller import credential_of
from mockserver.google.oauth.answers import MethodNotAllowed, NoSuchPage
from mockserver.google.oauth.forms import form_of, posted
from mockserver.google.oauth.paths import ACCOUNT_KEYS, REVOKE, SERVED, TOKEN, TOKENINFO
from mockserver.http.operation import OperationTable
from mockserver.identity.client_authentication import client_id_of
from mockserver.identity.grants import TokenRequest, exchange_grant
from mockserver.identity.revocation import revoke
from mockserver.identity.tokeninfo import describe, describe_id_token, describe_v1, judged
from mockserver.identity.tokens import session_of

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.tokens import AccessToken

_GUIDE = "https://developers.google.com/identity/protocols/oauth2"

table = OperationTable("google")


def credential(exchange: Exchange) -> str | None:
    """The first thing a request sends that says which session it belongs to, else the first thing it sends at all."""
    try:
        form = dict(posted(exchange))
    except ValueError:
        form = {}  # the handler refuses it
    sent = [
        form.get(name)
        for name in ("refresh_token", "assertion", "code", "device_code", "token", "access_token", "id_token")
    ]
    sent += [client_id_of(form, exchange.headers.get("Authorization")), credential_of(exchange)]
    sent += [exchange.argument(name) for name in ("token", "access_token", "id_token", "client_id")]
    texts = [text for text in sent if text]
    return next((text for text in texts if session_of(text) is not None), texts[0] if texts else None)


def unmatched(exchange: Exchange) -> Exception:
    """405 for the wrong method, Google's error page for everything else."""
    path = exchange.path
    allowed = [method for method, paths in SERVED.items() if path in paths]
    if path.startswith(ACCOUNT_KEYS):
        allowed = ["GET"]
    if allowed:
        return MethodNotAllowed(exchange.method, path, allowed)
    return NoSuchPage(path)


@table.operation("oauth.token", "POST", TOKEN, confidential=True, reference=f"{_GUIDE}/web-server#offline")
def token(exchange: Exchange) -> dict[str, Any]:
    """Issue an access token by one of the grants."""
    hosts = dict.fromkeys((exchange.base_url, exchange.origin))
    request = TokenRequest(
        form_of(exchange),
        exchange.headers.get("Authorization"),
        tuple(host + path for host in hosts for path in TOKEN),
    )
    issued = exchange_grant(request, exchange.session.identity)
    if issued.access_token is not None:
        _name_caller(exchange, issued.access_token)
    return issued.body()


@table.operation("oauth.revoke", "POST", REVOKE, confidential=True, reference=f"{_GUIDE}/web-server#tokenrevoke")
def revoke_token(exchange: Exchange) -> dict[str, Any]:
    """Revoke a grant by either of its tokens, which stands in the form or in the query."""
    revoke(exchange.session.identity, form_of(exchange).get("token") or exchange.argument("token"))
    return {}


# google-auth-library for Node posts an empty body, with the token in the Authorization header.
@table.operation("oauth.tokeninfo", "GET", TOKENINFO, also=("POST",), confidential=True, reference=_GUIDE)
def tokeninfo(exchange: Exchange) -> dict[str, Any]:
    """Describe a token, which stands in the query, in the form or in the Authorization header; ID tokens as well."""
    form = form_of(exchange)
    text = form.get("access_token") or credential_of(exchange)
    identity = exchange.session.identity
    id_token = form.get("id_token") or exchange.argument("id_token")
    if not text and id_token:
        return describe_id_token(identity, id_token)
    judged_token = judged(identity, text)
    _name_caller(exchange, judged_token)
    if exchange.path.startswith(("/oauth2/v1/", "/oauth2/v2/")):
        return describe_v1(identity, judged_token)
    return describe(identity, judged_token)


def _name_caller(exchange: Exchange, access_token: AccessToken) -> None:
    exchange.token = access_token
    exchange.person = access_token.principal or access_token.app
