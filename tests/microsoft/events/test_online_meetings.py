"""Online meetings: what asking for one adds to an event, that it stays, and where it is passed over."""

from __future__ import annotations

import re

from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.calendars.store import document_of, rewrite
from tests.microsoft.world import graph, meeting


async def test_an_online_meeting_has_a_link_for_its_tenant_and_organizer() -> None:
    async with graph() as client:
        made = await client.create(meeting(isOnlineMeeting=True))
        tenant, organizer = client.session.identity.tenant_id, client.mailbox().id

    assert re.fullmatch(
        r"https://teams\.microsoft\.com/l/meetup-join/19%3ameeting_[A-Za-z0-9]+%40thread\.v2/0\?context="
        rf"%7b%22Tid%22%3a%22{tenant}%22%2c%22Oid%22%3a%22{organizer}%22%7d",
        made["onlineMeeting"]["joinUrl"],
    )
    assert (made["isOnlineMeeting"], made["onlineMeetingProvider"]) == (True, "teamsForBusiness")
    assert made["onlineMeetingUrl"] is None
    assert made["onlineMeeting"]["joinUrl"] in made["body"]["content"]


async def test_two_meetings_are_not_one() -> None:
    async with graph() as client:
        one = await client.create(meeting(isOnlineMeeting=True))
        other = await client.create(meeting(isOnlineMeeting=True))

    assert one["onlineMeeting"] != other["onlineMeeting"]


async def test_an_event_can_become_an_online_meeting_and_stays_one() -> None:
    async with graph() as client:
        made = await client.create(meeting())
        online = await client.update(f"/me/events/{made['id']}", {"isOnlineMeeting": True})
        still = await client.update(f"/me/events/{made['id']}", {"isOnlineMeeting": False})
        notes = client.notes()

    assert made["onlineMeeting"] is None
    assert still["isOnlineMeeting"] is True
    assert still["onlineMeeting"] == online["onlineMeeting"]
    assert "an online meeting stays one, with the same provider" in notes


async def test_a_provider_that_the_calendar_does_not_allow_is_passed_over() -> None:
    async with graph() as client:
        calendar = default_calendar(client.mailbox())
        rewrite(calendar.mailbox, document_of(calendar) | {"allowedOnlineMeetingProviders": []}, calendar.facts)
        made = await client.create(meeting(isOnlineMeeting=True))
        notes = client.notes()

    assert (made["isOnlineMeeting"], made["onlineMeetingProvider"], made["onlineMeeting"]) == (False, "unknown", None)
    assert made["body"]["content"] == ""
    assert "isOnlineMeeting had no effect" in notes[-1]
