"""What a first round of change tracking says of a calendar's view: one recorded behaviour after the other."""

from __future__ import annotations

from datetime import date

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.events import store
from tests.microsoft.events.delta_world import (
    WEEK,
    first,
    kinds,
)
from tests.microsoft.events.delta_writes import change, delete, make, occurrence
from tests.microsoft.world import all_day, daily, graph, meeting, timed

SATURDAY = date(2026, 3, 7)
SKELETON = ["@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end"]


async def test_a_first_round_of_an_empty_calendar_is_one_empty_page() -> None:
    async with graph() as client:
        answer = await first(client)

        assert answer.value == []
        assert list(answer.json) == ["@odata.context", "@odata.deltaLink", "value"]
        assert answer.json["@odata.context"] == "https://graph.microsoft.com/v1.0/$metadata#Collection(event)"


async def test_a_single_event_is_told_of_in_full_and_says_what_it_is() -> None:
    async with graph() as client:
        id_ = await make(client, meeting())
        [item] = (await first(client)).value
        kept = store.find(client.mailbox(), id_).document

        assert list(item)[:3] == ["@odata.type", "@odata.etag", "id"]
        assert item == {"@odata.type": "#microsoft.graph.event", **kept}
        assert item["@odata.etag"] == formats.etag(kept["changeKey"])


async def test_a_series_is_told_of_as_its_master_and_skeletons_of_its_occurrences() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=3))
        master, *skeletons = (await first(client)).value

        assert (master["id"], master["type"], master["subject"]) == (id_, "seriesMaster", "Stand-up")
        assert [list(item) for item in skeletons] == [SKELETON] * 3
        assert [item["id"] for item in skeletons] == [occurrence(id_, date(2026, 3, day)) for day in (6, 7, 8)]
        assert {(item["type"], item["seriesMasterId"]) for item in skeletons} == {("occurrence", id_)}
        # Clocks in New York are turned on the third day.
        assert [item["start"]["dateTime"][11:16] for item in skeletons] == ["14:00", "14:00", "13:00"]


async def test_the_etag_of_a_skeleton_is_the_masters_change_key_as_notifications_write_it() -> None:
    async with graph() as client:
        await make(client, daily(count=1))
        master, skeleton = (await first(client)).value

        assert skeleton["@odata.etag"].startswith('W/"DwAAABYAAAA')
        assert skeleton["@odata.etag"] == formats.notification_etag(master["changeKey"])


async def test_a_master_is_told_of_even_if_its_own_start_is_outside_the_window() -> None:
    async with graph() as client:
        await make(client, daily(count=20))
        master, *skeletons = (await first(client, prefer="odata.maxpagesize=50", **WEEK)).value

        assert master["start"]["dateTime"] < WEEK["startDateTime"]
        assert [item["start"]["dateTime"][:10] for item in skeletons] == [f"2026-03-{day:02}" for day in range(9, 16)]


async def test_a_series_that_does_not_occur_in_the_window_is_not_told_of() -> None:
    async with graph() as client:
        await make(client, daily(count=2))

        assert (await first(client, **WEEK)).value == []


async def test_an_exception_is_told_of_in_full_in_its_place() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=3))
        await change(client, occurrence(id_, SATURDAY), {"subject": "Long one"})
        items = (await first(client)).value

        assert kinds(items) == ["seriesMaster", "occurrence", "exception", "occurrence"]
        assert (items[2]["subject"], items[2]["seriesMasterId"]) == ("Long one", id_)
        assert "body" in items[2]


async def test_a_deleted_occurrence_is_not_told_of() -> None:
    async with graph() as client:
        id_ = await make(client, daily(count=3))
        await delete(client, occurrence(id_, SATURDAY))
        items = (await first(client)).value

        assert [item["start"]["dateTime"][:10] for item in items[1:]] == ["2026-03-06", "2026-03-08"]


async def test_a_first_round_says_nothing_of_what_is_gone_or_outside_the_window() -> None:
    async with graph() as client:
        await delete(client, await make(client, meeting()))
        await make(client, timed("2026-05-01T10:00:00", "2026-05-01T11:00:00"))

        assert (await first(client)).value == []


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026-03-08T23:00:00", "2026-03-09T00:00:00", 0),
        ("2026-03-08T23:00:00", "2026-03-09T00:00:01", 1),
        ("2026-03-09T00:00:00", "2026-03-09T00:00:00", 1),
        ("2026-03-15T23:59:59", "2026-03-16T01:00:00", 1),
        ("2026-03-16T00:00:00", "2026-03-16T01:00:00", 0),
    ],
)
async def test_an_event_is_in_a_window_that_it_reaches_into(start: str, end: str, told: int) -> None:
    async with graph() as client:
        await make(client, timed(start, end))

        assert len((await first(client, **WEEK)).value) == told


async def test_an_all_day_event_is_in_a_window_as_if_its_days_began_at_midnight_utc() -> None:
    async with graph() as client:
        await make(client, all_day("2026-03-08", "2026-03-09", "Hawaiian Standard Time", subject="Before"))
        await make(client, all_day("2026-03-15", "2026-03-16", "Tokyo Standard Time", subject="Inside"))

        assert [item["subject"] for item in (await first(client, **WEEK)).value] == ["Inside"]
