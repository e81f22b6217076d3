"""Every spelling of a path leads to the method that publishes it, and what is published nowhere leads nowhere."""

from __future__ import annotations

import re

import pytest

from mockserver.microsoft import description
from mockserver.microsoft.paths import Paths

EVENTS = "GET /users/{user-id}/events"
EVENT = "GET /users/{user-id}/events/{event-id}"
DELTA = "GET /users/{user-id}/calendarView/delta()"
REMINDERS = "GET /users/{user-id}/reminderView(StartDateTime='{StartDateTime}',EndDateTime='{EndDateTime}')"
ZONES = "GET /users/{user-id}/outlook/supportedTimeZones(TimeZoneStandard='{TimeZoneStandard}')"


@pytest.mark.parametrize(
    ("path", "method_id"),
    [
        # Whose it is.
        ("/me", "GET /users/{user-id}"),
        ("/me/events", EVENTS),
        ("/Me/events", EVENTS),
        ("/users/ann%40contoso.example/events", EVENTS),
        ("/users/me-token-to-replace/events", EVENTS),
        # A key, as a segment or in parentheses.
        ("/me/events/AAMk=", EVENT),
        ("/me/events('AAMk=')", EVENT),
        ("/me/events(%27AAMk%3D%27)", EVENT),
        ("/users('ann')/Events('e')", EVENT),
        ("/me/events/delta-force", EVENT),
        # A function, with and without its namespace and its parentheses.
        ("/me/calendarView/delta", DELTA),
        ("/me/calendarview/Delta()", DELTA),
        ("/me/calendarView/microsoft.graph.delta", DELTA),
        ("/me/calendarView/microsoft.graph.delta()", DELTA),
        ("/me/reminderView(startDateTime='2026-03-08T00:00:00',endDateTime='2026-03-09T00:00:00')", REMINDERS),
        ("/me/reminderView(EndDateTime='it''s, so',StartDateTime='1')", REMINDERS),
        ("/me/reminderView(EndDateTime=@e,StartDateTime=@s)", REMINDERS),
        ("/me/reminderView(StartDateTime='2026-03-08'EndDateTime='2026-03-09')", REMINDERS),
        ("/me/outlook/supportedTimeZones", "GET /users/{user-id}/outlook/supportedTimeZones()"),
        ("/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')", ZONES),
        # A cast, with both namespaces; without one it is a key.
        ("/places/microsoft.graph.room", "GET /places/graph.room"),
        ("/places/graph.roomlist", "GET /places/graph.roomList"),
        ("/places/l%40x/microsoft.graph.roomlist/rooms", "GET /places/{place-id}/graph.roomList/rooms"),
        ("/places/room", "GET /places/{place-id}"),
        # What begins with a dollar.
        ("/me/events/$count", "GET /users/{user-id}/events/$count"),
        (
            "/me/events/e/attachments/a/%24value",
            "GET /users/{user-id}/events/{event-id}/attachments/{attachment-id}/$value",
        ),
        ("/me/mailboxSettings/timeZone", "GET /users/{user-id}/mailboxSettings/timeZone"),
        # Nowhere.
        ("", None),
        ("/", None),
        ("/me/", None),
        ("/me//events", None),
        ("/me/events('')", None),
        ("/me/event", None),
        ("/me/reminderView", None),
        ("/me/reminderView()", None),
        ("/me/reminderView(StartDateTime='1')", None),
        ("/me/calendar/getSchedule", None),
        ("/users/me/me/events", None),
    ],
)
def test_a_path_leads_to_the_method_that_publishes_it(path: str, method_id: str | None) -> None:
    assert description.match("GET", f"/v1.0{path}") == method_id


def test_only_paths_below_the_root_lead_anywhere() -> None:
    assert description.match("GET", "/beta/me/events") is None
    assert description.match("GET", "/v1.0me/events") is None
    assert description.match("GET", "/V1.0/me/events") == EVENTS
    assert description.match("POST", "/v1.0/$batch") == "POST /$batch"


def test_the_http_method_counts() -> None:
    assert description.match("DELETE", "/v1.0/me/events") is None
    assert description.match("POST", "/v1.0/me/calendar/getSchedule") == "POST /users/{user-id}/calendar/getSchedule"


def test_every_published_method_is_found_by_its_own_path() -> None:
    for method_id in description.methods():
        http_method, _, path = method_id.partition(" ")
        assert description.match(http_method, "/v1.0" + re.sub(r"\{([^}]*)\}", r"the-\1", path)) == method_id


def test_a_key_that_looks_like_a_literal_is_tried_as_one_first_and_as_a_key_then() -> None:
    paths = Paths(["GET /a/{id}", "GET /a/b/c", "GET /a/{id}/d"], me="/a/{id}")

    assert paths.match("GET", "/a/b/c") == "GET /a/b/c"
    assert paths.match("GET", "/a/b/d") == "GET /a/{id}/d"
    assert paths.match("GET", "/a/b") == "GET /a/{id}"
    assert paths.match("GET", "/me/d") == "GET /a/{id}/d"


@pytest.mark.parametrize(
    ("http_method", "path", "method_id"),
    [
        ("GET", "/v1.0/me/event", EVENTS),
        ("GET", "/beta/me/events", EVENTS),
        ("GET", "/v1.0/me/calendarViews", "GET /users/{user-id}/calendarView"),
        ("POST", "/v1.0/me/calendar/getSchedules", "POST /users/{user-id}/calendar/getSchedule"),
        ("POST", "/v1.0/batch", "POST /$batch"),
        (
            "POST",
            f"/v1.0/me/calendars/{'A' * 120}/events/{'B' * 152}/acept",
            "POST /users/{user-id}/calendars/{calendar-id}/events/{event-id}/accept",
        ),
        ("GET", "/favicon.ico", None),
        ("GET", "/" + "a/" * 10_000, None),
        ("GET", "", None),
    ],
)
def test_a_path_that_leads_nowhere_is_told_the_nearest(http_method: str, path: str, method_id: str | None) -> None:
    assert description.nearest(http_method, path) == method_id
