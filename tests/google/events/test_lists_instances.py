"""`events.instances`: the occurrences of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import ALICE, TEAM, Client, all_day, events_path, meeting, series, serving, starts, timed
from tests.google.reading_world import backend, error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NINE = [
    "2026-03-06T09:00:00-05:00",
    "2026-03-07T09:00:00-05:00",
    "2026-03-08T09:00:00-04:00",
    "2026-03-09T09:00:00-04:00",
    "2026-03-10T09:00:00-04:00",
]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.fixture
async def master(client: Client) -> str:
    """The id of a series of five."""
    id_: str = (await client.insert(series()))["id"]
    return id_


def instances_path(event: str) -> str:
    return events_path("primary", event, "instances")


async def test_the_occurrences_come_by_their_start(client: Client, master: str) -> None:
    items = await client.instances(master)

    assert starts(items) == NINE
    assert {item["recurringEventId"] for item in items} == {master}
    assert all("recurrence" not in item for item in items)


async def test_the_answer_is_a_list_of_events_without_a_sync_token(client: Client, master: str) -> None:
    page = (await client.get(instances_path(master), {})).json

    assert list(page) == ["kind", "etag", "summary", "updated", "timeZone", "accessRole", "defaultReminders", "items"]
    assert (page["kind"], page["summary"]) == ("calendar#events", ALICE)


async def test_a_changed_occurrence_stands_at_the_time_that_it_was_moved_to(client: Client, master: str) -> None:
    first = (await client.instances(master))[0]["id"]
    await client.patch(first, timed("2026-03-08T10:00:00-04:00", "2026-03-08T11:00:00-04:00"))

    assert starts(await client.instances(master)) == [*NINE[1:3], "2026-03-08T10:00:00-04:00", *NINE[3:]]


async def test_cancelled_occurrences_are_shown_when_asked_for(client: Client, master: str) -> None:
    second = (await client.instances(master))[1]["id"]
    await client.delete(second)

    assert len(await client.instances(master)) == 4
    shown = await client.instances(master, showDeleted=True)
    assert [item["status"] for item in shown] == ["confirmed", "cancelled", "confirmed", "confirmed", "confirmed"]
    assert shown[1]["id"] == second


async def test_of_a_deleted_series_all_are_cancelled(client: Client, master: str) -> None:
    await client.delete(master)

    assert await client.instances(master) == []
    assert [item["status"] for item in await client.instances(master, showDeleted=True)] == ["cancelled"] * 5


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"timeMin": "2026-03-10T13:30:00Z"}, 1),
        ({"timeMin": "2026-03-10T13:30:01Z"}, 0),
        ({"timeMax": "2026-03-06T14:00:00Z"}, 0),
        ({"timeMax": "2026-03-06T14:00:01Z"}, 1),
        ({"timeMin": "2026-03-07T00:00:00Z", "timeMax": "2026-03-09T00:00:00Z"}, 2),
    ],
)
async def test_the_lower_bound_is_inclusive_here_and_the_upper_one_exclusive(
    client: Client, master: str, bounds: dict[str, str], found: int
) -> None:
    assert len(await client.instances(master, **bounds)) == found


async def test_the_pages_of_the_occurrences_are_the_occurrences(client: Client, master: str) -> None:
    moved = (await client.instances(master))[0]["id"]
    await client.patch(moved, timed("2026-03-08T10:00:00-04:00", "2026-03-08T11:00:00-04:00"))
    found: list[Any] = []
    query: dict[str, Any] = {"maxResults": 2}
    while True:
        page = (await client.get(instances_path(master), query)).json
        found += page["items"]
        assert len(page["items"]) <= 2
        if "nextPageToken" not in page:
            break
        query["pageToken"] = page["nextPageToken"]

    assert found == await client.instances(master)


async def test_a_page_token_is_of_one_series(client: Client, master: str) -> None:
    other = (await client.insert(series()))["id"]
    token = (await client.get(instances_path(other), {"maxResults": 1})).json["nextPageToken"]

    refused = await error(client, instances_path(master), pageToken=token)

    assert refused == backend(400, "global", "invalid", "Invalid page token value.", "pageToken")


@pytest.mark.parametrize("text", ["2026-03-08T09:00:00-04:00", "2026-03-08T13:00:00Z", "2026-03-08T13:00:00.000Z"])
async def test_the_original_start_names_one_occurrence(client: Client, master: str, text: str) -> None:
    assert starts(await client.instances(master, originalStart=text)) == [NINE[2]]


async def test_the_original_start_stays_when_an_occurrence_is_moved(client: Client, master: str) -> None:
    first = (await client.instances(master))[0]
    await client.patch(first["id"], timed("2026-03-08T10:00:00-04:00", "2026-03-08T11:00:00-04:00"))

    (found,) = await client.instances(master, originalStart=NINE[0])

    assert found["id"] == first["id"]
    assert found["start"]["dateTime"] == "2026-03-08T10:00:00-04:00"
    assert await client.instances(master, originalStart="2026-03-08T10:00:00-04:00") == []


async def test_of_an_all_day_series_the_original_start_is_a_day(client: Client) -> None:
    days = (await client.insert(all_day("2026-03-06", "2026-03-07", recurrence=["RRULE:FREQ=DAILY;COUNT=3"])))["id"]

    assert starts(await client.instances(days, originalStart="2026-03-07")) == ["2026-03-07"]
    assert await client.instances(days, originalStart="2026-03-10") == []


async def test_a_cancelled_occurrence_is_found_by_its_original_start_when_asked_for(
    client: Client, master: str
) -> None:
    await client.delete((await client.instances(master))[1]["id"])

    assert await client.instances(master, originalStart=NINE[1]) == []
    (found,) = await client.instances(master, originalStart=NINE[1], showDeleted=True)
    assert found["status"] == "cancelled"


@pytest.mark.parametrize("text", ["soon", "2026-03-08T09:00:00", "2026-02-30", ""])
async def test_an_original_start_is_a_day_or_a_time_with_its_offset(client: Client, master: str, text: str) -> None:
    refused = await error(client, instances_path(master), originalStart=text)

    assert refused == backend(400, "global", "badRequest", "Bad Request")


async def test_neither_a_single_event_nor_an_occurrence_has_occurrences(client: Client, master: str) -> None:
    single = (await client.insert(meeting()))["id"]
    first, second, *_ = await client.instances(master)
    await client.patch(second["id"], {"summary": "Changed"})

    for event in (single, first["id"], second["id"]):
        assert await client.instances(event) == []
        assert await client.instances(event, originalStart=NINE[0]) == []


async def test_an_event_that_never_was_has_no_occurrences(client: Client) -> None:
    assert await error(client, instances_path("never")) == backend(404, "global", "notFound", "Not Found")


async def test_occurrences_are_shown_in_the_zone_asked_for(client: Client, master: str) -> None:
    items = await client.instances(master, timeZone="Asia/Kolkata")

    assert starts(items)[1:3] == ["2026-03-07T19:30:00+05:30", "2026-03-08T18:30:00+05:30"]
    assert items[0]["originalStartTime"]["dateTime"] == "2026-03-06T19:30:00+05:30"


async def test_whoever_sees_when_it_is_busy_sees_only_when_the_occurrences_are(client: Client) -> None:
    master = (await client.insert(series(), TEAM))["id"]

    items = await client.instances(master, TEAM, as_="dev")

    assert starts(items) == NINE
    assert all("summary" not in item for item in items)
