"""Who calls: where a token is looked for, which are good, and what nobody may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import RawTestServer, TestClient
from msgspec.structs import replace

from mockserver.google.caller import credential_of
from mockserver.google.provider import GoogleCalendar
from mockserver.http.exchange import Exchange
from mockserver.http.pipeline import Pipeline
from mockserver.session import Sessions
from tests.contract import check_exchange
from tests.google.calendar_world import calendar_path
from tests.google.event_world import ALICE, CLOSED, TEAM, Client, events_path, meeting, serving, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PUBLIC = f"{calendar_path(TEAM)}/acl"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.fixture
async def public(client: Client) -> Client:
    """The team's calendar with one event, read by everybody."""
    await client.ask("POST", PUBLIC, {"scope": {"type": "default"}, "role": "reader"})
    await client.insert(meeting(), TEAM)
    return client


# Where the token is


@pytest.mark.parametrize(
    ("header", "query", "token"),
    [
        ("Bearer alice", "", "alice"),
        ("bearer  alice ", "", "alice"),
        ("Basic YTpi", "", None),
        ("Bearer", "", ""),
        (None, "access_token=alice", "alice"),
        (None, "oauth_token=alice", "alice"),
        ("Bearer bob", "access_token=alice", "bob"),
        (None, "pageToken=alice", None),
        (None, "", None),
    ],
)
def test_the_token_is_in_the_header_or_else_in_the_query(header: str | None, query: str, token: str | None) -> None:
    exchange = Exchange("GET", "/", query, {"Authorization": header} if header is not None else {})
    name, _, value = query.partition("=")
    exchange.pairs = [(name, value)] if query else []

    assert credential_of(exchange) == token


@pytest.mark.parametrize("name", ["access_token", "oauth_token"])
async def test_a_token_in_the_query_admits(client: Client, name: str) -> None:
    assert (await client.ask("GET", calendar_path("primary"), as_="", headers=None, **{name: "alice"})).json[
        "id"
    ] == ALICE


# Tokens that are not good


@pytest.mark.parametrize("token", ["alice-expired", "alice-revoked", "nobody-knows-it", "ya29.a0mock-default.x", "ä"])
async def test_a_token_that_is_not_good_is_refused(client: Client, token: str) -> None:
    answer = await client.ask("GET", events_path(), as_="", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status, answer.reason) == (401, "authError")
    assert "the access token is " in client.notes()


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "alice"])
async def test_what_is_no_bearer_token_is_no_credential(client: Client, header: str) -> None:
    answer = await client.ask("GET", events_path(), as_="", headers={"Authorization": header})

    assert (answer.status, answer.reason) == (401, "required")


async def test_the_journal_knows_whose_token_was_refused(client: Client) -> None:
    await client.ask("GET", events_path(), as_="alice-expired")

    *_, entry = client.session.journal.read()
    assert (entry.person, entry.status, entry.reason) == ("alice", 401, "authError")


# Nobody, with an API key


async def test_without_a_token_nobody_calls(client: Client) -> None:
    answer = await client.ask("GET", events_path(TEAM), as_="")

    assert (answer.status, answer.reason) == (401, "required")


async def test_with_a_key_everybody_reads_what_is_public(public: Client) -> None:
    page = (await public.ask("GET", events_path(TEAM), as_="", key="any")).json

    assert (page["accessRole"], len(page["items"])) == ("reader", 1)


async def test_with_a_key_nobody_finds_what_is_not_public(public: Client) -> None:
    assert (await public.ask("GET", events_path(CLOSED), as_="", key="any")).status == 404


@pytest.mark.parametrize("path", [events_path("primary"), calendar_path("primary"), "/users/me/calendarList"])
async def test_with_a_key_nobody_has_nothing_of_their_own(public: Client, path: str) -> None:
    answer = await public.ask("GET", path, as_="", key="any")

    assert (answer.status, answer.reason) == (401, "required")


async def test_with_a_key_nothing_is_written(public: Client) -> None:
    assert (await public.ask("POST", events_path(TEAM), meeting(), as_="", key="any")).status == 401


async def test_a_key_beside_a_token_changes_nothing(client: Client) -> None:
    assert (await client.ask("GET", calendar_path("primary"), key="any")).json["id"] == ALICE


# Without any authorization


async def test_without_authorization_the_first_person_calls() -> None:
    sessions = Sessions(replace(template(), strict=False))
    http: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    async with http:
        client = Client(http, sessions)

        assert (await client.ask("GET", calendar_path("primary"), as_="")).json["id"] == ALICE
        assert "auth is off: answered as alice" in client.notes()


# A service account by itself


async def test_a_service_account_has_a_primary_calendar_of_its_own(client: Client) -> None:
    robot = client.robot()

    calendar = (await client.ask("GET", calendar_path("primary"), as_=robot)).json

    assert calendar["id"].startswith("sync-bot@")
    assert (await client.ask("GET", events_path(), as_=robot)).json["accessRole"] == "owner"


async def test_a_service_account_sees_no_persons_calendar_unasked(client: Client) -> None:
    assert (await client.ask("GET", events_path(ALICE), as_=client.robot())).status == 404


async def test_a_service_account_that_acts_for_a_person_is_that_person(client: Client) -> None:
    token = client.session.identity.issue("alice", "sync-bot", ["https://www.googleapis.com/auth/calendar"]).text

    assert (await client.ask("GET", calendar_path("primary"), as_=token)).json["id"] == ALICE
