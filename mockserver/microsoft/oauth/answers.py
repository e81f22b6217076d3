"""How Microsoft's authorization server writes: JSON, errors with their trace, and pages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import datetime_of
from mockserver.http.exchange import Reply
from mockserver.http.parameters import BadParameter
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.ids import derive
from mockserver.microsoft.oauth.refusals import MALFORMED, NotEmulated, Refusal

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

_ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "P3P": 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    "x-ms-ests-server": "2.1.00000.0 - mock ProdSlices",
    "X-XSS-Protection": "0",
}
_UNCACHED = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "Expires": "-1"}
_JSON = {"Content-Type": "application/json; charset=utf-8"}
PUBLISHED = {"Cache-Control": "max-age=86400, private", "Access-Control-Allow-Origin": "*"}
"""The headers of what anybody may know."""
_WITH_A_PAGE = frozenset({7000215, 7000218, 7000222, 700016, 700027, 90002, 50011, 70011, 54005, 9002313})


class Published(msgspec.Struct, frozen=True):
    """A document that may be kept."""

    members: dict[str, Any]


def render(exchange: Exchange, value: object) -> Reply:
    """Make the answer of what a handler returned."""
    if isinstance(value, Reply):
        value.headers.update(_ALWAYS | {"x-ms-request-id": trace_of(exchange)})
        return value
    if isinstance(value, Published):
        return _json(exchange, 200, value.members, PUBLISHED)
    return _json(exchange, 200, value, _UNCACHED)


def refused(exchange: Exchange, error: Exception) -> Reply:
    """Make the answer of anything that was raised."""
    status = None
    if isinstance(error, NotEmulated):
        exchange.note(str(error))
        members = {"error": "not_implemented", "error_description": str(error)}
        return _json(exchange, 501, members, _UNCACHED, "not_implemented")
    if isinstance(error, TooLarge):
        error, status = Refusal(MALFORMED, str(error)), 413
    elif isinstance(error, BadBody | BadQuery | BadParameter):
        error = Refusal(MALFORMED, str(error))
    if not isinstance(error, Refusal):
        # Without a reason it is an error of this server, which the pipeline reports.
        return _json(exchange, 500, {"error": "server_error"}, _UNCACHED)
    exchange.note(error.why)
    if error.row.page:
        return _page(exchange, error)
    members = error_members(exchange, error)
    return _json(exchange, status or error.row.status, members, _UNCACHED, f"{members['error']} {error.row.code}")


def error_members(exchange: Exchange, error: Refusal) -> dict[str, Any]:
    """An error's envelope."""
    row, trace, correlation = error.row, trace_of(exchange), correlation_of(exchange)
    timestamp = _timestamp(exchange)
    members: dict[str, Any] = {
        "error": row.error,
        "error_description": described(exchange, error),
        "error_codes": [row.code],
        "timestamp": timestamp,
        "trace_id": trace,
        "correlation_id": correlation,
    }
    if row.code in _WITH_A_PAGE:
        members["error_uri"] = f"https://login.microsoftonline.com/error?code={row.code}"
    return members | ({"suberror": row.suberror} if row.suberror else {})


def described(exchange: Exchange, error: Refusal) -> str:
    """The words of an error with the places where to look for it."""
    return (
        f"AADSTS{error.row.code}: {error.text} Trace ID: {trace_of(exchange)} Correlation ID: "
        f"{correlation_of(exchange)} Timestamp: {_timestamp(exchange)}"
    )


def trace_of(exchange: Exchange) -> str:
    """The GUID that names an answer, the same however often it is asked for."""
    return _guid(exchange, "trace")


def correlation_of(exchange: Exchange) -> str:
    """What the client calls its request, else a GUID."""
    sent = exchange.headers.get("client-request-id") or exchange.argument("client-request-id")
    return sent[:64] if sent else _guid(exchange, "correlation")


def _guid(exchange: Exchange, purpose: str) -> str:
    if exchange.unplaced:
        return derive("microsoft-oauth", purpose, exchange.path).uuid()
    session = exchange.session
    return derive("microsoft-oauth", purpose, session.id, str(session.journal.written), exchange.path).uuid()


def _timestamp(exchange: Exchange) -> str:
    now = 0 if exchange.unplaced else exchange.session.clock.now()
    return datetime_of(now).strftime("%Y-%m-%d %H:%M:%SZ")


def _page(exchange: Exchange, error: Refusal) -> Reply:
    from mockserver.consent import page  # noqa: PLC0415 - only who is shown a page pays for it
    from mockserver.consent.view import ErrorView  # noqa: PLC0415 - the same

    details = (
        ("Request Id", trace_of(exchange)),
        ("Correlation Id", correlation_of(exchange)),
        ("Timestamp", _timestamp(exchange)),
    )
    view = ErrorView(f"AADSTS{error.row.code}", error.text, error.why if error.why != error.text else "", details)
    headers = _ALWAYS | _UNCACHED | dict(page.HEADERS) | {"x-ms-request-id": trace_of(exchange)}
    return Reply(error.row.status, headers, page.error_page("microsoft", view), f"AADSTS{error.row.code}")


def _json(exchange: Exchange, status: int, members: object, more: dict[str, str], reason: str = "") -> Reply:
    headers = _JSON | _ALWAYS | more | {"x-ms-request-id": trace_of(exchange)}
    return Reply(status, headers, msgspec.json.encode(members), reason)
