"""Google's limits: by person and project in a sliding minute; changes of a calendar are counted by calendar."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp.test_utils import RawTestServer, TestClient
from msgspec.structs import replace

from mockserver.clock import SECOND
from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.session import Sessions
from tests.contract import check_exchange
from tests.google.calendar_world import ROTA, Client, calendar_path, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PRIMARY = "/calendars/primary"


@asynccontextmanager
async def limited(**amounts: int) -> AsyncIterator[Client]:
    sessions = Sessions(replace(template(), limits={"google": amounts}))
    http: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    async with http:
        yield Client(http, sessions)


async def test_a_person_s_minute_is_used_up_and_slides_on() -> None:
    async with limited(per_user_per_minute=2) as client:
        for _ in range(2):
            assert (await client.ask("GET", PRIMARY)).status == 200

        refused = await client.ask("GET", PRIMARY)

        assert (refused.status, refused.reason) == (403, "rateLimitExceeded")
        assert "Queries per minute per user" in refused.json["error"]["message"]
        assert "Retry-After" not in refused.headers
        assert (await client.ask("GET", PRIMARY, as_="bob")).status == 200
        client.session.clock.advance(62 * SECOND)
        assert (await client.ask("GET", PRIMARY)).status == 200


async def test_a_project_s_minute_is_everybody_s() -> None:
    async with limited(per_project_per_minute=1) as client:
        assert (await client.ask("GET", PRIMARY)).status == 200

        assert (await client.ask("GET", PRIMARY, as_="bob")).status == 403


async def test_whoever_quota_user_names_is_charged() -> None:
    async with limited(per_user_per_minute=1) as client:
        for user in ("one", "two"):
            assert (await client.ask("GET", PRIMARY, quotaUser=user)).status == 200
        assert (await client.ask("GET", PRIMARY, headers={"X-Goog-Quota-User": "three"})).status == 200

        assert (await client.ask("GET", PRIMARY, quotaUser="one")).status == 403


async def test_changes_of_one_calendar_are_counted_by_calendar_whoever_makes_them() -> None:
    async with limited(writes_per_calendar_per_minute=1) as client:
        assert (await client.ask("PATCH", calendar_path(ROTA), {"summary": "A"}, as_="bob")).status == 200

        refused = await client.ask("PATCH", calendar_path(ROTA), {"summary": "B"}, as_="carol")

        assert (refused.status, refused.reason) == (403, "rateLimitExceeded")
        assert (await client.ask("GET", calendar_path(ROTA), as_="carol")).status == 200
        assert (await client.ask("PATCH", PRIMARY, {"summary": "C"}, as_="carol")).status == 200


async def test_primary_and_the_address_are_one_calendar() -> None:
    async with limited(writes_per_calendar_per_minute=1) as client:
        assert (await client.ask("PATCH", PRIMARY, {"summary": "A"})).status == 200

        assert (await client.ask("PATCH", "/calendars/Alice@autosched.example", {"summary": "B"})).status == 403


async def test_a_request_that_is_not_let_in_does_not_count() -> None:
    async with limited(per_user_per_minute=1) as client:
        for _ in range(3):
            assert (await client.ask("GET", PRIMARY, as_="nobody")).status == 401

        assert (await client.ask("GET", PRIMARY)).status == 200
