"""The coverage page: its counts are computed, and the operation table says nothing Google does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec.structs import replace

from mockserver.google import description
from mockserver.google.provider import GoogleCalendar
from mockserver.http.operation import OperationTable
from mockserver.http.parameters import BadParameter
from mockserver.identity.scopes import PREFIX
from tools import coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.google.description import Parameter
    from mockserver.http.operation import Operation

MOVE = "/calendar/v3/calendars/{calendarId}/events/{eventId}/move"
MOVE_SCOPES = {PREFIX + scope for scope in ("calendar", "calendar.events", "calendar.events.owned")}


class MoveQuery(msgspec.Struct):
    destination: str


def declared(name: str = "events.move", method: str = "POST", paths: str = MOVE, **facts: Any) -> Operation:
    table = OperationTable("google")
    table.operation(name, method, paths, **{"scopes": MOVE_SCOPES, "query": MoveQuery} | facts)(lambda _: None)
    return next(iter(table))


def row_of(operation: Operation) -> Any:
    (row,) = [row for row in coverage.compare([operation]) if row.operation is not None]
    return row


def test_what_is_neither_emulated_nor_accepted_is_missing() -> None:
    row = row_of(declared(accepted={"sendUpdates": "no mail is sent"}))
    assert row.emulated == ("destination",)
    assert row.accepted == {"sendUpdates": "no mail is sent"}
    assert row.missing == ("sendNotifications",)


def test_a_published_method_without_an_operation_is_not_built() -> None:
    rows = coverage.compare([declared()])
    assert len(rows) == len(description.methods())
    assert sum(row.operation is None for row in rows) == len(rows) - 1


def test_the_counts_are_computed() -> None:
    text = coverage.page([declared(accepted={"sendUpdates": "no mail is sent"})])
    assert "| methods | 38 | 1 | 37 |" in text
    assert "| query parameters of the served methods | 3 | 1 | 1 | 1 |" in text


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (declared("events.shift"), "google.events.shift: Google publishes no such method"),
        (declared(method="PUT"), "published is POST /calendar/v3/calendars/{calendarId}/events/{eventId}/move"),
        (declared(paths="/calendar/v3/move"), r"published is POST"),
        (declared(accepted={"colour": "x"}), "has no parameter colour; published are destination"),
        (declared(scopes={PREFIX + "calendar"}), r"the scope calendar\.events is missing"),
        (
            declared(scopes={*MOVE_SCOPES, PREFIX + "calendar.readonly"}),
            r"the scope calendar\.readonly is not published",
        ),
    ],
)
def test_what_google_does_not_say_is_a_contradiction(operation: Operation, said: str) -> None:
    with pytest.raises(coverage.Contradiction, match=said):
        coverage.compare([operation])


def test_an_operation_that_is_not_the_calendars_is_listed_apart() -> None:
    token = replace(declared(), id="google.oauth.token", paths=("/token",))
    assert "| google.oauth.token | POST | `/token` |" in coverage.page([token])


# Every parameter that is emulated is read as it is published.


def emulated() -> Iterator[tuple[Operation, str, Parameter]]:
    for operation in GoogleCalendar.routes.operations:
        published = description.methods().get(operation.id.replace("google.", "calendar.", 1))
        if published is not None:
            for name in sorted(operation.reader.names):
                yield operation, name, published.parameters[name]


def read(operation: Operation, name: str, *values: str) -> None:
    """Read one parameter, with whatever else the operation demands."""
    others = [
        (other, samples(parameter)[0])
        for row, other, parameter in emulated()
        if row is operation and parameter.required and other != name
    ]
    operation.reader.read([*others, *((name, value) for value in values)])


def samples(parameter: Parameter) -> tuple[str, ...]:
    if parameter.enum:
        return parameter.enum
    return {"integer": (str(parameter.minimum or 0),), "boolean": ("true", "false")}.get(parameter.type, ("x",))


def test_every_published_value_is_read() -> None:
    for operation, name, parameter in emulated():
        for value in samples(parameter):
            read(operation, name, value)
        if parameter.repeated:
            read(operation, name, *samples(parameter) * 2)


def test_a_value_outside_what_is_published_is_refused() -> None:
    accepted = []
    for operation, name, parameter in emulated():
        wrong = ["no-such"] if parameter.enum or parameter.type in {"integer", "boolean"} else []
        wrong += [str(parameter.minimum - 1)] if parameter.minimum is not None else []
        wrong += [str(parameter.maximum + 1)] if parameter.maximum is not None else []
        for value in wrong:
            try:
                read(operation, name, value)
            except BadParameter:
                continue
            accepted.append(f"{operation.id} {name}={value}")
    assert accepted == []
