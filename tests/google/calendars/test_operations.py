"""`calendars.*` over a socket: the calendar itself, as everybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.google.calendars import store as calendar_store
from mockserver.google.calendars.calendar import rules_of
from mockserver.google.render import decoded
from tests.google.calendar_world import ALICE, BOB, PUBLIC, ROTA, SECRET, TEAM, Client, calendar_path, made, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MEET = {"allowedConferenceSolutionTypes": ["hangoutsMeet"]}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


# get


async def test_a_primary_calendar_is_printed_as_google_prints_it(client: Client) -> None:
    answer = await client.ask("GET", "/calendars/primary")

    etag = answer.json["etag"]
    assert answer.headers["ETag"] == etag
    assert answer.body.decode() == (
        '{\n "kind": "calendar#calendar",\n "etag": "' + etag.replace('"', '\\"') + f'",\n "id": "{ALICE}",\n'
        f' "summary": "{ALICE}",\n "timeZone": "America/New_York",\n'
        ' "conferenceProperties": {\n  "allowedConferenceSolutionTypes": [\n   "hangoutsMeet"\n  ]\n }\n}'
    )


async def test_an_etag_is_27_characters_of_base64url_in_quotes(client: Client) -> None:
    etag = (await client.ask("GET", "/calendars/primary")).json["etag"]

    assert len(etag) == 29
    assert etag[0] == etag[-1] == '"'


async def test_a_secondary_calendar_names_its_data_owner(client: Client) -> None:
    calendar = (await client.ask("GET", calendar_path(TEAM), as_="bob")).json

    assert list(calendar) == ["kind", "etag", "id", "summary", "timeZone", "dataOwner", "conferenceProperties"]
    assert calendar["dataOwner"] == ALICE


async def test_an_address_is_an_id_in_whatever_case(client: Client) -> None:
    assert (await client.ask("GET", calendar_path(ALICE.upper()))).json["id"] == ALICE


async def test_a_calendar_the_caller_cannot_see_is_answered_as_one_that_is_not_there(client: Client) -> None:
    invisible = await client.ask("GET", calendar_path(SECRET))
    unknown = await client.ask("GET", "/calendars/nowhere@example.com")

    assert invisible.status == unknown.status == 404
    assert invisible.body == unknown.body
    assert invisible.reason == "notFound"


async def test_the_same_etag_in_if_none_match_is_answered_304(client: Client) -> None:
    etag = (await client.ask("GET", calendar_path(TEAM))).json["etag"]

    same = await client.ask("GET", calendar_path(TEAM), headers={"If-None-Match": etag})
    other = await client.ask("GET", calendar_path(TEAM), headers={"If-None-Match": '"other"'})

    assert (same.status, same.body, same.headers["ETag"]) == (304, b"", etag)
    assert other.status == 200


async def test_a_public_calendar_is_read_with_an_api_key_and_nothing_else_is(client: Client) -> None:
    public = await client.ask("GET", calendar_path(PUBLIC), as_="", key="any")
    team = await client.ask("GET", calendar_path(TEAM), as_="", key="any")
    primary = await client.ask("GET", "/calendars/primary", as_="", key="any")

    assert (public.status, team.status, primary.status) == (200, 404, 401)


# insert


async def test_a_calendar_made_with_a_title_only_is_in_utc(client: Client) -> None:
    calendar = await made(client, summary="Plans")

    local, _, host = calendar["id"].partition("@")
    assert len(local) == 64
    assert host == "group.calendar.google.com"
    assert calendar == {
        "kind": "calendar#calendar",
        "etag": calendar["etag"],
        "id": calendar["id"],
        "summary": "Plans",
        "timeZone": "UTC",
        "dataOwner": ALICE,
        "conferenceProperties": MEET,
    }


async def test_a_calendar_is_made_with_what_the_body_says_and_everything_else_is_dropped(client: Client) -> None:
    body = {"description": "D", "location": "L", "timeZone": "Europe/Berlin", "id": "mine", "dataOwner": BOB}
    calendar = await made(client, **body, hidden=True, backgroundColor="#ffffff")

    assert (calendar["description"], calendar["location"], calendar["timeZone"]) == ("D", "L", "Europe/Berlin")
    assert calendar["dataOwner"] == ALICE
    assert calendar["id"] != "mine"
    assert "hidden" not in calendar


async def test_a_made_calendar_is_read_back_as_it_was_answered(client: Client) -> None:
    calendar = await made(client)

    assert (await client.ask("GET", calendar_path(calendar["id"]))).json == calendar


async def test_a_made_calendar_stands_in_its_makers_list_and_in_nobody_elses(client: Client) -> None:
    calendar = await made(client)

    entry = (await client.ask("GET", f"/users/me/calendarList/{calendar['id']}")).json
    assert (entry["accessRole"], entry["selected"], entry["defaultReminders"]) == ("owner", True, [])
    assert calendar["id"] not in await client.ids("bob")


async def test_a_made_calendar_has_the_rule_of_its_owner_and_its_own(client: Client) -> None:
    calendar = await made(client)

    rules = [decoded(rule.body) for rule in client.session.documents.collection(rules_of(calendar["id"])).since()]
    assert [(rule["id"], rule["role"]) for rule in rules] == [
        (f"user:{calendar['id']}", "owner"),
        (f"user:{ALICE}", "owner"),
    ]
    assert rules[0]["etag"] == '"00000000000000000000"'
    assert list(rules[1]) == ["kind", "etag", "id", "scope", "role"]


@pytest.mark.parametrize("body", [{}, {"summary": ""}, {"description": "no title"}])
async def test_a_calendar_without_a_title_is_refused(client: Client, body: dict[str, str]) -> None:
    answer = await client.ask("POST", "/calendars", body)

    assert (answer.status, answer.reason) == (400, "required")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Eastern Standard Time", "america/new_york", ""])
async def test_a_zone_that_google_does_not_know_is_refused(client: Client, zone: str) -> None:
    answer = await client.ask("POST", "/calendars", {"summary": "S", "timeZone": zone})

    assert (answer.status, answer.reason) == (400, "invalid")


async def test_calendars_are_bounded_in_number(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_store, "MADE", 2)
    first, _ = await made(client), await made(client)
    await client.ask("DELETE", calendar_path(first["id"]))

    answer = await client.ask("POST", "/calendars", {"summary": "One too many"})

    assert (answer.status, answer.reason) == (403, "quotaExceeded")


# patch, update


async def test_a_patch_changes_what_it_names_and_a_null_takes_away(client: Client) -> None:
    calendar = await made(client, description="D", location="L")

    answer = await client.ask("PATCH", calendar_path(calendar["id"]), {"summary": "Renamed", "description": None})

    assert answer.json["summary"] == "Renamed"
    assert answer.json["location"] == "L"
    assert "description" not in answer.json
    assert answer.json["etag"] != calendar["etag"]


async def test_a_null_leaves_what_no_calendar_can_be_without(client: Client) -> None:
    answer = await client.ask("PATCH", calendar_path(TEAM), {"summary": None, "timeZone": None})

    assert (answer.json["summary"], answer.json["timeZone"]) == ("Team", "America/New_York")


async def test_a_write_that_changes_nothing_leaves_the_etag(client: Client) -> None:
    before = (await client.ask("GET", calendar_path(TEAM))).json

    assert (await client.ask("PATCH", calendar_path(TEAM), {"summary": "Team"})).json == before
    assert (await client.ask("PUT", calendar_path(TEAM), before)).json == before


async def test_a_put_clears_what_it_leaves_out(client: Client) -> None:
    calendar = await made(client, description="D", location="L", timeZone="Europe/Berlin")

    answer = await client.ask("PUT", calendar_path(calendar["id"]), {"summary": "Bare"})

    assert answer.json["summary"] == "Bare"
    assert answer.json["timeZone"] == "Europe/Berlin"
    assert not {"description", "location"} & set(answer.json)


async def test_a_put_of_what_was_got_changes_nothing(client: Client) -> None:
    calendar = await made(client, description="D")

    assert (await client.ask("PUT", calendar_path(calendar["id"]), calendar)).json == calendar


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_a_title_cannot_be_emptied(client: Client, method: str) -> None:
    answer = await client.ask(method, calendar_path(TEAM), {"summary": ""})

    assert (answer.status, answer.reason) == (400, "required")


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"summary": "X"}), ("PUT", {"summary": "X"}), ("DELETE", None)])
async def test_a_write_for_another_version_is_refused_and_changes_nothing(
    client: Client, method: str, body: dict[str, str] | None
) -> None:
    before = (await client.ask("GET", calendar_path(TEAM))).json

    answer = await client.ask(method, calendar_path(TEAM), body, headers={"If-Match": '"stale"'})

    assert (answer.status, answer.reason) == (412, "conditionNotMet")
    assert (await client.ask("GET", calendar_path(TEAM))).json == before


@pytest.mark.parametrize("condition", ["*", "its own"])
async def test_a_write_for_this_version_is_done(client: Client, condition: str) -> None:
    etag = (await client.ask("GET", calendar_path(TEAM))).json["etag"]
    headers = {"If-Match": etag if condition == "its own" else condition}

    answer = await client.ask("PATCH", calendar_path(TEAM), {"summary": "X"}, headers=headers)

    assert (answer.status, answer.json["summary"]) == (200, "X")


@pytest.mark.parametrize(("as_", "calendar"), [("bob", TEAM), ("carol", ROTA), ("alice", PUBLIC)])
@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
async def test_only_owners_change_a_calendar(client: Client, as_: str, calendar: str, method: str) -> None:
    answer = await client.ask(method, calendar_path(calendar), {"summary": "Mine"}, as_=as_)

    assert (answer.status, answer.reason) == (403, "requiredAccessLevel")
    assert answer.json["error"]["message"] == "You need to have owner access to this calendar."


async def test_the_role_owner_is_enough_to_rename_somebody_elses_calendar(client: Client) -> None:
    answer = await client.ask("PATCH", calendar_path(TEAM), {"summary": "Carol's words"}, as_="carol")

    assert answer.json["summary"] == "Carol's words"


async def test_events_are_shown_in_the_zone_the_calendar_changed_to(client: Client) -> None:
    times = {"start": {"dateTime": "2026-03-10T15:00:00Z"}, "end": {"dateTime": "2026-03-10T16:00:00Z"}}
    event = (await client.ask("POST", calendar_path(TEAM) + "/events", times)).json
    assert event["start"]["dateTime"] == "2026-03-10T11:00:00-04:00"

    await client.ask("PATCH", calendar_path(TEAM), {"timeZone": "Europe/Berlin"})

    shown = (await client.ask("GET", f"{calendar_path(TEAM)}/events/{event['id']}")).json
    assert shown["start"]["dateTime"] == "2026-03-10T16:00:00+01:00"
    assert shown["etag"] == event["etag"]


async def test_labels_are_kept_with_ids_of_their_own(client: Client) -> None:
    labels = [{"name": "Urgent", "backgroundColor": "#039be5"}]

    written = (await client.ask("PATCH", calendar_path(TEAM), {"labelProperties": {"eventLabels": labels}})).json
    left = (await client.ask("PUT", calendar_path(TEAM), {"summary": "Team"})).json

    (label,) = written["labelProperties"]["eventLabels"]
    assert (label["name"], len(label["id"])) == ("Urgent", 36)
    assert left["labelProperties"] == written["labelProperties"]


async def test_a_primary_calendar_has_working_hours_and_a_secondary_one_has_not(client: Client) -> None:
    monday = {"dayOfWeek": "monday", "periodStart": 540, "periodEnd": 1020}
    hours = {"workingHours": {"workingHoursEnabled": True, "availableTimes": [monday]}}

    primary = await client.ask("PATCH", "/calendars/primary", hours)
    secondary = await client.ask("PATCH", calendar_path(TEAM), hours)

    assert primary.json["workingHours"] == hours["workingHours"]
    assert (secondary.status, secondary.reason) == (400, "invalid")
