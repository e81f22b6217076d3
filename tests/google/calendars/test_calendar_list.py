"""`calendarList.*` over a socket: which calendars stand in somebody's list, how they have set them, and its sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.calendars.documents import rule_facts
from tests.google.calendar_world import (
    ALICE,
    BOB,
    LIST,
    PUBLIC,
    ROTA,
    SECRET,
    TEAM,
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


# The entry


async def test_the_primary_entry_has_the_members_google_shows_in_its_order(client: Client) -> None:
    entry = (await client.ask("GET", entry_path("primary"))).json

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
    entry = (await client.ask("GET", entry_path(TEAM), as_="carol")).json

    assert (entry["summary"], entry["dataOwner"], entry["accessRole"]) == ("Team", ALICE, "owner")
    assert "primary" not in entry
    assert "notificationSettings" not in entry


async def test_somebody_elses_primary_calendar_is_not_the_callers_primary(client: Client) -> None:
    client.session.documents.put(  # Alice lets Bob read her primary calendar
        f"google/acl/{ALICE}", f"user:{BOB}", b"{}", extra=rule_facts(BOB, "reader")
    )
    entry = await put_in(client, ALICE, as_="bob")

    assert (entry["accessRole"], entry["defaultReminders"]) == ("reader", [])
    assert "primary" not in entry


async def test_an_entry_shows_what_the_calendar_is_called_now_and_has_another_etag_then(client: Client) -> None:
    before = (await client.ask("GET", entry_path(TEAM), as_="carol")).json

    await client.ask("PATCH", f"/calendars/{TEAM}", {"summary": "Renamed", "description": "D"})

    after = (await client.ask("GET", entry_path(TEAM), as_="carol")).json
    assert (after["summary"], after["description"]) == ("Renamed", "D")
    assert after["etag"] != before["etag"]


async def test_an_entry_is_answered_304_for_its_own_etag(client: Client) -> None:
    etag = (await client.ask("GET", entry_path(TEAM))).json["etag"]

    answer = await client.ask("GET", entry_path(TEAM), headers={"If-None-Match": etag})

    assert (answer.status, answer.headers["ETag"]) == (304, etag)


@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("calendar", [PUBLIC, SECRET, "nowhere@example.com"])
async def test_a_calendar_that_is_not_in_the_list_has_no_entry(client: Client, method: str, calendar: str) -> None:
    body = {"hidden": True} if method in {"PATCH", "PUT"} else None
    answer = await client.ask(method, entry_path(calendar), body)

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
    await client.ask("DELETE", entry_path(PUBLIC))

    entry = await put_in(client, PUBLIC)

    assert "summaryOverride" not in entry
    assert "deleted" not in entry


# patch, update


async def test_a_patch_changes_what_it_names_and_a_null_takes_away(client: Client) -> None:
    await client.ask("PATCH", entry_path(TEAM), {"summaryOverride": "Us", "hidden": True})

    entry = (await client.ask("PATCH", entry_path(TEAM), {"summaryOverride": None})).json

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
    full = (await client.ask("PUT", entry_path(TEAM), everything)).json
    assert {name: full[name] for name in everything} == everything

    bare = (await client.ask("PUT", entry_path(TEAM), {})).json

    assert bare["colorId"] == "7"
    assert bare["defaultReminders"] == []
    assert not {"summaryOverride", "hidden", "selected", "notificationSettings"} & set(bare)


async def test_a_put_of_what_was_got_changes_nothing(client: Client) -> None:
    got = (await client.ask("GET", entry_path("primary"))).json

    assert (await client.ask("PUT", entry_path("primary"), got)).json == got


async def test_the_title_of_the_calendar_is_not_written_here(client: Client) -> None:
    entry = (
        await client.ask("PATCH", entry_path(TEAM), {"summary": "X", "accessRole": "reader", "primary": True})
    ).json

    assert (entry["summary"], entry["accessRole"]) == ("Team", "owner")
    assert "primary" not in entry


async def test_settings_are_each_users_own(client: Client) -> None:
    await client.ask("PATCH", entry_path(TEAM), {"summaryOverride": "Us", "colorId": "7"})

    entry = (await client.ask("GET", entry_path(TEAM), as_="carol")).json

    assert "summaryOverride" not in entry


async def test_rgb_colours_are_written_with_color_rgb_format_and_the_nearest_id_follows(client: Client) -> None:
    colours = {"backgroundColor": "#FFD800", "foregroundColor": "#111111"}

    without = (await client.ask("PATCH", entry_path(TEAM), colours)).json
    entry = (await client.ask("PATCH", entry_path(TEAM), colours, colorRgbFormat=True)).json

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
    before = (await client.ask("GET", entry_path(TEAM))).json

    answer = await client.ask("PATCH", entry_path(TEAM), body, colorRgbFormat=True)

    assert (answer.status, answer.reason) == (400, "invalid")
    assert (await client.ask("GET", entry_path(TEAM))).json == before


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"hidden": True}), ("PUT", {}), ("DELETE", None)])
async def test_a_write_for_another_version_is_refused(client: Client, method: str, body: Any) -> None:
    answer = await client.ask(method, entry_path(TEAM), body, as_="carol", headers={"If-Match": '"1"'})

    assert (answer.status, answer.reason) == (412, "conditionNotMet")


async def test_a_write_for_this_version_is_done_and_makes_another(client: Client) -> None:
    etag = (await client.ask("GET", entry_path(TEAM))).json["etag"]

    answer = await client.ask("PATCH", entry_path(TEAM), {"hidden": True}, headers={"If-Match": etag})

    assert answer.status == 200
    assert int(answer.json["etag"].strip('"')) > int(etag.strip('"'))


# delete


async def test_a_calendar_is_taken_from_the_list_and_stays_what_it_is(client: Client) -> None:
    answer = await client.ask("DELETE", entry_path(TEAM), as_="carol")

    assert answer.status == 204
    assert TEAM not in await client.ids("carol")
    assert TEAM in await client.ids("alice")
    assert (await client.ask("GET", f"/calendars/{TEAM}", as_="carol")).status == 200
    assert (await client.ask("DELETE", entry_path(TEAM), as_="carol")).status == 404


async def test_an_owned_calendar_cannot_be_taken_from_the_list(client: Client) -> None:
    answer = await client.ask("DELETE", entry_path(TEAM))

    assert (answer.status, answer.reason) == (403, "cannotUnsubscribeFromOwnedCalendar")
    message = "The data owner of a calendar cannot remove such a calendar from their calendar list."
    assert answer.json["error"]["message"] == message


async def test_the_primary_calendar_cannot_be_taken_from_the_list(client: Client) -> None:
    answer = await client.ask("DELETE", entry_path("primary"))

    assert (answer.status, answer.reason) == (403, "cannotChangeOwnPrimarySubscription")
