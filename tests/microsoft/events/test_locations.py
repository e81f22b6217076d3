"""Where an event takes place: what a name becomes, rooms, and how location and locations follow from each other."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft.events.documents import NO_LOCATION
from mockserver.microsoft.events.locations import read
from tests.microsoft.world import ROOM_4, graph, meeting

X = {"displayName": "X", "locationType": "default", "uniqueId": "X", "uniqueIdType": "private"}


async def test_a_name_becomes_a_private_place_and_the_only_one() -> None:
    async with graph() as client:
        made = await client.create(meeting(location={"displayName": "X"}))

    assert (made["location"], made["locations"]) == (X, [X])


async def test_locations_take_the_place_of_the_location() -> None:
    async with graph() as client:
        made = await client.create(meeting(location={"displayName": "X"}))
        changed = await client.update(
            f"/me/events/{made['id']}", {"locations": [{"displayName": "A"}, {"displayName": "B"}]}
        )

    assert changed["location"]["displayName"] == "A; B"
    assert [one["displayName"] for one in changed["locations"]] == ["A", "B"]


async def test_a_location_takes_the_place_of_the_locations() -> None:
    async with graph() as client:
        made = await client.create(meeting(locations=[{"displayName": "A"}, {"displayName": "B"}]))
        changed = await client.update(f"/me/events/{made['id']}", {"location": {"displayName": "X"}})

    assert (changed["location"], changed["locations"]) == (X, [X])


@pytest.mark.parametrize("body", [{"location": None}, {"locations": []}, {"location": {"displayName": ""}}])
def test_no_place_is_the_empty_one(body: dict[str, Any]) -> None:
    assert read(body) == {"location": NO_LOCATION, "locations": []}


def test_what_is_not_named_is_not_changed() -> None:
    assert read({"subject": "S"}) == {}


async def test_a_room_is_known_by_its_address() -> None:
    room = {"displayName": "Room 4", "locationType": "conferenceRoom", "locationEmailAddress": ROOM_4}
    async with graph() as client:
        made = await client.create(meeting(location=room | {"address": {"city": "Reykjavik"}}))

    assert made["location"] == {
        "displayName": "Room 4",
        "locationUri": ROOM_4,
        "locationEmailAddress": ROOM_4,
        "locationType": "conferenceRoom",
        "uniqueId": ROOM_4,
        "uniqueIdType": "directory",
        "address": {"city": "Reykjavik"},
        "coordinates": {},
    }


async def test_more_places_than_an_event_may_have_are_refused() -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", meeting(locations=[{"displayName": "A"}] * 101))

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")
