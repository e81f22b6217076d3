"""Invitations between calendars of a session: what organisers write reaches the guests, and their answers come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import RawTestServer, TestClient
from msgspec.structs import replace

from mockserver.google.events import invitations
from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import Directory
from mockserver.session import Sessions
from tests.contract import check_exchange
from tests.google.event_world import (
    ALICE,
    BOB,
    CAROL,
    DEV,
    TEAM,
    UMA,
    Client,
    events_path,
    meeting,
    series,
    starts,
    template,
    timed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OUTSIDE = "ann@outside.example"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """The world with the bus, and Uma as a room."""
    world = template()
    who = world.directory
    people = dict(who.people) | {"uma": replace(who.people["uma"], kind="room")}
    directory = Directory(people, who.apps, who.grants, {k: v for k, v in who.tokens.items() if k != "uma"})
    sessions = Sessions(replace(world, directory=directory, receivers={"google": invitations.receive}))
    http: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    async with http:
        yield Client(http, sessions)


def guests(*emails: str, **more: Any) -> dict[str, Any]:
    return {"attendees": [{"email": email} for email in emails]} | more


def answers(event: dict[str, Any]) -> dict[str, str]:
    return {row["email"]: row["responseStatus"] for row in event.get("attendees") or ()}


async def answer(client: Client, event: dict[str, Any], response: str, as_: str = "bob", **more: Any) -> dict[str, Any]:
    """Somebody's answer, given as clients give it: the list of guests sent back with one row changed."""
    copy = await client.event(event["id"], as_=as_)
    rows = [row | ({"responseStatus": response} | more if row.get("self") else {}) for row in copy["attendees"]]
    return await client.patch(event["id"], {"attendees": rows}, as_=as_)


async def gone(client: Client, event: str, as_: str = "bob") -> bool:
    found = await client.ask("GET", events_path("primary", event), as_=as_)
    return found.status == 404 or found.json["status"] == "cancelled"


async def test_a_guest_gets_a_copy_under_the_same_id(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB), location="Room 1"))
    copy = await client.event(made["id"], as_="bob")

    same = ("id", "iCalUID", "summary", "location", "created", "sequence", "status")
    assert {name: copy[name] for name in same} == {name: made[name] for name in same}
    assert copy["organizer"] == {"email": ALICE}
    assert copy["creator"] == {"email": ALICE}
    assert copy["attendees"] == [{"email": BOB, "self": True, "responseStatus": "needsAction"}]
    assert copy["htmlLink"] != made["htmlLink"]
    assert starts([copy]) == ["2026-03-09T14:00:00Z"], "Bob's calendar is in London"


async def test_the_organisers_changes_reach_the_guest(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await client.patch(made["id"], {"summary": "Moved", **timed("2026-03-10T14:00:00Z", "2026-03-10T15:00:00Z")})
    copy = await client.event(made["id"], as_="bob")

    assert (copy["summary"], starts([copy]), copy["sequence"]) == ("Moved", ["2026-03-10T14:00:00Z"], 1)


async def test_what_is_the_guests_own_stays_theirs(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB), colorId="1", extendedProperties={"private": {"k": "alice"}}))
    own = {
        "colorId": "5",
        "transparency": "transparent",
        "reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]},
        "extendedProperties": {"private": {"k": "bob"}},
    }
    first = await client.event(made["id"], as_="bob")
    await client.patch(made["id"], own, as_="bob")
    await client.patch(made["id"], {"summary": "New", "extendedProperties": {"shared": {"s": "1"}}})
    copy = await client.event(made["id"], as_="bob")

    assert "colorId" not in first
    assert "extendedProperties" not in first
    assert copy["summary"] == "New"
    assert {name: copy[name] for name in ("colorId", "transparency", "reminders")} == {
        name: own[name] for name in ("colorId", "transparency", "reminders")
    }
    assert copy["extendedProperties"] == {"private": {"k": "bob"}, "shared": {"s": "1"}}
    assert (await client.event(made["id"]))["extendedProperties"]["private"] == {"k": "alice"}


async def test_what_only_the_organiser_sees_differently_tells_nobody(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    before = await client.event(made["id"], as_="bob")
    await client.patch(made["id"], {"colorId": "3", "reminders": {"useDefault": False}})

    assert await client.event(made["id"], as_="bob") == before


async def test_an_answer_comes_back_with_its_comment(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await answer(client, made, "accepted", comment="With pleasure")
    mine = await client.event(made["id"])

    assert mine["attendees"] == [{"email": BOB, "responseStatus": "accepted", "comment": "With pleasure"}]
    assert mine["sequence"] == 0
    assert mine["updated"] > made["updated"]


async def test_the_other_guests_see_the_answer(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB, CAROL)))
    await answer(client, made, "tentative")

    assert answers(await client.event(made["id"], as_="carol")) == {BOB: "tentative", CAROL: "needsAction"}


async def test_where_guests_are_not_shown_each_sees_only_themself(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB, CAROL), guestsCanSeeOtherGuests=False))
    await answer(client, made, "accepted")

    assert answers(await client.event(made["id"], as_="carol")) == {CAROL: "needsAction"}
    assert answers(await client.event(made["id"])) == {BOB: "accepted", CAROL: "needsAction"}


async def test_a_new_time_keeps_the_answers_as_the_organiser_has_them(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await answer(client, made, "accepted")
    await client.patch(made["id"], timed("2026-03-10T14:00:00Z", "2026-03-10T15:00:00Z"))

    assert answers(await client.event(made["id"], as_="bob")) == {BOB: "accepted"}


async def test_a_guest_who_is_taken_off_the_list_loses_the_event(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB, CAROL)))
    await client.patch(made["id"], guests(CAROL))

    assert await gone(client, made["id"])
    assert not await gone(client, made["id"], as_="carol")


async def test_a_guest_who_is_invited_again_gets_the_event_back(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await client.patch(made["id"], {"attendees": []})
    await client.patch(made["id"], guests(BOB, summary="Again"))

    assert (await client.event(made["id"], as_="bob"))["summary"] == "Again"


async def test_an_event_deleted_is_cancelled_for_the_guests_without_its_details(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await client.delete(made["id"])
    copy = await client.event(made["id"], as_="bob")

    assert (copy["status"], copy.get("summary")) == ("cancelled", None)


async def test_a_guest_who_deletes_the_event_declines_it(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await client.delete(made["id"], as_="bob")

    assert answers(await client.event(made["id"])) == {BOB: "declined"}


async def test_what_a_guest_changes_of_the_shared_part_stays_local(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await client.patch(made["id"], {"summary": "Mine"}, as_="bob")

    assert (await client.event(made["id"]))["summary"] == "Meeting"
    assert (await client.event(made["id"], as_="bob"))["summary"] == "Mine"


async def test_where_guests_may_modify_their_change_is_everybodys(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB, CAROL), guestsCanModify=True, colorId="2"))
    await client.patch(made["id"], {"summary": "Ours"}, as_="bob")

    mine = await client.event(made["id"])
    assert (mine["summary"], mine["colorId"]) == ("Ours", "2")
    assert (await client.event(made["id"], as_="carol"))["summary"] == "Ours"


async def test_a_guest_may_invite_others(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    copy = await client.event(made["id"], as_="bob")
    await client.patch(made["id"], {"attendees": [*copy["attendees"], {"email": CAROL}]}, as_="bob")

    assert answers(await client.event(made["id"])) == {BOB: "needsAction", CAROL: "needsAction"}
    assert (await client.event(made["id"], as_="carol"))["summary"] == "Meeting"


async def test_a_guest_outside_the_session_is_a_guest_all_the_same(client: Client) -> None:
    made = await client.insert(meeting(**guests(OUTSIDE, BOB)))

    assert answers(await client.event(made["id"], as_="bob")) == {OUTSIDE: "needsAction", BOB: "needsAction"}


async def test_an_address_is_the_same_in_any_case(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB.upper())))

    assert (await client.event(made["id"], as_="bob"))["attendees"][0]["self"] is True


async def test_an_event_of_a_secondary_calendar_is_organized_by_the_calendar(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)), TEAM)
    copy = await client.event(made["id"], as_="bob")
    await answer(client, made, "declined")

    assert copy["organizer"]["email"] == TEAM
    assert "self" not in copy["organizer"]
    assert answers(await client.event(made["id"], TEAM)) == {BOB: "declined"}


async def test_a_series_reaches_the_guest_with_its_wall_clock(client: Client) -> None:
    made = await client.insert(series(**guests(DEV)))
    found = await client.instances(made["id"], as_="dev", timeZone="America/New_York")

    assert [start[11:19] for start in starts(found)] == ["09:00:00"] * 5
    assert [item["id"] for item in found] == [item["id"] for item in await client.instances(made["id"])]


async def test_one_occurrence_moved_and_one_cancelled_reach_the_guest(client: Client) -> None:
    made = await client.insert(series(**guests(BOB)))
    instances = await client.instances(made["id"])
    await client.patch(instances[1]["id"], timed("2026-03-07T20:00:00Z", "2026-03-07T21:00:00Z"))
    await client.delete(instances[2]["id"])
    found = await client.instances(made["id"], as_="bob")

    assert starts(found) == [
        "2026-03-06T14:00:00Z",
        "2026-03-07T20:00:00Z",
        "2026-03-09T13:00:00Z",
        "2026-03-10T13:00:00Z",
    ]


async def test_whoever_is_invited_late_gets_the_series_as_it_is_now(client: Client) -> None:
    made = await client.insert(series(**guests(BOB)))
    instances = await client.instances(made["id"])
    await client.delete(instances[2]["id"])
    await client.patch(made["id"], guests(BOB, CAROL))
    found = await client.instances(made["id"], as_="carol")

    assert [item["id"] for item in found] == [item["id"] for item in await client.instances(made["id"])]


async def test_a_guest_of_one_occurrence_gets_that_one(client: Client) -> None:
    made = await client.insert(series())
    instances = await client.instances(made["id"])
    await client.patch(instances[1]["id"], guests(BOB))
    copy = await client.event(instances[1]["id"], as_="bob")

    assert copy["recurringEventId"] == made["id"]
    assert [item["id"] for item in await client.items(as_="bob")] == [instances[1]["id"]]


async def test_a_guest_of_one_occurrence_learns_that_the_series_is_gone(client: Client) -> None:
    made = await client.insert(series())
    instances = await client.instances(made["id"])
    await client.patch(instances[1]["id"], guests(BOB))
    await client.delete(made["id"])

    assert await gone(client, instances[1]["id"])


async def test_a_guest_answers_for_one_occurrence(client: Client) -> None:
    made = await client.insert(series(**guests(BOB)))
    instances = await client.instances(made["id"], as_="bob")
    await answer(client, instances[1], "declined")

    assert answers(await client.event(instances[1]["id"])) == {BOB: "declined"}
    assert answers(await client.event(instances[0]["id"])) == {BOB: "needsAction"}
    assert answers(await client.event(made["id"])) == {BOB: "needsAction"}


async def test_a_moved_event_has_its_new_organiser_for_the_guests_too(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB)))
    await client.ask("POST", events_path("primary", made["id"], "move"), headers=None, destination=TEAM)

    assert (await client.event(made["id"], as_="bob"))["organizer"]["email"] == TEAM


async def test_an_imported_event_invites_nobody(client: Client) -> None:
    body = meeting(**guests(BOB, ALICE), iCalUID="uid@outside.example", organizer={"email": OUTSIDE})
    await client.ask("POST", events_path("primary", "import"), body)

    assert await client.items(as_="bob") == []


async def test_a_room_accepts_where_it_is_free_and_declines_where_it_is_not(client: Client) -> None:
    first = await client.insert(meeting(**guests(UMA)))
    second = await client.insert(meeting(**guests(UMA)), as_="bob")

    assert answers(await client.event(first["id"])) == {UMA: "accepted"}
    assert answers(await client.event(second["id"], as_="bob")) == {UMA: "declined"}


async def test_a_room_decides_again_when_the_time_changes_and_only_then(client: Client) -> None:
    first = await client.insert(meeting(**guests(UMA)))
    second = await client.insert(meeting(**guests(UMA)), as_="bob")
    await client.patch(second["id"], {"summary": "Please"}, as_="bob")
    still = answers(await client.event(second["id"], as_="bob"))
    await client.delete(first["id"])
    later = timed("2026-03-09T16:00:00Z", "2026-03-09T17:00:00Z")
    await client.patch(second["id"], later, as_="bob")

    assert still == {UMA: "declined"}
    assert answers(await client.event(second["id"], as_="bob")) == {UMA: "accepted"}


async def test_a_room_declines_a_series_that_clashes_once(client: Client) -> None:
    await client.insert(timed("2026-03-09T13:15:00Z", "2026-03-09T13:45:00Z", **guests(UMA)))
    made = await client.insert(series(**guests(UMA)), as_="bob")

    assert answers(await client.event(made["id"], as_="bob")) == {UMA: "declined"}


async def test_a_guest_who_syncs_is_told(client: Client) -> None:
    token = (await client.page(as_="bob"))["nextSyncToken"]
    made = await client.insert(meeting(**guests(BOB)))
    page = await client.page(as_="bob", syncToken=token)
    await client.delete(made["id"])
    later = await client.page(as_="bob", syncToken=page["nextSyncToken"])

    assert [(item["id"], item["status"]) for item in page["items"]] == [(made["id"], "confirmed")]
    assert [(item["id"], item["status"]) for item in later["items"]] == [(made["id"], "cancelled")]
