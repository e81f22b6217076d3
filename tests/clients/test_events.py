"""Events, as the real clients read and write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.real_clients import ApiError

if TYPE_CHECKING:
    from tests.clients.real_clients import Client, Connect
    from tests.wire import World

LUNCH: dict[str, Any] = {
    "summary": "Lunch with Priya",
    "description": "Bring the draft",
    "location": "Room 4",
    "start": {"dateTime": "2026-03-06T12:00:00-05:00"},
    "end": {"dateTime": "2026-03-06T12:45:00-05:00"},
    "reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 10}]},
    "extendedProperties": {"private": {"bookingId": "b-17"}},
    "attendees": [{"email": "bob@partner.example"}],
}


@pytest.fixture
def lunch(alice: Client) -> dict[str, Any]:
    inserted: dict[str, Any] = alice.call("events.insert", calendarId="primary", body=LUNCH)
    return inserted


def test_the_events_of_the_scenario_are_listed(alice: Client) -> None:
    listed = alice.call("events.list", calendarId="primary", timeMin="2026-03-07T00:00:00-05:00")

    assert listed["summary"] == "alice@autosched.example"
    assert listed["timeZone"] == "America/New_York"
    assert [event["summary"] for event in listed["items"] if event.get("start", {}).get("date")] == [
        "All day on the 23-hour day",
        "All day on the 25-hour day",
    ]


def test_what_is_inserted_is_answered_as_it_can_be_read_again(alice: Client) -> None:
    inserted = alice.call("events.insert", calendarId="primary", body=LUNCH)

    assert alice.call("events.get", calendarId="primary", eventId=inserted["id"]) == inserted
    assert inserted["creator"] == {"email": "alice@autosched.example", "self": True}
    assert inserted["attendees"] == [{"email": "bob@partner.example", "responseStatus": "needsAction"}]
    assert inserted["start"] == {"dateTime": "2026-03-06T12:00:00-05:00"}
    assert {name: inserted[name] for name in ("summary", "description", "location", "reminders")} == {
        name: LUNCH[name] for name in ("summary", "description", "location", "reminders")
    }


def test_a_patch_changes_what_it_names_and_nothing_else(alice: Client, lunch: dict[str, Any]) -> None:
    changes = {"summary": "Late lunch", "description": None, "extendedProperties": {"private": {"room": "4"}}}

    patched = alice.call("events.patch", calendarId="primary", eventId=lunch["id"], body=changes)

    right = {**lunch, "summary": "Late lunch", "extendedProperties": {"private": {"bookingId": "b-17", "room": "4"}}}
    del right["description"]
    assert {**patched, "etag": 0, "updated": 0} == {**right, "etag": 0, "updated": 0}
    assert patched["etag"] != lunch["etag"]
    assert patched["updated"] > lunch["updated"]


def test_an_update_clears_what_it_leaves_out(alice: Client, lunch: dict[str, Any]) -> None:
    body = {"summary": "Lunch", "start": LUNCH["start"], "end": LUNCH["end"]}

    updated = alice.call("events.update", calendarId="primary", eventId=lunch["id"], body=body)

    assert updated["summary"] == "Lunch"
    assert {"description", "location", "extendedProperties"} & set(updated) == set()
    assert updated["reminders"] == {"useDefault": True}
    assert updated["iCalUID"] == lunch["iCalUID"]
    assert alice.call("events.get", calendarId="primary", eventId=lunch["id"]) == updated


def test_what_is_deleted_is_gone_from_lists_and_can_still_be_got(alice: Client, lunch: dict[str, Any]) -> None:
    assert alice.call("events.delete", calendarId="primary", eventId=lunch["id"]) is None

    assert lunch["id"] not in {event["id"] for event in alice.call("events.list", calendarId="primary")["items"]}
    assert alice.call("events.get", calendarId="primary", eventId=lunch["id"])["status"] == "cancelled"
    with pytest.raises(ApiError) as refused:
        alice.call("events.delete", calendarId="primary", eventId=lunch["id"])
    assert (refused.value.status, refused.value.reason) == (410, "deleted")


def test_an_id_can_be_chosen_once(alice: Client) -> None:
    alice.call("events.insert", calendarId="primary", body={**LUNCH, "id": "lunch17"})

    with pytest.raises(ApiError) as refused:
        alice.call("events.insert", calendarId="primary", body={**LUNCH, "id": "lunch17"})

    assert (refused.value.status, refused.value.reason) == (409, "duplicate")


@pytest.mark.parametrize("method", ["events.patch", "events.update", "events.delete"])
def test_a_change_of_another_version_is_refused_and_changes_nothing(
    alice: Client, lunch: dict[str, Any], method: str
) -> None:
    names = {"calendarId": "primary", "eventId": lunch["id"]}
    newer = alice.call("events.patch", **names, body={"summary": "Late lunch"})
    body = {} if method == "events.delete" else {"body": {**LUNCH, "summary": "Early lunch"}}

    with pytest.raises(ApiError) as refused:
        alice.call(method, **names, **body, if_match=lunch["etag"])

    assert (refused.value.status, refused.value.reason) == (412, "conditionNotMet")
    assert refused.value.location == "If-Match"
    assert alice.call("events.get", **names) == newer


@pytest.mark.parametrize("method", ["events.patch", "events.update", "events.delete"])
def test_a_change_of_this_very_version_is_made(alice: Client, lunch: dict[str, Any], method: str) -> None:
    names = {"calendarId": "primary", "eventId": lunch["id"]}
    body = {} if method == "events.delete" else {"body": {**LUNCH, "summary": "Early lunch"}}

    alice.call(method, **names, **body, if_match=lunch["etag"])

    changed = alice.call("events.get", **names)
    assert changed["status"] == "cancelled" or changed["summary"] == "Early lunch"


def test_an_import_keeps_the_uid_it_came_with(alice: Client) -> None:
    invitation = {
        "iCalUID": "7dbf@calendars.example",
        "summary": "From another system",
        "start": {"date": "2026-03-09"},
        "end": {"date": "2026-03-10"},
        "organizer": {"email": "zoe@partner.example"},
        "attendees": [{"email": "alice@autosched.example", "responseStatus": "accepted"}],
    }

    imported = alice.call("events.import", calendarId="primary", body=invitation)

    assert imported["iCalUID"] == "7dbf@calendars.example"
    [found] = alice.call("events.list", calendarId="primary", iCalUID="7dbf@calendars.example")["items"]
    assert found == imported


def test_a_quick_event_is_read_from_its_text(alice: Client) -> None:
    added = alice.call("events.quickAdd", calendarId="primary", text="Dentist on March 9 2026 at 3pm")

    assert added["summary"] == "Dentist"
    assert added["start"]["dateTime"] == "2026-03-09T15:00:00-04:00"


def test_an_event_moves_to_another_calendar_of_ones_own(alice: Client, lunch: dict[str, Any]) -> None:
    other = alice.call("calendars.insert", body={"summary": "Projects"})["id"]

    moved = alice.call("events.move", calendarId="primary", eventId=lunch["id"], destination=other)

    assert moved["organizer"] == {"email": other, "displayName": "Projects", "self": True}
    assert [event["id"] for event in alice.call("events.list", calendarId=other)["items"]] == [lunch["id"]]


def test_who_may_not_see_a_calendar_is_told_that_there_is_none(connect: Connect) -> None:
    with pytest.raises(ApiError) as refused:
        connect("bob").call("events.list", calendarId="alice@autosched.example")

    assert (refused.value.status, refused.value.reason) == (404, "notFound")


def test_all_that_a_client_did_stands_in_the_journal_of_its_session(
    alice: Client, session: World, lunch: dict[str, Any]
) -> None:
    alice.call("events.delete", calendarId="primary", eventId=lunch["id"])

    seen = [(entry["operation"], entry["status"], entry.get("person")) for entry in session.requests()]

    assert [entry[:2] for entry in seen if entry[0] == "google.oauth.token"] == [("google.oauth.token", 200)]
    assert [entry for entry in seen if entry[0] != "google.oauth.token"] == [
        ("google.events.insert", 200, "alice"),
        ("google.events.delete", 204, "alice"),
    ]
