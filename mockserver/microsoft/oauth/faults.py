"""How faults look at Microsoft's authorization server: as rows like those that a request earns by itself.

[inferred]: which of Microsoft's numbers stands for a fault that both providers have.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mockserver.identity.client_authentication import client_id_of
from mockserver.identity.consent_answers import meant
from mockserver.identity.tokens import AccessToken, TokenRefused
from mockserver.microsoft.oauth.forms import pairs
from mockserver.microsoft.oauth.refusals import Refusal, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults import Fault
    from mockserver.http.exchange import Exchange

_MULTI_FACTOR = (
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use "
    "multi-factor authentication to access '00000003-0000-0000-c000-000000000000'."
)
_BLOCKED = "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."
_DEAD = (
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
    "authorization request for this user and resource."
)
_FREQUENCY = (
    "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access. The token was "
    "issued earlier than the allowed lifetime for this request."
)
_BUSY = Row(90033, "temporarily_unavailable", "A transient error has occurred. Please try again.", 503)

ROWS: Mapping[str, Row] = {
    "oauth-admin-policy": Row(53003, "invalid_grant", _BLOCKED, suberror="message_only"),
    "oauth-client-disabled": Row(7000112, "unauthorized_client", "Application is disabled."),
    "oauth-rate-limited": Row(90055, "temporarily_unavailable", "The server is terminating the request.", 429),
    "oauth-server-error": _BUSY,
    "oauth-session-control": Row(70043, "invalid_grant", _FREQUENCY, suberror="bad_token"),
    "oauth-session-control-required": Row(50076, "invalid_grant", _MULTI_FACTOR, suberror="basic_action"),
    "oauth-token-dead": Row(70008, "invalid_grant", _DEAD),
    "oauth-unavailable": _BUSY,
}


def refusal(fault: Fault) -> Refusal:
    """The answer to a request that met a fault."""
    return Refusal(ROWS[fault.name])


def name(exchange: Exchange) -> None:
    """Say in the exchange which person and which app a request names, before anything of it is believed.

    Faults are armed by person and by app, and the journal names them also where a request is refused.
    """
    try:
        said = dict([*exchange.pairs, *pairs(exchange)])
    except Refusal:
        return  # the handler refuses it
    identity = exchange.session.identity
    app = identity.microsoft_app(client_id_of(said, exchange.headers.get("Authorization")) or "")
    person = said.get("account", "")
    if person not in identity.directory.people:
        hint = said.get("login_hint")
        person = (meant(identity, "microsoft", hint) or "") if hint else ""
    with suppress(TokenRefused):  # most requests have none
        person = identity.authorization.refresh_token(said.get("refresh_token", ""), "microsoft").person
    exchange.person = person
    if app is not None:
        # Nothing is good by it: it has no text and no scopes, and only carries the app's name.
        exchange.token = AccessToken("", person or None, app, "microsoft", frozenset(), 0, 0)
