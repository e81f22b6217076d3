"""Attendees: defaults, names, replacing a list, answers that are kept, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft.events import attendees, store
from tests.microsoft.world import BOB, CAROL, ROOM_4, Client, attendee, graph, meeting

ACCEPTED = {"response": "accepted", "time": "2026-03-06T14:00:00Z"}


def answered(client: Client, event_id: str) -> None:
    """Let everybody have accepted."""
    found = store.find(client.mailbox(), event_id)
    accepted = [one | {"status": ACCEPTED} for one in found.document["attendees"]]
    store.keep(found.calendar, found.document | {"attendees": accepted})


async def test_an_attendee_is_required_unanswered_and_named_by_the_directory() -> None:
    async with graph() as client:
        made = await client.create(meeting(attendees=[{"emailAddress": {"address": BOB}}]))

    assert made["attendees"] == [
        {
            "type": "required",
            "status": {"response": "none", "time": "0001-01-01T00:00:00Z"},
            "emailAddress": {"name": "Bob Okafor", "address": BOB},
        }
    ]


async def test_who_is_in_no_directory_is_called_by_their_address() -> None:
    async with graph() as client:
        made = await client.create(meeting(attendees=[attendee("x@elsewhere.example")]))

    assert made["attendees"][0]["emailAddress"] == {"name": "x@elsewhere.example", "address": "x@elsewhere.example"}


async def test_a_name_and_a_type_are_kept_as_they_are_given() -> None:
    room = {"type": "Resource", "emailAddress": {"name": "The room", "address": ROOM_4}}
    async with graph() as client:
        made = await client.create(meeting(attendees=[room]))

    assert made["attendees"][0]["type"] == "resource"
    assert made["attendees"][0]["emailAddress"]["name"] == "The room"


async def test_a_list_replaces_the_one_before_and_who_remains_keeps_the_answer() -> None:
    async with graph() as client:
        made = await client.create(meeting(attendees=[attendee(BOB), attendee(CAROL)]))
        answered(client, made["id"])
        changed = await client.update(
            f"/me/events/{made['id']}", {"attendees": [attendee(CAROL.upper()), attendee(ROOM_4, "resource")]}
        )

    assert [one["status"]["response"] for one in changed["attendees"]] == ["accepted", "none"]


async def test_answers_to_another_time_are_forgotten() -> None:
    async with graph() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        answered(client, made["id"])
        other = {"end": {"dateTime": "2026-03-09T12:00:00", "timeZone": "Eastern Standard Time"}}
        changed = await client.update(f"/me/events/{made['id']}", other)

    assert changed["attendees"][0]["status"] == attendees.NO_RESPONSE


async def test_nobody_answers_by_a_write() -> None:
    async with graph() as client:
        made = await client.create(meeting(attendees=[attendee(BOB) | {"status": ACCEPTED}]))

    assert made["attendees"][0]["status"]["response"] == "none"


async def test_of_two_with_one_address_the_first_counts() -> None:
    async with graph() as client:
        made = await client.create(meeting(attendees=[attendee(BOB, "optional"), attendee(BOB)]))

    assert [one["type"] for one in made["attendees"]] == ["optional"]


@pytest.mark.parametrize(
    "given", [{}, {"emailAddress": None}, attendee(""), attendee("bob"), attendee("bob@"), attendee("a b@c.example")]
)
async def test_what_is_no_address_is_refused(given: dict[str, Any]) -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", meeting(attendees=[given]))

    assert (answer.status, answer.code) == (400, "ErrorInvalidRecipients")


@pytest.mark.parametrize(("number", "status"), [(500, 201), (501, 400)])
async def test_an_event_has_500_attendees_at_most(number: int, status: int) -> None:
    many = [attendee(f"a{one}@elsewhere.example") for one in range(number)]
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", meeting(attendees=many))

    assert answer.status == status
