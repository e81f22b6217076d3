"""Events kept in a session: found by id, deleted, lost by their series, shown in another zone or with a new title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.events import store as event_store
from mockserver.google.events import writing as event_writing
from mockserver.google.events.writing import Switches
from mockserver.google.refusals import Refusal
from mockserver.google.render import decoded
from mockserver.session import Session
from tests.google.calendar_world import calendar_path
from tests.google.event_world import (
    ALICE,
    CAROL,
    TEAM,
    Client,
    all_day,
    calendar_of,
    meeting,
    ok,
    series,
    serving,
    starts,
    template,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mockserver.google.calendars.calendar import Calendar

EXCEPTION = "smoke_20260307T140000Z"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.fixture
def calendar() -> Calendar:
    """Alice's calendar with a series of five, whose second occurrence differs."""
    calendar = calendar_of(Session("store", template()))
    event_writing.insert(calendar, series(id="smoke"), Switches())
    event_writing.patch(calendar, event_store.find(calendar, EXCEPTION), {"summary": "Other"}, Switches())
    return calendar


def ids(records: Any) -> list[str]:
    return [record.id for record in records]


def test_an_occurrence_is_found_though_nothing_is_kept_of_it(calendar: Calendar) -> None:
    found = event_store.find(calendar, "smoke_20260308T130000Z")

    assert found.occurrence is not None
    assert found.record.id == "smoke"
    assert (found.deleted, found.lost) == (False, False)


def test_an_exception_is_found_as_it_is_kept(calendar: Calendar) -> None:
    found = event_store.find(calendar, EXCEPTION)

    assert (found.record.id, found.document["summary"], found.occurrence) == (EXCEPTION, "Other", None)
    assert found.exception is not None


@pytest.mark.parametrize("id_", ["never", "smoke_20260308T140000Z", "smoke_2026", "smoke_", "smoke_20260230", "_"])
def test_what_a_calendar_never_had_is_not_found(calendar: Calendar, id_: str) -> None:
    with pytest.raises(Refusal) as refused:
        event_store.find(calendar, id_)

    assert refused.value.row.code == 404


def test_an_occurrence_of_a_split_series_is_found_without_its_part(calendar: Calendar) -> None:
    document = event_writing.blank(calendar, "base_R20260306T090000", "base@google.com")
    event_writing.make(calendar, document, series(), Switches())

    found = event_store.find(calendar, "base_20260306T140000Z")

    assert found.document["recurringEventId"] == "base_R20260306T090000"


def test_exceptions_are_those_that_the_series_still_has(calendar: Calendar) -> None:
    assert ids(event_store.exceptions(calendar, "smoke")) == [EXCEPTION]
    assert ids(event_store.orphans(calendar, "smoke")) == []

    event_store.delete(calendar, event_store.find(calendar, "smoke"))

    assert ids(event_store.exceptions(calendar, "smoke")) == []
    assert ids(event_store.orphans(calendar, "smoke")) == [EXCEPTION]


def test_nothing_brings_back_an_occurrence_of_a_deleted_series(calendar: Calendar) -> None:
    event_store.delete(calendar, event_store.find(calendar, "smoke"))

    assert event_store.find(calendar, EXCEPTION).lost
    assert event_store.find(calendar, "smoke_20260308T130000Z").lost
    assert not event_store.find(calendar, "smoke").lost


def test_a_tombstone_keeps_the_details_unless_it_is_bare(calendar: Calendar) -> None:
    event_store.delete(calendar, event_store.find(calendar, "smoke"))
    assert event_store.find(calendar, "smoke").document["summary"] == "Stand-up"

    event_store.delete(calendar, event_store.find(calendar, "smoke"), bare=True)
    assert list(event_store.find(calendar, "smoke").document) == ["kind", "etag", "id", "status"]


def test_what_comes_back_in_the_place_of_a_bare_tombstone_is_a_new_event(calendar: Calendar) -> None:
    event_store.delete(calendar, event_store.find(calendar, "smoke"), bare=True)

    found = event_store.find(calendar, "smoke")
    back = event_writing.update(calendar, found, meeting(), Switches())

    assert (back["id"], back["status"], back["organizer"]) == ("smoke", "confirmed", {"email": ALICE, "self": True})
    assert back.keys() >= {"created", "creator", "htmlLink", "iCalUID", "eventType"}


def test_to_delete_all_is_to_delete_each(calendar: Calendar) -> None:
    event_writing.insert(calendar, meeting(id="other"), Switches())

    event_store.delete_all(calendar)

    assert {record.id: record.deleted for record in calendar.events.since()} == {
        "smoke": True,
        EXCEPTION: True,
        "other": True,
    }


async def test_in_another_zone_a_calendar_shows_its_times_there_and_its_days_as_they_were(client: Client) -> None:
    timed_one = await client.insert(meeting(), TEAM)
    days = await client.insert(all_day("2026-03-09", "2026-03-10"), TEAM)

    ok(await client.ask("PATCH", calendar_path(TEAM), {"timeZone": "Asia/Kolkata"}))

    shown = await client.event(timed_one["id"], TEAM)
    assert shown["start"]["dateTime"] == "2026-03-09T19:30:00+05:30"
    assert (shown["etag"], shown["updated"]) == (timed_one["etag"], timed_one["updated"])
    assert await client.event(days["id"], TEAM) == days
    window = {"timeMin": "2026-03-08T18:00:00Z", "timeMax": "2026-03-08T18:31:00Z"}
    assert [one["id"] for one in await client.items(TEAM, as_="alice", **window)] == [days["id"]]


async def test_in_another_zone_a_series_keeps_its_clock_and_its_exceptions(client: Client) -> None:
    event = await client.insert(series(), TEAM)
    _, second, third, *_ = await client.instances(event["id"], TEAM)
    await client.patch(second["id"], {"summary": "Other"}, TEAM)
    await client.delete(third["id"], TEAM)

    ok(await client.ask("PATCH", calendar_path(TEAM), {"timeZone": "UTC"}))

    found = await client.instances(event["id"], TEAM)
    assert starts(found)[:3] == ["2026-03-06T14:00:00Z", "2026-03-07T14:00:00Z", "2026-03-09T13:00:00Z"]
    assert found[1]["summary"] == "Other"
    assert found[1]["originalStartTime"]["dateTime"] == "2026-03-07T14:00:00Z"


async def test_in_another_zone_the_exceptions_of_days_stay_on_their_days(client: Client) -> None:
    event = await client.insert(all_day("2026-03-07", "2026-03-08", recurrence=["RRULE:FREQ=DAILY;COUNT=3"]), TEAM)
    second = f"{event['id']}_20260308"
    await client.delete(second, TEAM)

    ok(await client.ask("PATCH", calendar_path(TEAM), {"timeZone": "Australia/Lord_Howe"}))

    assert starts(await client.instances(event["id"], TEAM)) == ["2026-03-07", "2026-03-09"]
    assert (await client.patch(second, {"status": "confirmed"}, TEAM))["originalStartTime"] == {"date": "2026-03-08"}


async def test_events_of_a_secondary_calendar_show_its_new_title(client: Client) -> None:
    event = await client.insert(meeting(), TEAM)

    ok(await client.ask("PATCH", calendar_path(TEAM), {"summary": "Crew"}))

    shown = await client.event(event["id"], TEAM)
    assert shown["organizer"] == {"email": TEAM, "displayName": "Crew", "self": True}
    assert {**shown, "organizer": 0} == {**event, "organizer": 0}


async def test_a_new_title_of_a_primary_calendar_leaves_its_events(client: Client) -> None:
    event = await client.insert(meeting(), as_="carol")

    ok(await client.ask("PATCH", "/calendars/primary", {"summary": "Mine"}, as_="carol"))

    assert await client.event(event["id"], as_="carol") == event
    assert event["organizer"] == {"email": CAROL, "self": True}


def test_a_kept_event_is_a_document_that_can_be_decoded(calendar: Calendar) -> None:
    record = calendar.events.get("smoke")

    assert record is not None
    assert decoded(record.body) == event_store.find(calendar, "smoke").document
