"""`calendars.transferOwnership` over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import RawTestServer, TestClient
from msgspec.structs import replace

from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import Directory
from mockserver.session import Sessions
from tests.contract import check_exchange
from tests.google.event_world import ALICE, BOB, CAROL, CLOSED, TEAM, Client, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.google.calendar_world import Answer


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """The world with Uma as the administrator of autosched.example."""
    world = template()
    who = world.directory
    people = dict(who.people) | {"uma": replace(who.people["uma"], admin=True)}
    sessions = Sessions(replace(world, directory=Directory(people, who.apps, who.grants, who.tokens)))
    http: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    async with http:
        yield Client(http, sessions)


async def transfer(client: Client, calendar: str = TEAM, as_: str = "uma", **query: Any) -> Answer:
    wanted = {"newDataOwner": CAROL, "useAdminAccess": True} | query
    return await client.ask("POST", f"/calendars/{calendar}/transferOwnership", as_=as_, headers=None, **wanted)


async def test_the_new_owner_has_the_calendar_and_the_old_one_stays_an_owner(client: Client) -> None:
    answer = await transfer(client)
    calendar = await client.ask("GET", f"/calendars/{TEAM}", as_="carol")
    entry = await client.ask("GET", f"/users/me/calendarList/{TEAM}", as_="carol")

    assert (answer.status, answer.body) == (204, b"")
    assert calendar.json["dataOwner"] == CAROL
    assert entry.json["accessRole"] == "owner"
    assert (await client.ask("GET", f"/users/me/calendarList/{TEAM}")).json["accessRole"] == "owner"


async def test_only_the_new_data_owner_can_delete_it_then(client: Client) -> None:
    await transfer(client)

    assert (await client.ask("DELETE", f"/calendars/{TEAM}")).status == 403
    assert (await client.ask("DELETE", f"/calendars/{TEAM}", as_="carol")).status == 204


async def test_to_give_it_to_its_owner_changes_nothing(client: Client) -> None:
    before = (await client.ask("GET", f"/calendars/{TEAM}")).json
    answer = await transfer(client, newDataOwner=ALICE)

    assert answer.status == 204
    assert (await client.ask("GET", f"/calendars/{TEAM}")).json == before


@pytest.mark.parametrize(
    ("calendar", "as_", "query", "refusal"),
    [
        (TEAM, "alice", {}, (403, "forbidden")),
        (TEAM, "uma", {"useAdminAccess": False}, (400, "invalidParameter")),
        (TEAM, "uma", {"newDataOwner": BOB}, (400, "invalidParameter")),
        (TEAM, "uma", {"newDataOwner": "nobody@autosched.example"}, (400, "invalidParameter")),
        (CAROL, "uma", {}, (400, "invalidParameter")),
        ("nothing", "uma", {}, (404, "notFound")),
    ],
)
async def test_what_cannot_be_transferred_is_refused(
    client: Client, calendar: str, as_: str, query: dict[str, Any], refusal: tuple[int, str]
) -> None:
    answer = await transfer(client, calendar, as_, **query)

    assert (answer.status, answer.reason) == refusal


@pytest.mark.parametrize("missing", ["newDataOwner", "useAdminAccess"])
async def test_both_parameters_have_to_be_given(client: Client, missing: str) -> None:
    query = {"newDataOwner": CAROL, "useAdminAccess": True}
    del query[missing]
    answer = await client.ask("POST", f"/calendars/{TEAM}/transferOwnership", as_="uma", headers=None, **query)

    assert (answer.status, answer.reason) == (400, "required")
    assert answer.json["error"]["message"] == f"Required parameter: {missing}"


async def test_an_administrator_need_not_see_the_calendar(client: Client) -> None:
    assert (await client.ask("GET", f"/calendars/{CLOSED}", as_="uma")).status == 404
    assert (await transfer(client, CLOSED)).status == 204
