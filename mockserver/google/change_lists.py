"""Lists in the order of change: calendarList, acl, settings. Page by page, and as what changed since a sync.

What changes between two pages is told again by the sync that follows, so that nothing can be missed. Events have rules
of their own, in `events/lists.py`.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from mockserver.documents import Cursor
from mockserver.google.formats import list_etag
from mockserver.google.paging import open_page, open_sync, page_token, sync_token
from mockserver.google.refusals import FULL_SYNC_REQUIRED, SYNC_TOKEN_RESTRICTED, Refusal
from mockserver.google.render import Listing, fragment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.http.exchange import Exchange

DEFAULT_PAGE = 100
LARGEST_PAGE = 250
"""Entries of a page at most; a higher `maxResults` is taken as this [inferred]."""


def place(
    exchange: Exchange, scope: str, revision: int, tokens: tuple[str | None, str | None], restricted: str = ""
) -> Cursor:
    """After which revision to go on, and (`at`) as of which one the first page was: what the next sync begins at.

    `revision` is the newest of the collection, `tokens` are the page token and the sync token of the query.
    `restricted` says what in it cannot go with a sync token. Raises `Refusal`.
    """
    paged, synced = tokens
    if synced and restricted:
        raise Refusal(SYNC_TOKEN_RESTRICTED, why=restricted)
    if paged:
        return open_page(exchange, scope, paged)
    if not synced:
        return Cursor(0, revision)
    known = open_sync(exchange, scope, synced).revision
    if known > revision:
        raise Refusal(FULL_SYNC_REQUIRED, why="syncToken: from before the session was reset or a snapshot restored")
    return Cursor(known, revision)


def listing(
    exchange: Exchange,
    scope: str,
    begun: Cursor,
    found: Iterator[tuple[int, dict[str, Any]]],
    *,
    kind: str,
    size: int,
    syncable: bool = True,
) -> Listing:
    """One page of resources, each found with its revision, with the token of what follows it."""
    page = list(islice(found, min(size, LARGEST_PAGE) + 1))
    more = len(page) > min(size, LARGEST_PAGE)
    page = page[: min(size, LARGEST_PAGE)]
    items = [fragment(document) for _, document in page]
    head: dict[str, Any] = {"kind": kind, "etag": list_etag(scope, *(item.decode() for item in items))}
    if more:
        head["nextPageToken"] = page_token(exchange, scope, Cursor(page[-1][0], begun.at))
    elif syncable:
        head["nextSyncToken"] = sync_token(exchange, scope, Cursor(begun.at))
    return Listing(head, items)
