"""Lists in the order of change: where a page begins, what follows it, and what a sync goes on from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.documents import Cursor
from mockserver.google.change_lists import LARGEST_PAGE, listing, place
from mockserver.google.refusals import FULL_SYNC_REQUIRED, INVALID_PAGE_TOKEN, SYNC_TOKEN_RESTRICTED, Refusal
from mockserver.http.exchange import Exchange
from mockserver.identity.directory import Directory
from mockserver.session import Session, Template

if TYPE_CHECKING:
    from collections.abc import Iterator

SCOPE = "google/acl/c"


@pytest.fixture
def exchange() -> Exchange:
    exchange = Exchange("GET", "/calendar/v3/calendars/c/acl", "", {})
    exchange.session = Session("s", Template("lists", Directory(), start=0, flow="frozen"))
    exchange.person = "alice"
    return exchange


def found(first: int, last: int) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((number, {"id": str(number)}) for number in range(first, last + 1))


def head(exchange: Exchange, begun: Cursor, first: int, last: int, *, syncable: bool = True) -> dict[str, Any]:
    items = found(first, last)
    return listing(exchange, SCOPE, begun, items, kind="calendar#acl", size=2, syncable=syncable).head


def test_a_full_list_begins_at_the_start_and_remembers_as_of_when(exchange: Exchange) -> None:
    assert place(exchange, SCOPE, 7, (None, None)) == Cursor(0, 7)


def test_an_empty_token_is_none(exchange: Exchange) -> None:
    assert place(exchange, SCOPE, 7, ("", ""), "restricted") == Cursor(0, 7)


def test_a_page_is_followed_from_its_last_item(exchange: Exchange) -> None:
    token = head(exchange, Cursor(0, 7), 1, 3)["nextPageToken"]
    begun = place(exchange, SCOPE, 9, (token, None))

    assert (begun.revision, begun.at) == (2, 7)


def test_the_sync_after_the_last_page_begins_where_the_first_page_was_asked_for(exchange: Exchange) -> None:
    token = head(exchange, Cursor(2, 7), 3, 4)["nextSyncToken"]
    begun = place(exchange, SCOPE, 9, (None, token))

    assert (begun.revision, begun.at) == (7, 9)


def test_a_page_token_goes_before_the_sync_token_beside_it(exchange: Exchange) -> None:
    sync = head(exchange, Cursor(0, 1), 1, 1)["nextSyncToken"]
    page = head(exchange, Cursor(1, 9), 2, 5)["nextPageToken"]
    begun = place(exchange, SCOPE, 9, (page, sync))

    assert (begun.revision, begun.at) == (3, 9)


def test_exactly_one_token_is_given_and_none_where_the_query_cannot_be_synced(exchange: Exchange) -> None:
    assert set(head(exchange, Cursor(), 1, 3)) == {"kind", "etag", "nextPageToken"}
    assert set(head(exchange, Cursor(), 1, 2)) == {"kind", "etag", "nextSyncToken"}
    assert set(head(exchange, Cursor(), 1, 2, syncable=False)) == {"kind", "etag"}


def test_a_page_has_at_most_250_items(exchange: Exchange) -> None:
    page = listing(exchange, SCOPE, Cursor(), found(1, 300), kind="calendar#acl", size=1000)

    assert len(page.items) == LARGEST_PAGE
    assert "nextPageToken" in page.head


def test_what_cannot_go_with_a_sync_token_is_refused_with_it_only(exchange: Exchange) -> None:
    token = head(exchange, Cursor(), 1, 1)["nextSyncToken"]

    assert place(exchange, SCOPE, 7, (None, None), "showDeleted cannot be false") == Cursor(0, 7)
    with pytest.raises(Refusal) as refused:
        place(exchange, SCOPE, 7, (None, token), "showDeleted cannot be false")
    assert refused.value.row is SYNC_TOKEN_RESTRICTED


def test_a_sync_token_from_before_a_reset_asks_for_a_full_sync(exchange: Exchange) -> None:
    token = head(exchange, Cursor(0, 7), 1, 1)["nextSyncToken"]
    with pytest.raises(Refusal) as refused:
        place(exchange, SCOPE, 6, (None, token))

    assert refused.value.row is FULL_SYNC_REQUIRED


def test_a_token_of_another_list_is_none_of_this_one(exchange: Exchange) -> None:
    page, sync = head(exchange, Cursor(), 1, 3)["nextPageToken"], head(exchange, Cursor(), 1, 1)["nextSyncToken"]
    with pytest.raises(Refusal) as paged:
        place(exchange, "google/acl/other", 7, (page, None))
    with pytest.raises(Refusal) as synced:
        place(exchange, "google/acl/other", 7, (None, sync))

    assert (paged.value.row, synced.value.row) == (INVALID_PAGE_TOKEN, FULL_SYNC_REQUIRED)
