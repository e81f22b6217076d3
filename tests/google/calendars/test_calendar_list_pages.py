"""`calendarList.list` over a socket: what is listed, page by page, and what a sync tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY
from mockserver.google.calendars.calendar import list_of
from tests.google.calendar_world import (
    ALICE,
    BOB,
    CAROL,
    LIST,
    PUBLIC,
    ROTA,
    SECRET,
    TEAM,
    Answer,
    Client,
    entry_path,
    put_in,
    serving,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def changes(client: Client, token: str, as_: str = "alice", **query: Any) -> Answer:
    return await client.ask("GET", LIST, as_=as_, syncToken=token, **query)


async def test_a_list_is_printed_as_google_prints_it(client: Client) -> None:
    answer = await client.ask("GET", LIST)

    assert list(answer.json) == ["kind", "etag", "nextSyncToken", "items"]
    assert answer.json["etag"].startswith('"p3')
    assert "ETag" not in answer.headers
    assert [item["id"] for item in answer.json["items"]] == [ALICE, TEAM]
    assert answer.json["items"][0]["etag"] == '"0"'


async def test_an_entry_of_a_list_is_the_entry_itself(client: Client) -> None:
    (_, item) = (await client.ask("GET", LIST)).json["items"]

    assert (await client.ask("GET", entry_path(TEAM))).json == item


async def test_a_list_that_has_not_changed_is_answered_304(client: Client) -> None:
    etag = (await client.ask("GET", LIST)).json["etag"]
    same = await client.ask("GET", LIST, headers={"If-None-Match": etag})
    await client.ask("PATCH", entry_path(TEAM), {"hidden": True})
    changed = await client.ask("GET", LIST, headers={"If-None-Match": etag})

    assert (same.status, changed.status) == (304, 200)


async def test_hidden_and_deleted_entries_are_listed_on_request_only(client: Client) -> None:
    await client.ask("PATCH", entry_path(ROTA), {"hidden": True}, as_="bob")
    await put_in(client, TEAM, as_="bob")
    await client.ask("DELETE", entry_path(TEAM), as_="bob")

    assert await client.ids("bob") == [BOB, PUBLIC, SECRET]
    assert await client.ids("bob", showHidden=True) == [BOB, PUBLIC, SECRET, ROTA]
    assert await client.ids("bob", showDeleted=True) == [BOB, PUBLIC, SECRET, TEAM]
    (item,) = [
        item
        for item in (await client.ask("GET", LIST, as_="bob", showDeleted=True)).json["items"]
        if item.get("deleted")
    ]
    assert (item["id"], item["summary"]) == (TEAM, "Team")
    assert list(item)[-2:] == ["deleted", "conferenceProperties"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("freeBusyReader", [ALICE, TEAM, ROTA, PUBLIC]),
        ("reader", [ALICE, TEAM, PUBLIC]),
        ("writerWithoutPrivateAccess", [ALICE, TEAM]),
        ("owner", [ALICE, TEAM]),
    ],
)
async def test_the_least_role_is_included_with_all_above_it(client: Client, role: str, expected: list[str]) -> None:
    await put_in(client, ROTA)
    await put_in(client, PUBLIC)

    assert await client.ids(minAccessRole=role) == expected


async def test_the_own_organization_is_that_of_the_data_owner(client: Client) -> None:
    await put_in(client, ROTA, as_="carol")

    assert await client.ids("carol") == [CAROL, TEAM, ROTA]
    assert await client.ids("carol", showOwnOrganizationOnly=True) == [CAROL, TEAM]
    assert await client.ids("carol", showOwnOrganizationOnly=False) == [CAROL, TEAM, ROTA]


async def test_a_calendar_whose_sharing_ended_is_not_listed(client: Client) -> None:
    await put_in(client, TEAM, as_="bob")
    rule = client.session.documents.collection(f"google/acl/{TEAM}").get(f"user:{BOB}")
    assert rule is not None
    client.session.documents.put(f"google/acl/{TEAM}", rule.id, rule.body, deleted=True, extra=rule.extra)

    assert TEAM not in await client.ids("bob")
    assert (await client.ask("GET", entry_path(TEAM), as_="bob")).status == 404


async def test_the_list_of_a_service_account_begins_empty(client: Client) -> None:
    robot = client.robot()
    await client.ask("GET", "/calendars/primary", as_=robot)

    answer = await client.ask("GET", LIST, as_=robot)

    assert answer.json["items"] == []
    assert "nextSyncToken" in answer.json


async def test_nobody_has_no_list(client: Client) -> None:
    answer = await client.ask("GET", LIST, as_="", key="any")

    assert (answer.status, answer.reason) == (401, "required")


@pytest.mark.parametrize(
    ("name", "value"),
    [("maxResults", "0"), ("maxResults", "many"), ("minAccessRole", "boss"), ("showHidden", "yes")],
)
async def test_a_parameter_that_cannot_be_read_is_refused_by_its_name(client: Client, name: str, value: str) -> None:
    answer = await client.get(LIST, {name: value})

    assert (answer.status, answer.reason) == (400, "invalidParameter")
    assert answer.json["error"]["errors"][0]["location"] == name


# Pages


async def test_pages_follow_one_another_and_the_sync_token_stands_on_the_last(client: Client) -> None:
    first = (await client.ask("GET", LIST, as_="bob", maxResults=2)).json
    second = (await client.ask("GET", LIST, as_="bob", maxResults=2, pageToken=first["nextPageToken"])).json

    assert list(first) == ["kind", "etag", "nextPageToken", "items"]
    assert list(second) == ["kind", "etag", "nextSyncToken", "items"]
    assert [item["id"] for item in first["items"] + second["items"]] == [BOB, ROTA, PUBLIC, SECRET]


async def test_a_full_last_page_has_no_page_after_it(client: Client) -> None:
    assert "nextPageToken" not in (await client.ask("GET", LIST, as_="bob", maxResults=4)).json


async def test_more_than_250_entries_are_asked_for_in_vain(client: Client) -> None:
    for number in range(252):
        made = await client.ask("POST", "/calendars", {"summary": f"{number}"}, as_="carol")
        assert made.status == 200

    answer = await client.ask("GET", LIST, as_="carol", maxResults=1000)
    by_default = await client.ask("GET", LIST, as_="carol")

    assert len(answer.json["items"]) == 250
    assert len(by_default.json["items"]) == 100
    assert "nextPageToken" in answer.json


async def test_a_page_token_belongs_to_its_query(client: Client) -> None:
    token = (await client.ask("GET", LIST, as_="bob", maxResults=1)).json["nextPageToken"]

    wrongs: list[dict[str, Any]] = [{"showHidden": True, "pageToken": token}, {"pageToken": "x"}]
    for wrong in [*wrongs, {"pageToken": token[:-4]}]:
        answer = await client.ask("GET", LIST, as_="bob", **wrong)
        assert (answer.status, answer.reason) == (400, "invalid")
    assert (await client.ask("GET", LIST, as_="alice", pageToken=token)).status == 400


async def test_what_is_deleted_between_two_pages_is_told_by_the_next_sync(client: Client) -> None:
    await put_in(client, TEAM, as_="bob")
    await client.ask("PATCH", entry_path(ROTA), {"hidden": True}, as_="bob")  # now the list is … TEAM, ROTA
    await client.ask("PATCH", entry_path(ROTA), {"hidden": False}, as_="bob")
    first = (await client.ask("GET", LIST, as_="bob", maxResults=4)).json
    assert TEAM in [item["id"] for item in first["items"]]

    await client.ask("DELETE", entry_path(TEAM), as_="bob")

    last = (await client.ask("GET", LIST, as_="bob", maxResults=4, pageToken=first["nextPageToken"])).json
    assert TEAM not in [item["id"] for item in last["items"]]
    (item,) = (await changes(client, last["nextSyncToken"], "bob")).json["items"]
    assert (item["id"], item["deleted"]) == (TEAM, True)


# Sync


async def test_a_sync_tells_what_changed_with_what_was_deleted_and_hidden(client: Client) -> None:
    await put_in(client, TEAM, as_="bob")
    token = await client.sync_token("bob")
    assert (await changes(client, token, "bob")).json["items"] == []

    await client.ask("PATCH", entry_path(ROTA), {"hidden": True}, as_="bob")
    await client.ask("DELETE", entry_path(TEAM), as_="bob")

    answer = (await changes(client, token, "bob")).json
    assert [(item["id"], item.get("hidden"), item.get("deleted")) for item in answer["items"]] == [
        (ROTA, True, None),
        (TEAM, None, True),
    ]
    assert (await changes(client, answer["nextSyncToken"], "bob")).json["items"] == []


async def test_a_sync_is_paged_with_both_tokens(client: Client) -> None:
    token = await client.sync_token("bob")
    for calendar in (ROTA, PUBLIC, SECRET):
        await client.ask("PATCH", entry_path(calendar), {"colorId": "7"}, as_="bob")

    first = (await changes(client, token, "bob", maxResults=2)).json
    second = (await changes(client, token, "bob", maxResults=2, pageToken=first["nextPageToken"])).json

    assert "nextSyncToken" not in first
    assert [item["id"] for item in first["items"] + second["items"]] == [ROTA, PUBLIC, SECRET]
    assert (await changes(client, second["nextSyncToken"], "bob")).json["items"] == []


async def test_changes_of_the_calendar_alone_are_not_told(client: Client) -> None:
    token = await client.sync_token("carol")

    await client.ask("PATCH", f"/calendars/{TEAM}", {"summary": "Renamed"})

    assert (await changes(client, token, "carol")).json["items"] == []


@pytest.mark.parametrize(
    "restriction",
    [
        {"minAccessRole": "reader"},
        {"showOwnOrganizationOnly": True},
        {"showOwnOrganizationOnly": False},
        {"showDeleted": False},
        {"showHidden": False},
    ],
)
async def test_a_sync_token_goes_with_no_restriction(client: Client, restriction: dict[str, Any]) -> None:
    answer = await changes(client, await client.sync_token(), **restriction)

    assert (answer.status, answer.reason) == (400, "syncTokenWithRequestRestrictions")


async def test_a_sync_token_goes_with_showing_what_it_shows_anyway(client: Client) -> None:
    assert (await changes(client, await client.sync_token(), showDeleted=True, showHidden=True)).status == 200


@pytest.mark.parametrize("restriction", [{"minAccessRole": "reader"}, {"showOwnOrganizationOnly": True}])
async def test_a_narrowed_list_hands_out_no_sync_token(client: Client, restriction: dict[str, Any]) -> None:
    assert list((await client.ask("GET", LIST, **restriction)).json) == ["kind", "etag", "items"]


async def test_what_cannot_be_a_sync_token_is_a_400_and_what_is_not_valid_here_a_410(client: Client) -> None:
    token = await client.sync_token()

    malformed = await changes(client, "not a token!")
    assert (malformed.status, malformed.reason) == (400, "invalid")
    for wrong in (f"x{token}", await client.sync_token("bob")):
        answer = await changes(client, wrong)
        assert (answer.status, answer.reason) == (410, "fullSyncRequired")


@pytest.mark.parametrize("how", ["lifetime", "by hand", "reset"])
async def test_a_sync_token_ends(client: Client, how: str) -> None:
    await client.ask("PATCH", entry_path(TEAM), {"hidden": True})
    token = await client.sync_token()
    if how == "lifetime":
        client.session.clock.advance(8 * DAY)
    elif how == "by hand":
        client.session.cursors.expire(list_of("alice"))
    else:
        client.session.reset()

    answer = await changes(client, token)

    assert (answer.status, answer.reason) == (410, "fullSyncRequired")
