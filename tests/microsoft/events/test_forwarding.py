"""Forwarding: whom others ask to a meeting, and who comes to know of it."""

from __future__ import annotations

from tests.microsoft.events.meeting_world import act, copy_of, events_of, meetings, organizers
from tests.microsoft.world import BOB, CAROL, attendee, meeting

TO_CAROL = {"toRecipients": [{"emailAddress": {"address": CAROL}}], "comment": "Come too"}


async def test_what_an_attendee_forwards_invites_and_the_organizer_sees_it() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        assert await act(client, "forward", (await copy_of(client, "bob"))["id"], TO_CAROL, as_="bob") == 202
        assert await organizers(client, made["id"]) == {BOB: "none", CAROL: "none"}
        assert (await copy_of(client, "carol"))["responseStatus"]["response"] == "notResponded"


async def test_what_the_organizer_forwards_invites() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        assert await act(client, "forward", made["id"], TO_CAROL) == 202
        assert (await copy_of(client, "carol"))["iCalUId"] == made["iCalUId"]


async def test_who_is_asked_already_is_not_asked_again() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(CAROL)]))
        await act(client, "accept", (await copy_of(client, "carol"))["id"], as_="carol")
        assert await act(client, "forward", made["id"], TO_CAROL) == 202
        assert await organizers(client, made["id"]) == {CAROL: "accepted"}
        assert len(await events_of(client, "carol")) == 1


async def test_nobody_is_no_recipient() -> None:
    async with meetings() as client:
        made = await client.create(meeting())
        for recipients in ([], [{"emailAddress": {"address": "nobody"}}]):
            answer = await client.ask("POST", f"/me/events/{made['id']}/forward", {"toRecipients": recipients})
            assert (answer.status, answer.code) == (400, "ErrorInvalidRecipients")
