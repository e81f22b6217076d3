"""Rooms and the lists that they are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from mockserver.identity.directory import Directory, Group, Person
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import MICROSOFT, ROOM_4, ROOM_5, graph, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

ROOMS, LISTS = "/places/microsoft.graph.room", "/places/microsoft.graph.roomList"
OURS = "rooms@autosched.example"
# A person's token that may change places, and one that may not.
WRITER = "app"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


async def addresses(client: Client, path: str) -> list[str]:
    return [place["emailAddress"] for place in (await client.read(path))["value"]]


async def test_every_mailbox_of_a_room_is_a_room(client: Client) -> None:
    page = await client.read(ROOMS)
    assert [room["emailAddress"] for room in page["value"]] == [ROOM_4, ROOM_5]
    assert page["@odata.context"].endswith("#places/microsoft.graph.room")
    assert page["value"][0]["displayName"] == "Room 4"


async def test_rooms_of_no_list_are_in_one_of_their_domain(client: Client) -> None:
    assert await addresses(client, LISTS) == [OURS]
    assert await addresses(client, f"/places/{OURS}/microsoft.graph.roomlist/rooms") == [ROOM_4, ROOM_5]


async def test_a_group_of_rooms_only_is_a_room_list_and_equipment_is_no_place() -> None:
    world = template()
    people = dict(world.directory.people) | {
        "beamer": Person("beamer", "Beamer", "beamer@autosched.example", "UTC", MICROSOFT, "equipment")
    }
    groups = {
        "floor": Group("floor", "floor@autosched.example", (ROOM_4,), "First floor"),
        "mixed": Group("mixed", "mixed@autosched.example", (ROOM_5, "alice@autosched.example")),
    }
    directory = Directory(people, world.directory.apps, tokens=world.directory.tokens, groups=groups)
    async with graph(msgspec.structs.replace(world, directory=directory)) as client:
        assert await addresses(client, LISTS) == ["floor@autosched.example", OURS]
        assert await addresses(client, "/places/floor@autosched.example/graph.roomList/rooms") == [ROOM_4]
        assert await addresses(client, f"/places/{OURS}/graph.roomList/rooms") == [ROOM_5]
        assert await addresses(client, ROOMS) == [ROOM_4, ROOM_5]


async def test_a_place_is_found_by_its_address_and_its_id_and_says_what_it_is(client: Client) -> None:
    room = await client.read(f"/places/{ROOM_4.upper()}")
    assert room["@odata.type"] == "#microsoft.graph.room"
    assert room["@odata.context"].endswith("#places/$entity")
    assert await client.read(f"/places/{room['id']}") == room
    assert (await client.read(f"/places/{OURS}"))["@odata.type"] == "#microsoft.graph.roomList"


async def test_a_place_can_be_asked_for_as_what_it_is_and_as_nothing_else(client: Client) -> None:
    assert (await client.read(f"/places/{ROOM_4}/graph.room"))["emailAddress"] == ROOM_4
    assert (await client.read(f"/places/{OURS}/graph.roomList"))["emailAddress"] == OURS
    answer = await client.get(f"/places/{ROOM_4}/graph.roomList")
    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


async def test_the_key_of_a_room_list_is_its_address_and_not_its_id(client: Client) -> None:
    id_ = (await client.read(f"/places/{OURS}"))["id"]
    answer = await client.get(f"/places/{id_}/graph.roomList/rooms")
    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


async def test_one_room_of_a_list(client: Client) -> None:
    assert (await client.read(f"/places/{OURS}/graph.roomList/rooms/{ROOM_5}"))["displayName"] == "Room 5"
    answer = await client.get(f"/places/{OURS}/graph.roomList/rooms/nowhere")
    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


async def test_an_unknown_place_is_not_found(client: Client) -> None:
    answer = await client.get("/places/nowhere@autosched.example")
    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")
    assert ROOM_4 in client.notes()[0]


@pytest.mark.parametrize(
    ("path", "count"),
    [("/places", b"3"), (ROOMS, b"2"), (LISTS, b"1"), (f"/places/{OURS}/graph.roomList/rooms", b"2")],
)
async def test_places_are_counted(client: Client, path: str, count: bytes) -> None:
    assert (await client.get(f"{path}/$count")).body == count


async def test_rooms_are_filtered_selected_and_paged(client: Client) -> None:
    page = await client.read(ROOMS, filter="startswith(displayName,'Room')", select="emailAddress", top=1)
    assert [set(room) for room in page["value"]] == [{"id", "emailAddress"}]
    assert [room["emailAddress"] for room in (await client.read(page["@odata.nextLink"]))["value"]] == [ROOM_5]


@pytest.mark.parametrize("kind", ["building", "desk", "floor", "section", "workspace"])
async def test_other_kinds_of_places_are_not_emulated(client: Client, kind: str) -> None:
    answer = await client.get(f"/places/microsoft.graph.{kind}")
    assert (answer.status, answer.code) == (501, "NotImplemented")
    assert "only rooms and room lists are emulated" in client.notes()[0]


async def test_a_change_is_kept_and_seen_wherever_the_room_is(client: Client) -> None:
    body = {"@odata.type": "microsoft.graph.room", "capacity": 12, "tags": ["quiet"]}
    changed = await client.update(f"/places/{ROOM_4}", body, as_=WRITER)
    assert (changed["capacity"], changed["tags"]) == (12, ["quiet"])
    assert (await client.read(f"/places/{ROOM_4}")) == changed
    listed = (await client.read(f"/places/{OURS}/graph.roomList/rooms"))["value"][0]
    assert listed["capacity"] == 12


async def test_who_a_room_is_does_not_change(client: Client) -> None:
    changed = await client.update(f"/places/{ROOM_4}", {"displayName": "Den", "building": "B"}, as_=WRITER)
    assert (changed["displayName"], changed["building"]) == ("Room 4", "B")
    assert client.notes() == ["displayName was passed over: it cannot be changed here"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"capacity": "twelve"}, "UnableToDeserializePostBody"),
        ({"capacity": 2**40}, "ErrorPropertyValidationFailure"),
        ({"@odata.type": "#microsoft.graph.roomList"}, "UnableToDeserializePostBody"),
        ({"seats": 12}, "RequestBodyRead"),
    ],
)
async def test_a_change_that_makes_no_sense_is_refused(client: Client, body: dict[str, Any], code: str) -> None:
    answer = await client.ask("PATCH", f"/places/{ROOM_4}", body, as_=WRITER)
    assert (answer.status, answer.code) == (400, code)


async def test_changing_needs_a_permission_of_its_own(client: Client) -> None:
    answer = await client.ask("PATCH", f"/places/{ROOM_4}", {"capacity": 1})
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")
    assert (await client.get(ROOMS, as_="alice-reads")).status == 403


async def test_the_official_client_finds_rooms(client: Client) -> None:
    async with checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        rooms = await sdk.places.graph_room.get()
        lists = await sdk.places.graph_room_list.get()
        of_list = await sdk.places.by_place_id(OURS).graph_room_list.rooms.get()
        count = await sdk.places.graph_room.count.get()
    assert rooms is not None
    assert lists is not None
    assert of_list is not None
    assert [room.email_address for room in rooms.value or ()] == [ROOM_4, ROOM_5]
    assert [found.email_address for found in lists.value or ()] == [OURS]
    assert len(of_list.value or ()) == int(count or 0) == 2
