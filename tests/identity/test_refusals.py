"""Each row of the refusal table is what the real service says, and is reached by a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.oauth.faults import ROWS as FAULT_ROWS
from mockserver.identity.grants import TokenRequest, exchange_grant
from mockserver.identity.refusals import GOOGLE, OAuthRefusal, Refusal, google
from mockserver.identity.revocation import revoke
from mockserver.identity.scopes import CALENDAR, full
from mockserver.identity.tokeninfo import judged

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity

Expected = tuple[dict[str, str | int], str, int, str, str]
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SHORT_LIVED = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
UNAUTHORIZED = (
    "Client is unauthorized to retrieve access tokens using this method, "
    "or client not authorized for any of the scopes requested."
)
AUDIENCE = "Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token"

# Changes to a good refresh request: the row they lead to, its status, error and words.
REFRESH: list[Expected] = [
    ({"grant_type": "foo"}, "grant-type-unsupported", 400, "unsupported_grant_type", "Invalid grant_type: foo"),
    ({"refresh_token": ""}, "parameter-missing", 400, "invalid_request", "Missing required parameter: refresh_token"),
    ({"client_id": ""}, "client-undetermined", 400, "invalid_request", "Could not determine client ID from request."),
    ({"client_secret": ""}, "client-secret-missing", 400, "invalid_request", "client_secret is missing."),
    ({"client_id": "x"}, "client-unknown", 401, "invalid_client", "The OAuth client was not found."),
    ({"client_secret": "x"}, "client-secret-wrong", 401, "invalid_client", "Unauthorized"),
    ({"refresh_token": "dead"}, "refresh-token-dead", 400, "invalid_grant", "Token has been expired or revoked."),
    ({"refresh_token": "foreign"}, "refresh-token-foreign", 401, "unauthorized_client", "Unauthorized"),
    ({"refresh_token": "garbage"}, "grant-unusable", 400, "invalid_grant", "Bad Request"),
    ({"scope": "openid"}, "scope-not-granted", 400, "invalid_scope", "Bad Request"),
    ({"authorization": "Basic eDp5"}, "request-malformed", 400, "invalid_request", "Bad Request"),
]
# Changes to the claims of a good assertion, the same.
CLAIMS: list[Expected] = [
    ({"iss": "x"}, "assertion-account-unknown", 400, "invalid_grant", "Invalid grant: account not found"),
    (
        {"iss": "alice@autosched.example"},
        "assertion-issuer-keyless",
        400,
        "invalid_grant",
        "Invalid JWT: No valid verifier found for issuer.",
    ),
    ({"kid": "x"}, "assertion-signature", 400, "invalid_grant", "Invalid JWT Signature."),
    ({"exp": 1}, "assertion-times", 400, "invalid_grant", SHORT_LIVED),
    ({"aud": "x"}, "assertion-audience", 400, "invalid_grant", AUDIENCE),
    ({"scope": "x"}, "assertion-scope", 400, "invalid_scope", "Invalid OAuth scope or ID token audience provided."),
    ({"sub": "x@y.example"}, "assertion-subject-unknown", 400, "invalid_grant", "Invalid email or User ID"),
    ({"sub": "x"}, "assertion-subject-no-email", 400, "invalid_grant", "Not a valid email"),
    ({"sub": "bob@partner.example"}, "delegation-missing", 401, "unauthorized_client", UNAUTHORIZED),
    (
        {"sub": "bob@partner.example", "scope": f"{CALENDAR} {full('calendar.readonly')}"},
        "delegation-scope",
        403,
        "access_denied",
        "Requested client not authorized.",
    ),
]
# Rows that no request reaches before there is what they are about.
ELSEWHERE = {
    "tests/google/oauth/test_authorize.py": {
        "code-malformed",
        "code-verifier-missing",
        "code-verifier-wrong",
        "redirect-uri-mismatch",
        "redirect-uri-missing",
    },
    "tests/google/oauth/test_device.py": {
        "device-pending",
        "device-slow-down",
        "device-denied",
        "device-expired",
        "device-scope",
    },
    "tests/google/oauth/test_userinfo.py": {"userinfo-unauthenticated"},
    "tests/google/oauth/test_faults.py": set(FAULT_ROWS.values()),
}
"""Where each row that is not reached here is produced over a socket."""


def told(raised: OAuthRefusal) -> tuple[str, int, str, str | None]:
    return raised.row.key, raised.status, raised.row.error, raised.description


def refused(identity: Identity, form: dict[str, str], authorization: str | None = None) -> OAuthRefusal:
    with pytest.raises(OAuthRefusal) as raised:
        exchange_grant(TokenRequest(form, authorization), identity)
    return raised.value


@pytest.mark.parametrize("row", REFRESH, ids=lambda row: row[1])
def test_a_refresh_request_is_refused_in_googles_words(identity: Identity, row: Expected) -> None:
    changes, key, status, error, description = row
    client = identity.client("autosched")
    tokens = {
        "dead": identity.standing("bob", "autosched").refresh_token or "",
        "foreign": identity.standing("alice", "fixed").refresh_token or "",
    }
    identity.revoke_grant("bob")
    form: dict[str, Any] = {
        "grant_type": "refresh_token",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "refresh_token": identity.standing("alice", "autosched").refresh_token or "",
    } | changes
    form["refresh_token"] = tokens.get(form["refresh_token"], form["refresh_token"])
    refusal = refused(identity, form, form.pop("authorization", None))
    assert told(refusal) == (key, status, error, description)
    assert refusal.body() == {"error": error, "error_description": description}


@pytest.mark.parametrize("row", CLAIMS, ids=lambda row: row[1])
def test_an_assertion_is_refused_in_googles_words(
    identity: Identity, sign: Callable[..., str], claims: dict[str, Any], row: Expected
) -> None:
    changes, key, status, error, description = row
    header = {"alg": "RS256"} | ({"kid": changes["kid"]} if "kid" in changes else {})
    refusal = refused(identity, {"grant_type": JWT_BEARER, "assertion": sign(claims | changes, header)})
    assert told(refusal) == (key, status, error, description)


def test_revocation_and_tokeninfo_refuse_in_googles_words(identity: Identity) -> None:
    for act, expected in (
        (revoke, ("revocation-unknown-token", 400, "invalid_token", "Token expired or revoked")),
        (judged, ("tokeninfo-invalid", 400, "invalid_token", "Invalid Value")),
    ):
        with pytest.raises(OAuthRefusal) as raised:
            act(identity, "garbage")
        assert told(raised.value) == expected


def test_every_row_is_reached_here_or_over_a_socket() -> None:
    reached = {key for _, key, *_ in REFRESH} | {key for _, key, *_ in CLAIMS}
    reached |= {"revocation-unknown-token", "tokeninfo-invalid"}
    assert reached | set().union(*ELSEWHERE.values()) == set(GOOGLE)


def test_a_row_has_a_key_of_its_own_and_a_status_of_a_refusal() -> None:
    for key, row in GOOGLE.items():
        assert row.key == key
        assert 400 <= row.status < 600


def test_a_row_may_say_more_than_error_and_description() -> None:
    assert google("session-control").body() == {
        "error": "invalid_grant",
        "error_description": "reauth related error (invalid_rapt)",
        "error_uri": "https://support.google.com/a/answer/9368756",
        "error_subtype": "invalid_rapt",
    }
    assert google("rate-limited").body() == {"error": "rate_limit_exceeded"}


def test_the_reason_for_people_is_not_sent() -> None:
    refusal = OAuthRefusal(Refusal("k", 400, "invalid_grant", "Bad {what}", "doc"), "the secret truth", what="Request")
    assert refusal.why == "the secret truth"
    assert refusal.body() == {"error": "invalid_grant", "error_description": "Bad Request"}
    assert google("client-secret-wrong").why == "Unauthorized"
