"""`If-Match` on whatever can be written: another version is not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.google.conditions import names
from tests.google.calendar_world import calendar_path
from tests.google.event_world import TEAM, Client, events_path, meeting, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ENTRY = f"/users/me/calendarList/{TEAM}"
BODIES = {calendar_path(TEAM): {"summary": "Written"}, ENTRY: {"summaryOverride": "Written"}}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ('"1"', True), (' "1" ', True), ("*", True), (" * ", True), ('"0", "1"', True), ('"0","1","2"', True),
        ('"0"', False), ("1", False), ('W/"1"', False), ("", False), ('"0", "2"', False), ('"11"', False),
    ],
)  # fmt: skip
def test_a_condition_names_an_etag_itself_in_a_list_or_as_any(condition: str, *, named: bool) -> None:
    assert names(condition, '"1"') is named


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
async def test_another_version_is_refused_and_stays(client: Client, method: str, path: str) -> None:
    before = (await client.get(path, {})).json

    answer = await client.ask(method, path, BODIES[path], headers={"If-Match": '"another"'})

    item = {"domain": "global", "reason": "conditionNotMet", "message": "Precondition Failed"}
    place = {"locationType": "header", "location": "If-Match"}
    assert answer.status == 412
    assert answer.json["error"] == {"errors": [item | place], "code": 412, "message": "Precondition Failed"}
    assert (await client.get(path, {})).json == before


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_this_version_is_written(client: Client, method: str, path: str) -> None:
    etag = (await client.get(path, {})).json["etag"]

    answer = await client.ask(method, path, BODIES[path] | {"timeZone": "UTC"}, headers={"If-Match": etag})

    assert answer.status == 200
    assert answer.json["etag"] != etag


async def test_the_journal_says_which_version_there_is(client: Client) -> None:
    event = await client.insert(meeting())

    await client.ask("DELETE", events_path("primary", event["id"]), headers={"If-Match": '"another"'})

    assert f"the resource's etag is {event['etag']}, the request is for" in client.notes()


async def test_what_is_not_there_is_not_found_whatever_the_condition(client: Client) -> None:
    answer = await client.ask("DELETE", events_path("primary", "never"), headers={"If-Match": "*"})

    assert answer.status == 404
