"""Pages and sync tokens of Google's lists, sealed by the session and written in URL-safe base64.

A page token belongs to its query: another query with it is refused. A sync token belongs to its collection, and to
who asked for it.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from mockserver.documents import Cursor, CursorExpired, CursorMalformed
from mockserver.google.refusals import FULL_SYNC_REQUIRED, INVALID_PAGE_TOKEN, INVALID_SYNC_TOKEN, Refusal

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

# What a later page may change without being another query.
_FREE = frozenset({"pageToken", "maxResults"})


def query_of(exchange: Exchange) -> str:
    """What of a query a page token is bound to: the method's own parameters, not those that every method has."""
    operation = exchange.operation
    own = operation.reader.names - _FREE if operation is not None else frozenset[str]()
    return "&".join(sorted(f"{name}={value}" for name, value in exchange.pairs if name in own))


def page_token(exchange: Exchange, scope: str, cursor: Cursor) -> str:
    sealed = exchange.session.cursors.seal("page", scope, query_of(exchange), cursor)
    return base64.urlsafe_b64encode(sealed).decode()


def sync_token(exchange: Exchange, scope: str, cursor: Cursor, role: str = "") -> str:
    """What the next sync goes on from. `role` is what the caller may see; in another role it is no longer valid."""
    sealed = exchange.session.cursors.seal("sync", scope, f"{exchange.person} {role}", cursor)
    return base64.urlsafe_b64encode(sealed).decode()


def open_page(exchange: Exchange, scope: str, token: str) -> Cursor:
    """Where the next page begins. Raises `Refusal`."""
    try:
        return exchange.session.cursors.open("page", scope, query_of(exchange), _bytes(token))
    except (binascii.Error, ValueError, CursorMalformed, CursorExpired) as error:
        raise Refusal(INVALID_PAGE_TOKEN, why=f"pageToken: {_said(error)}; repeat the query it came from") from None


def open_sync(exchange: Exchange, scope: str, token: str, role: str = "") -> Cursor:
    """What was known at the last sync.

    Raises `Refusal`: 400 where the token cannot be one, 410 where it is not one that is valid here and now.
    """
    try:
        sealed = _bytes(token)
    except (binascii.Error, ValueError):
        raise Refusal(INVALID_SYNC_TOKEN, why="a sync token is URL-safe base64, as nextSyncToken gave it") from None
    try:
        return exchange.session.cursors.open("sync", scope, f"{exchange.person} {role}", sealed)
    except (CursorMalformed, CursorExpired) as error:
        raise Refusal(FULL_SYNC_REQUIRED, why=f"syncToken: {_said(error)}") from None


def _said(error: Exception) -> str:
    return str(error) or "its time is over"


def _bytes(token: str) -> bytes:
    text = token.rstrip("=")  # so a token with one character before it is still one, and gets its 410, as was seen
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
