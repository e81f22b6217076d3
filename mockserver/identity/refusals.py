"""Every refusal of Google's token, revocation and tokeninfo endpoints, each as one row.

A row says what goes over the wire; `OAuthRefusal` is raised with a row and, for people, with what was wrong in this
request. Another provider's words are another table beside `GOOGLE`.

The mark of a source: `doc` Google's documentation, `seen` answers of the real service that others published,
`inferred` from how its neighbours behave.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

Source = Literal["doc", "seen", "inferred"]


class Refusal(msgspec.Struct, frozen=True):
    """One row. `description` may have places, such as `{name}`, that the raiser fills; `extra` are further members."""

    key: str
    status: int
    error: str
    description: str | None
    source: Source
    extra: Mapping[str, str] = MappingProxyType({})


class OAuthRefusal(Exception):  # noqa: N818 - it names what was decided, and is rendered by the provider
    """A request to an OAuth endpoint is refused: with a row of a table, and `why` in words for the journal."""

    def __init__(self, row: Refusal, why: str = "", **details: str) -> None:
        self.row = row
        self.description = row.description.format(**details) if row.description is not None else None
        self.why = why or self.description or row.error
        super().__init__(f"{row.error}: {self.why}")

    @property
    def status(self) -> int:
        return self.row.status

    def body(self) -> dict[str, str]:
        """The JSON members of the answer (RFC 6749 section 5.2), in the order Google writes them."""
        described = {"error_description": self.description} if self.description is not None else {}
        return {"error": self.row.error, **described, **self.row.extra}


_NOT_SHORT_LIVED = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
_UNAUTHORIZED = (
    "Client is unauthorized to retrieve access tokens using this method, "
    "or client not authorized for any of the scopes requested."
)
_RAPT_HELP = "https://support.google.com/a/answer/9368756"
_RAPT = MappingProxyType({"error_uri": _RAPT_HELP, "error_subtype": "invalid_rapt"})
_RAPT_REQUIRED = MappingProxyType({"error_uri": _RAPT_HELP, "error_subtype": "rapt_required"})

# https://developers.google.com/identity/protocols/oauth2/service-account#error-codes and
# https://developers.google.com/identity/protocols/oauth2/web-server#exchange-errors
_ROWS = (
    # The request itself.
    Refusal("grant-type-unsupported", 400, "unsupported_grant_type", "Invalid grant_type: {grant_type}", "seen"),
    Refusal("parameter-missing", 400, "invalid_request", "Missing required parameter: {name}", "seen"),
    Refusal("redirect-uri-missing", 400, "invalid_request", "Missing parameter: redirect_uri", "seen"),
    Refusal("request-malformed", 400, "invalid_request", "Bad Request", "seen"),
    # Who the client is.
    Refusal("client-undetermined", 400, "invalid_request", "Could not determine client ID from request.", "seen"),
    Refusal("client-secret-missing", 400, "invalid_request", "client_secret is missing.", "seen"),
    Refusal("client-unknown", 401, "invalid_client", "The OAuth client was not found.", "seen"),
    Refusal("client-secret-wrong", 401, "invalid_client", "Unauthorized", "seen"),
    Refusal("client-deleted", 401, "deleted_client", "The OAuth client was deleted.", "inferred"),
    Refusal("client-disabled", 401, "disabled_client", "The OAuth client was disabled.", "doc"),
    Refusal(
        "client-internal", 403, "org_internal", "This client is restricted to users within its organization.", "doc"
    ),
    # Refresh tokens and codes.
    Refusal("refresh-token-dead", 400, "invalid_grant", "Token has been expired or revoked.", "seen"),
    Refusal("refresh-token-foreign", 401, "unauthorized_client", "Unauthorized", "seen"),
    Refusal("grant-unusable", 400, "invalid_grant", "Bad Request", "seen"),
    Refusal("scope-not-granted", 400, "invalid_scope", "Bad Request", "inferred"),
    Refusal("code-malformed", 400, "invalid_grant", "Malformed auth code.", "seen"),
    Refusal("code-verifier-missing", 400, "invalid_grant", "Missing code verifier.", "seen"),
    Refusal("code-verifier-wrong", 400, "invalid_grant", "Invalid code verifier.", "seen"),
    Refusal("redirect-uri-mismatch", 400, "redirect_uri_mismatch", "Bad Request", "seen"),
    # Service-account assertions.
    Refusal("assertion-account-unknown", 400, "invalid_grant", "Invalid grant: account not found", "seen"),
    Refusal(
        "assertion-issuer-keyless", 400, "invalid_grant", "Invalid JWT: No valid verifier found for issuer.", "seen"
    ),
    Refusal("assertion-signature", 400, "invalid_grant", "Invalid JWT Signature.", "doc"),
    Refusal("assertion-times", 400, "invalid_grant", _NOT_SHORT_LIVED, "seen"),
    Refusal(
        "assertion-audience",
        400,
        "invalid_grant",
        "Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token",
        "seen",
    ),
    Refusal("assertion-scope", 400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.", "seen"),
    Refusal("assertion-subject-unknown", 400, "invalid_grant", "Invalid email or User ID", "seen"),
    Refusal("assertion-subject-no-email", 400, "invalid_grant", "Not a valid email", "seen"),
    Refusal("delegation-missing", 401, "unauthorized_client", _UNAUTHORIZED, "seen"),
    Refusal(
        "delegation-missing-formerly", 401, "unauthorized_client", "Unauthorized client or scope in request.", "doc"
    ),
    Refusal("delegation-scope", 403, "access_denied", "Requested client not authorized.", "doc"),
    # Device codes.
    Refusal("device-pending", 428, "authorization_pending", "Precondition Required", "inferred"),
    Refusal("device-slow-down", 403, "slow_down", "Forbidden", "inferred"),
    Refusal("device-denied", 403, "access_denied", "Forbidden", "inferred"),
    Refusal("device-expired", 400, "expired_token", "Token has been expired.", "inferred"),
    Refusal("device-scope", 400, "invalid_scope", "Invalid device flow scope: {scope}", "seen"),
    # Policies of the organisation, and the service itself.
    Refusal("session-control", 400, "invalid_grant", "reauth related error (invalid_rapt)", "seen", _RAPT),
    Refusal(
        "session-control-required", 400, "invalid_grant", "reauth related error (rapt_required)", "seen", _RAPT_REQUIRED
    ),
    Refusal("admin-policy", 400, "admin_policy_enforced", "Access to this service is not allowed by policy.", "doc"),
    Refusal("rate-limited", 429, "rate_limit_exceeded", None, "inferred"),
    Refusal("quota-exceeded", 403, "quota_exceeded", None, "inferred"),
    Refusal("internal-failure", 500, "internal_failure", "internal_failure", "inferred"),
    Refusal("server-error", 500, "server_error", "server_error", "inferred"),
    Refusal("unavailable", 503, "temporarily_unavailable", "temporarily_unavailable", "inferred"),
    # Revocation and tokeninfo.
    Refusal("revocation-unknown-token", 400, "invalid_token", "Token expired or revoked", "inferred"),
    Refusal("tokeninfo-invalid", 400, "invalid_token", "Invalid Value", "seen"),
    Refusal("userinfo-unauthenticated", 401, "invalid_request", "Invalid Credentials", "inferred"),
)
GOOGLE: Mapping[str, Refusal] = MappingProxyType({row.key: row for row in _ROWS})


def google(key: str, why: str = "", **details: str) -> OAuthRefusal:
    """The refusal of that row of Google's table, to be raised."""
    return OAuthRefusal(GOOGLE[key], why, **details)
