"""Recurring events over changes of the clocks, as the real clients read and write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.clients.real_clients import Client, Connect


class Case(NamedTuple):
    """A daily series of half an hour in a zone, and when its occurrences start."""

    zone: str
    first: str
    starts: tuple[str, ...]


CASES = {
    "New York, spring": Case(
        "America/New_York",
        "2026-03-07T09:00:00",
        ("2026-03-07T09:00:00-05:00", "2026-03-08T09:00:00-04:00", "2026-03-09T09:00:00-04:00"),
    ),
    "New York, spring, in the hour that is skipped": Case(  # RFC 5545 3.3.5: by the offset before the gap
        "America/New_York",
        "2026-03-07T02:30:00",
        ("2026-03-07T02:30:00-05:00", "2026-03-08T03:30:00-04:00", "2026-03-09T02:30:00-04:00"),
    ),
    "New York, autumn": Case(
        "America/New_York",
        "2026-10-31T09:00:00",
        ("2026-10-31T09:00:00-04:00", "2026-11-01T09:00:00-05:00", "2026-11-02T09:00:00-05:00"),
    ),
    "New York, autumn, in the hour that comes twice": Case(  # RFC 5545 3.3.5: the first of the two
        "America/New_York",
        "2026-10-31T01:30:00",
        ("2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"),
    ),
    "London, spring": Case(
        "Europe/London",
        "2026-03-28T09:00:00",
        ("2026-03-28T09:00:00Z", "2026-03-29T09:00:00+01:00", "2026-03-30T09:00:00+01:00"),
    ),
    "London, autumn": Case(
        "Europe/London",
        "2026-10-24T09:00:00",
        ("2026-10-24T09:00:00+01:00", "2026-10-25T09:00:00Z", "2026-10-26T09:00:00Z"),
    ),
    "Lord Howe, autumn, half an hour back": Case(
        "Australia/Lord_Howe",
        "2026-04-04T09:00:00",
        ("2026-04-04T09:00:00+11:00", "2026-04-05T09:00:00+10:30", "2026-04-06T09:00:00+10:30"),
    ),
    "Lord Howe, spring, in the half hour that is skipped": Case(
        "Australia/Lord_Howe",
        "2026-10-03T02:15:00",
        ("2026-10-03T02:15:00+10:30", "2026-10-04T02:45:00+11:00", "2026-10-05T02:15:00+11:00"),
    ),
    "Kolkata, which never changes": Case(
        "Asia/Kolkata",
        "2026-03-07T09:00:00",
        ("2026-03-07T09:00:00+05:30", "2026-03-08T09:00:00+05:30", "2026-03-09T09:00:00+05:30"),
    ),
}


def utc_stamp(text: str) -> str:
    """The part of an occurrence's id that says its original start, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def daily(zone: str, first: str, count: int = 3) -> dict[str, Any]:
    """The body of a daily series of half an hour, in wall-clock time without an offset."""
    end = (datetime.fromisoformat(first) + timedelta(minutes=30)).isoformat()
    return {
        "summary": "Daily",
        "start": {"dateTime": first, "timeZone": zone},
        "end": {"dateTime": end, "timeZone": zone},
        "recurrence": [f"RRULE:FREQ=DAILY;COUNT={count}"],
    }


@pytest.mark.parametrize("name", CASES)
def test_occurrences_keep_their_wall_clock_time_over_a_change(alice: Client, name: str) -> None:
    zone, first, starts = CASES[name]
    master = alice.call("events.insert", calendarId="primary", body=daily(zone, first))

    instances = alice.call("events.instances", calendarId="primary", eventId=master["id"], timeZone=zone)["items"]

    assert [event["start"] for event in instances] == [{"dateTime": start, "timeZone": zone} for start in starts]
    assert [event["originalStartTime"] for event in instances] == [event["start"] for event in instances]
    assert [event["id"] for event in instances] == [f"{master['id']}_{utc_stamp(start)}" for start in starts]
    assert {event["recurringEventId"] for event in instances} == {master["id"]}
    assert all("recurrence" not in event for event in instances)
    lengths = {
        datetime.fromisoformat(event["end"]["dateTime"]) - datetime.fromisoformat(event["start"]["dateTime"])
        for event in instances
    }
    assert lengths == {timedelta(minutes=30)}


@pytest.mark.parametrize(
    ("scenario", "person", "title", "starts"),
    [
        (
            "dst-new-york",
            "alice",
            "Night batch (twice on the clock on 1 November)",
            ["10-30T01:30:00-04:00", "10-31T01:30:00-04:00", "11-01T01:30:00-04:00", "11-02T01:30:00-05:00"],
        ),
        (
            "dst-new-york",
            "bob",
            "Transatlantic, at New York's time",
            ["03-05T15:00:00Z", "03-12T14:00:00Z", "03-19T14:00:00Z", "03-26T14:00:00Z", "04-02T15:00:00+01:00"],
        ),
        (
            "dst-new-york",
            "bob",
            "Gym, at London's time",
            ["03-05T18:00:00Z", "03-12T18:00:00Z", "03-19T18:00:00Z", "03-26T18:00:00Z", "04-02T18:00:00+01:00"],
        ),
        (
            "dst-lord-howe",
            "carol",
            "Breakfast call",
            ["04-02T08:00:00+11:00", "04-03T08:00:00+11:00", "04-04T08:00:00+11:00", "04-05T08:00:00+10:30"],
        ),
        (
            "dst-lord-howe",
            "dev",
            "Review, at India's time",
            ["04-02T14:00:00+05:30", "04-06T14:00:00+05:30", "04-09T14:00:00+05:30"],
        ),
    ],
)
def test_a_scenario_s_series_is_listed_in_its_calendar_s_zone(
    connect: Connect, person: str, title: str, starts: list[str]
) -> None:
    listed = connect(person).call("events.list", calendarId="primary", singleEvents=True, orderBy="startTime")

    found = [event["start"]["dateTime"] for event in listed["items"] if event["summary"] == title]
    assert found[: len(starts)] == [f"2026-{start}" for start in starts]


@pytest.fixture
def master(alice: Client) -> str:
    """A series over New York's change in spring, by its id."""
    inserted = alice.call("events.insert", calendarId="primary", body=daily("America/New_York", "2026-03-07T09:00:00"))
    identifier: str = inserted["id"]
    return identifier


def occurrences(client: Client, master: str, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.call(
        "events.instances", calendarId="primary", eventId=master, timeZone="America/New_York", **parameters
    )["items"]
    return found


def test_one_occurrence_moves_and_stays_the_one_it_was(alice: Client, master: str) -> None:
    changing = f"{master}_20260308T130000Z"
    times = {
        "start": {"dateTime": "2026-03-08T16:00:00-04:00", "timeZone": "America/New_York"},
        "end": {"dateTime": "2026-03-08T17:00:00-04:00", "timeZone": "America/New_York"},
    }

    moved = alice.call("events.patch", calendarId="primary", eventId=changing, body={**times, "summary": "Later"})

    assert moved["id"] == changing
    assert moved["originalStartTime"] == {"dateTime": "2026-03-08T09:00:00-04:00", "timeZone": "America/New_York"}
    assert [(event["summary"], event["start"]["dateTime"]) for event in occurrences(alice, master)] == [
        ("Daily", "2026-03-07T09:00:00-05:00"),
        ("Later", "2026-03-08T16:00:00-04:00"),
        ("Daily", "2026-03-09T09:00:00-04:00"),
    ]
    listed = alice.call("events.list", calendarId="primary")["items"]
    assert [event["id"] for event in listed if event["id"].startswith(master)] == [master, changing]


def test_one_occurrence_is_cancelled_and_the_others_stay(alice: Client, master: str) -> None:
    cancelled = f"{master}_20260308T130000Z"

    alice.call("events.delete", calendarId="primary", eventId=cancelled)

    starts = [event["start"]["dateTime"] for event in occurrences(alice, master)]
    assert starts == ["2026-03-07T09:00:00-05:00", "2026-03-09T09:00:00-04:00"]
    shown = occurrences(alice, master, showDeleted=True)
    assert [event["id"] for event in shown if event["status"] == "cancelled"] == [cancelled]
    assert len(shown) == 3


def test_a_cancelled_occurrence_stands_in_the_plain_list_with_what_identifies_it(alice: Client, master: str) -> None:
    """Without `showDeleted`: who lists masters must know which of their occurrences are none."""
    cancelled = f"{master}_20260308T130000Z"

    alice.call("events.patch", calendarId="primary", eventId=cancelled, body={"status": "cancelled"})

    listed = alice.call("events.list", calendarId="primary")["items"]
    [found] = [event for event in listed if event["id"] == cancelled]
    assert found == {
        "kind": "calendar#event",
        "etag": found["etag"],
        "id": cancelled,
        "status": "cancelled",
        "recurringEventId": master,
        "originalStartTime": {"dateTime": "2026-03-08T09:00:00-04:00", "timeZone": "America/New_York"},
    }
    single = alice.call("events.list", calendarId="primary", singleEvents=True)["items"]
    assert cancelled not in {event["id"] for event in single}


def test_all_following_is_a_shorter_series_and_a_new_one(alice: Client, master: str) -> None:
    """As Google's guide has it: cut the first with UNTIL, insert the rest as a series of its own."""
    body = alice.call("events.get", calendarId="primary", eventId=master)
    body["recurrence"] = ["RRULE:FREQ=DAILY;UNTIL=20260308T125959Z"]
    alice.call("events.update", calendarId="primary", eventId=master, body=body)
    rest = alice.call(
        "events.insert", calendarId="primary", body=daily("America/New_York", "2026-03-08T10:00:00", count=2)
    )

    starts = [event["start"]["dateTime"] for one in (master, rest["id"]) for event in occurrences(alice, one)]

    assert starts == ["2026-03-07T09:00:00-05:00", "2026-03-08T10:00:00-04:00", "2026-03-09T10:00:00-04:00"]


def test_a_deleted_series_has_no_occurrence_left(alice: Client, master: str) -> None:
    alice.call("events.patch", calendarId="primary", eventId=f"{master}_20260307T140000Z", body={"summary": "First"})

    alice.call("events.delete", calendarId="primary", eventId=master)

    listed = alice.call("events.list", calendarId="primary", singleEvents=True)["items"]
    assert not [event for event in listed if event["id"].startswith(master)]


def test_an_all_day_series_keeps_its_dates(alice: Client) -> None:
    body = {
        "summary": "On call",
        "start": {"date": "2026-03-07"},
        "end": {"date": "2026-03-08"},
        "recurrence": ["RRULE:FREQ=DAILY;COUNT=3"],
    }
    series = alice.call("events.insert", calendarId="primary", body=body)["id"]

    found = occurrences(alice, series)

    assert [(event["id"], event["start"], event["end"]) for event in found] == [
        (f"{series}_20260307", {"date": "2026-03-07"}, {"date": "2026-03-08"}),
        (f"{series}_20260308", {"date": "2026-03-08"}, {"date": "2026-03-09"}),
        (f"{series}_20260309", {"date": "2026-03-09"}, {"date": "2026-03-10"}),
    ]
