"""What a query asks of a list of documents: filtered, ordered, cut into pages, and what is selected of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft import lists
from mockserver.microsoft.queries import LIST
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import decoded
from tests.microsoft.exchanges import ORIGIN
from tests.microsoft.test_queries import of_operation

if TYPE_CHECKING:
    from mockserver.microsoft.render import Collection

CALENDARS: list[dict[str, Any]] = [
    {"@odata.etag": 'W/"1"', "id": "a", "name": "Work", "canEdit": True},
    {"@odata.etag": 'W/"2"', "id": "b", "name": "Birthdays", "canEdit": False},
    {"@odata.etag": 'W/"3"', "id": "c", "name": "Home", "canEdit": True},
]


def page(query: str = "", **facts: Any) -> Collection:
    exchange = of_operation(f"/v1.0/me/calendars?{query}", odata=LIST)
    return lists.page_of(exchange, CALENDARS, "users('u')/calendars", "calendar", **facts)


def names(found: Collection) -> list[str]:
    return [decoded(item)["name"] for item in found.items]


def test_a_list_without_a_query_is_all_that_fits_a_page_in_its_own_order() -> None:
    assert names(page()) == ["Work", "Birthdays", "Home"]
    assert names(page(default_size=2)) == ["Work", "Birthdays"]


def test_a_page_that_is_not_the_last_links_to_the_next_with_the_query_repeated() -> None:
    found = page("$top=2&$select=name")

    assert found.next_link == f"{ORIGIN}/v1.0/me/calendars?%24top=2&%24select=name&%24skip=2"
    assert (names(page("$top=2&$skip=2")), page("$top=2&$skip=2").next_link) == (["Home"], None)


def test_a_filter_is_met_before_pages_are_cut_and_counted() -> None:
    found = page("$filter=canEdit eq true&$count=true&$top=1")

    assert (names(found), found.count) == (["Work"], 2)
    assert page().count is None


def test_an_order_is_that_of_the_whole_list() -> None:
    assert names(page("$orderby=name desc&$top=2")) == ["Work", "Home"]


def test_what_is_selected_stands_in_the_context_in_the_order_of_the_request() -> None:
    found = page("$select=canEdit,name")

    assert found.context == "users('u')/calendars(canEdit,name)"
    assert list(decoded(found.items[0])) == ["@odata.etag", "id", "name", "canEdit"]


def test_a_filter_has_to_begin_with_what_is_ordered_by() -> None:
    with pytest.raises(Refusal) as refused:
        page("$filter=canEdit eq true&$orderby=name")

    assert refused.value.row.code == "InefficientFilter"


def test_a_search_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        page("$search=x")

    assert refused.value.row.code == "ErrorInvalidUrlQuery"


def test_the_preferred_size_of_a_page_is_said_to_be_applied() -> None:
    exchange = of_operation("/v1.0/me/calendars", odata=LIST)
    exchange.headers = {"Prefer": "odata.maxpagesize=1"}
    found = lists.page_of(exchange, CALENDARS, "users('u')/calendars", "calendar")

    assert (names(found), found.applied) == (["Work"], "odata.maxpagesize=1")


def test_what_cannot_be_expanded_here_is_said_in_the_journal() -> None:
    filtered = "$expand=singleValueExtendedProperties($filter=id eq 'String 0x1')"
    exchange = of_operation("/v1.0/me/calendars", odata=LIST)
    exchange.pairs = [("$expand", filtered.partition("=")[2])]
    lists.page_of(exchange, CALENDARS, "users('u')/calendars", "calendar")

    assert exchange.notes == [
        "$expand=singleValueExtendedProperties has no effect here; right would be to ask for it below the resource"
    ]


def test_what_is_expanded_is_kept_whatever_is_selected() -> None:
    exchange = of_operation("/v1.0/me/calendars", odata=LIST)
    exchange.pairs = [("$expand", "singleValueExtendedProperties($filter=id eq 'String 0x1')"), ("$select", "name")]
    found = lists.one_of(
        exchange, CALENDARS[0], "users('u')/calendars", "calendar",
        expand=lambda document, expansions: document | {expansion.name: [] for expansion in expansions},
    )  # fmt: skip

    assert list(decoded(found.fragment)) == ["@odata.etag", "id", "name", "singleValueExtendedProperties"]
    assert exchange.notes == []


def test_one_document_has_what_is_selected_of_it() -> None:
    exchange = of_operation("/v1.0/me/calendars/a?$select=name", odata=LIST)
    found = lists.one_of(exchange, CALENDARS[0], "users('u')/calendars", "calendar", etag='W/"1"')

    assert (found.context, found.etag) == ("users('u')/calendars(name)/$entity", 'W/"1"')
    assert decoded(found.fragment) == {"@odata.etag": 'W/"1"', "id": "a", "name": "Work"}


def test_a_count_is_of_what_meets_the_filter() -> None:
    exchange = of_operation("/v1.0/me/calendars/$count?$filter=canEdit eq true", odata=LIST)

    assert lists.count_of(exchange, CALENDARS, "calendar").body == b"2"


def test_what_a_query_asks_for_is_read_once_and_a_refused_one_is_refused_each_time() -> None:
    first = page("$filter=name eq 'read once'")
    read = lists._remembered.cache_info().misses  # noqa: SLF001 - only there can be seen that it was not read
    assert page("$filter=name eq 'read once'") == first
    assert lists._remembered.cache_info().misses == read  # noqa: SLF001 - as above

    for _ in range(2):
        with pytest.raises(Refusal):
            page("$filter=none eq 'such'")


def test_what_is_asked_of_one_type_is_not_taken_for_another() -> None:
    page("$select=name")
    with pytest.raises(Refusal):
        lists.asked_of(of_operation("/v1.0/me/events?$select=name", odata=LIST), "event")


def test_what_a_long_query_asks_for_is_not_remembered() -> None:
    before = lists._remembered.cache_info()  # noqa: SLF001 - only there can be seen that it was not kept
    page(f"$filter=name eq '{'x' * lists.LONGEST_REMEMBERED}'")

    assert lists._remembered.cache_info() == before  # noqa: SLF001 - as above
