"""The master list of categories: six to begin with, unique names that never change, colours that do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft.outlook.categories import FRESH
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

PATH = "/me/outlook/masterCategories"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


async def names(client: Client) -> list[str]:
    return [one["displayName"] for one in (await client.read(PATH))["value"]]


async def test_a_fresh_mailbox_has_six(client: Client) -> None:
    page = await client.read(PATH)
    assert [(one["displayName"], one["color"]) for one in page["value"]] == list(FRESH)
    assert page["@odata.context"].endswith("/outlook/masterCategories")


async def test_the_ids_of_the_six_are_the_same_in_every_session() -> None:
    async with graph() as one, graph() as other:
        assert (await one.read(PATH))["value"] == (await other.read(PATH))["value"]


async def test_a_new_one_comes_last_and_has_no_colour_unless_it_is_given_one(client: Client) -> None:
    made = await client.create({"displayName": "Travel"}, PATH)
    assert made["color"] == "none"
    assert await names(client) == [*(name for name, _ in FRESH), "Travel"]
    assert await client.read(f"{PATH}/{made['id']}") == made


async def test_a_name_is_unique_whatever_its_letter_case(client: Client) -> None:
    answer = await client.ask("POST", PATH, {"displayName": "RED category"})
    assert (answer.status, answer.code) == (409, "ErrorDuplicateCategory")


@pytest.mark.parametrize("body", [{}, {"displayName": ""}, {"displayName": "x" * 256}])
async def test_a_new_one_needs_a_name(client: Client, body: dict[str, Any]) -> None:
    answer = await client.ask("POST", PATH, body)
    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


async def test_its_colour_changes_and_its_name_does_not(client: Client) -> None:
    made = await client.create({"displayName": "Travel", "color": "Preset9"}, PATH)
    changed = await client.update(f"{PATH}/{made['id']}", {"color": "preset2"})
    assert changed == made | {"color": "preset2"}
    answer = await client.ask("PATCH", f"{PATH}/{made['id']}", {"displayName": "Trips"})
    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


async def test_one_that_was_deleted_is_gone(client: Client) -> None:
    first = (await client.read(PATH))["value"][0]
    assert (await client.ask("DELETE", f"{PATH}/{first['id']}")).status == 204
    assert first["displayName"] not in await names(client)
    answer = await client.get(f"{PATH}/{first['id']}")
    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


async def test_they_can_be_filtered_and_counted(client: Client) -> None:
    page = await client.read(PATH, filter="startswith(displayName,'Bl')", select="color")
    assert [one["color"] for one in page["value"]] == ["preset7"]
    assert (await client.get(f"{PATH}/$count")).body == b"6"


async def test_reading_needs_no_permission_to_write(client: Client) -> None:
    assert (await client.get(PATH, as_="alice-reads")).status == 403
    assert (await client.get(PATH, as_="app")).status == 400  # /me is nobody
    assert (await client.get(f"/users/{client.mailbox().address}/outlook/masterCategories", as_="app")).status == 200


async def test_the_official_client_makes_changes_and_deletes_one(client: Client) -> None:
    from msgraph.generated.models.category_color import CategoryColor  # noqa: PLC0415 - slow to import
    from msgraph.generated.models.outlook_category import OutlookCategory  # noqa: PLC0415 - slow to import

    async with checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        builder = sdk.me.outlook.master_categories
        made = await builder.post(OutlookCategory(display_name="Travel", color=CategoryColor.Preset3))
        assert made is not None
        one = builder.by_outlook_category_id(made.id or "")
        changed = await one.patch(OutlookCategory(color=CategoryColor.Preset4))
        await one.delete()
        page = await builder.get()
    assert changed is not None
    assert changed.color == CategoryColor.Preset4
    assert page is not None
    assert len(page.value or ()) == len(FRESH)
