"""Node's googleapis as it is installed: the package with every API of Google in it, of which the calendar is one.

It is told `rootUrl`, and where tokens are fetched; every answer is judged on its way (tests/node/google.mjs).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.real_clients import ApiError, Client, Connect, Node, NodeClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire import World

pytestmark = pytest.mark.xdist_group("googleapis")  # the package is large: one process of a run loads it

ALICE, BOB = "alice@autosched.example", "bob@partner.example"
LUNCH: dict[str, Any] = {
    "summary": "Lunch with Bob",
    "start": {"dateTime": "2026-03-09T12:00:00-04:00"},
    "end": {"dateTime": "2026-03-09T12:45:00-04:00"},
    "attendees": [{"email": BOB}],
}
MARCH_9 = {"timeMin": "2026-03-09T00:00:00-04:00", "timeMax": "2026-03-10T00:00:00-04:00"}


@pytest.fixture(scope="module")
def googleapis() -> Iterator[Node]:
    process = Node("googleapis")
    yield process
    process.close()


@pytest.fixture
def connected(googleapis: Node, office: World) -> Connect:
    return lambda person: NodeClient(googleapis, office, person)


@pytest.fixture
def alice(connected: Connect) -> Client:
    return connected("alice")


@pytest.fixture
def bob(connected: Connect) -> Client:
    return connected("bob")


def synced(client: Client, **parameters: Any) -> tuple[list[dict[str, Any]], str]:
    """Every page of a list, as an application reads them, and the token for the next time."""
    found: list[dict[str, Any]] = []
    for _ in range(100):
        page = client.call("events.list", calendarId="primary", maxResults=2, **parameters)
        found += page["items"]
        if "nextPageToken" not in page:
            return found, page["nextSyncToken"]
        parameters["pageToken"] = page["nextPageToken"]
    raise AssertionError("pages without end")


def test_an_event_is_made_read_changed_and_deleted(alice: Client) -> None:
    made = alice.call("events.insert", calendarId="primary", requestBody=LUNCH, sendUpdates="none")
    names = {"calendarId": "primary", "eventId": made["id"]}

    patched = alice.call("events.patch", **names, requestBody={"location": "Room 4", "colorId": "7"})
    updated = alice.call("events.update", **names, requestBody={**LUNCH, "summary": "Late lunch"})

    assert made["creator"] == {"email": ALICE, "self": True}
    assert (patched["location"], patched["colorId"], patched["summary"]) == ("Room 4", "7", "Lunch with Bob")
    assert updated["summary"] == "Late lunch"
    assert "location" not in updated
    assert alice.call("events.get", **names) == updated
    assert alice.call("events.delete", **names) is None
    assert alice.call("events.get", **names)["status"] == "cancelled"


def test_an_invitation_arrives_and_its_answer_comes_back(alice: Client, bob: Client) -> None:
    made = alice.call("events.insert", calendarId="primary", requestBody=LUNCH, sendUpdates="all")
    names = {"calendarId": "primary", "eventId": made["id"]}

    [own] = bob.call("events.get", **names)["attendees"]
    bob.call("events.patch", **names, requestBody={"attendees": [{**own, "responseStatus": "declined"}]})

    assert own == {"email": BOB, "self": True, "responseStatus": "needsAction"}
    assert alice.call("events.get", **names)["attendees"] == [{"email": BOB, "responseStatus": "declined"}]


def test_one_occurrence_of_a_series_is_moved_and_another_deleted(alice: Client) -> None:
    series = alice.call(
        "events.insert",
        calendarId="primary",
        requestBody={
            "summary": "Planning",
            "start": {"dateTime": "2026-03-02T10:00:00", "timeZone": "America/New_York"},
            "end": {"dateTime": "2026-03-02T11:00:00", "timeZone": "America/New_York"},
            "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"],
        },
    )
    names = {"calendarId": "primary", "eventId": series["id"]}
    first, second, third = alice.call("events.instances", **names)["items"]

    alice.call("events.delete", calendarId="primary", eventId=first["id"])
    later = {"start": {"dateTime": "2026-03-09T15:00:00-04:00"}, "end": {"dateTime": "2026-03-09T16:00:00-04:00"}}
    alice.call("events.patch", calendarId="primary", eventId=second["id"], requestBody=later)

    left = alice.call("events.instances", **names)["items"]
    assert [(event["id"], event["start"]["dateTime"]) for event in left] == [
        (second["id"], "2026-03-09T15:00:00-04:00"),
        (third["id"], "2026-03-16T10:00:00-04:00"),
    ]


def test_a_sync_goes_on_from_its_token_and_starts_afresh_when_that_died(alice: Client, office: World) -> None:
    everything, token = synced(alice)
    made = alice.call("events.insert", calendarId="primary", requestBody=LUNCH)
    [gone] = [event for event in everything if event.get("summary") == "Lunch with Priya"]
    alice.call("events.delete", calendarId="primary", eventId=gone["id"])

    changes, token = synced(alice, syncToken=token)
    office.advance("P30D")
    with pytest.raises(ApiError) as refused:
        synced(alice, syncToken=token)
    afresh, _ = synced(alice)

    assert [(event["id"], event["status"]) for event in changes] == [
        (made["id"], "confirmed"),
        (gone["id"], "cancelled"),
    ]
    assert (refused.value.status, refused.value.reason) == (410, "fullSyncRequired")
    assert refused.value.location == "syncToken"
    known = {event["id"] for event in everything} | {made["id"]}
    assert {event["id"] for event in afresh} - {gone["id"]} == known - {gone["id"]}


def test_a_calendar_is_shared_listed_and_taken_back(alice: Client, bob: Client) -> None:
    calendar = alice.call("calendars.insert", requestBody={"summary": "Travel", "timeZone": "Europe/London"})["id"]
    rule = {"role": "writer", "scope": {"type": "user", "value": BOB}}

    added = alice.call("acl.insert", calendarId=calendar, requestBody=rule)
    bob.call("calendarList.insert", requestBody={"id": calendar})
    bob.call("calendarList.patch", calendarId=calendar, requestBody={"summaryOverride": "Journeys", "hidden": True})

    assert added["id"] == f"user:{BOB}"
    entry = bob.call("calendarList.get", calendarId=calendar)
    assert (entry["summary"], entry["summaryOverride"], entry["accessRole"]) == ("Travel", "Journeys", "writer")
    assert calendar not in {entry["id"] for entry in bob.call("calendarList.list")["items"]}
    assert calendar in {entry["id"] for entry in bob.call("calendarList.list", showHidden=True)["items"]}
    alice.call("acl.delete", calendarId=calendar, ruleId=added["id"])
    with pytest.raises(ApiError) as refused:
        bob.call("events.list", calendarId=calendar)
    assert (refused.value.status, refused.value.reason) == (404, "notFound")
    alice.call("calendars.delete", calendarId=calendar)
    assert calendar not in {entry["id"] for entry in alice.call("calendarList.list")["items"]}


def test_whom_one_may_not_ask_about_is_an_error_beside_the_others(alice: Client) -> None:
    items = [{"id": ALICE}, {"id": "nobody@nowhere.example"}]

    found = alice.call("freebusy.query", requestBody={**MARCH_9, "timeZone": "America/New_York", "items": items})

    assert found["calendars"][ALICE]["busy"][0] == {
        "start": "2026-03-09T09:30:00-04:00",
        "end": "2026-03-09T09:45:00-04:00",
    }
    assert found["calendars"]["nobody@nowhere.example"] == {
        "errors": [{"domain": "global", "reason": "notFound"}],
        "busy": [],
    }


def test_settings_and_colours_are_read(alice: Client) -> None:
    settings = {setting["id"]: setting["value"] for setting in alice.call("settings.list")["items"]}

    assert alice.call("settings.get", setting="timezone")["value"] == settings["timezone"] == "America/New_York"
    assert alice.call("colors.get")["event"]["1"] == {"background": "#a4bdfc", "foreground": "#1d1d1d"}


def test_a_token_that_expired_is_fetched_again_without_asking_anybody(alice: Client, office: World) -> None:
    alice.call("colors.get")
    office.advance("PT2H")
    before = len(office.requests())

    assert alice.call("calendars.get", calendarId="primary")["id"] == ALICE

    assert [(entry["operation"], entry["status"]) for entry in office.requests()[before:]] == [
        ("google.calendars.get", 401),
        ("google.oauth.token", 200),
        ("google.calendars.get", 200),
    ]


def test_an_error_has_the_service_s_words(alice: Client) -> None:
    with pytest.raises(ApiError) as refused:
        alice.call("events.list", calendarId="primary", orderBy="startTime")

    assert (refused.value.status, refused.value.location) == (400, "orderBy")


def test_a_client_made_of_our_description_asks_where_it_says(alice: Client, googleapis: Node, office: World) -> None:
    """`google.discoverAPI` makes every method of what is read at the URL."""
    assert isinstance(alice, NodeClient)
    url = office.urls["base"] + "/discovery/v1/apis/calendar/v3/rest"

    googleapis.command({"discover": {"person": "alice", "url": url}})
    events = alice.call("events.list", calendarId="primary", singleEvents=True, orderBy="startTime", **MARCH_9)

    assert [event["summary"] for event in events["items"]] == ["Daily stand-up", "Focus time", "Carol and Alice"]
    assert office.requests()[0]["operation"] == "google.discovery.apis.getRest"
    assert office.requests()[-1]["path"] == "/calendar/v3/calendars/primary/events"
