"""`calendarList.*` over a socket: which calendars stand in somebody's list, how they have set them, and its sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from mockserver.clock import DAY
from mockserver.google.calendar import list_of
from tests.google.calendar_world import ALICE, BOB, CAROL, PUBLIC, ROTA, SECRET, TEAM, Answer, Client, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LIST = "/users/me/calendarList"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def path_of(calendar: str) -> str:
    return f"{LIST}/{quote(calendar)}"


async def put_in(client: Client, calendar: str, as_: str = "alice", **body: Any) -> dict[str, Any]:
    """The entry of a calendar that somebody put into their list."""
    answer = await client.ask("POST", LIST, {"id": calendar} | body, as_=as_)
    assert answer.status == 200
    entry: dict[str, Any] = answer.json
    return entry


async def changes(client: Client, token: str, as_: str = "alice", **query: Any) -> Answer:
    return await client.ask("GET", LIST, as_=as_, syncToken=token, **query)


# The entry


async def test_the_primary_entry_has_the_members_google_shows_in_its_order(client: Client) -> None:
    entry = (await client.ask("GET", path_of("primary"))).json

    assert list(entry) == [
        "kind", "etag", "id", "summary", "timeZone", "colorId", "backgroundColor", "foregroundColor", "selected",
        "accessRole", "defaultReminders", "notificationSettings", "primary", "conferenceProperties",
    ]  # fmt: skip
    assert (entry["id"], entry["etag"], entry["accessRole"]) == (ALICE, '"0"', "owner")
    assert (entry["primary"], entry["selected"], entry["foregroundColor"]) == (True, True, "#000000")
    assert entry["defaultReminders"] == [{"method": "popup", "minutes": 30}]
    types = [row["type"] for row in entry["notificationSettings"]["notifications"]]
    assert types == ["eventCreation", "eventChange", "eventCancellation", "eventResponse"]


async def test_an_entry_joins_the_calendar_with_the_callers_role(client: Client) -> None:
    entry = (await client.ask("GET", path_of(TEAM), as_="carol")).json

    assert (entry["summary"], entry["dataOwner"], entry["accessRole"]) == ("Team", ALICE, "owner")
    assert "primary" not in entry
    assert "notificationSettings" not in entry


async def test_somebody_elses_primary_calendar_is_not_the_callers_primary(client: Client) -> None:
    client.session.documents.put(  # Alice lets Bob read her primary calendar
        f"google/acl/{ALICE}", f"user:{BOB}", b"{}", extra=_reader(BOB)
    )
    entry = await put_in(client, ALICE, as_="bob")

    assert (entry["accessRole"], entry["defaultReminders"]) == ("reader", [])
    assert "primary" not in entry


def _reader(email: str) -> Any:
    from mockserver.google.calendar_documents import rule_facts  # noqa: PLC0415 - only here

    return rule_facts(f"user:{email}", "reader")


async def test_an_entry_shows_what_the_calendar_is_called_now_and_has_another_etag_then(client: Client) -> None:
    before = (await client.ask("GET", path_of(TEAM), as_="carol")).json

    await client.ask("PATCH", f"/calendars/{TEAM}", {"summary": "Renamed", "description": "D"})

    after = (await client.ask("GET", path_of(TEAM), as_="carol")).json
    assert (after["summary"], after["description"]) == ("Renamed", "D")
    assert after["etag"] != before["etag"]


async def test_an_entry_is_answered_304_for_its_own_etag(client: Client) -> None:
    etag = (await client.ask("GET", path_of(TEAM))).json["etag"]

    answer = await client.ask("GET", path_of(TEAM), headers={"If-None-Match": etag})

    assert (answer.status, answer.headers["ETag"]) == (304, etag)


@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("calendar", [PUBLIC, SECRET, "nowhere@example.com"])
async def test_a_calendar_that_is_not_in_the_list_has_no_entry(client: Client, method: str, calendar: str) -> None:
    body = {"hidden": True} if method in {"PATCH", "PUT"} else None
    answer = await client.ask(method, path_of(calendar), body)

    assert (answer.status, answer.reason) == (404, "notFound")


# insert


async def test_sharing_a_calendar_puts_it_into_nobodys_list_until_they_insert_it(client: Client) -> None:
    assert TEAM not in await client.ids("bob")

    entry = await put_in(client, TEAM, as_="bob")

    assert (entry["accessRole"], entry["selected"]) == ("reader", True)
    assert await client.ids("bob") == [BOB, ROTA, PUBLIC, SECRET, TEAM]


@pytest.mark.parametrize("calendar", [SECRET, "nowhere@example.com"])
async def test_what_cannot_be_seen_cannot_be_put_into_a_list(client: Client, calendar: str) -> None:
    answer = await client.ask("POST", LIST, {"id": calendar})

    assert (answer.status, answer.reason) == (404, "notFound")


@pytest.mark.parametrize("body", [{}, {"id": ""}, {"summaryOverride": "X"}])
async def test_an_insert_says_which_calendar(client: Client, body: dict[str, str]) -> None:
    answer = await client.ask("POST", LIST, body)

    assert (answer.status, answer.reason) == (400, "required")


async def test_an_insert_sets_what_its_body_says(client: Client) -> None:
    entry = await put_in(client, PUBLIC, summaryOverride="Mine", hidden=True, selected=False, colorId="7")

    assert (entry["summary"], entry["summaryOverride"], entry["hidden"]) == ("Public", "Mine", True)
    assert (entry["colorId"], entry["backgroundColor"]) == ("7", "#42d692")
    assert "selected" not in entry


async def test_inserting_what_is_listed_answers_the_entry_as_it_is(client: Client) -> None:
    first = await put_in(client, PUBLIC, summaryOverride="Mine")

    assert await put_in(client, PUBLIC) == first


async def test_an_entry_that_was_deleted_can_be_inserted_again_and_begins_anew(client: Client) -> None:
    await put_in(client, PUBLIC, summaryOverride="Mine")
    await client.ask("DELETE", path_of(PUBLIC))

    entry = await put_in(client, PUBLIC)

    assert "summaryOverride" not in entry
    assert "deleted" not in entry


# patch, update


async def test_a_patch_changes_what_it_names_and_a_null_takes_away(client: Client) -> None:
    await client.ask("PATCH", path_of(TEAM), {"summaryOverride": "Us", "hidden": True})

    entry = (await client.ask("PATCH", path_of(TEAM), {"summaryOverride": None})).json

    assert "summaryOverride" not in entry
    assert entry["hidden"] is True
    assert entry["selected"] is True


async def test_a_put_clears_what_it_leaves_out_but_the_colour(client: Client) -> None:
    everything = {
        "summaryOverride": "Us",
        "hidden": True,
        "selected": True,
        "colorId": "7",
        "defaultReminders": [{"method": "email", "minutes": 10}],
        "notificationSettings": {"notifications": [{"type": "agenda", "method": "email"}]},
    }
    full = (await client.ask("PUT", path_of(TEAM), everything)).json
    assert {name: full[name] for name in everything} == everything

    bare = (await client.ask("PUT", path_of(TEAM), {})).json

    assert bare["colorId"] == "7"
    assert bare["defaultReminders"] == []
    assert not {"summaryOverride", "hidden", "selected", "notificationSettings"} & set(bare)


async def test_a_put_of_what_was_got_changes_nothing(client: Client) -> None:
    got = (await client.ask("GET", path_of("primary"))).json

    assert (await client.ask("PUT", path_of("primary"), got)).json == got


async def test_the_title_of_the_calendar_is_not_written_here(client: Client) -> None:
    entry = (await client.ask("PATCH", path_of(TEAM), {"summary": "X", "accessRole": "reader", "primary": True})).json

    assert (entry["summary"], entry["accessRole"]) == ("Team", "owner")
    assert "primary" not in entry


async def test_settings_are_each_users_own(client: Client) -> None:
    await client.ask("PATCH", path_of(TEAM), {"summaryOverride": "Us", "colorId": "7"})

    entry = (await client.ask("GET", path_of(TEAM), as_="carol")).json

    assert "summaryOverride" not in entry


async def test_rgb_colours_are_written_with_color_rgb_format_and_the_nearest_id_follows(client: Client) -> None:
    colours = {"backgroundColor": "#FFD800", "foregroundColor": "#111111"}

    without = (await client.ask("PATCH", path_of(TEAM), colours)).json
    entry = (await client.ask("PATCH", path_of(TEAM), colours, colorRgbFormat=True)).json

    assert without["backgroundColor"] != "#ffd800"
    assert (entry["colorId"], entry["backgroundColor"], entry["foregroundColor"]) == ("6", "#ffd800", "#111111")


@pytest.mark.parametrize(
    "body",
    [
        {"colorId": "25"},
        {"defaultReminders": [{"method": "pigeon", "minutes": 1}]},
        {"defaultReminders": [{"method": "popup", "minutes": 40321}]},
        {"defaultReminders": [{"method": "popup"}]},
        {"defaultReminders": [{"method": "popup", "minutes": n} for n in range(6)]},
        {"notificationSettings": {"notifications": [{"type": "weather", "method": "email"}]}},
        {"backgroundColor": "red"},
    ],
)
async def test_a_value_that_none_can_be_is_refused_and_changes_nothing(client: Client, body: dict[str, Any]) -> None:
    before = (await client.ask("GET", path_of(TEAM))).json

    answer = await client.ask("PATCH", path_of(TEAM), body, colorRgbFormat=True)

    assert (answer.status, answer.reason) == (400, "invalid")
    assert (await client.ask("GET", path_of(TEAM))).json == before


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"hidden": True}), ("PUT", {}), ("DELETE", None)])
async def test_a_write_for_another_version_is_refused(client: Client, method: str, body: Any) -> None:
    answer = await client.ask(method, path_of(TEAM), body, as_="carol", headers={"If-Match": '"1"'})

    assert (answer.status, answer.reason) == (412, "conditionNotMet")


async def test_a_write_for_this_version_is_done_and_makes_another(client: Client) -> None:
    etag = (await client.ask("GET", path_of(TEAM))).json["etag"]

    answer = await client.ask("PATCH", path_of(TEAM), {"hidden": True}, headers={"If-Match": etag})

    assert answer.status == 200
    assert int(answer.json["etag"].strip('"')) > int(etag.strip('"'))


# delete


async def test_a_calendar_is_taken_from_the_list_and_stays_what_it_is(client: Client) -> None:
    answer = await client.ask("DELETE", path_of(TEAM), as_="carol")

    assert answer.status == 204
    assert TEAM not in await client.ids("carol")
    assert TEAM in await client.ids("alice")
    assert (await client.ask("GET", f"/calendars/{TEAM}", as_="carol")).status == 200
    assert (await client.ask("DELETE", path_of(TEAM), as_="carol")).status == 404


async def test_an_owned_calendar_cannot_be_taken_from_the_list(client: Client) -> None:
    answer = await client.ask("DELETE", path_of(TEAM))

    assert (answer.status, answer.reason) == (403, "cannotUnsubscribeFromOwnedCalendar")
    message = "The data owner of a calendar cannot remove such a calendar from their calendar list."
    assert answer.json["error"]["message"] == message


async def test_the_primary_calendar_cannot_be_taken_from_the_list(client: Client) -> None:
    answer = await client.ask("DELETE", path_of("primary"))

    assert (answer.status, answer.reason) == (403, "cannotChangeOwnPrimarySubscription")


# list


async def test_a_list_is_printed_as_google_prints_it(client: Client) -> None:
    answer = await client.ask("GET", LIST)

    assert list(answer.json) == ["kind", "etag", "nextSyncToken", "items"]
    assert answer.json["etag"].startswith('"p3')
    assert "ETag" not in answer.headers
    assert [item["id"] for item in answer.json["items"]] == [ALICE, TEAM]
    assert answer.json["items"][0]["etag"] == '"0"'


async def test_an_entry_of_a_list_is_the_entry_itself(client: Client) -> None:
    (_, item) = (await client.ask("GET", LIST)).json["items"]

    assert (await client.ask("GET", path_of(TEAM))).json == item


async def test_a_list_that_has_not_changed_is_answered_304(client: Client) -> None:
    etag = (await client.ask("GET", LIST)).json["etag"]
    same = await client.ask("GET", LIST, headers={"If-None-Match": etag})
    await client.ask("PATCH", path_of(TEAM), {"hidden": True})
    changed = await client.ask("GET", LIST, headers={"If-None-Match": etag})

    assert (same.status, changed.status) == (304, 200)


async def test_hidden_and_deleted_entries_are_listed_on_request_only(client: Client) -> None:
    await client.ask("PATCH", path_of(ROTA), {"hidden": True}, as_="bob")
    await put_in(client, TEAM, as_="bob")
    await client.ask("DELETE", path_of(TEAM), as_="bob")

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
    assert (await client.ask("GET", path_of(TEAM), as_="bob")).status == 404


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
    answer = await client.ask("GET", LIST, **{name: value})

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
    await client.ask("PATCH", path_of(ROTA), {"hidden": True}, as_="bob")  # now the list is … TEAM, ROTA
    await client.ask("PATCH", path_of(ROTA), {"hidden": False}, as_="bob")
    first = (await client.ask("GET", LIST, as_="bob", maxResults=4)).json
    assert TEAM in [item["id"] for item in first["items"]]

    await client.ask("DELETE", path_of(TEAM), as_="bob")

    last = (await client.ask("GET", LIST, as_="bob", maxResults=4, pageToken=first["nextPageToken"])).json
    assert TEAM not in [item["id"] for item in last["items"]]
    (item,) = (await changes(client, last["nextSyncToken"], "bob")).json["items"]
    assert (item["id"], item["deleted"]) == (TEAM, True)


# Sync


async def test_a_sync_tells_what_changed_with_what_was_deleted_and_hidden(client: Client) -> None:
    await put_in(client, TEAM, as_="bob")
    token = await client.sync_token("bob")
    assert (await changes(client, token, "bob")).json["items"] == []

    await client.ask("PATCH", path_of(ROTA), {"hidden": True}, as_="bob")
    await client.ask("DELETE", path_of(TEAM), as_="bob")

    answer = (await changes(client, token, "bob")).json
    assert [(item["id"], item.get("hidden"), item.get("deleted")) for item in answer["items"]] == [
        (ROTA, True, None),
        (TEAM, None, True),
    ]
    assert (await changes(client, answer["nextSyncToken"], "bob")).json["items"] == []


async def test_a_sync_is_paged_with_both_tokens(client: Client) -> None:
    token = await client.sync_token("bob")
    for calendar in (ROTA, PUBLIC, SECRET):
        await client.ask("PATCH", path_of(calendar), {"colorId": "7"}, as_="bob")

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
    await client.ask("PATCH", path_of(TEAM), {"hidden": True})
    token = await client.sync_token()
    if how == "lifetime":
        client.session.clock.advance(8 * DAY)
    elif how == "by hand":
        client.session.cursors.expire(list_of("alice"))
    else:
        client.session.reset()

    answer = await changes(client, token)

    assert (answer.status, answer.reason) == (410, "fullSyncRequired")
