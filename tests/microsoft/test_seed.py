"""A scenario's Microsoft side, as its sessions find it: what is declared looks as if a client had written it."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import parse_instant
from mockserver.microsoft.provider import NAME, receive
from mockserver.microsoft.seed import SEEDER
from mockserver.scenario.directory import directory
from mockserver.scenario.loading import loads
from mockserver.scenario.mistakes import BadScenario
from mockserver.scenario.seeding import seeded
from mockserver.session import Template
from tests.microsoft.world import graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

ALICE, BOB, ROOM = "alice@autosched.example", "bob@partner.example", "room-4@autosched.example"
PEOPLE = {
    "alice": {"name": "Alice Rivera", "email": ALICE, "zone": "America/New_York"},
    "bob": {"name": "Bob Okafor", "email": BOB, "zone": "Europe/London"},
    "room-4": {"name": "Room 4", "email": ROOM, "kind": "room"},
    "gina": {"name": "Gina", "email": "gina@example.com", "accounts": ["google"]},
}
GROUPS = {"team": {"email": "team@autosched.example", "members": ["bob"]}}
CALL = {"key": "call", "title": "Call", "start": "2026-03-09 10:00", "duration": "PT1H"}
STAND_UP = CALL | {"key": "stand-up", "start": "2026-03-06 09:00", "duration": "PT15M", "repeat": "FREQ=DAILY;COUNT=5"}
WINDOW = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}


def template(*events: Any, calendars: list[Any] | None = None, accounts: list[str] | None = None) -> Template:
    """A scenario in which Alice's default calendar has these events."""
    own: dict[str, Any] = {"owner": "alice", "events": list(events)} | ({"accounts": accounts} if accounts else {})
    read = loads(
        json.dumps(
            {
                "scenario": "small",
                "summary": "Small",
                "clock": {"start": "2026-03-06T14:00:00Z", "flow": "frozen"},
                "people": PEOPLE,
                "groups": GROUPS,
                "tokens": {"alice": {"person": "alice"}, "bob": {"person": "bob"}},
                "calendars": ([own] if events else []) + (calendars or []),
            }
        ).encode(),
        "small.yaml",
    )
    who = directory(read)
    base = seeded(read, who, [SEEDER])
    start = parse_instant("2026-03-06T14:00:00Z")
    return Template("small", who, start=start, flow="frozen", base=base, receivers={NAME: receive})


@asynccontextmanager
async def declared(*events: Any, **facts: Any) -> AsyncIterator[Client]:
    async with graph(template(*events, **facts)) as client:
        yield client


async def only(event: Any) -> dict[str, Any]:
    """The one event that a scenario declares, as Alice reads it."""
    async with declared(event) as client:
        (shown,) = (await client.read("/me/events"))["value"]
    found: dict[str, Any] = shown
    return found


async def view(*events: Any) -> list[tuple[str, str]]:
    """The starts and the titles of what Alice's calendar view shows."""
    async with declared(*events) as client:
        shown = (await client.read("/me/calendarView", **WINDOW))["value"]
    return [(one["start"]["dateTime"][:16], one["subject"]) for one in shown]


# Calendars


async def test_who_has_an_account_has_a_default_calendar_and_who_has_none_has_no_mailbox() -> None:
    async with declared() as client:
        calendar = await client.read("/me/calendar", as_="bob")
        stranger = await client.get("/users/gina@example.com/calendar", as_="alice")

    assert (calendar["name"], calendar["isDefaultCalendar"]) == ("Calendar", True)
    assert stranger.status in {403, 404}


async def test_a_declared_calendar_is_listed_and_has_its_own_events() -> None:
    team = {"owner": "alice", "key": "team", "title": "Team", "events": [CALL]}
    async with declared(calendars=[team]) as client:
        listed = {one["name"]: one["id"] for one in (await client.read("/me/calendars"))["value"]}
        inside = await client.read(f"/me/calendars/{listed['Team']}/events")
        default = await client.read("/me/events")

    assert [event["subject"] for event in inside["value"]] == ["Call"]
    assert default["value"] == []


async def test_a_calendar_that_is_shared_is_listed_by_whoever_it_is_shared_with() -> None:
    team = {"owner": "alice", "key": "team", "title": "Team", "share": {"bob": "reader"}, "events": [CALL]}
    async with declared(calendars=[team]) as client:
        listed = {one["name"]: one for one in (await client.read("/me/calendars", as_="bob"))["value"]}

    assert listed["Team"]["owner"]["address"] == ALICE
    assert listed["Team"]["canEdit"] is False


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("freeBusyReader", "freeBusyRead"),
        ("reader", "read"),
        ("writer", "write"),
        ("owner", "delegateWithPrivateEventAccess"),
    ],
)
async def test_a_role_is_named_as_graph_names_it(role: str, shown: str) -> None:
    async with declared(calendars=[{"owner": "alice", "share": {"bob": role}}]) as client:
        permissions = (await client.read("/me/calendar/calendarPermissions"))["value"]

    roles = {one["emailAddress"].get("address"): one["role"] for one in permissions}
    assert roles[BOB] == shown


async def test_a_group_has_a_calendar() -> None:
    async with declared() as client:
        group = client.session.identity.group_id("team")
        answer = await client.get(f"/groups/{group}/calendar", as_="bob")

    assert answer.status == 200


# Events


async def test_a_declared_event_has_every_member_that_a_created_one_has() -> None:
    async with declared(CALL) as client:
        times = {"dateTime": "2026-03-09T10:00:00", "timeZone": "Eastern Standard Time"}
        await client.create({"subject": "Call", "start": times, "end": times})
        seeded_one, created = (await client.read("/me/events"))["value"]

    assert list(seeded_one) == list(created)
    assert seeded_one["start"] == {"dateTime": "2026-03-09T14:00:00.0000000", "timeZone": "UTC"}
    assert seeded_one["originalStartTimeZone"] == created["originalStartTimeZone"] == "Eastern Standard Time"
    assert seeded_one["organizer"]["emailAddress"] == {"name": "Alice Rivera", "address": ALICE}
    assert seeded_one["isOrganizer"] is True


async def test_a_scenario_gives_its_events_the_same_ids_every_time() -> None:
    assert (await only(CALL))["id"] == (await only(CALL))["id"]


async def test_a_time_is_of_the_zone_that_the_event_names() -> None:
    event = await only(CALL | {"zone": "Europe/Berlin"})

    assert event["start"]["dateTime"] == "2026-03-09T09:00:00.0000000"
    assert event["originalStartTimeZone"] == "W. Europe Standard Time"


async def test_an_all_day_event_is_of_days() -> None:
    event = await only(CALL | {"start": "2026-03-09", "duration": "P2D"})

    assert event["isAllDay"] is True
    assert (event["start"]["dateTime"][:10], event["end"]["dateTime"][:10]) == ("2026-03-09", "2026-03-11")


async def test_events_say_when_they_were_written() -> None:
    event = await only(CALL | {"created": "2026-01-02T03:04:05Z", "updated": "2026-02-03T04:05:06Z"})

    assert event["createdDateTime"] == "2026-01-02T03:04:05Z"
    assert event["lastModifiedDateTime"].startswith("2026-02-03T04:05:06")  # each write of a mailbox has its own time


async def test_what_an_event_shows_whom_and_when_it_reminds() -> None:
    event = await only(
        CALL | {"visibility": "private", "shows": "free", "reminders": [{"method": "popup", "before": "PT10M"}]}
    )

    assert (event["sensitivity"], event["showAs"]) == ("private", "free")
    assert (event["isReminderOn"], event["reminderMinutesBeforeStart"]) == (True, 10)


async def test_an_event_without_reminders_reminds_nobody() -> None:
    assert (await only(CALL | {"reminders": []}))["isReminderOn"] is False


async def test_where_it_is_and_what_it_is_about() -> None:
    event = await only(CALL | {"location": "Kitchen", "description": "Bring tea"})

    assert event["location"]["displayName"] == "Kitchen"
    assert event["bodyPreview"] == "Bring tea"


async def test_guests_have_their_names_answers_and_kinds() -> None:
    guests = [{"person": "bob", "response": "accepted"}, "room-4", {"email": "x@example.com", "optional": True}]

    bob, room, stranger = (await only(CALL | {"attendees": guests}))["attendees"]

    assert (bob["type"], bob["status"]["response"]) == ("required", "accepted")
    assert bob["emailAddress"] == {"name": "Bob Okafor", "address": BOB}
    assert (room["type"], room["emailAddress"]["address"]) == ("resource", ROOM)
    assert (stranger["type"], stranger["status"]["response"]) == ("optional", "none")


async def test_somebody_else_may_organize_an_event() -> None:
    event = await only(CALL | {"organizer": "bob", "attendees": ["alice"]})

    assert event["isOrganizer"] is False
    assert event["organizer"]["emailAddress"] == {"name": "Bob Okafor", "address": BOB}
    assert event["responseStatus"]["response"] == "notResponded"


async def test_guests_have_a_copy_of_what_they_are_invited_to() -> None:
    async with declared(STAND_UP | {"attendees": ["bob"], "changes": {"2026-03-09": "cancelled"}}) as client:
        own = (await client.read("/me/calendarView", **WINDOW))["value"]
        theirs = (await client.read("/me/calendarView", as_="bob", **WINDOW))["value"]

    assert [one["start"] for one in theirs if not one["isCancelled"]] == [one["start"] for one in own]
    assert [one["start"]["dateTime"][:10] for one in theirs if one["isCancelled"]] == ["2026-03-09"]
    assert {one["organizer"]["emailAddress"]["address"] for one in theirs} == {ALICE}
    assert {one["isOrganizer"] for one in theirs} == {False}


async def test_what_is_cancelled_invites_nobody() -> None:
    async with declared(CALL | {"attendees": ["bob"], "status": "cancelled"}) as client:
        assert (await client.read("/me/events", as_="bob"))["value"] == []


async def test_a_cancelled_event_is_gone() -> None:
    assert await view(CALL | {"status": "cancelled"}) == []


# Series


async def test_a_series_is_expanded_with_its_changes() -> None:
    changes = {
        "2026-03-07": {"title": "Moved", "start": "2026-03-07 10:00"},
        "2026-03-08": "cancelled",
        "2026-03-09": {"microsoft": {"subject": "Native"}},
    }

    assert await view(STAND_UP | {"changes": changes}) == [
        ("2026-03-06T14:00", "Call"),
        ("2026-03-07T15:00", "Moved"),
        ("2026-03-09T13:00", "Native"),
        ("2026-03-10T13:00", "Call"),
    ]


async def test_a_change_of_days_keeps_their_number() -> None:
    days = STAND_UP | {"start": "2026-03-06", "duration": "P2D", "repeat": "FREQ=WEEKLY;COUNT=2"}
    async with declared(days | {"changes": {"2026-03-13": {"start": "2026-03-14"}}}) as client:
        _, second = (await client.read("/me/calendarView", **WINDOW))["value"]

    assert (second["start"]["dateTime"][:10], second["end"]["dateTime"][:10]) == ("2026-03-14", "2026-03-16")


async def test_a_day_that_the_rules_leave_out_is_a_cancelled_occurrence() -> None:
    rules = ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=America/New_York:20260307T090000"]
    async with declared(STAND_UP | {"repeat": rules}) as client:
        shown = (await client.read("/me/calendarView", **WINDOW))["value"]
        (series,) = (await client.read("/me/events"))["value"]
        master = await client.read(f"/me/events/{series['id']}", select="cancelledOccurrences")

    assert [one["start"]["dateTime"][:10] for one in shown] == ["2026-03-06", "2026-03-08"]
    assert [one[-10:] for one in master["cancelledOccurrences"]] == ["2026-03-07"]


# Of a rule with words in Graph, and of one without.
EVERY_HOUR = STAND_UP | {"repeat": "FREQ=HOURLY;COUNT=5"}


async def test_a_series_that_graph_has_no_words_for_is_left_out_where_nobody_asked_for_it_here() -> None:
    assert await view(EVERY_HOUR, CALL) == [("2026-03-09T14:00", "Call")]


def test_a_series_that_graph_has_no_words_for_is_a_mistake_where_it_was_put_on_purpose() -> None:
    with pytest.raises(BadScenario) as bad:
        template(EVERY_HOUR, accounts=["microsoft"])

    assert "no recurrence pattern" in str(bad.value)
    assert "stand-up" in str(bad.value)


# In Graph's own words


async def test_microsoft_s_members_come_last_and_win() -> None:
    event = await only(CALL | {"microsoft": {"subject": "Native", "categories": ["Red"], "importance": "high"}})

    assert (event["subject"], event["categories"], event["importance"]) == ("Native", ["Red"], "high")


async def test_a_scenario_may_say_what_no_client_can_write() -> None:
    event = await only(CALL | {"microsoft": {"iCalUId": "040000008200E00074C5B7101A82E008"}})

    assert event["iCalUId"] == "040000008200E00074C5B7101A82E008"


@pytest.mark.parametrize(
    "native",
    [
        {"importance": "greatest"},
        {"subject": 5},
        {"start": {"dateTime": "soon", "timeZone": "UTC"}},
        {"start": {"dateTime": "2026-03-09T10:00:00", "timeZone": "Mars"}},
    ],
)
def test_an_event_that_graph_would_not_take_is_named(native: Any) -> None:
    with pytest.raises(BadScenario) as bad:
        template(CALL | {"microsoft": native})

    assert "event `call` of alice's calendar `primary`" in str(bad.value)


# The base


async def test_sessions_share_what_was_declared_and_not_what_they_write() -> None:
    made = template(CALL)
    async with graph(made) as one, graph(made) as other:
        (event,) = (await one.read("/me/events"))["value"]
        await one.ask("DELETE", f"/me/events/{event['id']}")

        assert (await one.read("/me/events"))["value"] == []
        assert [event["id"]] == [left["id"] for left in (await other.read("/me/events"))["value"]]
