"""Google's OAuth server: the operations on its paths, and what they read of a request.

The paths stand in `paths.py`; deciding is `identity`'s business; how answers are written stands in
`answers.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from mockserver.google.caller import credential_of
from mockserver.google.oauth.answers import MethodNotAllowed, NoSuchPage, NotEmulated
from mockserver.google.oauth.paths import ACCOUNT_KEYS, NOT_EMULATED, REVOKE, SERVED, TOKEN, TOKENINFO
from mockserver.http.operation import OperationTable
from mockserver.identity.client_authentication import client_id_of
from mockserver.identity.grants import TokenRequest, exchange_grant
from mockserver.identity.refusals import google
from mockserver.identity.revocation import revoke
from mockserver.identity.tokeninfo import describe, describe_v1, judged
from mockserver.identity.tokens import session_of

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.tokens import AccessToken

_FORM = "application/x-www-form-urlencoded"
_MAX_FIELDS = 100
_GUIDE = "https://developers.google.com/identity/protocols/oauth2"

table = OperationTable("google")


def credential(exchange: Exchange) -> str | None:
    """The first thing a request sends that says which session it belongs to, else the first thing it sends at all."""
    try:
        form = dict(_pairs(exchange))
    except ValueError:
        form = {}  # the handler refuses it
    sent = [form.get(name) for name in ("refresh_token", "assertion", "code", "device_code", "token", "access_token")]
    sent += [client_id_of(form, exchange.headers.get("Authorization")), credential_of(exchange)]
    sent += [exchange.argument(name) for name in ("token", "access_token", "client_id")]
    texts = [text for text in sent if text]
    return next((text for text in texts if session_of(text) is not None), texts[0] if texts else None)


def unmatched(exchange: Exchange) -> Exception:
    """405 for the wrong method, 501 for what is not emulated, Google's error page for everything else."""
    path = exchange.path
    allowed = [method for method, paths in SERVED.items() if path in paths]
    if allowed:
        return MethodNotAllowed(exchange.method, path, allowed)
    name = NOT_EMULATED.get(path) or ("google.oauth.account_keys" if path.startswith(ACCOUNT_KEYS) else None)
    return NotEmulated(name, "POST /token") if name is not None else NoSuchPage(path)


@table.operation("oauth.token", "POST", TOKEN, confidential=True, reference=f"{_GUIDE}/web-server#offline")
def token(exchange: Exchange) -> dict[str, Any]:
    """Issue an access token by one of the grants."""
    hosts = dict.fromkeys((exchange.base_url, exchange.origin))
    request = TokenRequest(
        _form(exchange),
        exchange.headers.get("Authorization"),
        tuple(host + path for host in hosts for path in TOKEN),
    )
    issued = exchange_grant(request, exchange.session.identity)
    _name_caller(exchange, issued.access_token)
    return issued.body()


@table.operation("oauth.revoke", "POST", REVOKE, confidential=True, reference=f"{_GUIDE}/web-server#tokenrevoke")
def revoke_token(exchange: Exchange) -> dict[str, Any]:
    """Revoke a grant by either of its tokens, which stands in the form or in the query."""
    revoke(exchange.session.identity, _form(exchange).get("token") or exchange.argument("token"))
    return {}


# google-auth-library for Node posts an empty body, with the token in the Authorization header.
@table.operation("oauth.tokeninfo", "GET", TOKENINFO, also=("POST",), confidential=True, reference=_GUIDE)
def tokeninfo(exchange: Exchange) -> dict[str, Any]:
    """Describe an access token, which stands in the query, in the form or in the Authorization header."""
    form = _form(exchange)
    text = form.get("access_token") or credential_of(exchange)
    if not text and (form.get("id_token") or exchange.argument("id_token")):
        raise google("tokeninfo-invalid", "no ID token was issued here")
    identity = exchange.session.identity
    judged_token = judged(identity, text)
    _name_caller(exchange, judged_token)
    if exchange.path.startswith(("/oauth2/v1/", "/oauth2/v2/")):
        return describe_v1(identity, judged_token)
    return describe(identity, judged_token)


def _form(exchange: Exchange) -> dict[str, str]:
    """The form of a request. Raises `OAuthRefusal` for a field that stands there twice (RFC 6749 section 3.2)."""
    try:
        pairs = _pairs(exchange)
    except ValueError:
        raise google("request-malformed", f"the form has more than {_MAX_FIELDS} fields") from None
    if exchange.body and not pairs:
        exchange.note(f"the body was not read: it is no form, or its Content-Type is not {_FORM}")
    form = dict(pairs)
    if len(form) != len(pairs):
        twice = sorted({name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1})
        raise google("request-malformed", f"the form has {', '.join(twice)} more than once")
    return form


def _pairs(exchange: Exchange) -> list[tuple[str, str]]:
    """The fields of a form, none where the body is no form. Raises ValueError where there are too many."""
    if not exchange.body or not exchange.headers.get("Content-Type", "").lower().startswith(_FORM):
        return []
    return parse_qsl(exchange.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)


def _name_caller(exchange: Exchange, access_token: AccessToken) -> None:
    exchange.token = access_token
    exchange.person = access_token.principal or access_token.app
