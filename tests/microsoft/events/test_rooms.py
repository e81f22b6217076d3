"""Rooms: they accept where they are free, decline where they are not, and the organizer's answer says so at once."""

from __future__ import annotations

from tests.microsoft.events.meeting_world import copy_of, events_of, meetings, organizers
from tests.microsoft.world import ROOM_4, attendee, daily, meeting, timed

BOOKED = [attendee(ROOM_4, "resource")]


async def test_a_free_room_accepts_and_the_answer_to_the_request_says_so() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=BOOKED))
        (row,) = made["attendees"]
        assert (row["type"], row["status"]["response"]) == ("resource", "accepted")
        room = await copy_of(client, "room-4")
        assert (room["responseStatus"]["response"], room["showAs"]) == ("accepted", "busy")


async def test_a_room_that_is_taken_declines_and_keeps_nothing() -> None:
    async with meetings() as client:
        await client.create(meeting(attendees=BOOKED))
        made = await client.create(meeting(attendees=BOOKED, subject="Other"), as_="bob")
        assert made["attendees"][0]["status"]["response"] == "declined"
        assert [event["subject"] for event in await events_of(client, "room-4")] == ["Meeting"]


async def test_a_room_does_not_stand_in_its_own_way() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=BOOKED))
        later = timed("2026-03-09T14:30:00", "2026-03-09T15:30:00")
        moved = await client.update(f"/me/events/{made['id']}", later)
        assert moved["attendees"][0]["status"]["response"] == "accepted"


async def test_a_room_is_asked_again_at_another_time() -> None:
    async with meetings() as client:
        await client.create(meeting(attendees=BOOKED))
        made = await client.create(meeting(attendees=BOOKED), as_="bob")
        later = timed("2026-03-09T15:00:00", "2026-03-09T16:00:00")
        moved = await client.update(f"/me/events/{made['id']}", later, as_="bob")
        assert moved["attendees"][0]["status"]["response"] == "accepted"
        assert len(await events_of(client, "room-4")) == 2


async def test_a_series_that_clashes_once_is_declined() -> None:
    async with meetings() as client:
        await client.create(timed("2026-03-09T13:00:00", "2026-03-09T14:00:00", attendees=BOOKED))
        made = await client.create(daily(attendees=BOOKED), as_="alice")
        assert await organizers(client, made["id"]) == {ROOM_4: "declined"}


async def test_time_that_is_shown_as_free_takes_no_room() -> None:
    async with meetings() as client:
        await client.create(meeting(attendees=BOOKED, showAs="free"))
        made = await client.create(meeting(attendees=BOOKED), as_="bob")
        assert made["attendees"][0]["status"]["response"] == "accepted"
