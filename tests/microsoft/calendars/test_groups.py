"""Calendar groups over a socket: the three of every mailbox, those that are made, and the calendars in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.microsoft.world import BOB, Client, graph

GROUPS = "/me/calendarGroups"


async def the_groups(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.read(GROUPS))["value"]
    return found


async def test_every_mailbox_has_my_calendars_first() -> None:
    async with graph() as client:
        groups = await the_groups(client)
        count = await client.get(f"{GROUPS}/$count")
    assert [group["name"] for group in groups] == ["My Calendars", "Other Calendars", "People's Calendars"]
    assert groups[0]["classId"] == "0006f0b7-0000-0000-c000-000000000046"
    assert count.body == b"3"


async def test_a_made_group_is_read_renamed_and_deleted() -> None:
    async with graph() as client:
        made = await client.create({"name": "Clients"}, GROUPS)
        renamed = await client.update(f"{GROUPS}/{made['id']}", {"name": "Customers"})
        read = await client.read(f"{GROUPS}/{made['id']}")
        gone = await client.ask("DELETE", f"{GROUPS}/{made['id']}")
        after = await client.get(f"{GROUPS}/{made['id']}")
    assert renamed["classId"] == made["classId"]
    assert renamed["changeKey"] != made["changeKey"]
    assert read["name"] == "Customers"
    assert gone.status == 204
    assert (after.status, after.code) == (404, "ErrorItemNotFound")


async def test_the_group_that_is_there_from_the_start_stays_as_it_is() -> None:
    async with graph() as client:
        first = (await the_groups(client))[0]
        renamed = await client.ask("PATCH", f"{GROUPS}/{first['id']}", {"name": "Ours"})
        gone = await client.ask("DELETE", f"{GROUPS}/{first['id']}")
    assert [(answer.status, answer.code) for answer in (renamed, gone)] == [(400, "ErrorInvalidRequest")] * 2


async def test_a_group_of_that_name_is_there_already() -> None:
    async with graph() as client:
        answer = await client.ask("POST", GROUPS, {"name": "my calendars"})
    assert (answer.status, answer.code) == (409, "ErrorFolderExists")


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 256}])
async def test_a_group_needs_a_name(body: dict[str, Any]) -> None:
    async with graph() as client:
        answer = await client.ask("POST", GROUPS, body)
    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


async def test_calendars_of_a_group_are_listed_there_and_in_the_mailbox() -> None:
    async with graph() as client:
        group = await client.create({"name": "Clients"}, GROUPS)
        path = f"{GROUPS}/{group['id']}/calendars"
        made = await client.create({"name": "Contoso"}, path)
        listed, count = await client.read(path), await client.get(f"{path}/$count")
        read = await client.read(f"{path}/{made['id']}")
        everywhere = await client.read("/me/calendars")
    assert [calendar["id"] for calendar in listed["value"]] == [made["id"]]
    assert count.body == b"1"
    assert read["groupClassId"] == group["classId"]
    assert [calendar["name"] for calendar in everywhere["value"]] == ["Calendar", "Contoso"]


async def test_a_calendar_is_not_found_in_a_group_that_it_is_not_in() -> None:
    async with graph() as client:
        groups = await the_groups(client)
        default = (await client.read("/me/calendar"))["id"]
        there, elsewhere = [await client.get(f"{GROUPS}/{group['id']}/calendars/{default}") for group in groups[:2]]
        nowhere = await client.get(f"{GROUPS}/nothing!/calendars/{default}")
    assert there.status == 200
    assert (elsewhere.status, elsewhere.code) == (404, "ErrorItemNotFound")
    assert (nowhere.status, nowhere.code) == (400, "ErrorInvalidIdMalformed")


async def test_no_calendar_is_made_by_the_id_of_the_default_group() -> None:
    async with graph() as client:
        first = (await the_groups(client))[0]
        answer = await client.ask("POST", f"{GROUPS}/{first['id']}/calendars", {"name": "Trips"})
    assert (answer.status, answer.code) == (400, "ErrorInvalidIdMalformed")


async def test_a_group_with_calendars_is_not_deleted() -> None:
    async with graph() as client:
        group = await client.create({"name": "Clients"}, GROUPS)
        await client.create({"name": "Contoso"}, f"{GROUPS}/{group['id']}/calendars")
        answer = await client.ask("DELETE", f"{GROUPS}/{group['id']}")
    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")


async def test_groups_of_others_are_theirs() -> None:
    async with graph() as client:
        answer = await client.get(f"/users/{BOB}/calendarGroups")
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")
