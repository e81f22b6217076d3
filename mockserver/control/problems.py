"""Every refusal of the control API: one row each, raised by name, answered as a problem document (RFC 9457).

A row says what kind of problem it is; `detail` what was wrong here and what would be right.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

PAGE = "/_mock/problems"
JSON_TYPE = "application/problem+json"


class Row(NamedTuple):
    """One kind of problem. `slug` is its name in `type`, and in the journal."""

    status: int
    slug: str
    title: str


MALFORMED_BODY = Row(400, "malformed-body", "The body is no JSON")
WRONG_PARAMETER = Row(400, "wrong-parameter", "A parameter is unknown, or its value is none that it takes")
UNREADABLE_REQUEST = Row(400, "unreadable-request", "The request cannot be read")
TOKEN_REQUIRED = Row(401, "token-required", "The control token is missing or wrong")
FOREIGN_ORIGIN = Row(403, "foreign-origin", "A page of another origin needs the control token")
FOREIGN_HOST = Row(403, "foreign-host", "The name of the host is not known to be this server's")
UNKNOWN_PATH = Row(404, "unknown-path", "Nothing is served there")
UNKNOWN_SESSION = Row(404, "unknown-session", "No session of that id lives")
UNKNOWN_SNAPSHOT = Row(404, "unknown-snapshot", "The session has no snapshot of that name")
UNKNOWN_FAULT = Row(404, "unknown-fault", "The session has no fault of that number armed")
UNKNOWN_APP = Row(404, "unknown-app", "The scenario has no app with such credentials")
METHOD_NOT_ALLOWED = Row(405, "method-not-allowed", "The path is served, but not with that method")
SESSION_EXISTS = Row(409, "session-exists", "A session of that id lives already")
NAME_TAKEN = Row(409, "name-taken", "The library has a scenario of that name")
LIMIT_REACHED = Row(409, "limit-reached", "There are as many as there may be")
CLOCK_GOES_FORWARD = Row(409, "clock-goes-forward", "A session's clock cannot be moved there")
TOO_LARGE = Row(413, "too-large", "The body is larger than is read")
WRONG_BODY = Row(422, "wrong-body", "The body does not say what it must")
WRONG_SCENARIO = Row(422, "wrong-scenario", "The scenario has mistakes")
UNKNOWN_SCENARIO = Row(422, "unknown-scenario", "There is no such scenario, or no such version")
WRONG_CHANGE = Row(422, "wrong-change", "The change cannot be made in this session")
INTERNAL = Row(500, "internal-error", "The mock itself failed; please report it")
NOT_BUILT = Row(501, "not-built", "This is planned but not built yet")

ROWS: tuple[Row, ...] = (
    MALFORMED_BODY,
    WRONG_PARAMETER,
    UNREADABLE_REQUEST,
    TOKEN_REQUIRED,
    FOREIGN_ORIGIN,
    FOREIGN_HOST,
    UNKNOWN_PATH,
    UNKNOWN_SESSION,
    UNKNOWN_SNAPSHOT,
    UNKNOWN_FAULT,
    UNKNOWN_APP,
    METHOD_NOT_ALLOWED,
    SESSION_EXISTS,
    NAME_TAKEN,
    LIMIT_REACHED,
    CLOCK_GOES_FORWARD,
    TOO_LARGE,
    WRONG_BODY,
    WRONG_SCENARIO,
    UNKNOWN_SCENARIO,
    WRONG_CHANGE,
    INTERNAL,
    NOT_BUILT,
)
"""Every kind, in the order of their statuses."""


class ProblemDocument(msgspec.Struct, frozen=True):
    """A refusal (RFC 9457). Kinds that can say more have further members, such as `near`, `errors` or `sessions`."""

    type: str
    title: str
    status: int
    detail: str


class Problem(Exception):  # noqa: N818 - RFC 9457's word for an answer that is no
    """A refusal by its row. `members` are further members of the document; `headers` go with the answer."""

    def __init__(self, row: Row, detail: str, headers: dict[str, str] | None = None, **members: Any) -> None:
        super().__init__(f"{row.title}: {detail}")
        self.row = row
        self.detail = detail
        self.headers = headers or {}
        self.members = members

    def document(self, origin: str) -> dict[str, Any]:
        """The problem document; `origin` is where its kinds are explained."""
        row = self.row
        type_ = f"{origin}{PAGE}#{row.slug}"
        return {"type": type_, "title": row.title, "status": row.status, "detail": self.detail, **self.members}


def listed(names: list[str], most: int = 20) -> str:
    """Names for people, cut where there are many."""
    if not names:
        return "none"
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
