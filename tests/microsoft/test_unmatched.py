"""Requests that lead to no operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.microsoft.unserved import BETA_ONLY
from tests.microsoft.world import graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


async def test_whoever_is_nobody_is_told_nothing_about_paths(client: Client) -> None:
    for path in ("/me/nowhere", "/places/x/checkIns", "/me/mailboxSettings"):
        answer = await client.ask("DELETE", path, as_="")
        assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")


async def test_what_is_published_and_not_emulated_says_so_with_the_reason(client: Client) -> None:
    answer = await client.get("/places/x/checkIns")
    assert (answer.status, answer.code) == (501, "NotImplemented")
    assert answer.message.startswith("GET /places/{place-id}/checkIns is not emulated by mockserver.")
    assert client.notes() == ["whether somebody really came to a room that they booked is no matter of calendars"]


async def test_a_path_that_takes_other_methods_says_which(client: Client) -> None:
    answer = await client.ask("PUT", "/me/mailboxSettings", {})
    assert (answer.status, answer.code) == (405, "Request_BadRequest")
    assert client.notes() == ["/v1.0/me/mailboxSettings takes GET, PATCH"]


async def test_an_unknown_path_names_its_last_segment_and_the_journal_what_is_near(client: Client) -> None:
    answer = await client.get("/me/mailboxSetings")
    assert (answer.status, answer.message) == (400, "Resource not found for the segment 'mailboxSetings'.")
    assert "nearest served: GET, PATCH /v1.0/users/{user}/mailboxSettings" in client.notes()[0]


@pytest.mark.parametrize("path", ["/me/findRooms", "/me/findRoomLists", "/me/findRooms(RoomList='x@y.example')"])
async def test_what_is_of_beta_only_is_unknown_and_the_journal_says_what_v1_has(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert client.notes() == [BETA_ONLY[path[4:].lower().partition("(")[0]]]


async def test_a_long_segment_is_cut(client: Client) -> None:
    answer = await client.get("/" + "x" * 5_000)
    assert len(answer.message) < 200
