"""Request bodies of Google Calendar: JSON read as the service reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google import description
from mockserver.google.body import BadValue
from mockserver.google.refusals import FORM_NOT_PARSED, PARSE_ERROR, Refusal
from mockserver.http.receiving import FORM

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange


def read_body(exchange: Exchange, schema: str, *, patch: bool = False) -> dict[str, Any]:
    """The request's body as a resource of that schema: unknown and read-only members dropped, types checked.

    With `patch` a null stays, because it deletes. Raises `Refusal` or `BadValue`.
    """
    if exchange.headers.get("Content-Type", "").startswith(FORM):
        raise Refusal(FORM_NOT_PARSED, why="send the body as application/json")
    if not exchange.body:
        return {}  # a request without a body changes nothing, and lacks whatever is required
    try:
        value = msgspec.json.decode(exchange.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(PARSE_ERROR, why=f"the body is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise BadValue(value, "an object")
    cleaned: dict[str, Any] = description.clean(schema, value, nulls=patch, read_only=True)
    return cleaned
