"""`events.update` and `events.patch` over a socket: PUT replaces and clears, PATCH merges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import (
    ALICE,
    BOB,
    TEAM,
    Client,
    all_day,
    events_path,
    meeting,
    series,
    serving,
    timed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FULL = {
    "description": "long",
    "location": "here",
    "colorId": "5",
    "transparency": "transparent",
    "visibility": "private",
    "attendees": [{"email": BOB}],
    "extendedProperties": {"private": {"a": "1"}, "shared": {"b": "2"}},
    "guestsCanModify": True,
    "reminders": {"useDefault": False},
    "source": {"title": "Page", "url": "https://example.com/"},
}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def refused(
    client: Client, method: str, event: str, body: Any, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    answer = await client.ask(method, events_path("primary", event), body, headers=headers)
    return answer.status, answer.reason


# PUT


async def test_put_clears_what_its_body_leaves_out(client: Client) -> None:
    event = await client.insert(meeting(**FULL))

    replaced = await client.update(event["id"], meeting())

    assert not replaced.keys() & (FULL.keys() - {"reminders"})
    assert replaced["reminders"] == {"useDefault": True}
    assert await client.event(event["id"]) == replaced


async def test_put_keeps_what_is_the_servers(client: Client) -> None:
    event = await client.insert(meeting())

    replaced = await client.update(event["id"], meeting(summary="New"))

    assert {**replaced, "summary": "Meeting"} == {**event, "etag": replaced["etag"], "updated": replaced["updated"]}


async def test_an_event_that_was_got_can_be_put_back(client: Client) -> None:
    event = await client.insert(meeting(**FULL))

    again = await client.update(event["id"], await client.event(event["id"]))

    assert {**again, "etag": 0, "updated": 0} == {**event, "etag": 0, "updated": 0}


async def test_put_needs_start_and_end(client: Client) -> None:
    event = await client.insert(meeting())

    assert await refused(client, "PUT", event["id"], {"summary": "x"}) == (400, "required")


async def test_put_drops_the_extended_properties_that_it_does_not_list(client: Client) -> None:
    event = await client.insert(meeting(extendedProperties={"private": {"a": "1", "b": "2"}}))

    replaced = await client.update(event["id"], meeting(extendedProperties={"private": {"b": "3"}}))

    assert replaced["extendedProperties"] == {"private": {"b": "3"}}


async def test_put_of_an_event_that_never_was_is_not_found(client: Client) -> None:
    assert await refused(client, "PUT", "never", meeting()) == (404, "notFound")


# PATCH


async def test_patch_changes_what_its_body_has_and_nothing_else(client: Client) -> None:
    event = await client.insert(meeting(**FULL))

    patched = await client.patch(event["id"], {"summary": "New"})

    assert patched == {**event, "summary": "New", "etag": patched["etag"], "updated": patched["updated"]}
    assert patched["etag"] != event["etag"]
    assert await client.event(event["id"]) == patched


async def test_null_in_a_patch_deletes(client: Client) -> None:
    event = await client.insert(meeting(**FULL))

    patched = await client.patch(event["id"], dict.fromkeys(FULL))

    assert not patched.keys() & (FULL.keys() - {"reminders"})


async def test_objects_in_a_patch_merge_and_a_null_key_is_deleted(client: Client) -> None:
    event = await client.insert(meeting(extendedProperties={"private": {"a": "1", "b": "2"}, "shared": {"c": "3"}}))

    patched = await client.patch(event["id"], {"extendedProperties": {"private": {"a": None, "d": "4"}}})

    assert patched["extendedProperties"] == {"private": {"b": "2", "d": "4"}, "shared": {"c": "3"}}


async def test_arrays_in_a_patch_are_replaced_whole(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": BOB}, {"email": "x@example.com"}]))

    patched = await client.patch(event["id"], {"attendees": [{"email": "y@example.com"}]})

    assert [guest["email"] for guest in patched["attendees"]] == ["y@example.com"]


async def test_a_patch_that_deletes_the_end_lacks_one(client: Client) -> None:
    event = await client.insert(meeting())

    assert await refused(client, "PATCH", event["id"], {"end": None}) == (400, "required")


async def test_a_patch_makes_a_timed_event_last_all_day(client: Client) -> None:
    event = await client.insert(meeting())

    none = {"dateTime": None, "timeZone": None}
    body = {"start": {"date": "2026-03-09"} | none, "end": {"date": "2026-03-10"} | none}

    assert (await client.patch(event["id"], body))["start"] == {"date": "2026-03-09"}


async def test_a_date_beside_the_stored_date_time_is_an_invalid_start(client: Client) -> None:
    event = await client.insert(meeting())

    assert await refused(client, "PATCH", event["id"], all_day("2026-03-09", "2026-03-10")) == (400, "invalid")


@pytest.mark.parametrize("name", ["status", "sequence"])
async def test_what_every_event_has_cannot_be_deleted_by_a_patch(client: Client, name: str) -> None:
    event = await client.insert(meeting())

    assert (await client.patch(event["id"], {name: None}))[name] == event[name]


async def test_an_empty_patch_is_no_mistake(client: Client) -> None:
    event = await client.insert(meeting())

    assert (await client.patch(event["id"], {}))["summary"] == "Meeting"


async def test_a_method_override_makes_a_post_a_patch(client: Client) -> None:
    event = await client.insert(meeting())

    headers = {"X-HTTP-Method-Override": "PATCH"}
    answer = await client.ask("POST", events_path("primary", event["id"]), {"summary": "New"}, headers=headers)

    assert answer.json["summary"] == "New"


# Conditions


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_a_write_meant_for_another_version_changes_nothing(client: Client, method: str) -> None:
    event = await client.insert(meeting())

    answer = await client.ask(
        method, events_path("primary", event["id"]), meeting(summary="New"), headers={"If-Match": '"1"'}
    )

    assert answer.status == 412
    assert answer.json["error"]["errors"][0] == {
        "domain": "global",
        "reason": "conditionNotMet",
        "message": "Precondition Failed",
        "locationType": "header",
        "location": "If-Match",
    }
    assert await client.event(event["id"]) == event


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_a_write_meant_for_this_version_or_any_is_done(client: Client, method: str) -> None:
    for wanted in ("this", "*"):
        event = await client.insert(meeting())
        etag = event["etag"] if wanted == "this" else "*"

        answer = await client.ask(
            method, events_path("primary", event["id"]), meeting(summary="New"), headers={"If-Match": etag}
        )

        assert answer.status in {200, 204}


async def test_the_etag_of_the_body_is_no_condition(client: Client) -> None:
    event = await client.insert(meeting())

    assert (await client.patch(event["id"], {"etag": '"1"', "summary": "New"}))["summary"] == "New"


# Sequence


async def test_another_time_makes_the_sequence_grow_and_another_title_does_not(client: Client) -> None:
    event = await client.insert(meeting())

    assert (await client.patch(event["id"], {"summary": "New"}))["sequence"] == 0
    assert (await client.patch(event["id"], {"end": {"dateTime": "2026-03-09T12:00:00-04:00"}}))["sequence"] == 1
    assert (await client.patch(event["id"], {"location": "there"}))["sequence"] == 1


async def test_another_rule_makes_the_sequence_grow(client: Client) -> None:
    event = await client.insert(series())

    assert (await client.patch(event["id"], {"recurrence": ["RRULE:FREQ=DAILY;COUNT=4"]}))["sequence"] == 1


async def test_an_answer_leaves_the_sequence(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": BOB}]))
    answered = [{"email": BOB, "responseStatus": "accepted"}]

    assert (await client.patch(event["id"], {"attendees": answered}))["sequence"] == 0


async def test_the_same_time_written_in_another_way_leaves_the_sequence(client: Client) -> None:
    event = await client.insert(meeting())

    same = timed("2026-03-09T14:00:00Z", "2026-03-09T15:00:00Z", "UTC")

    assert (await client.patch(event["id"], same))["sequence"] == 0


async def test_a_sequence_below_the_stored_one_is_refused(client: Client) -> None:
    event = await client.insert(meeting(sequence=3))

    answer = await client.ask("PATCH", events_path("primary", event["id"]), {"sequence": 2})

    assert answer.status == 400
    assert answer.json["error"]["message"].startswith("Invalid sequence value.")


async def test_a_put_that_leaves_the_sequence_out_asks_for_zero(client: Client) -> None:
    event = await client.insert(meeting(sequence=3))

    assert await refused(client, "PUT", event["id"], meeting()) == (400, "invalid")
    assert (await client.update(event["id"], meeting(sequence=3)))["sequence"] == 3


# Guests' own answers


async def test_attendees_omitted_changes_the_callers_own_answer_only(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": ALICE}, {"email": BOB}]))
    body = {"attendeesOmitted": True, "attendees": [{"email": ALICE, "responseStatus": "declined", "comment": "No"}]}

    patched = await client.patch(event["id"], body)

    assert patched["attendees"] == [
        {"email": ALICE, "organizer": True, "self": True, "responseStatus": "declined", "comment": "No"},
        {"email": BOB, "responseStatus": "needsAction"},
    ]


async def test_attendees_omitted_leaves_other_guests_answers_alone(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": ALICE}, {"email": BOB}]))
    body = meeting(attendeesOmitted=True, attendees=[{"email": BOB, "responseStatus": "declined"}])

    replaced = await client.update(event["id"], body)

    assert replaced["attendees"] == event["attendees"]


async def test_on_a_secondary_calendar_the_callers_own_answer_is_theirs(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": ALICE}, {"email": BOB}]), TEAM)
    body = {"attendeesOmitted": True, "attendees": [{"email": ALICE, "responseStatus": "tentative"}]}

    patched = await client.patch(event["id"], body, TEAM)

    assert [guest["responseStatus"] for guest in patched["attendees"]] == ["tentative", "needsAction"]


async def test_who_is_a_resource_is_said_when_a_guest_is_added(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": "room@example.com", "resource": True}, {"email": BOB}]))

    both = [{"email": "room@example.com"}, {"email": BOB, "resource": True}]
    patched = await client.patch(event["id"], {"attendees": both})

    assert patched["attendees"] == event["attendees"]
