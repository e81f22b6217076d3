"""`events.list`: its window, its order, what is deleted, and what its answer says beside the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import DAY, HOUR, parse_instant, rfc3339
from tests.google.event_world import ALICE, TEAM, Client, all_day, events_path, meeting, series, serving, starts, timed
from tests.google.reading_world import backend, error, names, titles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


# The answer


async def test_a_list_says_what_it_is_a_list_of_in_its_order(client: Client) -> None:
    page = await client.page(TEAM)

    assert list(page) == [
        "kind", "etag", "summary", "updated", "timeZone", "accessRole", "defaultReminders", "nextSyncToken", "items"
    ]  # fmt: skip
    assert (page["kind"], page["summary"], page["timeZone"]) == ("calendar#events", "Team", "America/New_York")
    assert page["items"] == []


async def test_the_calendars_description_stands_behind_its_title(client: Client) -> None:
    await client.ask("PATCH", f"/calendars/{TEAM}", {"description": "Who meets whom"})

    page = await client.page(TEAM)

    assert list(page)[2:4] == ["summary", "description"]
    assert page["description"] == "Who meets whom"


async def test_primary_and_the_owners_address_are_one_calendar(client: Client) -> None:
    await client.insert(meeting())

    assert await client.items("primary") == await client.items(ALICE)


async def test_the_list_was_updated_when_the_last_of_its_events_was(client: Client) -> None:
    first = await client.insert(meeting())
    last = await client.insert(meeting())
    renamed = await client.patch(first["id"], {"summary": "Renamed"})

    assert (await client.page())["updated"] == renamed["updated"] > last["updated"]


@pytest.mark.parametrize(
    ("person", "role"), [("alice", "owner"), ("carol", "writer"), ("bob", "reader"), ("dev", "freeBusyReader")]
)
async def test_the_access_role_is_the_callers(client: Client, person: str, role: str) -> None:
    assert (await client.page(TEAM, as_=person))["accessRole"] == role


async def test_the_default_reminders_are_the_callers(client: Client) -> None:
    reminders = [{"method": "popup", "minutes": 7}]
    await client.ask("PATCH", f"/users/me/calendarList/{TEAM}", {"defaultReminders": reminders})

    assert (await client.page(TEAM))["defaultReminders"] == reminders
    assert (await client.page(TEAM, as_="bob"))["defaultReminders"] == []


# The window


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"timeMin": "2026-03-09T14:59:59Z"}, True),
        ({"timeMin": "2026-03-09T15:00:00Z"}, False),
        ({"timeMax": "2026-03-09T14:00:00Z"}, False),
        ({"timeMax": "2026-03-09T14:00:01Z"}, True),
        ({"timeMin": "2026-03-09T14:30:00Z", "timeMax": "2026-03-09T14:31:00Z"}, True),
        ({"timeMin": "2026-03-09T10:59:59-04:00"}, True),
        ({"timeMin": "2026-03-09T11:00:00-04:00"}, False),
    ],
)
@pytest.mark.parametrize("single", [False, True])
async def test_an_event_is_in_the_window_that_it_reaches_into(
    client: Client, bounds: dict[str, str], *, found: bool, single: bool
) -> None:
    """It is from 14:00Z to 15:00Z; a bound that it only touches leaves it out."""
    await client.insert(meeting())

    assert bool(await client.items(singleEvents=single, **bounds)) is found


async def test_fractions_of_a_second_in_a_bound_are_ignored(client: Client) -> None:
    await client.insert(meeting())

    assert await client.items(timeMin="2026-03-09T14:59:59.999Z")
    assert not await client.items(timeMax="2026-03-09T14:00:00.999Z")


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"timeMax": "2026-03-09T04:00:00Z"}, False),
        ({"timeMax": "2026-03-09T04:00:01Z"}, True),
        ({"timeMin": "2026-03-10T03:59:59Z"}, True),
        ({"timeMin": "2026-03-10T04:00:00Z"}, False),
    ],
)
async def test_a_day_is_a_day_of_the_calendars_zone(client: Client, bounds: dict[str, str], *, found: bool) -> None:
    """Of New York, four hours behind, whatever zone the times are shown in."""
    await client.insert(all_day("2026-03-09", "2026-03-10"))

    assert bool(await client.items(timeZone="Asia/Kolkata", **bounds)) is found


@pytest.mark.parametrize("length", [3 * DAY, 400 * DAY])
async def test_an_event_that_began_long_before_the_window_is_in_it(client: Client, length: int) -> None:
    begun = rfc3339(parse_instant("2026-03-09T10:00:00Z") - length)
    await client.insert(timed(begun, "2026-03-09T10:00:00Z"))

    assert await client.items(timeMin="2026-03-09T09:00:00Z", timeMax="2026-03-09T09:30:00Z")


async def test_a_series_is_in_the_window_that_any_of_its_occurrences_may_reach_into(client: Client) -> None:
    await client.insert(series())

    assert await client.items(timeMin="2026-03-10T00:00:00Z", timeMax="2026-03-11T00:00:00Z")
    assert not await client.items(timeMin="2026-03-10T13:30:00Z")
    assert not await client.items(timeMax="2026-03-06T14:00:00Z")


async def test_an_empty_window_is_refused(client: Client) -> None:
    wanted = backend(400, "calendar", "timeRangeEmpty", "The specified time range is empty.", "timeMax")

    same = "2026-03-09T10:00:00Z"
    assert await error(client, timeMin=same, timeMax=same) == wanted
    assert await error(client, timeMin=same, timeMax="2026-03-09T09:59:59Z") == wanted


@pytest.mark.parametrize("name", ["timeMin", "timeMax", "updatedMin"])
@pytest.mark.parametrize("text", ["2026-03-09T10:00:00", "2026-03-09", "now", "", "2026-03-09T10:00:00 01:00"])
async def test_a_bound_has_an_offset(client: Client, name: str, text: str) -> None:
    assert await error(client, **{name: text}) == backend(400, "global", "badRequest", "Bad Request")
    assert f"{name}: " in client.notes()


# The order


async def test_without_an_order_events_come_as_they_were_changed(client: Client) -> None:
    first = await client.insert(meeting(summary="First"))
    await client.insert(meeting(summary="Second"))
    await client.patch(first["id"], {"location": "Here"})

    assert await names(client) == await names(client, orderBy="updated") == ["Second", "First"]


async def test_order_by_start_time_mixes_single_events_and_occurrences(client: Client) -> None:
    await client.insert(meeting(summary="Meeting"))
    await client.insert(series())
    await client.insert(all_day("2026-03-08", "2026-03-09", summary="Sunday"))

    items = await client.items(singleEvents=True, orderBy="startTime")

    assert titles(items) == ["Stand-up", "Stand-up", "Sunday", "Stand-up", "Stand-up", "Meeting", "Stand-up"]


async def test_a_day_begins_at_midnight_of_the_calendars_zone_in_the_order(client: Client) -> None:
    await client.insert(timed("2026-03-09T03:59:00Z", "2026-03-09T04:30:00Z", summary="Before"))
    await client.insert(timed("2026-03-09T04:01:00Z", "2026-03-09T04:30:00Z", summary="After"))
    await client.insert(all_day("2026-03-09", "2026-03-10", summary="Monday"))

    assert await names(client, singleEvents=True, orderBy="startTime") == ["Before", "Monday", "After"]


async def test_order_by_start_time_needs_single_events(client: Client) -> None:
    message = "The requested ordering is not available for the particular query."

    assert await error(client, orderBy="startTime") == backend(400, "global", "invalid", message, "orderBy")


# What was updated


async def test_updated_min_is_the_first_instant_that_counts(client: Client) -> None:
    await client.insert(meeting(summary="Before"))
    at = (await client.insert(meeting(summary="At")))["updated"]
    await client.insert(meeting(summary="After"))

    assert await names(client, updatedMin=at) == ["At", "After"]


async def test_with_updated_min_deleted_events_are_told_unasked(client: Client) -> None:
    gone, kept = await client.insert(meeting()), await client.insert(meeting())
    await client.delete(gone["id"])

    items = await client.items(updatedMin=gone["created"], showDeleted=False)

    assert [(item["id"], item["status"]) for item in items] == [(kept["id"], "confirmed"), (gone["id"], "cancelled")]


async def test_updated_min_reaches_back_thirty_days(client: Client) -> None:
    now = client.session.clock.now()
    message = "The requested minimum modification time lies too far in the past."

    assert (await client.get(events_path(), {"updatedMin": rfc3339(now - 30 * DAY)})).status == 200
    refused = await error(client, updatedMin=rfc3339(now - 30 * DAY - HOUR))
    assert refused == backend(410, "calendar", "updatedMinTooLongAgo", message, "updatedMin")


# What was deleted


async def test_deleted_events_are_shown_when_asked_for(client: Client) -> None:
    gone = await client.insert(meeting())
    await client.delete(gone["id"])

    assert await client.items() == []
    assert [item["status"] for item in await client.items(showDeleted=True)] == ["cancelled"]


async def test_a_plain_list_shows_the_cancelled_occurrences_of_a_series_unasked(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    _, second, *_ = await client.instances(master)
    await client.delete(second["id"])

    shown = await client.items(showDeleted=False)

    assert [item["id"] for item in shown] == [master, second["id"]]
    assert list(shown[1]) == ["kind", "etag", "id", "status", "recurringEventId", "originalStartTime"]
    assert (shown[1]["status"], shown[1]["recurringEventId"]) == ("cancelled", master)
    assert shown[1]["originalStartTime"] == second["originalStartTime"]


async def test_a_cancelled_occurrence_stands_where_it_would_have_been(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    second = (await client.instances(master))[1]
    await client.delete(second["id"])

    shown = await client.items(timeMin="2026-03-08T00:00:00Z")

    assert [item["id"] for item in shown] == [master]


async def test_single_events_hide_cancelled_occurrences_unless_asked_for(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    second = (await client.instances(master))[1]["id"]
    await client.delete(second)

    assert second not in [item["id"] for item in await client.items(singleEvents=True)]
    shown = {item["id"]: item["status"] for item in await client.items(singleEvents=True, showDeleted=True)}
    assert shown[second] == "cancelled"
    assert len(shown) == 5


async def test_deleted_single_events_are_the_occurrences_and_not_their_series(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    occurrences = await client.instances(master)
    await client.patch(occurrences[2]["id"], {"summary": "Changed"})
    await client.delete(master)

    shown = await client.items(singleEvents=True, showDeleted=True, orderBy="startTime")

    assert [item["id"] for item in shown] == [one["id"] for one in occurrences]
    assert {item["status"] for item in shown} == {"cancelled"}


async def test_a_deleted_series_takes_its_exceptions_from_the_list(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    first, second, *_ = await client.instances(master)
    await client.delete(first["id"])
    await client.patch(second["id"], {"summary": "Changed"})
    await client.delete(master)

    assert await client.items() == []
    assert [item["id"] for item in await client.items(showDeleted=True)] == [master]


# Occurrences


async def test_without_single_events_there_are_series_and_exceptions_and_nothing_else(client: Client) -> None:
    master = await client.insert(series())
    third = (await client.instances(master["id"]))[2]["id"]
    await client.patch(third, {"summary": "Changed"})

    items = await client.items()

    assert [item["id"] for item in items] == [master["id"], third]
    assert "recurrence" in items[0]
    assert "recurrence" not in items[1]


async def test_single_events_are_the_occurrences_in_the_window(client: Client) -> None:
    await client.insert(series())

    items = await client.items(singleEvents=True, timeMin="2026-03-07T14:30:00Z", timeMax="2026-03-09T13:00:00Z")

    assert starts(items) == ["2026-03-08T09:00:00-04:00"]


async def test_an_occurrence_that_was_moved_out_of_the_window_is_not_in_it(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    first = (await client.instances(master))[0]["id"]
    await client.patch(first, timed("2026-03-20T09:00:00-04:00", "2026-03-20T10:00:00-04:00"))

    assert await client.items(singleEvents=True, timeMax="2026-03-07T00:00:00Z") == []
    moved = await client.items(singleEvents=True, timeMin="2026-03-15T00:00:00Z")
    assert [item["id"] for item in moved] == [first]


async def test_an_endless_series_is_expanded_for_five_years(client: Client) -> None:
    await client.insert(series("RRULE:FREQ=YEARLY"))

    items = await client.items(singleEvents=True)

    assert starts(items) == [f"{year}-03-06T09:00:00-05:00" for year in range(2026, 2031)]
