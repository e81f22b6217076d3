"""The query parameters of the event operations are those that Google publishes, each with its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.google.events import operations as events
from mockserver.google.events.lists import table
from tests.google.event_world import Client, events_path, serving
from tests.google.reading_world import backend, error
from tests.published import methods

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mockserver.http.operation import Operation

OPERATIONS = [*table, *events.table]
TYPES = "birthday, default, focusTime, fromGmail, outOfOffice, workingLocation"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_published_parameter_is_read_or_accepted_and_no_other(operation: Operation) -> None:
    published = methods()[f"calendar.{operation.name}"]["parameters"]
    query = {name for name, parameter in published.items() if parameter["location"] == "query"}

    assert operation.reader.names | operation.accepted.keys() == query


@pytest.mark.parametrize("name", ["maxResults", "maxAttendees"])
@pytest.mark.parametrize("number", ["0", "-1", "-99999999999"])
async def test_a_count_is_one_at_least(client: Client, name: str, number: str) -> None:
    message = f"Invalid value '{number}'. Values must be within the range: [1, 2147483647]"

    assert await error(client, **{name: number}) == backend(400, "global", "invalidParameter", message, name)


@pytest.mark.parametrize("name", ["maxResults", "maxAttendees"])
@pytest.mark.parametrize("text", ["", "ten", "1.5", "1e3", "0x1", "1_0", "٣", "9" * 40])
async def test_a_count_is_a_whole_number(client: Client, name: str, text: str) -> None:
    message = f"Invalid integer value: '{text}'."

    assert await error(client, **{name: text}) == backend(400, "global", "invalidParameter", message, name)


@pytest.mark.parametrize("name", ["singleEvents", "showDeleted"])
@pytest.mark.parametrize("text", ["", "True", "1", "yes", "null"])
async def test_a_boolean_is_true_or_false(client: Client, name: str, text: str) -> None:
    message = f"Invalid boolean value: '{text}'."

    assert await error(client, **{name: text}) == backend(400, "global", "invalidParameter", message, name)


@pytest.mark.parametrize(("name", "allowed"), [("orderBy", "startTime, updated"), ("eventTypes", TYPES)])
async def test_a_choice_is_one_of_those_published(client: Client, name: str, allowed: str) -> None:
    message = f"Invalid string value: 'starttime'. Allowed values: [{allowed}]"

    assert await error(client, **{name: "starttime"}) == backend(400, "global", "invalidParameter", message, name)


async def test_of_a_parameter_that_is_given_twice_the_last_counts(client: Client) -> None:
    assert (await client.page(timeZone=["Asia/Kolkata", "Europe/London"]))["timeZone"] == "Europe/London"


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", events_path("primary", "quickAdd"), "text"),
        ("POST", events_path("primary", "any", "move"), "destination"),
    ],
)
async def test_a_required_parameter_that_is_missing_is_named(client: Client, method: str, path: str, name: str) -> None:
    answer = await client.ask(method, path)

    wanted = backend(400, "global", "required", f"Required parameter: {name}", name)
    assert (answer.status, answer.json["error"]) == wanted


async def test_a_parameter_that_nobody_knows_is_ignored_and_the_journal_says_what_was_meant(client: Client) -> None:
    assert await client.items(singleEvent=True) == []
    assert "unknown parameter singleEvent was ignored" in client.notes()
    assert "did you mean singleEvents?" in client.notes()
