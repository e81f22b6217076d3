"""How Google's OAuth server writes: JSON indented by two, headers that forbid caching, and pages for people.

Refusals come as rows of `identity/refusals.py`; this is the one place that renders them.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google.oauth.refusals import PageRefusal
from mockserver.google.refusals import Refusal as ApiRefusal
from mockserver.google.render import refused as api_refused
from mockserver.http.exchange import Reply
from mockserver.http.parameters import BadParameter
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.identity.refusals import OAuthRefusal, google

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.http.exchange import Exchange

_ALWAYS = {
    "Vary": "Origin, X-Origin, Referer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-XSS-Protection": "0",
    "Server": "scaffolding on HTTPServer2",
}
_JSON = _ALWAYS | {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "Mon, 01 Jan 1990 00:00:00 GMT",
}
_PAGE = _ALWAYS | {"Content-Type": "text/html; charset=UTF-8"}


class NotEmulated(Exception):  # noqa: N818 - named by what it says
    """The real server has it, this one not."""

    def __init__(self, name: str, nearest: str) -> None:
        super().__init__(f"{name} is not emulated by mockserver. Nearest served: {nearest}.")


class MethodNotAllowed(Exception):  # noqa: N818 - named by what it says
    """The path is there, but not for that method."""

    def __init__(self, method: str, path: str, allowed: Sequence[str]) -> None:
        super().__init__(f"The request method {method} is inappropriate for the URL {path}.")
        self.allowed = ", ".join(allowed)
        self.why = f"{self} Right would be {self.allowed}."


class NoSuchPage(Exception):  # noqa: N818 - named by what it says
    """The real server has no such path either."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The requested URL {path} was not found on this server.")


def render(_exchange: Exchange, members: object) -> Reply:
    """Make the answer of what a handler returned."""
    if isinstance(members, Reply):  # pages, redirects, and what may be cached
        return members
    return Reply(200, dict(_JSON), _printed(members))


def published(members: object, max_age: int) -> Reply:
    """What anybody may keep for so many seconds."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    cache = {"Cache-Control": f"public, max-age={max_age}, must-revalidate", "Access-Control-Allow-Origin": "*"}
    return Reply(200, _ALWAYS | headers | cache, _printed(members))


def refused(exchange: Exchange, error: Exception) -> Reply:
    """Make the answer of anything that was raised."""
    if isinstance(error, ApiRefusal):
        return api_refused(exchange, error)
    refusal = _oauth_refusal(error)
    if refusal is not None:
        exchange.note(refusal.why)
        return _refusal(refusal.status, refusal.body())
    special = _special(error)
    if special is None:
        # Without a reason it is an error of this server, which the pipeline reports.
        return Reply(500, dict(_JSON), _printed(google("internal-failure").body()))
    exchange.note(error.why if isinstance(error, PageRefusal | MethodNotAllowed) else str(error))
    return special


def _special(error: Exception) -> Reply | None:
    """The answer of what no row of the token endpoint's table is for."""
    match error:
        case PageRefusal():
            return _error_page(error)
        case MethodNotAllowed():
            return _page(405, "methodNotAllowed", str(error), {"Allow": error.allowed})
        case NoSuchPage():
            return _page(404, "notFound", str(error))
        case NotEmulated():
            return _refusal(501, {"error": "not_implemented", "error_description": str(error)})
        case TooLarge():
            return _refusal(413, google("request-malformed").body())
    return None


def _error_page(refusal: PageRefusal) -> Reply:
    from mockserver.consent.page import HEADERS, error_page  # noqa: PLC0415 - only who asks for a page pays
    from mockserver.consent.view import ErrorView  # noqa: PLC0415 - the same

    row, why = refusal.row, refusal.why
    code = f"Error {row.status}: {row.error}"
    view = ErrorView(code, refusal.message, "" if why == refusal.message else why)
    return Reply(row.status, dict(HEADERS), error_page("google", view), row.error)


def _oauth_refusal(error: Exception) -> OAuthRefusal | None:
    if isinstance(error, OAuthRefusal):
        return error
    return google("request-malformed", str(error)) if isinstance(error, BadBody | BadQuery | BadParameter) else None


def _refusal(status: int, members: dict[str, str]) -> Reply:
    return Reply(status, dict(_JSON), _printed(members), members["error"])


def _printed(members: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(members), indent=2)


def _page(status: int, reason: str, text: str, headers: dict[str, str] | None = None) -> Reply:
    body = f"<!DOCTYPE html>\n<title>Error {status}</title>\n<p><b>{status}.</b> {html.escape(text)}</p>\n"
    return Reply(status, _PAGE | (headers or {}), body.encode(), reason)
