"""How much of an event a caller sees, in which zone, with which body and under which ids; over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import Role, default_calendar
from mockserver.microsoft.calendars.store import share
from mockserver.microsoft.events import body_html
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import ALICE, BOB, CAROL, Client, all_day, attendee, daily, graph, meeting

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = meeting(
    subject="Secret",
    location={"displayName": "Room 4", "locationType": "default"},
    attendees=[attendee(CAROL)],
    categories=["Red"],
    **body_html.read({"contentType": "text", "content": "Nobody knows"}),
)


def keep(client: Client, body: Mapping[str, Any], key: str = "alice") -> str:
    return kept(default_calendar(client.mailbox(key)), body).id


async def carols(role: Role, **members: Any) -> Any:
    """Carol's event as Alice sees it, to whom the calendar is shared as that."""
    async with graph() as client:
        share(client.mailbox("carol"), formats.DEFAULT_CALENDAR, ALICE, role)
        id_ = keep(client, SECRET | members, "carol")
        listed = (await client.read(f"/users/{CAROL}/events"))["value"]
        read = await client.read(f"/users/{CAROL}/events/{id_}")
    assert listed == [{name: read[name] for name in listed[0]}]
    return read


# Zones


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Pacific Standard Time", "2026-03-09T07:00:00.0000000"),
        ("Asia/Kolkata", "2026-03-09T19:30:00.0000000"),
        ("Etc/UTC", "2026-03-09T14:00:00.0000000"),
    ],
)
async def test_times_are_in_the_zone_asked_for_under_the_name_that_was_sent(zone: str, shown: str) -> None:
    async with graph() as client:
        id_ = keep(client, meeting())
        answer = await client.get(f"/me/events/{id_}", prefer=f'outlook.timezone="{zone}"')

    assert answer.json["start"] == {"dateTime": shown, "timeZone": zone}
    assert answer.json["originalStartTimeZone"] == "Eastern Standard Time"
    assert answer.headers["Preference-Applied"] == f'outlook.timezone="{zone}"'


async def test_a_zone_that_does_not_exist_is_refused() -> None:
    async with graph() as client:
        answer = await client.get("/me/events", prefer='outlook.timezone="Mars"')

    assert (answer.status, answer.code) == (400, "TimeZoneNotSupportedException")


async def test_whole_days_begin_at_midnight_in_every_zone() -> None:
    async with graph() as client:
        keep(client, all_day("2026-03-07", "2026-03-08", "Eastern Standard Time"))
        page = await client.read("/me/events", prefer='outlook.timezone="Tokyo Standard Time"')

    assert page["value"][0]["start"] == {"dateTime": "2026-03-07T00:00:00.0000000", "timeZone": "Tokyo Standard Time"}


async def test_what_an_attendee_proposed_is_in_the_zone_as_well() -> None:
    times = {"dateTime": "2026-03-09T15:00:00.0000000", "timeZone": "UTC"}
    guests = [attendee(BOB) | {"proposedNewTime": {"start": times, "end": times}}, attendee(CAROL)]
    async with graph() as client:
        id_ = keep(client, meeting(attendees=guests))
        read = await client.read(f"/me/events/{id_}", prefer='outlook.timezone="Pacific Standard Time"')

    shown = {"dateTime": "2026-03-09T08:00:00.0000000", "timeZone": "Pacific Standard Time"}
    assert [guest.get("proposedNewTime") for guest in read["attendees"]] == [{"start": shown, "end": shown}, None]


# Bodies


async def test_a_body_is_text_where_that_is_preferred() -> None:
    async with graph() as client:
        id_ = keep(client, SECRET)
        answer = await client.get(f"/me/events/{id_}", prefer='outlook.body-content-type="text"')
        plain = await client.read(f"/me/events/{id_}")

    assert answer.json["body"] == {"contentType": "text", "content": "Nobody knows"}
    assert answer.headers["Preference-Applied"] == 'outlook.body-content-type="text"'
    assert plain["body"]["contentType"] == "html"


async def test_that_nothing_unsafe_is_kept_is_said_in_the_journal() -> None:
    async with graph() as client:
        await client.read("/me/events", prefer="outlook.allow-unsafe-html")

        assert client.notes() == [
            "Prefer: outlook.allow-unsafe-html has no effect: what could run is not kept of a body"
        ]


# Ids


async def test_ids_are_immutable_where_that_is_preferred_and_lead_back_to_the_event() -> None:
    prefer = 'IdType="ImmutableId"'
    async with graph() as client:
        regular = keep(client, meeting())
        [listed] = (await client.read("/me/events", prefer=prefer))["value"]
        read = await client.read(f"/me/events/{listed['id']}", prefer=prefer)
        plain = await client.read(f"/me/events/{listed['id']}")

    assert listed["id"].startswith("AAkA")
    assert listed["id"] == read["id"]
    assert listed["webLink"] == formats.web_link(listed["id"])
    assert plain["id"] == regular


async def test_an_occurrence_names_its_series_by_the_immutable_id() -> None:
    window = {"startDateTime": "2026-03-01", "endDateTime": "2026-04-01"}
    prefer = 'IdType="ImmutableId"'
    async with graph() as client:
        keep(client, daily())
        [master] = (await client.read("/me/events", prefer=prefer))["value"]
        occurrence = (await client.read("/me/calendarView", prefer=prefer, **window))["value"][0]
        again = await client.read(f"/me/events/{occurrence['id']}", prefer=prefer)

    assert occurrence["seriesMasterId"] == master["id"]
    assert occurrence["occurrenceId"] == f"OID.{master['id']}.2026-03-06"
    assert again["id"] == occurrence["id"]


# Permissions


async def test_a_token_for_the_basics_shows_no_bodies() -> None:
    async with graph() as client:
        id_ = keep(client, SECRET)
        read = await client.read(f"/me/events/{id_}", as_="alice-basic")
        [listed] = (await client.read("/me/events", as_="alice-basic"))["value"]
        refused = await client.get(f"/me/events/{id_}", as_="alice-basic", expand="attachments")

    assert not {"body", "bodyPreview"} & (read.keys() | listed.keys())
    assert read["subject"] == "Secret"
    assert (refused.status, refused.code) == (403, "ErrorAccessDenied")


async def test_whoever_may_read_a_calendar_sees_its_events_whole() -> None:
    shown = await carols("read")

    assert (shown["subject"], shown["bodyPreview"], shown["categories"]) == ("Secret", "Nobody knows", ["Red"])


@pytest.mark.parametrize("role", ["read", "write", "delegateWithoutPrivateEventAccess"])
@pytest.mark.parametrize("sensitivity", ["private", "confidential"])
async def test_of_a_private_event_others_see_when_it_is(role: Role, sensitivity: str) -> None:
    shown = await carols(role, sensitivity=sensitivity)

    assert shown["start"]["dateTime"] == "2026-03-09T14:00:00.0000000"
    assert (shown["showAs"], shown["sensitivity"]) == ("busy", sensitivity)
    assert shown["subject"] == "Private Appointment"
    assert "Nobody" not in str(shown)
    assert "Room 4" not in str(shown)
    assert (shown["attendees"], shown["categories"]) == ([], [])


async def test_a_delegate_with_access_to_private_events_sees_them() -> None:
    shown = await carols("delegateWithPrivateEventAccess", sensitivity="private")

    assert (shown["subject"], shown["bodyPreview"]) == ("Secret", "Nobody knows")


async def test_a_limited_reader_sees_what_when_and_where() -> None:
    shown = await carols("limitedRead")

    assert (shown["subject"], shown["location"]["displayName"]) == ("Secret", "Room 4")
    assert (shown["body"]["content"], shown["attendees"], shown["categories"]) == ("", [], [])


async def test_what_is_hidden_is_not_found_by_a_filter() -> None:
    async with graph() as client:
        share(client.mailbox("carol"), formats.DEFAULT_CALENDAR, ALICE, "read")
        keep(client, SECRET | {"sensitivity": "private"}, "carol")
        alices = await client.read(f"/users/{CAROL}/events", filter="subject eq 'Secret'")
        own = await client.read("/me/events", as_="carol", filter="subject eq 'Secret'")

    assert (len(alices["value"]), len(own["value"])) == (0, 1)


@pytest.mark.parametrize("role", ["none", "freeBusyRead"])
async def test_whoever_may_not_read_a_calendar_is_refused(role: Role) -> None:
    async with graph() as client:
        share(client.mailbox("carol"), formats.DEFAULT_CALENDAR, ALICE, role)
        id_ = keep(client, SECRET, "carol")
        answers = [await client.get(f"/users/{CAROL}/events{rest}") for rest in ("", f"/{id_}")]

    assert [(answer.status, answer.code) for answer in answers] == [(403, "ErrorAccessDenied")] * 2
