"""Event types other than the plain one: what each asks for, and what of each may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.events import store as event_store
from mockserver.google.render import decoded, fragment
from tests.google.event_world import BOB, TEAM, Client, all_day, events_path, meeting, ok, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DAY = ("2026-03-09", "2026-03-10")
BIRTHDAY = all_day(
    *DAY, eventType="birthday", visibility="private", transparency="transparent", recurrence=["RRULE:FREQ=YEARLY"]
)
FOCUS = meeting(eventType="focusTime", focusTimeProperties={"chatStatus": "doNotDisturb"})
OUT = meeting(eventType="outOfOffice", outOfOfficeProperties={"autoDeclineMode": "declineNone"})
HOME: dict[str, Any] = {
    "eventType": "workingLocation", "visibility": "public", "transparency": "transparent",
    "workingLocationProperties": {"type": "homeOffice", "homeOffice": {}},
}  # fmt: skip
EVERY = {"birthday": BIRTHDAY, "focusTime": FOCUS, "outOfOffice": OUT, "workingLocation": all_day(*DAY, **HOME)}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def refused(client: Client, body: Any, calendar: str = "primary") -> tuple[int, str]:
    answer = await client.ask("POST", events_path(calendar), body)
    return answer.status, answer.reason


async def refused_change(client: Client, event: str, body: Any, method: str = "PATCH") -> tuple[int, str]:
    answer = await client.ask(method, events_path("primary", event), body)
    return answer.status, answer.reason


# All types


@pytest.mark.parametrize("kind", EVERY)
async def test_an_event_of_each_type_is_made_and_put_back(client: Client, kind: str) -> None:
    event = await client.insert(EVERY[kind])

    assert event["eventType"] == kind
    again = await client.update(event["id"], event)
    assert {**again, "etag": 0, "updated": 0} == {**event, "etag": 0, "updated": 0}


@pytest.mark.parametrize("kind", EVERY)
async def test_a_type_never_changes(client: Client, kind: str) -> None:
    event = await client.insert(EVERY[kind])

    assert await refused_change(client, event["id"], {"eventType": "default"}) == (400, "eventTypeRestriction")


async def test_a_plain_event_stays_plain(client: Client) -> None:
    event = await client.insert(meeting())

    assert await refused_change(client, event["id"], FOCUS) == (400, "eventTypeRestriction")


async def test_an_unknown_type_is_invalid(client: Client) -> None:
    assert await refused(client, meeting(eventType="party")) == (400, "invalid")


async def test_the_properties_of_another_type_do_not_count(client: Client) -> None:
    assert "focusTimeProperties" not in await client.insert(FOCUS | {"eventType": "default"})


@pytest.mark.parametrize("kind", ["focusTime", "outOfOffice", "workingLocation"])
async def test_where_somebody_is_stands_on_their_primary_calendar_only(client: Client, kind: str) -> None:
    assert await refused(client, EVERY[kind], TEAM) == (400, "eventTypeRestriction")


@pytest.mark.parametrize("kind", EVERY)
async def test_an_event_of_each_type_can_be_deleted(client: Client, kind: str) -> None:
    event = await client.insert(EVERY[kind])

    assert (await client.patch(event["id"], {"status": "cancelled"}))["status"] == "cancelled"


# Focus time and out of office


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (FOCUS | {"transparency": "transparent"}, "malformedFocusTimeEvent"),
        (FOCUS | all_day(*DAY), "malformedFocusTimeEvent"),
        (FOCUS | {"focusTimeProperties": {"chatStatus": "away"}}, "malformedFocusTimeEvent"),
        (FOCUS | {"focusTimeProperties": {"autoDeclineMode": "all"}}, "malformedFocusTimeEvent"),
        (meeting(eventType="focusTime"), "malformedFocusTimeEvent"),
        (OUT | {"transparency": "transparent"}, "malformedOutOfOfficeEvent"),
        (OUT | all_day(*DAY), "malformedOutOfOfficeEvent"),
        (OUT | {"outOfOfficeProperties": {"autoDeclineMode": "all"}}, "malformedOutOfOfficeEvent"),
        (meeting(eventType="outOfOffice"), "malformedOutOfOfficeEvent"),
    ],
)
async def test_time_that_is_kept_free_is_timed_and_opaque_with_its_properties(
    client: Client, body: Any, reason: str
) -> None:
    assert await refused(client, body) == (400, reason)


async def test_a_change_keeps_what_the_type_asks_for(client: Client) -> None:
    event = await client.insert(OUT)

    assert await refused_change(client, event["id"], {"transparency": "transparent"}) == (
        400,
        "malformedOutOfOfficeEvent",
    )
    assert await refused_change(client, event["id"], meeting(), "PUT") == (400, "malformedOutOfOfficeEvent")


# Working locations


async def test_a_working_location_is_timed_or_of_one_day(client: Client) -> None:
    await client.insert(meeting(**HOME))
    await client.insert(all_day(*DAY, **HOME))

    answer = await client.ask("POST", events_path(), all_day("2026-03-09", "2026-03-11", **HOME))

    assert (answer.status, answer.reason) == (400, "malformedWorkingLocationEvent")
    words = "An all-day working location event must be exactly one day long."
    assert answer.json["error"]["message"] == words


@pytest.mark.parametrize(
    "members",
    [
        {"visibility": "private"},
        {"transparency": "opaque"},
        {"workingLocationProperties": {}},
        {"workingLocationProperties": {"homeOffice": {}}},
        {"workingLocationProperties": {"type": "beach"}},
    ],
)
async def test_a_working_location_is_public_transparent_and_of_a_known_kind(client: Client, members: Any) -> None:
    assert await refused(client, all_day(*DAY, **HOME) | members) == (400, "malformedWorkingLocationEvent")


# Birthdays


async def test_a_birthday_says_its_kind(client: Client) -> None:
    assert (await client.insert(BIRTHDAY))["birthdayProperties"] == {"type": "birthday"}


async def test_a_birthday_on_a_leap_day_is_the_last_day_of_february(client: Client) -> None:
    leap = all_day("2024-02-29", "2024-03-01", recurrence=["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"])

    event = await client.insert(BIRTHDAY | leap)

    days = [one["start"]["date"] for one in await client.instances(event["id"], timeMax="2027-01-01T00:00:00Z")]
    assert days == ["2024-02-29", "2025-02-28", "2026-02-28"]


@pytest.mark.parametrize(
    "members",
    [
        {"visibility": "public"},
        {"transparency": "opaque"},
        {"recurrence": ["RRULE:FREQ=MONTHLY"]},
        {"recurrence": []},
        all_day("2026-03-09", "2026-03-11"),
        meeting(),
        {"attendees": [{"email": BOB}]},
        {"description": "x"},
        {"extendedProperties": {"private": {"a": "b"}}},
    ],
)
async def test_a_birthday_is_a_private_day_of_every_year_and_nothing_else(client: Client, members: Any) -> None:
    assert await refused(client, BIRTHDAY | members) == (400, "malformedBirthdayEvent")


async def test_a_client_makes_plain_birthdays_only(client: Client) -> None:
    body = BIRTHDAY | {"birthdayProperties": {"type": "anniversary"}}

    assert await refused(client, body) == (400, "eventTypeRestriction")


async def test_of_a_birthday_title_colour_reminders_and_day_change(client: Client) -> None:
    event = await client.insert(BIRTHDAY)
    body = all_day("2026-03-10", "2026-03-11", summary="New", colorId="5", reminders={"useDefault": False})

    assert (await client.patch(event["id"], body))["summary"] == "New"
    for members in ({"description": "x"}, {"recurrence": None}, {"visibility": "public"}, {"location": "here"}):
        assert await refused_change(client, event["id"], members) == (400, "eventTypeRestriction")


async def test_the_day_of_a_contacts_birthday_is_the_contacts(client: Client) -> None:
    event = await client.insert(BIRTHDAY)
    kept_as(client, event["id"], birthdayProperties={"type": "birthday", "contact": "people/c1"})

    moved = all_day("2026-03-10", "2026-03-11")
    assert await refused_change(client, event["id"], moved) == (400, "eventTypeRestriction")
    assert (await client.patch(event["id"], {"summary": "New"}))["summary"] == "New"


# From Gmail


async def test_nobody_makes_an_event_from_gmail(client: Client) -> None:
    assert await refused(client, meeting(eventType="fromGmail")) == (400, "eventTypeRestriction")


async def test_of_an_event_from_gmail_little_changes(client: Client) -> None:
    event = await client.insert(meeting())
    kept_as(client, event["id"], eventType="fromGmail")

    assert await refused_change(client, event["id"], {"summary": "New"}) == (400, "eventTypeRestriction")
    body = {"colorId": "5", "transparency": "transparent", "visibility": "private", "attendees": [{"email": BOB}]}
    assert (await client.patch(event["id"], body))["colorId"] == "5"
    assert ok(await client.ask("PUT", events_path("primary", event["id"]), await client.event(event["id"])))


def kept_as(client: Client, event_id: str, **members: Any) -> None:
    """Give a kept event of Alice's what no client can write."""
    documents = client.session.documents
    name = next(name for name in documents.names() if name.startswith("google/events/alice"))
    record = documents.collection(name).get(event_id)
    assert record is not None
    index = event_store.index_of_record(record).as_arguments()
    documents.put(name, event_id, fragment(decoded(record.body) | members), **index)
