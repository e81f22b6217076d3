"""The pages of a round of change tracking: how long they are, how one leads to the next, what changes meanwhile."""

from __future__ import annotations

from datetime import date

from tests.microsoft.events.delta_world import (
    DELTA,
    WEEK,
    begin,
    changes,
    delta_link,
    first,
    follow,
    kinds,
    next_link,
)
from tests.microsoft.events.delta_writes import change, delete, make, occurrence
from tests.microsoft.world import daily, graph, meeting, timed


async def test_a_page_has_as_many_items_as_the_client_prefers() -> None:
    async with graph() as client:
        made = {await make(client, meeting(subject=f"No. {number}")) for number in range(5)}
        answer = await first(client, prefer="odata.maxpagesize=2")
        pages, _ = await follow(client, next_link(answer), "odata.maxpagesize=2")

        assert [len(page) for page in (answer.value, *pages)] == [2, 2, 1]
        assert {item["id"] for page in (answer.value, *pages) for item in page} == made
        assert answer.headers["Preference-Applied"] == "odata.track-changes, odata.maxpagesize=2"


async def test_a_page_has_ten_items_where_nothing_is_preferred() -> None:
    async with graph() as client:
        for _ in range(11):
            await make(client, meeting())

        assert len((await first(client)).value) == 10


async def test_a_full_last_page_has_the_delta_link() -> None:
    async with graph() as client:
        for _ in range(2):
            await make(client, meeting())
        answer = await first(client, prefer="odata.maxpagesize=2")

        assert "@odata.deltaLink" in answer.json
        assert "@odata.nextLink" not in answer.json


async def test_a_series_is_not_split_across_pages() -> None:
    async with graph() as client:
        await make(client, meeting())
        await make(client, daily(count=6))
        await make(client, meeting())
        answer = await first(client, prefer="odata.maxpagesize=3")
        pages, _ = await follow(client, next_link(answer), "odata.maxpagesize=3")

        assert [len(page) for page in (answer.value, *pages)] == [1, 7, 1]


async def test_the_page_size_may_be_another_on_every_page() -> None:
    async with graph() as client:
        for _ in range(5):
            await make(client, meeting())
        answer = await first(client, prefer="odata.maxpagesize=1")
        pages, _ = await follow(client, next_link(answer), "odata.maxpagesize=4")

        assert [len(page) for page in pages] == [4]


async def test_what_is_deleted_between_two_pages_is_removed_on_a_later_one() -> None:
    async with graph() as client:
        gone = await make(client, meeting())
        await make(client, meeting())
        answer = await first(client, prefer="odata.maxpagesize=1")
        await delete(client, gone)
        items = await changes(client, next_link(answer))

        assert answer.value[0]["id"] == gone
        assert kinds(items) == ["singleInstance", "removed"]


async def test_what_is_moved_out_between_two_pages_is_removed_on_a_later_one() -> None:
    async with graph() as client:
        moved = await make(client, meeting())
        await make(client, meeting())
        answer = await first(client, prefer="odata.maxpagesize=1", **WEEK)
        await change(client, moved, timed("2026-03-20T10:00:00", "2026-03-20T11:00:00"))

        assert kinds(await changes(client, next_link(answer))) == ["singleInstance", "removed"]


async def test_an_exception_that_was_moved_out_is_removed_on_whichever_page_its_series_is() -> None:
    async with graph() as client:
        single, series = await make(client, meeting()), await make(client, daily(count=5))
        link = await begin(client, **WEEK)
        await change(client, single, {"subject": "Changed"})
        moved = timed("2026-04-10T09:00:00", "2026-04-10T10:00:00")
        await change(client, occurrence(series, date(2026, 3, 10)), moved)
        pages, _ = await follow(client, link, "odata.maxpagesize=1")

        assert [kinds(page) for page in pages] == [["singleInstance"], ["seriesMaster", "occurrence", "removed"]]


async def test_the_window_lives_in_the_token() -> None:
    async with graph() as client:
        link = await begin(client, **WEEK)
        await make(client, meeting())
        await make(client, timed("2026-03-20T10:00:00", "2026-03-20T11:00:00"))

        assert "DateTime" not in link
        assert kinds(await changes(client, link)) == ["singleInstance", "removed"]


async def test_links_begin_with_the_address_that_was_asked_for() -> None:
    async with graph() as client:
        await make(client, meeting())
        await make(client, meeting())
        answer = await first(client, prefer="odata.maxpagesize=1")
        last = await client.get(next_link(answer))

        assert next_link(answer).startswith(f"{client.origin}/v1.0{DELTA}?$skiptoken=")
        assert delta_link(last).startswith(f"{client.origin}/v1.0{DELTA}?$deltatoken=")


async def test_a_page_is_that_of_the_same_window_whatever_else_the_query_says() -> None:
    async with graph() as client:
        link = await begin(client, **WEEK)
        await make(client, timed("2026-03-20T10:00:00", "2026-03-20T11:00:00"))

        assert kinds(await changes(client, link + "&startDateTime=2026-03-01T00:00:00Z")) == ["removed"]
