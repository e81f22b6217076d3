"""The published description agrees with the official package that it is made from, and names lead to what they name."""

from __future__ import annotations

import json
import runpy
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from kiota_abstractions.authentication import AnonymousAuthenticationProvider
from msgraph.generated.base_graph_service_client import BaseGraphServiceClient
from msgraph.generated.models.calendar_role_type import CalendarRoleType
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.graph_request_adapter import GraphRequestAdapter

from mockserver.microsoft import description
from tools import describe_microsoft, graph_selection, graph_source, graph_types

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiota_abstractions.request_information import RequestInformation

FILE = Path(description.__file__).with_name("description.json")


# The file.


def test_the_file_is_what_the_installed_package_says() -> None:
    assert describe_microsoft.derived() == {FILE: FILE.read_text("utf-8")}
    assert description.description().version == version("msgraph-sdk")


def test_the_file_carries_no_prose() -> None:
    def strings(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [text for child in value.values() for text in strings(child)]
        if isinstance(value, list):
            return [text for child in value for text in strings(child)]
        return [value] if isinstance(value, str) else []

    assert [text for text in strings(json.loads(FILE.read_text("utf-8"))) if " " in text] == []


def test_the_data_is_not_read_on_import(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("description.json was read on import")

    monkeypatch.setattr(msgspec.json, "decode", refuse)
    # The structs are looked up in the module that defines them, which run_path leaves without a place.
    monkeypatch.setitem(sys.modules, "the_description", sys.modules[description.__name__])
    runpy.run_path(str(description.__file__), run_name="the_description")


def test_every_type_that_is_named_is_described() -> None:
    named = [name for row in description.methods().values() for name in (row.request, row.response) if name]
    named += [name for row in description.methods().values() for name in row.query.values()]
    for name, row in description.types().items():
        named += [*row.properties.values(), *row.navigation.values(), *description.properties_of(name).values()]
        named += [row.base] if row.base else []
    items = {description.item_of(name)[0] for name in named}

    assert sorted(items - description.PRIMITIVES - set(description.types())) == []
    assert description.types().keys() & description.PRIMITIVES == set()


def test_every_enum_has_members_and_nothing_else_has() -> None:
    assert [name for name, row in description.types().items() if bool(row.members) != (row.kind == "enum")] == []


def test_a_type_is_called_what_the_clients_call_it() -> None:
    said = {name: row.odata_type for name, row in description.types().items() if row.odata_type}

    assert said == {name: f"#microsoft.graph.{name}" for name in said}
    assert {"event", "fileAttachment", "openTypeExtension", "room"} <= set(said)


# The package itself, when it is imported and run, is asked the same.


def client() -> BaseGraphServiceClient:
    return BaseGraphServiceClient(GraphRequestAdapter(AnonymousAuthenticationProvider()))


def test_the_urls_that_the_client_asks_for_are_the_published_paths() -> None:
    user = client().users.by_user_id("u")
    event = user.calendars.by_calendar_id("c").events.by_event_id("e")
    reminders = user.reminder_view_with_start_date_time_with_end_date_time("2026-01-02T00:00:00", "2026-01-01T00:00:00")
    zones = user.outlook.supported_time_zones_with_time_zone_standard("Iana")
    asked: dict[Callable[[], RequestInformation], str] = {
        user.calendar_view.to_get_request_information: "/users/{user-id}/calendarView",
        event.to_get_request_information: "/users/{user-id}/calendars/{calendar-id}/events/{event-id}",
        event.attachments.count.to_get_request_information: (
            "/users/{user-id}/calendars/{calendar-id}/events/{event-id}/attachments/$count"
        ),
        user.events.delta.to_get_request_information: "/users/{user-id}/events/delta()",
        reminders.to_get_request_information: (
            "/users/{user-id}/reminderView(StartDateTime='{StartDateTime}',EndDateTime='{EndDateTime}')"
        ),
        zones.to_get_request_information: (
            "/users/{user-id}/outlook/supportedTimeZones(TimeZoneStandard='{TimeZoneStandard}')"
        ),
        client().places.graph_room.to_get_request_information: "/places/graph.room",
        client().groups.by_group_id("g").events.to_get_request_information: "/groups/{group-id}/events",
        client().subscriptions.to_get_request_information: "/subscriptions",
    }

    for ask, path in asked.items():
        url = ask().url.partition("?")[0]
        assert description.match("GET", f"/v1.0{url}") == f"GET {path}"


USER = "/users/{user-id}"
OWNERS = ["/groups/{group-id}", "/groups/{group-id}/calendar", USER, f"{USER}/calendar"]
OWNERS += [f"{USER}{part}/calendars/{{calendar-id}}" for part in ("", "/calendarGroups/{calendarGroup-id}")]


@pytest.mark.parametrize("owner", OWNERS)
def test_every_way_to_an_event_offers_the_same(owner: str) -> None:
    def below(owner: str) -> set[str]:
        split = (method_id.partition(" ") for method_id in description.methods())
        prefix = f"{owner}/events"
        return {f"{verb} {path.removeprefix(prefix)}" for verb, _, path in split if path.startswith(prefix)}

    actions = "accept cancel decline dismissReminder forward permanentDelete snoozeReminder tentativelyAccept"
    assert {f"POST /{{event-id}}/{action}" for action in actions.split()} <= below(owner)
    assert {"GET ", "POST ", "GET /$count", "GET /delta()", "GET /{event-id}/instances"} <= below(owner)
    assert below(owner) == below(USER)


@pytest.mark.parametrize(("enum", "name"), [(FreeBusyStatus, "freeBusyStatus"), (CalendarRoleType, "calendarRoleType")])
def test_the_members_of_an_enum_are_the_clients(enum: type[FreeBusyStatus | CalendarRoleType], name: str) -> None:
    assert description.type_of(name).members == tuple(member.value for member in enum)


# The tool stops at what it does not know.


def test_the_tool_stops_at_a_route_that_is_left_out_and_no_longer_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(graph_selection.LEFT_OUT, "users", frozenset({"delta", "a_route_of_yesterday"}))

    with pytest.raises(graph_source.UnknownFactError, match=r"users: LEFT_OUT names \['a_route_of_yesterday'\]"):
        describe_microsoft.describe()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"novelty": lambda n : setattr(self, "novelty", n.get_decimal_value()),', r"no rule for n\.get_decimal_value"),
        ('"novelty": lambda n : self.read(n),', "no rule for this field"),
    ],
)
def test_the_tool_stops_at_a_property_of_a_new_kind(tmp_path: Path, line: str, message: str) -> None:
    model = tmp_path / "novel.py"
    model.write_text(
        f"class Novel(Parsable):\n"
        f"    def create_from_discriminator_value(parse_node):\n        return Novel()\n"
        f"    def get_field_deserializers(self):\n        fields: dict = {{{line}}}\n        return fields\n",
        "utf-8",
    )

    with pytest.raises(graph_source.UnknownFactError, match=message):
        graph_types.Types(tmp_path, (), {}).reach(graph_source.read(model))


def test_the_tool_says_which_package_is_not_installed() -> None:
    with pytest.raises(graph_source.UnknownFactError, match="no_such_package is not installed"):
        graph_source.root("no_such_package")


# The names.


def test_an_unknown_name_is_answered_with_the_near_ones() -> None:
    with pytest.raises(LookupError, match=r"no type 'dateTimeZone'.*near: .*dateTimeTimeZone"):
        description.type_of("dateTimeZone")
    with pytest.raises(LookupError, match=r"no method .*near: .*GET /users/\{user-id\}/events"):
        description.method("GET /users/{user-id}/event")


def test_a_type_has_the_properties_of_its_bases() -> None:
    properties = description.properties_of("event")

    assert properties["id"] == "String"
    assert properties["changeKey"] == "String"
    assert properties["start"] == "dateTimeTimeZone"
    assert properties["attendees"] == "Collection(attendee)"
    assert description.item_of(properties["attendees"]) == ("attendee", True)
    assert properties["instances"] == "Collection(event)"
    assert "instances" in description.type_of("event").navigation
    assert "start" not in description.type_of("event").navigation


def test_a_type_derives_from_its_bases_and_from_no_other() -> None:
    assert description.derives("fileAttachment", "attachment")
    assert description.derives("attendee", "recipient")
    assert description.derives("event", "event")
    assert not description.derives("recipient", "attendee")


def test_a_method_says_what_it_takes_and_what_it_answers() -> None:
    view = description.method("GET /users/{user-id}/calendarView")
    accept = description.method("POST /users/{user-id}/events/{event-id}/accept")

    assert view.required == ("endDateTime", "startDateTime")
    assert (view.query["$top"], view.query["$select"]) == ("Integer", "Collection(String)")
    assert view.response == "eventCollectionResponse"
    assert accept.path == ("user-id", "event-id")
    assert accept.request == "acceptPostRequestBody"
    assert accept.response is None
    assert description.type_of("acceptPostRequestBody").properties == {"Comment": "String", "SendResponse": "Boolean"}
    assert description.type_of("acceptPostRequestBody").defaults == {"SendResponse": False}
