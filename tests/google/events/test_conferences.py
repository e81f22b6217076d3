"""Conferences: made on request, copied, cleared, and left alone without `conferenceDataVersion=1`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import Client, events_path, meeting, series, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REQUEST: dict[str, Any] = {
    "createRequest": {"requestId": "one", "conferenceSolutionKey": {"type": "hangoutsMeet"}},
}
OTHER: dict[str, Any] = {
    "conferenceSolution": {"key": {"type": "addOn"}, "name": "Other"},
    "entryPoints": [{"entryPointType": "video", "uri": "https://other.example/1"}],
    "conferenceId": "1",
}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def made(client: Client) -> dict[str, Any]:
    """An event with a Meet conference."""
    return await client.insert(meeting(conferenceData=REQUEST), conferenceDataVersion=1)


async def refused(client: Client, data: Any) -> tuple[int, str]:
    query = {"conferenceDataVersion": 1}
    answer = await client.ask("POST", events_path(), meeting(conferenceData=data), as_="alice", headers=None, **query)
    return answer.status, answer.json["error"]["message"]


async def test_a_request_makes_a_meet_at_once(client: Client) -> None:
    event = await made(client)

    data = event["conferenceData"]
    code = data["conferenceId"]
    assert re.fullmatch(r"[a-z]{3}-[a-z]{4}-[a-z]{3}", code)
    assert event["hangoutLink"] == data["entryPoints"][0]["uri"] == f"https://meet.google.com/{code}"
    assert data["createRequest"] == REQUEST["createRequest"] | {"status": {"statusCode": "success"}}
    assert data["conferenceSolution"]["name"] == "Google Meet"
    assert data["signature"]
    assert await client.event(event["id"]) == event


async def test_without_its_version_a_conference_in_a_body_is_ignored(client: Client) -> None:
    assert "conferenceData" not in await client.insert(meeting(conferenceData=REQUEST))

    event = await made(client)
    assert (await client.update(event["id"], meeting()))["conferenceData"] == event["conferenceData"]
    kept = await client.patch(event["id"], {"conferenceData": None})
    assert (kept["conferenceData"], kept["hangoutLink"]) == (event["conferenceData"], event["hangoutLink"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_with_its_version_a_conference_is_cleared(client: Client, method: str) -> None:
    event = await made(client)
    body = meeting() if method == "PUT" else {"conferenceData": None}
    query = {"conferenceDataVersion": 1}

    answer = await client.ask(method, events_path("primary", event["id"]), body, as_="alice", headers=None, **query)

    assert not answer.json.keys() & {"conferenceData", "hangoutLink"}


async def test_a_patch_without_a_conference_leaves_it(client: Client) -> None:
    event = await made(client)

    patched = await client.patch(event["id"], {"summary": "New"}, conferenceDataVersion=1)

    assert patched["conferenceData"] == event["conferenceData"]


async def test_a_repeat_of_the_last_request_is_ignored(client: Client) -> None:
    event = await made(client)

    again = await client.patch(event["id"], {"conferenceData": REQUEST}, conferenceDataVersion=1)

    assert again["conferenceData"] == event["conferenceData"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_another_request_makes_another_conference(client: Client, method: str) -> None:
    event = await made(client)
    body = meeting(conferenceData={"createRequest": {"requestId": "two"}})
    query = {"conferenceDataVersion": 1}

    answer = await client.ask(method, events_path("primary", event["id"]), body, as_="alice", headers=None, **query)

    other = answer.json
    assert other["conferenceData"]["conferenceId"] != event["conferenceData"]["conferenceId"]
    assert other["hangoutLink"] != event["hangoutLink"]
    assert other["conferenceData"]["createRequest"]["requestId"] == "two"


async def test_a_conference_is_copied_with_all_it_has(client: Client) -> None:
    event = await made(client)

    copy = await client.insert(meeting(conferenceData=event["conferenceData"]), conferenceDataVersion=1)

    assert (copy["conferenceData"], copy["hangoutLink"]) == (event["conferenceData"], event["hangoutLink"])


async def test_an_event_with_a_conference_is_put_back_as_it_was_got(client: Client) -> None:
    event = await made(client)

    again = await client.update(event["id"], event, conferenceDataVersion=1)

    assert again["conferenceData"] == event["conferenceData"]


async def test_another_solution_is_kept_as_it_came_and_has_no_hangout_link(client: Client) -> None:
    event = await made(client)

    other = await client.update(event["id"], meeting(conferenceData=OTHER), conferenceDataVersion=1)

    assert other["conferenceData"] == OTHER
    assert "hangoutLink" not in other


@pytest.mark.parametrize(
    "data",
    [
        {"createRequest": {"requestId": "x", "conferenceSolutionKey": {"type": "eventHangout"}}},
        {"createRequest": {"requestId": "x", "conferenceSolutionKey": {"type": "zoom"}}},
        OTHER | {"conferenceSolution": {"key": {"type": "zoom"}}},
    ],
)
async def test_there_are_two_types_of_conferences(client: Client, data: Any) -> None:
    assert await refused(client, data) == (400, "Invalid conference type value.")


@pytest.mark.parametrize(
    "data",
    [{"createRequest": {}}, {"notes": "x"}, {"createRequest": {"conferenceSolutionKey": {"type": "hangoutsMeet"}}},
     {"conferenceSolution": OTHER["conferenceSolution"]}, {"entryPoints": OTHER["entryPoints"]}],
)  # fmt: skip
async def test_a_conference_is_requested_with_an_id_or_given_in_full(client: Client, data: Any) -> None:
    assert (await refused(client, data))[0] == 400


async def test_no_conference_is_made_that_nobody_asked_for(client: Client) -> None:
    assert "conferenceData" not in await client.insert(meeting(), conferenceDataVersion=1)


async def test_an_occurrence_gets_a_conference_of_its_own(client: Client) -> None:
    event = await client.insert(series())
    first, second, *_ = await client.instances(event["id"])

    changed = await client.patch(first["id"], {"conferenceData": REQUEST}, conferenceDataVersion=1)

    assert "hangoutLink" in changed
    assert "hangoutLink" not in await client.event(second["id"])
