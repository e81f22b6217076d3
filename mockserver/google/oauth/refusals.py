"""What Google refuses a person on a page of its own, never the app: each as one row.

What the token endpoint and its neighbours answer an app stands in `identity/refusals.py`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mockserver.identity.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

# https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
_ROWS = (
    Refusal("parameter-missing", 400, "invalid_request", "Missing required parameter: {name}", "seen"),
    Refusal("parameter-invalid", 400, "invalid_request", "Invalid parameter value for {name}: {value}", "inferred"),
    Refusal(
        "parameter-repeated", 400, "invalid_request", "OAuth 2 parameters can only have a single value: {name}", "seen"
    ),
    Refusal("prompts-conflict", 400, "invalid_request", "Conflict params: approval_prompt and prompt", "seen"),
    Refusal("out-of-band", 400, "invalid_request", "The out-of-band (OOB) flow has been blocked.", "inferred"),
    Refusal("redirect-uri-mismatch", 400, "redirect_uri_mismatch", "You can't sign in because this app sent an invalid "
            "request: its redirect_uri is not one that it registered.", "inferred"),
    Refusal("response-type", 400, "unsupported_response_type", "Invalid response_type: {value}", "inferred"),
    Refusal(
        "scope", 400, "invalid_scope",
        "Some requested scopes were invalid. {{valid=[{valid}], invalid=[{invalid}]}}", "seen",
    ),
    Refusal("client-unknown", 401, "invalid_client", "The OAuth client was not found.", "seen"),
    Refusal("client-deleted", 401, "deleted_client", "The OAuth client was deleted.", "inferred"),
    Refusal("client-disabled", 401, "disabled_client", "The OAuth client was disabled.", "inferred"),
    Refusal(
        "client-internal", 403, "org_internal", "This client is restricted to users within its organization.", "doc"
    ),
    Refusal(
        "client-in-testing", 403, "access_denied", "The app has not completed the verification process. It is being "
        "tested, and only approved testers can use it.", "inferred",
    ),
    Refusal("admin-policy", 400, "admin_policy_enforced", "Access to this service is not allowed by policy.", "doc"),
    Refusal("user-agent", 403, "disallowed_useragent", "This app's request does not comply with the policy on "
            "secure browsers.", "inferred"),
    Refusal("origin-mismatch", 400, "origin_mismatch", "The JavaScript origin is not registered.", "inferred"),
    Refusal("answer-malformed", 400, "invalid_request", "Malformed answer.", "inferred"),
    Refusal("user-code", 400, "invalid_request", "That code is not valid. Check the device and try again.", "inferred"),
)  # fmt: skip
PAGES: Mapping[str, Refusal] = MappingProxyType({row.key: row for row in _ROWS})


class PageRefusal(Exception):  # noqa: N818 - it names what was decided
    """A person is shown an error: with a row of the table, and `why` in words for the journal."""

    def __init__(self, key: str, why: str = "", **details: str) -> None:
        self.row = PAGES[key]
        self.message = (self.row.description or self.row.error).format(**details)
        self.why = why or self.message
        super().__init__(f"{self.row.error}: {self.why}")
