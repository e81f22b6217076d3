"""What becomes of a series and of its exceptions when either is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import Client, all_day, events_path, meeting, series, serving, starts, timed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# The starts of `series()`: daily, five times, at nine in New York, over the change of clocks on the third day.
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


async def occurrences(client: Client, **members: Any) -> tuple[str, list[str]]:
    """The id of a new series and those of its occurrences."""
    event = await client.insert(series(**members))
    return event["id"], [one["id"] for one in await client.instances(event["id"])]


async def refused(client: Client, method: str, path: str, body: Any = None) -> tuple[int, str]:
    answer = await client.ask(method, path, body)
    return answer.status, answer.json["error"]["message"]


# What a series needs


@pytest.mark.parametrize("offset", ["", "-05:00"])
async def test_a_timed_series_needs_a_zone_though_its_start_has_an_offset(client: Client, offset: str) -> None:
    body = timed(f"2026-03-06T09:00:00{offset}", f"2026-03-06T09:30:00{offset}", recurrence=["RRULE:FREQ=DAILY"])

    words = "Missing time zone definition for start time."
    assert await refused(client, "POST", events_path(), body) == (400, words)


async def test_a_timed_series_needs_a_zone_at_its_end_too(client: Client) -> None:
    body = series()
    del body["end"]["timeZone"]
    body["end"]["dateTime"] += "-05:00"

    assert (await refused(client, "POST", events_path(), body))[0] == 400


async def test_an_event_becomes_a_series_with_a_zone_only(client: Client) -> None:
    event = await client.insert(meeting())
    path = events_path("primary", event["id"])

    assert (await refused(client, "PATCH", path, {"recurrence": ["RRULE:FREQ=DAILY"]}))[0] == 400


@pytest.mark.parametrize(
    "line",
    ["DTSTART:20260306T090000Z", "DTEND:20260306T090000Z", "FREQ=DAILY", "RRULE:FREQ=NEVER", "RRULE:COUNT=2", "", "x"],
)
async def test_recurrence_is_made_of_rules_and_dates(client: Client, line: str) -> None:
    assert (await refused(client, "POST", events_path(), series(line)))[0] == 400


async def test_the_text_of_the_rules_is_kept(client: Client) -> None:
    lines = [
        "RRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20260401T000000Z;BYDAY=MO,FR",
        "EXDATE;TZID=America/New_York:20260309T090000",
    ]

    event = await client.insert(series(*lines))

    assert event["recurrence"] == lines
    assert "2026-03-09T09:00:00-04:00" not in starts(await client.instances(event["id"]))


async def test_dates_are_added_and_taken_away(client: Client) -> None:
    rules = ["RRULE:FREQ=DAILY;COUNT=2", "RDATE;TZID=America/New_York:20260309T090000", "EXDATE:20260307T140000Z"]

    event = await client.insert(series(*rules))

    assert starts(await client.instances(event["id"])) == [NINE[0], NINE[3]]


# One occurrence


async def test_a_change_of_an_occurrence_is_its_alone(client: Client) -> None:
    master, (_, second, *_) = await occurrences(client)

    await client.patch(second, {"summary": "Other"})

    titles = [one["summary"] for one in await client.instances(master)]
    assert titles == ["Stand-up", "Other", "Stand-up", "Stand-up", "Stand-up"]
    assert (await client.event(master))["summary"] == "Stand-up"


async def test_a_moved_occurrence_has_a_higher_sequence_than_its_series(client: Client) -> None:
    master, (_, second, *_) = await occurrences(client)

    moved = await client.patch(second, timed("2026-03-07T11:00:00-05:00", "2026-03-07T12:00:00-05:00"))

    assert (moved["sequence"], (await client.event(master))["sequence"]) == (1, 0)


async def test_rules_in_the_body_of_an_occurrence_are_dropped(client: Client) -> None:
    _, (first, *_) = await occurrences(client)

    assert "recurrence" not in await client.patch(first, {"recurrence": ["RRULE:FREQ=YEARLY"]})


async def test_a_put_of_an_occurrence_keeps_whose_occurrence_it_is(client: Client) -> None:
    master, (first, *_) = await occurrences(client, description="long")

    replaced = await client.update(first, timed("2026-03-06T11:00:00-05:00", "2026-03-06T12:00:00-05:00"))

    assert (replaced["recurringEventId"], replaced["originalStartTime"]["dateTime"]) == (master, NINE[0])
    assert "description" not in replaced


async def test_a_cancelled_occurrence_leaves_its_place_in_the_list(client: Client) -> None:
    master, (_, second, *_) = await occurrences(client)

    await client.delete(second)

    _, left = await client.items()
    assert list(left) == ["kind", "etag", "id", "status", "recurringEventId", "originalStartTime"]
    assert (left["id"], left["status"], left["recurringEventId"]) == (second, "cancelled", master)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_an_occurrence_is_cancelled_by_its_status(client: Client, method: str) -> None:
    master, (_, second, *_) = await occurrences(client)
    body = await client.event(second) | {"status": "cancelled"}

    answer = await client.ask(method, events_path("primary", second), body)

    assert (answer.status, answer.json["status"]) == (200, "cancelled")
    assert starts(await client.instances(master)) == NINE[:1] + NINE[2:]


async def test_a_cancelled_occurrence_is_got_with_its_details_and_gone_for_delete(client: Client) -> None:
    _, (_, second, *_) = await occurrences(client)
    await client.delete(second)

    assert (await client.event(second))["summary"] == "Stand-up"
    assert (await client.ask("DELETE", events_path("primary", second))).status == 410


async def test_a_cancelled_occurrence_comes_back_as_its_series_has_it(client: Client) -> None:
    master, (_, second, *_) = await occurrences(client)
    await client.delete(second)

    back = await client.patch(second, {"status": "confirmed"})

    assert (back["status"], back["summary"], back["start"]["dateTime"]) == ("confirmed", "Stand-up", NINE[1])
    assert starts(await client.instances(master)) == NINE


async def test_a_patch_of_a_cancelled_occurrence_leaves_it_cancelled_and_bare(client: Client) -> None:
    _, (_, second, *_) = await occurrences(client)
    await client.delete(second)

    await client.patch(second, {"summary": "x"})

    _, left = await client.items()
    assert list(left) == ["kind", "etag", "id", "status", "recurringEventId", "originalStartTime"]


@pytest.mark.parametrize("stamp", ["20260306T140001Z", "20260306", "20260305T140000Z", "99999999T999999Z", "soon"])
async def test_what_the_rules_do_not_give_is_no_occurrence(client: Client, stamp: str) -> None:
    master, _ = await occurrences(client)

    assert (await refused(client, "PATCH", events_path("primary", f"{master}_{stamp}"), {}))[0] == 404


async def test_a_single_event_has_no_occurrences(client: Client) -> None:
    event = await client.insert(meeting())

    assert (await refused(client, "DELETE", events_path("primary", f"{event['id']}_20260309T140000Z")))[0] == 404


# Visibility


async def test_a_more_restricted_occurrence_restricts_its_whole_series(client: Client) -> None:
    master, (first, second, third, *_) = await occurrences(client)
    await client.patch(first, {"summary": "Other"})
    await client.delete(third)

    await client.patch(second, {"visibility": "private"})

    assert (await client.event(master))["visibility"] == "private"
    assert [one["visibility"] for one in await client.instances(master)] == ["private"] * 4


async def test_a_less_restricted_occurrence_is_ignored(client: Client) -> None:
    _, (first, *_) = await occurrences(client, visibility="private")

    changed = await client.patch(first, {"visibility": "public", "summary": "Other"})

    assert (changed["visibility"], changed["summary"]) == ("private", "Other")


# The series


async def test_a_change_that_leaves_times_and_rules_keeps_the_exceptions(client: Client) -> None:
    master, (_, second, third, *_) = await occurrences(client)
    await client.patch(second, {"summary": "Other"})
    await client.delete(third)

    await client.patch(master, {"location": "there"})

    titles = [one["summary"] for one in await client.instances(master)]
    assert titles == ["Stand-up", "Other", "Stand-up", "Stand-up"]


async def test_another_start_of_the_series_drops_its_exceptions(client: Client) -> None:
    master, (_, second, third, *_) = await occurrences(client)
    await client.patch(second, {"summary": "Other"})
    await client.delete(third)

    await client.patch(master, timed("2026-03-06T10:00:00", "2026-03-06T10:30:00", "America/New_York"))

    found = await client.instances(master)
    assert [one["summary"] for one in found] == ["Stand-up"] * 5
    assert starts(found) == [start.replace("T09", "T10") for start in NINE]


async def test_a_shorter_rule_keeps_the_exceptions_before_its_end(client: Client) -> None:
    master, (first, *_, last) = await occurrences(client)
    await client.patch(first, {"summary": "First"})
    await client.patch(last, {"summary": "Last"})

    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;UNTIL=20260308T130000Z"]})

    titles = [one["summary"] for one in await client.instances(master)]
    assert titles == ["First", "Stand-up", "Stand-up"]
    assert (await client.event(last))["status"] == "cancelled"


async def test_an_occurrence_that_the_rules_lost_cannot_be_written(client: Client) -> None:
    master, (*_, last) = await occurrences(client)
    await client.patch(last, {"summary": "Last"})
    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]})

    for method in ("PATCH", "DELETE"):
        words = "Resource has been deleted"
        assert await refused(client, method, events_path("primary", last), {"status": "confirmed"}) == (410, words)


async def test_an_exception_that_the_rules_give_again_begins_anew(client: Client) -> None:
    master, (*_, last) = await occurrences(client)
    await client.patch(last, {"summary": "Last"})
    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]})

    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]})

    assert (await client.event(last))["summary"] == "Stand-up"
    assert len(await client.instances(master)) == 5


async def test_a_series_that_recurs_no_more_is_its_first_occurrence(client: Client) -> None:
    master, (_, second, *_) = await occurrences(client)
    await client.patch(second, {"summary": "Other"})

    await client.patch(master, {"recurrence": None})

    (single,) = await client.items(singleEvents=True)
    assert (single["id"], single["start"]["dateTime"]) == (master, NINE[0])
    assert (await client.event(second))["status"] == "cancelled"


async def test_a_deleted_series_takes_its_exceptions_with_it(client: Client) -> None:
    master, (first, second, third, *_) = await occurrences(client)
    await client.patch(second, {"summary": "Other"})
    token = (await client.page())["nextSyncToken"]

    await client.delete(master)

    assert await client.items(singleEvents=True) == []
    assert (await client.event(master))["status"] == "cancelled"
    assert {(await client.event(one))["status"] for one in (first, second, third)} == {"cancelled"}
    assert (master, "cancelled") in [(one["id"], one["status"]) for one in await client.items(syncToken=token)]


async def test_no_occurrence_of_a_deleted_series_can_be_written(client: Client) -> None:
    master, (first, *_) = await occurrences(client)
    await client.delete(master)

    assert (await refused(client, "PATCH", events_path("primary", first), {"status": "confirmed"}))[0] == 410
    assert (await refused(client, "DELETE", events_path("primary", first)))[0] == 410


async def test_a_series_that_is_brought_back_has_all_its_occurrences(client: Client) -> None:
    master, (_, second, *_) = await occurrences(client)
    await client.patch(second, {"summary": "Other"})
    await client.delete(master)

    await client.patch(master, {"status": "confirmed"})

    assert [one["summary"] for one in await client.instances(master)] == ["Stand-up"] * 5


async def test_exceptions_of_days_are_kept_as_days(client: Client) -> None:
    event = await client.insert(all_day("2026-03-07", "2026-03-08", recurrence=["RRULE:FREQ=DAILY;COUNT=3"]))
    second = f"{event['id']}_20260308"

    moved = await client.patch(second, all_day("2026-03-20", "2026-03-22"))

    assert (moved["id"], moved["originalStartTime"]) == (second, {"date": "2026-03-08"})
    assert starts(await client.instances(event["id"])) == ["2026-03-07", "2026-03-09", "2026-03-20"]


async def test_a_condition_on_an_untouched_occurrence_is_on_its_series(client: Client) -> None:
    _, (first, *_) = await occurrences(client)
    etag = (await client.event(first))["etag"]
    path = events_path("primary", first)

    assert (await client.ask("PATCH", path, {"summary": "x"}, headers={"If-Match": etag})).status == 200
    assert (await client.ask("PATCH", path, {"summary": "y"}, headers={"If-Match": etag})).status == 412
