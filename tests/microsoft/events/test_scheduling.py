"""When an event is, as writes say it: times, whole days, recurrence, and how far an occurrence may be moved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.microsoft.world import Answer, Client, all_day, daily, graph, meeting, timed

EASTERN = "Eastern Standard Time"
WINDOW = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}
WEEKLY = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["wednesday"]},
    "range": {"type": "noEnd", "startDate": "2026-03-09"},
}


def until(day: str) -> dict[str, Any]:
    return WEEKLY | {"range": {"type": "endDate", "startDate": "2026-03-09", "endDate": day}}


async def posted(body: dict[str, Any]) -> Answer:
    async with graph() as client:
        return await client.ask("POST", "/me/events", body)


async def second_of(client: Client, master: dict[str, Any]) -> str:
    page = await client.read(f"/me/events/{master['id']}/instances", **WINDOW)
    found: str = sorted(page["value"], key=lambda one: str(one["start"]["dateTime"]))[1]["id"]
    return found


@pytest.mark.parametrize(
    ("start", "end", "side"),
    [("2026-03-09T01:00:00", "2026-03-10T00:00:00", "Start"), ("2026-03-09T00:00:00", "2026-03-10T01:00:00", "End")],
)
async def test_days_begin_and_end_at_midnight(start: str, end: str, side: str) -> None:
    answer = await posted(timed(start, end, isAllDay=True))

    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")
    assert answer.message == f"The Event.{side} property for an all-day event needs to be set to midnight."


async def test_an_event_of_whole_days_takes_no_time_of_day_as_long_as_it_is_one() -> None:
    hour = timed("2026-03-09T09:00:00", "2026-03-09T10:00:00")
    async with graph() as client:
        made = await client.create(all_day("2026-03-09", "2026-03-10"))
        refused = await client.ask("PATCH", f"/me/events/{made['id']}", hour)
        changed = await client.update(f"/me/events/{made['id']}", hour | {"isAllDay": False})

    assert refused.code == "ErrorInvalidRequest"
    assert (changed["isAllDay"], changed["start"]["dateTime"]) == (False, "2026-03-09T09:00:00.0000000")


@pytest.mark.parametrize("missing", ["start", "end"])
async def test_an_event_needs_both_its_ends(missing: str) -> None:
    body = meeting()
    del body[missing]

    assert (await posted(body)).code == "ErrorPropertyValidationFailure"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (timed("2026-03-09T10:00:00", "2026-03-09T09:00:00"), "ErrorPropertyValidationFailure"),
        (timed("2026-03-09T10:00:00", "2032-03-09T09:00:00"), "ErrorCalendarDurationIsTooLong"),
        (timed("2026-03-09T10:00:00", "2026-03-09T11:00:00", "Mars"), "TimeZoneNotSupportedException"),
        (all_day("2026-03-09", "2026-03-09"), "ErrorPropertyValidationFailure"),
        (
            daily() | timed("2026-03-06T09:00:00", "2026-03-07T09:30:00", EASTERN),
            "ErrorOccurrenceTimeSpanTooBig",
        ),
        (
            meeting(
                recurrence=WEEKLY | {"range": {"type": "endDate", "startDate": "2026-03-09", "endDate": "2026-03-10"}}
            ),
            "ErrorRecurrenceHasNoOccurrence",
        ),
        (
            meeting(
                recurrence=WEEKLY | {"range": {"type": "endDate", "startDate": "2026-03-09", "endDate": "4501-01-01"}}
            ),
            "ErrorRecurrenceEndDateTooBig",
        ),
    ],
)
async def test_times_that_cannot_be_are_refused(body: dict[str, Any], code: str) -> None:
    answer = await posted(body)

    assert (answer.status, answer.code) == (400, code)


async def test_one_end_of_an_event_can_be_changed_by_itself() -> None:
    async with graph() as client:
        made = await client.create(meeting())
        changed = await client.update(
            f"/me/events/{made['id']}", {"end": {"dateTime": "2026-03-09T17:00:00", "timeZone": "UTC"}}
        )

    assert changed["start"] == made["start"]
    assert changed["end"]["dateTime"] == "2026-03-09T17:00:00.0000000"
    assert (changed["originalStartTimeZone"], changed["originalEndTimeZone"]) == (EASTERN, "UTC")


async def test_the_second_of_two_equal_times_is_kept_where_clocks_are_turned_back() -> None:
    # 01:30 in New York for the second time that night
    times = timed("2026-11-01T01:30:00-05:00", "2026-11-01T02:30:00-05:00", EASTERN)
    async with graph() as client:
        made = await client.create(times)
        changed = await client.update(
            f"/me/events/{made['id']}", {"end": {"dateTime": "2026-11-01T08:00:00", "timeZone": "UTC"}}
        )

    assert changed["start"] == made["start"] == {"dateTime": "2026-11-01T06:30:00.0000000", "timeZone": "UTC"}


async def test_a_series_shows_its_first_occurrence() -> None:
    async with graph() as client:
        made = await client.create(meeting(recurrence=WEEKLY))

    assert made["type"] == "seriesMaster"
    assert made["start"]["dateTime"] == "2026-03-11T14:00:00.0000000"
    assert made["recurrence"]["range"]["startDate"] == "2026-03-11"
    assert made["recurrence"]["range"]["recurrenceTimeZone"] == EASTERN


async def test_a_series_becomes_a_single_event_and_a_single_event_a_series() -> None:
    async with graph() as client:
        made = await client.create(daily())
        single = await client.update(f"/me/events/{made['id']}", {"recurrence": None})
        series = await client.update(f"/me/events/{made['id']}", {"recurrence": daily()["recurrence"]})

    assert (single["type"], single["recurrence"]) == ("singleInstance", None)
    assert (series["type"], series["recurrence"]) == ("seriesMaster", made["recurrence"])


async def test_the_range_of_a_series_follows_its_start() -> None:
    async with graph() as client:
        made = await client.create(daily())
        moved = await client.update(
            f"/me/events/{made['id']}",
            timed("2026-03-10T09:00:00", "2026-03-10T09:30:00", "Pacific Standard Time"),
        )

    range_ = moved["recurrence"]["range"]
    assert (range_["startDate"], range_["recurrenceTimeZone"]) == ("2026-03-10", "Pacific Standard Time")


async def test_an_occurrence_has_no_recurrence_of_its_own() -> None:
    async with graph() as client:
        master = await client.create(daily())
        answer = await client.ask(
            "PATCH", f"/me/events/{await second_of(client, master)}", {"recurrence": daily()["recurrence"]}
        )

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-06T20:00:00", "2026-03-06T21:00:00"),  # on the day of the one before
        ("2026-03-05T09:00:00", "2026-03-05T10:00:00"),  # before it
        ("2026-03-08T05:00:00", "2026-03-08T06:00:00"),  # on the day of the one after
        ("2026-03-07T23:00:00", "2026-03-08T09:15:00"),  # into the one after
    ],
)
async def test_an_occurrence_stays_between_its_neighbours(start: str, end: str) -> None:
    async with graph() as client:
        master = await client.create(daily())
        answer = await client.ask("PATCH", f"/me/events/{await second_of(client, master)}", timed(start, end, EASTERN))

    assert (answer.status, answer.code) == (400, "ErrorOccurrenceCrossingBoundary")
    assert answer.message == "Modified occurrence is crossing or overlapping adjacent occurrence."


async def test_an_occurrence_may_come_where_a_deleted_neighbour_was() -> None:
    async with graph() as client:
        master = await client.create(daily())
        page = await client.read(f"/me/events/{master['id']}/instances", **WINDOW)
        first, second, *_ = sorted(page["value"], key=lambda one: str(one["start"]["dateTime"]))
        await client.ask("DELETE", f"/me/events/{first['id']}")
        changed = await client.update(
            f"/me/events/{second['id']}", timed("2026-03-06T09:00:00", "2026-03-06T09:30:00", EASTERN)
        )

    assert changed["originalStart"] == "2026-03-07T14:00:00Z"
    assert changed["start"]["dateTime"] == "2026-03-06T14:00:00.0000000"


async def test_a_neighbour_counts_where_it_was_moved_to() -> None:
    async with graph() as client:
        body = daily()
        body["recurrence"]["pattern"]["interval"] = 3
        master = await client.create(body)
        page = await client.read(f"/me/events/{master['id']}/instances", **WINDOW)
        first, second, *_ = sorted(page["value"], key=lambda one: str(one["start"]["dateTime"]))
        await client.update(f"/me/events/{second['id']}", timed("2026-03-08T09:00:00", "2026-03-08T09:30:00", EASTERN))
        answer = await client.ask(
            "PATCH", f"/me/events/{first['id']}", timed("2026-03-08T05:00:00", "2026-03-08T05:30:00", EASTERN)
        )

    assert answer.code == "ErrorOccurrenceCrossingBoundary"
