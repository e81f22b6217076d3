"""Series over the days on which clocks change: the wall clock stays, the offset and the ids change.

New York goes forward on 8 March and back on 1 November 2026, London forward on 29 March, Lord Howe Island, by half an
hour, back on 5 April; Kolkata and UTC never change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import Client, serving, starts, timed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# Whose calendar, from when, in which zone; the starts that come of it, and the times of their ids.
ZONES = {
    "New York, spring": (
        "alice", "2026-03-07T09:00:00", "America/New_York",
        ["2026-03-07T09:00:00-05:00", "2026-03-08T09:00:00-04:00", "2026-03-09T09:00:00-04:00"],
        ["20260307T140000Z", "20260308T130000Z", "20260309T130000Z"],
    ),
    "New York, in the hour that does not exist": (
        "alice", "2026-03-07T02:30:00", "America/New_York",
        ["2026-03-07T02:30:00-05:00", "2026-03-08T03:30:00-04:00", "2026-03-09T02:30:00-04:00"],
        ["20260307T073000Z", "20260308T073000Z", "20260309T063000Z"],
    ),
    "New York, autumn": (
        "alice", "2026-10-31T09:00:00", "America/New_York",
        ["2026-10-31T09:00:00-04:00", "2026-11-01T09:00:00-05:00", "2026-11-02T09:00:00-05:00"],
        ["20261031T130000Z", "20261101T140000Z", "20261102T140000Z"],
    ),
    "New York, in the hour that is there twice": (
        "alice", "2026-10-31T01:30:00", "America/New_York",
        ["2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"],
        ["20261031T053000Z", "20261101T053000Z", "20261102T063000Z"],
    ),
    "London": (
        "bob", "2026-03-28T09:00:00", "Europe/London",
        ["2026-03-28T09:00:00Z", "2026-03-29T09:00:00+01:00", "2026-03-30T09:00:00+01:00"],
        ["20260328T090000Z", "20260329T080000Z", "20260330T080000Z"],
    ),
    "Lord Howe": (
        "carol", "2026-04-04T09:00:00", "Australia/Lord_Howe",
        ["2026-04-04T09:00:00+11:00", "2026-04-05T09:00:00+10:30", "2026-04-06T09:00:00+10:30"],
        ["20260403T220000Z", "20260404T223000Z", "20260405T223000Z"],
    ),
    "Kolkata": (
        "dev", "2026-03-28T09:00:00", "Asia/Kolkata",
        ["2026-03-28T09:00:00+05:30", "2026-03-29T09:00:00+05:30", "2026-03-30T09:00:00+05:30"],
        ["20260328T033000Z", "20260329T033000Z", "20260330T033000Z"],
    ),
    "UTC": (
        "uma", "2026-03-28T09:00:00", "UTC",
        ["2026-03-28T09:00:00Z", "2026-03-29T09:00:00Z", "2026-03-30T09:00:00Z"],
        ["20260328T090000Z", "20260329T090000Z", "20260330T090000Z"],
    ),
}  # fmt: skip
Case = tuple[str, str, str, list[str], list[str]]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.fixture(params=list(ZONES.values()), ids=list(ZONES))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def daily(start: str, zone: str, rule: str = "COUNT=3") -> dict[str, Any]:
    """Twenty minutes, daily."""
    end = start.replace(":00:00", ":20:00").replace(":30:00", ":50:00")
    return timed(start, end, zone, recurrence=[f"RRULE:FREQ=DAILY;{rule}"])


async def test_occurrences_keep_the_wall_clock_of_their_zone(client: Client, case: Case) -> None:
    who, start, zone, expected, stamps = case

    event = await client.insert(daily(start, zone), as_=who)

    found = await client.instances(event["id"], as_=who)
    assert starts(found) == expected
    assert [one["id"] for one in found] == [f"{event['id']}_{stamp}" for stamp in stamps]


async def test_occurrences_last_as_long_as_the_first(client: Client, case: Case) -> None:
    who, start, zone, expected, _ = case

    event = await client.insert(daily(start, zone), as_=who)

    found = await client.instances(event["id"], as_=who)
    ends = [one["end"]["dateTime"] for one in found]
    assert [end[14:16] for end in ends] == [f"{(int(begun[14:16]) + 20) % 60:02}" for begun in expected]


async def test_an_occurrence_names_its_series_and_its_original_start(client: Client, case: Case) -> None:
    who, start, zone, expected, stamps = case
    event = await client.insert(daily(start, zone), as_=who)

    second = await client.event(f"{event['id']}_{stamps[1]}", as_=who)

    assert second["recurringEventId"] == event["id"]
    assert second["originalStartTime"] == second["start"] == {"dateTime": expected[1], "timeZone": zone}
    assert "recurrence" not in second
    assert {second[name] == event[name] for name in ("iCalUID", "created", "etag", "updated", "sequence")} == {True}


async def test_one_occurrence_moves_and_keeps_its_id_and_its_original_start(client: Client, case: Case) -> None:
    who, start, zone, expected, stamps = case
    event = await client.insert(daily(start, zone), as_=who)
    second = f"{event['id']}_{stamps[1]}"
    elsewhere = timed("2026-12-24T18:00:00", "2026-12-24T19:00:00", zone)

    moved = await client.patch(second, elsewhere, as_=who)

    assert (moved["id"], moved["recurringEventId"]) == (second, event["id"])
    assert moved["originalStartTime"]["dateTime"] == expected[1]
    assert moved["start"]["dateTime"].startswith("2026-12-24T18:00:00")
    assert await client.event(second, as_=who) == moved
    found = starts(await client.instances(event["id"], as_=who))
    assert found == [expected[0], expected[2], moved["start"]["dateTime"]]


async def test_one_occurrence_is_cancelled_and_the_others_stay(client: Client, case: Case) -> None:
    who, start, zone, expected, stamps = case
    event = await client.insert(daily(start, zone), as_=who)

    await client.delete(f"{event['id']}_{stamps[1]}", as_=who)

    assert starts(await client.instances(event["id"], as_=who)) == [expected[0], expected[2]]


async def test_this_and_following_is_until_and_a_new_series(client: Client, case: Case) -> None:
    who, start, zone, expected, stamps = case
    event = await client.insert(daily(start, zone), as_=who)
    first, second = expected[0], expected[1][:10]

    await client.update(event["id"], daily(start, zone, f"UNTIL={stamps[0]}"), as_=who)
    new = await client.insert(daily(f"{second}T17:00:00", zone, "COUNT=2"), as_=who)

    assert starts(await client.instances(event["id"], as_=who)) == [first]
    following = starts(await client.instances(new["id"], as_=who))
    assert [one[:16] for one in following] == [f"{second}T17:00", f"{expected[2][:10]}T17:00"]


async def test_an_all_day_series_is_of_days_over_a_change_of_clocks(client: Client, case: Case) -> None:
    who, _, _, expected, _ = case
    days = [one[:10] for one in expected]
    body = {"start": {"date": days[0]}, "end": {"date": days[1]}, "recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]}

    event = await client.insert(body, as_=who)

    found = await client.instances(event["id"], as_=who)
    assert starts(found) == days
    assert [one["id"] for one in found] == [f"{event['id']}_{day.replace('-', '')}" for day in days]
    assert [one["originalStartTime"] for one in found] == [{"date": day} for day in days]


async def test_a_series_keeps_its_own_zone_in_a_calendar_of_another(client: Client) -> None:
    event = await client.insert(daily("2026-03-07T09:00:00", "America/New_York"), as_="uma")

    found = starts(await client.instances(event["id"], as_="uma"))

    assert found == ["2026-03-07T14:00:00Z", "2026-03-08T13:00:00Z", "2026-03-09T13:00:00Z"]
