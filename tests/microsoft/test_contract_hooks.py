"""The judge sees every answer that a client gets: under httpx and msgraph-sdk, and in an aiohttp session."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, web
from msgraph.generated.models.event import Event
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from tests.microsoft.answers import ANSWERED, ASKED, EVENT, FAILED, JSON, OUTER, PROBLEM, changed
from tests.microsoft.contract import check_exchange, checked_session
from tests.microsoft.sdk_client import checked_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp.test_utils import TestServer
    from msgraph.graph_service_client import GraphServiceClient
    from pytest_aiohttp.plugin import AiohttpServer


async def answer(request: web.Request) -> web.Response:
    """One right answer, one that refuses, and one that is wrong."""
    match request.path.rpartition("/")[2]:
        case "right":
            assert request.path == "/v1.0/me/events/right"
            return web.Response(body=json.dumps(EVENT), headers=JSON)
        case "wrong":
            return web.Response(body=json.dumps(changed(EVENT, "showAs", "away")), headers=JSON)
        case "$batch":
            wrong = changed(ANSWERED, "responses/1/body/subject", 7) if request.query else ANSWERED
            return web.Response(body=json.dumps(wrong), headers=OUTER)
        case _:
            return web.Response(status=404, body=json.dumps(PROBLEM), headers=FAILED)


@pytest.fixture
async def server(aiohttp_server: AiohttpServer) -> TestServer:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    return await aiohttp_server(application)


@pytest.fixture
async def client(server: TestServer) -> AsyncIterator[GraphServiceClient]:
    async with checked_client(str(server.make_url("/v1.0")), token="t") as graph:
        yield graph


async def test_a_right_answer_reaches_the_official_client(client: GraphServiceClient) -> None:
    event = await client.me.events.by_event_id("right").get()

    assert isinstance(event, Event)
    assert event.subject == "Lunch"


async def test_a_wrong_answer_fails_the_official_clients_call(client: GraphServiceClient) -> None:
    with pytest.raises(AssertionError, match=r"/v1\.0/me/events/wrong .*(\n.*)*showAs: 'away' is no freeBusyStatus"):
        await client.me.events.by_event_id("wrong").get()


async def test_an_error_reaches_the_official_client_as_its_own(client: GraphServiceClient) -> None:
    with pytest.raises(ODataError) as caught:
        await client.users.by_user_id("u").events.by_event_id("none").get()

    assert caught.value.error is not None
    assert caught.value.error.code == "ErrorItemNotFound"


async def test_an_aiohttp_session_finds_the_wrong_answer(server: TestServer) -> None:
    async with checked_session(str(server.make_url("/"))) as session:
        async with session.get("/v1.0/me/events/right") as right:
            assert (await right.json())["subject"] == "Lunch"
        async with session.get("/elsewhere") as other:
            assert other.status == 404
        with pytest.raises(AssertionError, match="is no freeBusyStatus"):
            await session.get("/s/k3v9/v1.0/me/events/wrong")


async def test_the_answers_inside_a_batch_are_judged_by_what_was_sent(server: TestServer) -> None:
    async with ClientSession(str(server.make_url("/")), middlewares=(check_exchange,)) as session:
        async with session.post("/v1.0/$batch", json=ASKED) as right:
            assert right.status == 200
        with pytest.raises(AssertionError, match="subject: 7 is no String"):
            await session.post("/v1.0/$batch?wrong", json=ASKED)
