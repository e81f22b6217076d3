"""Every refusal of Microsoft's authorization server, one row each.

After "Microsoft Entra authentication and authorization error codes"; the `error`, the status and the words of what no
document and no recording shows are [inferred].
https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A refusal: the number behind AADSTS, what OAuth calls it, its words and its status.

    `page` says that a person is shown it, because the app cannot be trusted with it or cannot be found.
    """

    code: int
    error: str
    text: str
    status: int = 400
    suberror: str = ""
    page: bool = False


class Refusal(Exception):  # noqa: N818 - it is raised to be answered
    """A row, with what stands in the places of its words. `why` is for the journal."""

    def __init__(self, row: Row, why: str = "", **words: str) -> None:
        self.row = row
        self.text = row.text.format_map(words) if words else row.text
        super().__init__(why or self.text)
        self.why = why or self.text


class NotEmulated(Exception):  # noqa: N818 - named by what it says
    """The real server has it, this one not."""


_NO_APP = (
    "Application with identifier '{id}' was not found in the directory '{tenant}'. This can happen if the application "
    "has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have "
    "sent your authentication request to the wrong tenant."
)
_REDEEMED = (
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh "
    "token."
)
_CODE_EXPIRED = (
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
    "authorization request for this user and resource."
)
_NO_CONSENT = (
    "The user or administrator has not consented to use the application with ID '{id}' named '{name}'. Send an "
    "interactive authorization request for this user and resource."
)
_SECRET_WRONG = (
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the "
    "client secret ID, for a secret added to app '{id}'."
)
_TENANT_UNKNOWN = (
    "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
    "cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the "
    "tenant."
)
_REVOKED = (
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed "
    "or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are "
    "not valid) for this user is '{valid_from}'."
)
_NO_RESOURCE = (
    "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the "
    "application has not been installed by the administrator of the tenant or consented to by any user in the tenant. "
    "You might have sent your authentication request to the wrong tenant."
)

# Requests.
BODY_PARAMETER_MISSING = Row(
    900144, "invalid_request", "The request body must contain the following parameter: '{name}'."
)
MALFORMED = Row(9002313, "invalid_request", "Invalid request. Request is malformed or invalid.")
POST_ONLY = Row(900561, "invalid_request", "The endpoint only accepts POST requests. Received a {method} request.")
TENANT_UNKNOWN = Row(90002, "invalid_request", _TENANT_UNKNOWN)
TENANT_UNKNOWN_AT_DISCOVERY = Row(90002, "invalid_tenant", _TENANT_UNKNOWN)
TENANT_MALFORMED = Row(
    900023,
    "invalid_request",
    "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
)
INSTANCE_UNKNOWN = Row(50049, "invalid_instance", "Unknown or invalid instance.")
UNSUPPORTED_GRANT = Row(70003, "unsupported_grant_type", "The app requested an unsupported grant type '{grant}'.")
NOT_OVER_COMMON = Row(
    9001023, "invalid_request", "The grant type is not supported over the /common or /consumers endpoints. Please use "
    "the /organizations or tenant-specific endpoint."
)  # fmt: skip
SCOPE_INVALID = Row(
    70011,
    "invalid_scope",
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' "
    "is not valid. The scope {scope} is not valid.",
)
SCOPE_NOT_DEFAULT = Row(
    1002012,
    "invalid_scope",
    "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default "
    "suffixed to the resource identifier (application ID URI).",
)
SCOPE_UNKNOWN = Row(
    650053,
    "invalid_client",
    "The application '{name}' asked for scope '{scope}' that doesn't exist on the resource "
    "'00000003-0000-0000-c000-000000000000'. Contact the app vendor.",
)
SEVERAL_RESOURCES = Row(
    700022, "invalid_request", "The provided value for the input parameter scope isn't valid because it contains more "
    "than one resource."
)  # fmt: skip
RESOURCE_UNKNOWN = Row(500011, "invalid_resource", _NO_RESOURCE)

# Clients.
APP_UNKNOWN = Row(700016, "unauthorized_client", _NO_APP)
SECRET_MISSING = Row(
    7000218,
    "invalid_client",
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    401,
)
SECRET_WRONG = Row(7000215, "invalid_client", _SECRET_WRONG, 401)
SECRET_UNEXPECTED = Row(
    700025,
    "invalid_client",
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    401,
)
CREDENTIALS_WRONG = Row(70002, "invalid_client", "Error validating credentials.", 401)
ASSERTION_SIGNATURE = Row(
    700027, "invalid_client", "Client assertion contains an invalid signature. [Reason - {reason}]", 401
)
ASSERTION_TIMES = Row(700024, "invalid_client", "Client assertion is not within its valid time range.", 401)
ASSERTION_AUDIENCE = Row(700023, "invalid_client", "Client assertion audience claim does not match Realm issuer.", 401)
ASSERTION_CLIENT = Row(
    700021, "invalid_client", "Client assertion application identifier doesn't match 'client_id' parameter.", 401
)
ASSERTION_MALFORMED = Row(50027, "invalid_client", "JWT token is invalid or malformed.", 401)

# Codes and refresh tokens.
CODE_MALFORMED = Row(9002313, "invalid_grant", "Invalid request. Request is malformed or invalid.")
GRANT_INVALID = Row(
    70000, "invalid_grant", "Provided grant is invalid or malformed.",
)  # fmt: skip
CODE_REDEEMED = Row(54005, "invalid_grant", _REDEEMED)
CODE_EXPIRED = Row(70008, "invalid_grant", _CODE_EXPIRED)
CODE_OF_OTHER_TENANT = Row(
    700005, "invalid_grant", "Provided Authorization Code is intended to use against other tenant, thus rejected."
)
VERIFIER_WRONG = Row(
    501481, "invalid_grant", "The Code_Verifier does not match the code_challenge supplied in the authorization "
    "request."
)  # fmt: skip
VERIFIER_MALFORMED = Row(501491, "invalid_grant", "Invalid size of Code_Verifier parameter.")  # [inferred]: the error
REDIRECT_AT_TOKEN = Row(
    500112, "invalid_client", "The reply address '{uri}' does not match the reply address '{right}' provided when "
    "requesting Authorization code."
)  # fmt: skip
REVOKED = Row(50173, "invalid_grant", _REVOKED, suberror="bad_token")
REFRESH_EXPIRED = Row(
    700082,
    "invalid_grant",
    "The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for "
    "90.00:00:00.",
    suberror="bad_token",
)
REFRESH_OF_OTHER_APP = Row(
    70000, "invalid_grant", "Provided grant is invalid or malformed. The refresh token was issued to another client."
)
NO_CONSENT = Row(65001, "invalid_grant", _NO_CONSENT, suberror="consent_required")

ASSERTION_REFUSED = Row(
    50013, "invalid_grant", "Assertion failed signature validation. [Reason - {reason}]"
)  # [inferred]: the reasons
ASSERTION_EXPIRED = Row(500133, "invalid_grant", "Assertion is not within its valid time range.")

# Authorization requests.
REDIRECT_MISMATCH = Row(
    50011,
    "invalid_request",
    "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application "
    "'{id}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. "
    "Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.",
    200,
    page=True,
)
NO_REDIRECT = Row(500113, "invalid_request", "No reply address is registered for the application.", 200, page=True)
RESPONSE_TYPE_DISABLED = Row(
    700054, "unsupported_response_type", "response_type '{type}' is not enabled for the application."
)
RESPONSE_TYPE_UNKNOWN = Row(
    70005, "unsupported_response_type", "The app returned an unsupported response type '{type}'."
)  # [inferred]: the words, as of the two below
RESPONSE_MODE_UNKNOWN = Row(70007, "unsupported_response_mode", "The app requested an unsupported response mode.")
PROMPT_UNKNOWN = Row(90023, "invalid_request", "Unsupported 'prompt' value.")
CHALLENGE_MALFORMED = Row(501491, "invalid_request", "Invalid size of Code_Challenge parameter.")
LOGIN_REQUIRED = Row(50058, "login_required", "A silent sign-in request was sent but no user is signed in.")
SILENT_CONSENT = Row(65001, "interaction_required", _NO_CONSENT, suberror="consent_required")
DECLINED = Row(65004, "access_denied", "User declined to consent to access the app.")
FOREIGN_ACCOUNT = Row(
    50020,
    "access_denied",
    "User account '{user}' from identity provider '{idp}' does not exist in tenant 'Microsoft Accounts' and cannot "
    "access the application '{id}'({name}) in that tenant. The account needs to be added as an external user in the "
    "tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
)

USERINFO_TOKEN = Row(
    50027, "invalid_token", "JWT token is invalid or malformed.", 401
)  # [inferred]: all of it but the status

# Device codes.
DEVICE_PENDING = Row(
    70016,
    "authorization_pending",
    "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
)
DEVICE_SLOW_DOWN = Row(70016, "slow_down", "OAuth 2.0 device flow error. Polling too often.")  # [inferred]
DEVICE_UNKNOWN = Row(70018, "bad_verification_code", "Invalid verification code.")
DEVICE_EXPIRED = Row(70019, "expired_token", "Verification code expired.")
DEVICE_DECLINED = Row(70020, "authorization_declined", "The user denied the authorization request.")  # [inferred]
