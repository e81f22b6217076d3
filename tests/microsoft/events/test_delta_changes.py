"""What a later round of change tracking says: of what was changed, moved and deleted since the one before."""

from __future__ import annotations

from datetime import date

from tests.microsoft.events.delta_world import WEEK, begin, changes, follow, kinds
from tests.microsoft.events.delta_writes import change, delete, make, occurrence
from tests.microsoft.world import daily, graph, meeting, timed

SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)
REMOVED = {"reason": "deleted"}


async def test_the_next_round_says_nothing_where_nothing_changed() -> None:
    async with graph() as client:
        await make(client, meeting())
        await make(client, daily())

        assert await changes(client, await begin(client)) == []


async def test_a_changed_event_is_told_of_again() -> None:
    async with graph() as client:
        id_ = await make(client, meeting())
        await make(client, meeting(subject="Other"))
        link = await begin(client)
        await change(client, id_, {"subject": "Changed"})

        assert [item["subject"] for item in await changes(client, link)] == ["Changed"]


async def test_a_round_can_be_asked_for_again() -> None:
    async with graph() as client:
        link = await begin(client)
        await make(client, meeting())

        assert await changes(client, link) == await changes(client, link) != []


async def test_a_changed_master_is_told_of_with_every_occurrence_in_the_window() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=30))
        link = await begin(client, **WEEK)
        await change(client, id_, {"subject": "Changed"})

        assert kinds(await changes(client, link)) == ["seriesMaster"] + ["occurrence"] * 7


async def test_a_changed_occurrence_is_told_of_with_its_whole_series() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=3))
        link = await begin(client)
        await change(client, occurrence(id_, SUNDAY), {"subject": "Changed"})

        assert kinds(await changes(client, link)) == ["seriesMaster", "occurrence", "occurrence", "exception"]


async def test_a_deleted_event_is_removed() -> None:
    async with graph() as client:
        id_ = await make(client, meeting())
        link = await begin(client)
        await delete(client, id_)

        assert await changes(client, link) == [
            {"@odata.type": "#microsoft.graph.event", "id": id_, "@removed": REMOVED}
        ]


async def test_a_deleted_series_is_removed_by_the_id_of_its_master() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=3))
        await change(client, occurrence(id_, SUNDAY), {"subject": "Changed"})
        link = await begin(client)
        await delete(client, id_)

        assert [item["id"] for item in await changes(client, link)] == [id_]


async def test_a_deleted_occurrence_is_not_removed_but_its_series_told_of_without_it() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=3))
        link = await begin(client)
        await delete(client, occurrence(id_, SATURDAY))
        items = await changes(client, link)

        assert kinds(items) == ["seriesMaster", "occurrence", "occurrence"]
        assert occurrence(id_, SATURDAY) not in {item["id"] for item in items}


async def test_a_deleted_exception_is_not_removed_either() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=3))
        await change(client, occurrence(id_, SATURDAY), {"subject": "Changed"})
        link = await begin(client)
        await delete(client, occurrence(id_, SATURDAY))

        assert kinds(await changes(client, link)) == ["seriesMaster", "occurrence", "occurrence"]


async def test_what_was_moved_out_of_the_window_is_removed() -> None:
    async with graph() as client:
        id_ = await make(client, meeting())
        link = await begin(client, **WEEK)
        await change(client, id_, timed("2026-03-20T10:00:00", "2026-03-20T11:00:00"))

        assert [(item["id"], item["@removed"]) for item in await changes(client, link)] == [(id_, REMOVED)]


async def test_what_was_made_outside_the_window_is_removed_as_well() -> None:
    async with graph() as client:
        link = await begin(client, **WEEK)
        id_ = await make(client, timed("2026-03-20T10:00:00", "2026-03-20T11:00:00"))

        assert [(item["id"], item["@removed"]) for item in await changes(client, link)] == [(id_, REMOVED)]


async def test_what_was_moved_into_the_window_is_told_of() -> None:
    async with graph() as client:
        id_ = await make(client, timed("2026-03-20T10:00:00", "2026-03-20T11:00:00"))
        link = await begin(client, **WEEK)
        await change(client, id_, timed("2026-03-10T10:00:00", "2026-03-10T11:00:00"))

        assert [(item["id"], item["type"]) for item in await changes(client, link)] == [(id_, "singleInstance")]


async def test_an_exception_that_was_moved_out_of_the_window_is_removed_beside_its_series() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=5))
        link = await begin(client, **WEEK)
        moved = occurrence(id_, date(2026, 3, 10))
        await change(client, moved, timed("2026-04-10T09:00:00", "2026-04-10T10:00:00"))
        items = await changes(client, link)

        assert kinds(items) == ["seriesMaster", "occurrence", "removed"]
        assert items[-1]["id"] == moved


async def test_an_exception_that_is_known_to_be_outside_the_window_is_not_removed_again() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=6))
        link = await begin(client, **WEEK)
        await change(client, occurrence(id_, date(2026, 3, 11)), timed("2026-04-10T09:00:00", "2026-04-10T10:00:00"))
        _, link = await follow(client, link)
        await delete(client, occurrence(id_, date(2026, 3, 9)))

        assert kinds(await changes(client, link)) == ["seriesMaster", "occurrence"]


async def test_an_exception_that_was_moved_into_a_window_brings_its_master_with_it() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=2))
        link = await begin(client, **WEEK)
        await change(client, occurrence(id_, SATURDAY), timed("2026-03-12T09:00:00", "2026-03-12T10:00:00"))

        assert kinds(await changes(client, link)) == ["seriesMaster", "exception"]


async def test_a_series_that_no_longer_occurs_in_the_window_is_removed() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=5))
        link = await begin(client, **WEEK)
        body = daily(count=1)
        await change(client, id_, {name: body[name] for name in ("start", "end", "recurrence")})

        assert [item["id"] for item in await changes(client, link)] == [id_]
        assert kinds(await changes(client, link)) == ["removed"]
