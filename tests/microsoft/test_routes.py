"""From the many spellings of a path to the one form that operations are declared in."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.http.operation import OperationTable
from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.microsoft.routes import GraphRoutes
from mockserver.microsoft.templates import USER

table = OperationTable("microsoft")
for name, path in {
    "me": USER,
    "list": f"{USER}/events",
    "one": f"{USER}/events/{{event}}",
    "delta": f"{USER}/calendarView/delta()",
    "reminders": f"{USER}/reminderView()/{{end}}/{{start}}",
    "extension": f"{USER}/events/{{event}}/extensions/{{extension}}",
    "rooms": "/v1.0/places/graph.room",
    "place": "/v1.0/places/{place}",
    "batch": "/v1.0/$batch",
    "count": f"{USER}/events/$count",
}.items():
    table.operation(name, "GET", path)(lambda _: None)
ROUTES = GraphRoutes(lambda: table)


def found(path: str) -> tuple[str, dict[str, str]] | None:
    hit = ROUTES.find("GET", path)
    return None if hit is None else (hit[0].name, hit[1])


@pytest.mark.parametrize(
    ("path", "operation", "parameters"),
    [
        ("/v1.0/me", "me", {"user": "me"}),
        ("/V1.0/ME", "me", {"user": "me"}),
        ("/beta/users/bob@x.example", "me", {"user": "bob@x.example"}),
        ("/v1.0/users('bob@x.example')", "me", {"user": "bob@x.example"}),
        ("/v1.0/users(bob)", "me", {"user": "bob"}),
        ("/v1.0/users('o''brien')/Events", "list", {"user": "o'brien"}),
        ("/v1.0/me/events/AAMk=", "one", {"user": "me", "event": "AAMk="}),
        ("/v1.0/me/events('AAMk%3D')", "one", {"user": "me", "event": "AAMk="}),
        ("/v1.0/me/events/a%2Fb", "one", {"user": "me", "event": "a/b"}),
        ("/v1.0/me/events/%24count", "count", {"user": "me"}),
        ("/v1.0/me/calendarview/delta", "delta", {"user": "me"}),
        ("/v1.0/me/calendarView/delta()", "delta", {"user": "me"}),
        ("/v1.0/me/calendarView/microsoft.graph.delta()", "delta", {"user": "me"}),
        ("/v1.0/me/calendarView/microsoft.graph.delta", "delta", {"user": "me"}),
        ("/v1.0/me/calendarView/graph.Delta", "delta", {"user": "me"}),
        ("/v1.0/places/microsoft.graph.room", "rooms", {}),
        ("/v1.0/places/graph.Room", "rooms", {}),
        ("/v1.0/places/room", "place", {"place": "room"}),
        ("/v1.0/%24batch", "batch", {}),
    ],
)
def test_every_spelling_leads_to_the_operation(path: str, operation: str, parameters: dict[str, str]) -> None:
    assert found(path) == (operation, parameters)


@pytest.mark.parametrize(
    "call",
    [
        "reminderView(startDateTime='2026-03-06T00:00',endDateTime='2026-03-07T00:00')",
        "reminderView(endDateTime='2026-03-07T00:00',startDateTime='2026-03-06T00:00')",
        "reminderView(StartDateTime='2026-03-06T00:00'EndDateTime='2026-03-07T00:00')",
        "microsoft.graph.reminderview(startDateTime=2026-03-06T00:00,endDateTime=2026-03-07T00:00)",
        "reminderView(startDateTime='2026-03-06T00:00', endDateTime=Edm.String'2026-03-07T00:00')",
    ],
)
def test_the_arguments_of_a_function_are_found_by_their_names(call: str) -> None:
    expected = {"user": "me", "start": "2026-03-06T00:00", "end": "2026-03-07T00:00"}
    for spelt in (call, quote(call, safe="()=,'")):
        assert found(f"/v1.0/me/{spelt}") == ("reminders", expected)


@pytest.mark.parametrize(
    "path", ["/v1.0", "/v1.0/", "/v1.0/me/", "/v1.0/me//events", "/v2.0/me", "/v1.0/me/events()", "/v1.0/me/x/y"]
)
def test_what_is_no_path_of_an_operation_leads_nowhere(path: str) -> None:
    assert found(path) is None


def test_the_name_of_an_extension_stays_a_key_although_it_looks_like_a_cast() -> None:
    name = "microsoft.graph.openTypeExtension.com.x.y"
    assert found(f"/v1.0/me/events/e/extensions/{name}") == (
        "extension",
        {"user": "me", "event": "e", "extension": name},
    )


def test_names_are_words_and_keys_are_none() -> None:
    assert ROUTES.is_word("events")
    assert ROUTES.is_word("delta()")
    assert not ROUTES.is_word("AAMk=")


def test_a_path_of_more_segments_than_any_has_leads_nowhere() -> None:
    assert found("/v1.0/me" + "/events" * 100) is None


@given(st.text(alphabet="/('=,)$%.aé2 ", max_size=60))
def test_no_path_breaks_the_look_up(text: str) -> None:
    ROUTES.find("GET", "/v1.0/" + text)
    ROUTES.canonical("/v1.0/me/" + text)


@given(st.text(min_size=1, max_size=60).filter(lambda key: key not in {".", ".."}))
def test_a_key_in_quotes_is_the_key_again(key: str) -> None:
    quoted = quote(key.replace("'", "''"), safe="")
    hit = found(f"/v1.0/me/events('{quoted}')")
    assert hit == ("one", {"user": "me", "event": key})


def test_every_operation_is_found_by_its_own_paths() -> None:
    routes = MicrosoftGraph.routes
    for operation in routes.operations:
        for path in operation.paths:
            hit = routes.find(operation.method, path.replace("{", "").replace("}", ""))
            assert hit is not None
            assert hit[0].id == operation.id, path
