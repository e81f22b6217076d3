"""One event as an answer shows it: its members in their order, its links, and what is selected of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import calendars, default_calendar
from mockserver.microsoft.calendars.store import share
from mockserver.microsoft.events import store
from mockserver.microsoft.events.documents import ORDER
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import ALICE, Client, daily, graph, meeting

if TYPE_CHECKING:
    from collections.abc import Mapping

MARCH = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}
MEETING = {"joinUrl": "https://teams.microsoft.com/l/meetup-join/x", "conferenceId": "1"}


def keep(client: Client, body: Mapping[str, Any], key: str = "alice") -> str:
    return kept(default_calendar(client.mailbox(key)), body).id


async def test_an_event_has_its_members_in_the_recorded_order_and_links_to_its_calendar() -> None:
    async with graph() as client:
        id_ = keep(client, meeting())
        answer = await client.get(f"/me/events/{id_}")
        at = f"{client.origin}/v1.0/users('{client.mailbox().id}')/calendars('"

    names = list(answer.json)
    assert names[0] == "@odata.context"
    assert [name for name in ORDER if name in names] == names[1:-2]
    assert names[-2:] == ["calendar@odata.associationLink", "calendar@odata.navigationLink"]
    assert answer.json["calendar@odata.navigationLink"].startswith(at)
    assert answer.json["calendar@odata.associationLink"] == answer.json["calendar@odata.navigationLink"] + "/$ref"
    assert answer.headers["ETag"] == answer.json["@odata.etag"] == formats.etag(answer.json["changeKey"])


async def test_the_link_leads_to_the_calendar() -> None:
    async with graph() as client:
        read = await client.read(f"/me/events/{keep(client, meeting())}")
        calendar = await client.read(read["calendar@odata.navigationLink"])

    assert calendar["name"] == "Calendar"


async def test_the_id_and_the_etag_come_back_whatever_is_selected() -> None:
    async with graph() as client:
        id_ = keep(client, meeting())
        read = await client.read(f"/me/events/{id_}", select="subject,location/displayName")

    assert list(read) == ["@odata.context", "@odata.etag", "id", "subject", "location"]
    assert read["@odata.context"].endswith("/events(subject,location/displayName)/$entity")
    assert read["location"] == {"displayName": ""}


async def test_a_user_who_is_named_by_address_is_so_in_the_context() -> None:
    async with graph() as client:
        read = await client.read(f"/users/{ALICE}/events/{keep(client, meeting())}")

    assert read["@odata.context"].endswith("#users('alice%40autosched.example')/events/$entity")


async def test_the_deleted_occurrences_of_a_series_are_shown_where_they_are_selected() -> None:
    async with graph() as client:
        id_ = keep(client, daily())
        page = await client.read(f"/me/events/{id_}/instances", **MARCH)
        store.remove(store.find(client.mailbox(), page["value"][1]["id"]))
        master = await client.read(f"/me/events/{id_}", select="cancelledOccurrences")
        plain = await client.read(f"/me/events/{id_}")
        other = await client.read(f"/me/events/{keep(client, meeting())}", select="cancelledOccurrences")

    assert master["cancelledOccurrences"] == [f"OID.{id_}.2026-03-07"]
    assert "cancelledOccurrences" not in plain.keys() | other.keys()


async def test_a_view_tells_how_to_join_a_meeting_only_where_is_online_meeting_is_selected_too() -> None:
    async with graph() as client:
        keep(client, meeting(isOnlineMeeting=True, onlineMeeting=MEETING))
        alone = await client.read("/me/calendarView", select="onlineMeeting", **MARCH)
        both = await client.read("/me/calendarView", select="onlineMeeting,isOnlineMeeting", **MARCH)
        listed = await client.read("/me/events", select="onlineMeeting")

    assert alone["value"][0]["onlineMeeting"] == {"conferenceId": "1"}
    assert both["value"][0]["onlineMeeting"] == MEETING == listed["value"][0]["onlineMeeting"]


async def test_an_event_of_a_calendar_that_is_shared_is_read_where_it_is_listed() -> None:
    async with graph() as client:
        share(client.mailbox("carol"), formats.DEFAULT_CALENDAR, ALICE, "read")
        id_ = keep(client, meeting(), "carol")
        [entry] = [calendar.id for calendar in calendars(client.mailbox()) if calendar.facts.of is not None]
        listed = await client.read(f"/me/calendars/{entry}/events")
        read = await client.read(f"/me/calendars/{entry}/events/{id_}")

    assert [event["id"] for event in listed["value"]] == [id_] == [read["id"]]


async def test_without_metadata_an_event_has_no_annotations() -> None:
    async with graph() as client:
        path = f"/me/events/{keep(client, meeting())}"
        answer = await client.ask("GET", path, headers={"Accept": "application/json;odata.metadata=none"})

    assert not [name for name in answer.json if "@" in name]
