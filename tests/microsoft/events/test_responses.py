"""accept, tentativelyAccept, decline and cancel: what each does, and each refusal in its words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.microsoft.events.meeting_world import act, copy_of, events_of, meetings, organizers
from tests.microsoft.world import BOB, attendee, meeting

NO = "Your request can't be completed."
PROPOSED = {
    "start": {"dateTime": "2026-03-10T10:00:00", "timeZone": "Eastern Standard Time"},
    "end": {"dateTime": "2026-03-10T11:00:00", "timeZone": "Eastern Standard Time"},
}


@pytest.mark.parametrize(
    ("action", "response", "shows"),
    [("accept", "accepted", "oof"), ("tentativelyAccept", "tentativelyAccepted", "tentative")],
)
async def test_an_answer_is_shown_on_both_sides(action: str, response: str, shows: str) -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)], showAs="oof"))
        copy = await copy_of(client, "bob")
        assert await act(client, action, copy["id"], {"comment": "Fine"}, as_="bob") == 202
        copy = await copy_of(client, "bob")
        assert (copy["responseStatus"]["response"], copy["showAs"]) == (response, shows)
        assert copy["responseStatus"]["time"] == "2026-03-06T14:00:00Z"
        assert await organizers(client, made["id"]) == {BOB: response}


async def test_what_is_declined_is_gone_from_the_attendees_calendar() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        copy = await copy_of(client, "bob")
        assert await act(client, "decline", copy["id"], as_="bob") == 202
        assert (await client.get(f"/me/events/{copy['id']}", as_="bob")).code == "ErrorItemNotFound"
        assert await organizers(client, made["id"]) == {BOB: "declined"}


async def test_an_answer_that_is_not_sent_leaves_the_organizers_tracking() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        copy = await copy_of(client, "bob")
        assert await act(client, "accept", copy["id"], {"sendResponse": False}, as_="bob") == 202
        assert (await copy_of(client, "bob"))["responseStatus"]["response"] == "accepted"
        assert await organizers(client, made["id"]) == {BOB: "none"}


async def test_without_a_body_an_answer_is_sent() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        copy = await copy_of(client, "bob")
        answer = await client.ask("POST", f"/me/events/{copy['id']}/accept", as_="bob")
        assert (answer.status, answer.body) == (202, b"")
        assert await organizers(client, made["id"]) == {BOB: "accepted"}


async def test_a_proposed_time_stands_beside_the_answer() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        copy = await copy_of(client, "bob")
        assert await act(client, "tentativelyAccept", copy["id"], {"proposedNewTime": PROPOSED}, as_="bob") == 202
        (row,) = (await client.read(f"/me/events/{made['id']}"))["attendees"]
        assert row["proposedNewTime"]["start"] == {"dateTime": "2026-03-10T14:00:00.0000000", "timeZone": "UTC"}


async def test_the_next_answer_takes_a_proposed_time_back() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        copy = await copy_of(client, "bob")
        await act(client, "tentativelyAccept", copy["id"], {"proposedNewTime": PROPOSED}, as_="bob")
        await act(client, "accept", copy["id"], as_="bob")
        (row,) = (await client.read(f"/me/events/{made['id']}"))["attendees"]
        assert "proposedNewTime" not in row


@pytest.mark.parametrize(
    ("members", "action", "body", "code", "message"),
    [
        ({"responseRequested": False}, "accept", {}, "ErrorInvalidRequest",
         f"{NO} The meeting organizer hasn't requested a response."),
        ({}, "decline", {"proposedNewTime": PROPOSED, "sendResponse": False}, "ErrorInvalidParameter",
         f"{NO} A new time can be proposed only if a response is sent."),
        ({"allowNewTimeProposals": False}, "decline", {"proposedNewTime": PROPOSED}, "ErrorInvalidRequest",
         f"{NO} The meeting organizer doesn't allow new time proposals."),
        ({}, "cancel", {}, "ErrorInvalidRequest", f"{NO} You need to be an organizer to cancel a meeting."),
        ({}, "decline", {"proposedNewTime": {"start": PROPOSED["start"]}}, "ErrorPropertyValidationFailure",
         "At least one property failed validation."),
    ],
)  # fmt: skip
async def test_an_attendee_is_refused(
    members: dict[str, Any], action: str, body: dict[str, Any], code: str, message: str
) -> None:
    async with meetings() as client:
        await client.create(meeting(attendees=[attendee(BOB)], **members))
        before = await copy_of(client, "bob")
        answer = await client.ask("POST", f"/me/events/{before['id']}/{action}", body, as_="bob")
        assert (answer.status, answer.code, answer.message) == (400, code, message)
        assert await copy_of(client, "bob") == before


async def test_where_no_response_is_requested_one_that_is_not_sent_is_taken() -> None:
    async with meetings() as client:
        await client.create(meeting(attendees=[attendee(BOB)], responseRequested=False))
        copy = await copy_of(client, "bob")
        assert await act(client, "accept", copy["id"], {"sendResponse": False}, as_="bob") == 202


@pytest.mark.parametrize("action", ["accept", "tentativelyAccept", "decline"])
async def test_the_organizer_cannot_respond(action: str) -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        answer = await client.ask("POST", f"/me/events/{made['id']}/{action}", {})
        assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")
        assert answer.message == f"{NO} You can't respond to this meeting because you're the meeting organizer."


async def test_a_cancelled_meeting_is_not_answered() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        assert await act(client, "cancel", made["id"], {"Comment": "No more"}) == 202
        copy = await copy_of(client, "bob")
        answer = await client.ask("POST", f"/me/events/{copy['id']}/accept", {}, as_="bob")
        assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")


async def test_cancelling_takes_the_meeting_from_the_organizers_calendar() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        assert await act(client, "cancel", made["id"]) == 202
        assert await events_of(client, "alice") == []
        assert (await copy_of(client, "bob"))["isCancelled"] is True


async def test_an_id_of_another_mailbox_is_not_found() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        answer = await client.ask("POST", f"/me/events/{made['id']}/accept", {}, as_="bob")
        assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


async def test_a_parameter_that_an_action_does_not_have_is_refused() -> None:
    async with meetings() as client:
        await client.create(meeting(attendees=[attendee(BOB)]))
        copy = await copy_of(client, "bob")
        answer = await client.ask("POST", f"/me/events/{copy['id']}/accept", {"proposedNewTime": PROPOSED}, as_="bob")
        assert (answer.status, answer.code) == (400, "RequestBodyRead")
