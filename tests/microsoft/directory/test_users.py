"""People and rooms as the directory knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY
from mockserver.microsoft.directory.users import DEFAULT
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, BOB, CAROL, DEV, GRETA, ROOM_4, ROOM_5, graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Answer, Client

EVENTUAL = {"ConsistencyLevel": "eventual"}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


async def eventually(client: Client, path: str, **query: str) -> Answer:
    return await client.ask("GET", path, headers=EVENTUAL, query={f"${name}": value for name, value in query.items()})


async def test_without_a_selection_there_are_eleven_properties_and_a_tip_on_me(client: Client) -> None:
    me = await client.read("/me")
    other = await client.read(f"/users/{BOB}")
    assert list(me) == ["@odata.context", "@microsoft.graph.tips", *DEFAULT]
    assert list(other) == ["@odata.context", *DEFAULT]
    assert me["@odata.context"].endswith("$metadata#users/$entity")


async def test_a_name_is_split_for_people_and_not_for_rooms(client: Client) -> None:
    me, room = await client.read("/me"), await client.read(f"/users/{ROOM_4}")
    assert (me["givenName"], me["surname"], me["userPrincipalName"]) == ("Alice", "Rivera", ALICE)
    assert (room["displayName"], room["givenName"], room["surname"]) == ("Room 4", None, None)


async def test_a_selection_gets_what_is_not_there_by_default_and_no_id_unless_it_asks(client: Client) -> None:
    found = await client.read("/me", select="proxyAddresses,accountEnabled,department,skills")
    context = found.pop("@odata.context")
    assert context.endswith("#users(proxyAddresses,accountEnabled,department,skills)/$entity")
    assert found == {
        "accountEnabled": True,
        "department": None,
        "proxyAddresses": [f"SMTP:{ALICE}"],
        "skills": [],
    }
    assert "id" in await client.read("/me", select="id,mail")


async def test_an_unknown_property_is_refused(client: Client) -> None:
    answer = await client.get("/me", select="shoeSize")
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'" in answer.message


async def test_somebody_is_found_by_id_and_by_address_in_whatever_case(client: Client) -> None:
    by_address = await client.read(f"/users/{BOB.upper()}")
    assert await client.read(f"/users/{by_address['id'].upper()}") == by_address
    assert await client.read(f"/users('{BOB}')") == by_address


@pytest.mark.parametrize("named", [GRETA, "nobody@autosched.example", "00000000-0000-0000-0000-000000000000"])
async def test_whoever_has_no_account_is_not_in_the_directory(client: Client, named: str) -> None:
    answer = await client.get(f"/users/{named}")
    assert (answer.status, answer.code) == (404, "Request_ResourceNotFound")
    assert answer.message.startswith(f"Resource '{named}' does not exist")


async def test_the_own_permission_reaches_nobody_else(client: Client) -> None:
    assert (await client.get("/me", as_="alice-nothing")).status == 200
    assert (await client.get(f"/users/{ALICE}", as_="alice-nothing")).status == 200
    answer = await client.get(f"/users/{BOB}", as_="alice-nothing")
    assert (answer.status, answer.code) == (403, "Authorization_RequestDenied")


async def test_the_directory_refuses_in_its_own_words(client: Client) -> None:
    answer = await client.get("/users", as_="alice-nothing")
    assert (answer.status, answer.code) == (403, "Authorization_RequestDenied")
    assert answer.message == "Insufficient privileges to complete the operation."


async def test_me_is_nobody_where_an_app_calls_by_itself(client: Client) -> None:
    answer = await client.get("/me", as_="app")
    assert (answer.status, answer.message) == (400, "/me request is only valid with delegated authentication flow.")
    assert (await client.get(f"/users/{BOB}", as_="app")).status == 200


async def test_the_settings_of_the_mailbox_come_with_its_own_permission(client: Client) -> None:
    found = await client.read("/me", select="displayName,mailboxSettings")
    assert found["mailboxSettings"]["timeZone"] == "Eastern Standard Time"
    without = await client.get("/me", select="mailboxSettings", as_="alice-nothing")
    others = await client.get(f"/users/{BOB}", select="mailboxSettings")
    assert (without.code, others.code) == ("ErrorAccessDenied", "ErrorAccessDenied")


# Lists.


async def test_everybody_with_an_account_is_listed(client: Client) -> None:
    page = await client.read("/users")
    assert [user["mail"] for user in page["value"]] == [ALICE, BOB, CAROL, DEV, ROOM_4, ROOM_5]
    assert page["@odata.context"].endswith("$metadata#users")
    assert list(page["value"][0]) == list(DEFAULT)


async def test_pages_go_on_by_a_token_until_the_last(client: Client) -> None:
    found: list[str] = []
    path: str | None = "/users?$top=4&$select=mail"
    while path:
        page = await client.read(path)
        found += [user["mail"] for user in page["value"]]
        path = page.get("@odata.nextLink")
        assert path is None or "$skiptoken=" in path
    assert found == [ALICE, BOB, CAROL, DEV, ROOM_4, ROOM_5]


async def test_a_token_is_good_for_its_own_query_only(client: Client) -> None:
    link = (await client.read("/users?$top=2"))["@odata.nextLink"]
    for wrong in (link.replace("$top=2", "$top=3"), "/users?$skiptoken=x", "/users?$skiptoken=%C3%A9"):
        answer = await client.ask("GET", wrong)
        assert (answer.status, answer.code) == (400, "Request_BadRequest")


async def test_a_token_expires(client: Client) -> None:
    link = (await client.read("/users?$top=2"))["@odata.nextLink"]
    client.session.clock.advance(8 * DAY)
    answer = await client.ask("GET", link)
    assert (answer.status, answer.code) == (400, "Directory_ExpiredPageToken")


async def test_a_list_is_filtered_and_ordered(client: Client) -> None:
    page = await client.read("/users", filter="startswith(displayName,'Room')", orderby="displayName desc")
    assert [user["mail"] for user in page["value"]] == [ROOM_5, ROOM_4]


@pytest.mark.parametrize("top", ["0", "1000", "99999999999"])
async def test_a_page_has_1_to_999_users(client: Client, top: str) -> None:
    answer = await client.get("/users", top=top)
    assert (answer.status, answer.code) == (400, "Request_BadRequest")


async def test_nothing_is_skipped_by_number(client: Client) -> None:
    answer = await client.get("/users", skip=1)
    assert (answer.status, answer.message) == (400, "'$skip' is not supported by the service.")


async def test_counting_is_for_those_who_accept_that_the_directory_lags(client: Client) -> None:
    assert (await client.get("/users/$count")).code == "Request_BadRequest"
    assert (await eventually(client, "/users/$count", filter="startswith(displayName,'Room')")).body == b"2"
    assert "@odata.count" not in await client.read("/users", count="true")
    assert client.notes() == ["$count has no effect here without the header ConsistencyLevel: eventual"]
    assert (await eventually(client, "/users", count="true")).json["@odata.count"] == 6


async def test_searching_is_not_emulated_and_never_pretends_to_be(client: Client) -> None:
    assert (await client.get("/users", search='"displayName:A"')).code == "Request_UnsupportedQuery"
    assert (await eventually(client, "/users", search='"displayName:A"')).status == 501


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/users", {}), ("PATCH", "/me", {"jobTitle": "Chief"}), ("DELETE", f"/users/{BOB}", None)],
)
async def test_nobody_is_made_changed_or_removed(client: Client, method: str, path: str, body: Any) -> None:
    assert (await client.ask(method, path, body)).status == 501
    assert client.notes() == ["accounts come from the scenario, and belong to the directory and not to calendars"]


async def test_the_official_client_reads_me_and_everybody(client: Client) -> None:
    async with checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        me = await sdk.me.get()
        bob = await sdk.users.by_user_id(BOB).get()
        page = await sdk.users.get()
    assert me is not None
    assert bob is not None
    assert page is not None
    assert (me.mail, bob.display_name, len(page.value or ())) == (ALICE, "Bob Okafor", 6)
