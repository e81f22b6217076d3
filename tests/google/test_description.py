"""The published description is current and complete, and a path leads to what it publishes."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mockserver.google import description
from tools import describe_google

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_tool_stops_at_a_key_it_was_not_told_about() -> None:
    document = describe_google.document()
    document["schemas"]["Event"]["properties"]["summary"]["novelty"] = 1
    with pytest.raises(describe_google.UnknownKeyError, match=r"schemas\.Event\.summary\.novelty"):
        describe_google.describe(document)


def test_the_file_carries_no_prose() -> None:
    text = (REPOSITORY / "mockserver" / "google" / "description.json").read_text(encoding="utf-8")

    def strings(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [text for child in value.values() for text in strings(child)]
        if isinstance(value, list):
            return [text for child in value for text in strings(child)]
        return [value] if isinstance(value, str) else []

    assert [text for text in strings(json.loads(text)) if " " in text] == []


def test_the_data_is_not_read_on_import(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("description.json was read on import")

    monkeypatch.setattr(msgspec.json, "decode", refuse)
    runpy.run_path(str(description.__file__))


@pytest.mark.parametrize(
    ("http_method", "path", "method_id"),
    [
        ("GET", "/calendar/v3/calendars/primary/events", "calendar.events.list"),
        ("GET", "/calendar/v3/calendars/a%2Fb/events/x", "calendar.events.get"),
        ("POST", "/calendar/v3/calendars/primary/events/import", "calendar.events.import"),
        ("POST", "/calendar/v3/calendars/primary/events/quickAdd", "calendar.events.quickAdd"),
        ("POST", "/calendar/v3/users/me/calendarList/watch", "calendar.calendarList.watch"),
        ("POST", "/calendar/v3/freeBusy", "calendar.freebusy.query"),
        ("PUT", "/calendar/v3/colors", None),
        ("GET", "/calendar/v3/calendars//events", None),
        ("GET", "/calendar/v3/calendars/primary/events/", None),
        ("GET", "/calendar/v2/colors", None),
        ("GET", "/", None),
    ],
)
def test_a_path_leads_to_the_method_that_publishes_it(http_method: str, path: str, method_id: str | None) -> None:
    assert description.match(http_method, path) == method_id


def test_every_published_method_is_found_by_its_own_path() -> None:
    for method_id, method in description.methods().items():
        path = "/calendar/v3/" + method.path.replace("{", "the-").replace("}", "")
        assert description.match(method.http_method, path) == method_id


@pytest.mark.parametrize(
    ("http_method", "path", "method_id"),
    [
        ("GET", "/calendar/v3/calendar/primary/events", "calendar.events.list"),
        ("POST", "/calendar/v3/freebusy", "calendar.freebusy.query"),
        ("PUT", "/calendar/v3/colors", "calendar.colors.get"),
        ("GET", "/calendar/v3/calendars/primary/event/e1", "calendar.events.get"),
        ("GET", "/favicon.ico", None),
        ("GET", "/" + "a/" * 10_000, None),
    ],
)
def test_a_path_that_leads_nowhere_is_told_the_nearest(http_method: str, path: str, method_id: str | None) -> None:
    assert description.nearest(http_method, path) == method_id


def test_an_unknown_name_is_answered_with_the_near_ones() -> None:
    with pytest.raises(LookupError, match=r"'calendar\.event\.list'; near: .*calendar\.events\.list"):
        description.method("calendar.event.list")
    with pytest.raises(LookupError, match=r"near: .*Event"):
        description.schema("Evnt")


def test_a_method_says_what_its_parameters_are() -> None:
    parameters = description.method("calendar.events.list").parameters
    assert parameters["maxResults"].type == "integer"
    assert (parameters["maxResults"].default, parameters["maxResults"].minimum) == ("250", 1)
    assert parameters["eventTypes"].repeated
    assert "workingLocation" in parameters["eventTypes"].enum
    assert parameters["calendarId"].required
    assert "calendar.events.readonly" in description.method("calendar.events.list").scopes


def test_a_reference_resolves_to_the_shape_it_names() -> None:
    start = description.schema("Event").properties["start"]
    assert start.ref == "EventDateTime"
    assert set(description.resolve(start).properties) == {"date", "dateTime", "timeZone"}
    assert description.property_names("EventDateTime") == {"date", "dateTime", "timeZone"}


def test_every_published_shape_can_be_read() -> None:
    for name in description.description().schemas:
        assert description.clean(name, {}) == {}
