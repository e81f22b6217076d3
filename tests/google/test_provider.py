"""Google as the pipeline sees it: which paths are its own, and what it says where nothing answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.provider import LARGEST_BODY, GoogleCalendar, GoogleOAuth
from tests.google.event_world import Client, events_path, serving
from tests.google.reading_world import backend
from tests.published import methods

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/v3/colors", "/calendar/v3/", "/calendar/v3/nothing/here", "/discovery/v1/apis/calendar/v3/rest",
        "/$discovery/rest", "/batch", "/batch/calendar/v3",
    ],
)  # fmt: skip
def test_the_paths_of_the_calendar_api_are_its_own(path: str) -> None:
    assert GoogleCalendar().owns(path)
    assert not GoogleOAuth().owns(path)


@pytest.mark.parametrize(
    "path", ["/", "/calendar", "/calendar/v2/colors", "/v1.0/me/events", "/_mock/", "/batch/other"]
)
def test_other_paths_are_not(path: str) -> None:
    assert not GoogleCalendar().owns(path)


@pytest.mark.parametrize("path", ["/token", "/revoke", "/tokeninfo", "/oauth2/v3/certs", "/o/oauth2/v2/auth"])
def test_the_paths_of_the_oauth_server_are_the_other_ones(path: str) -> None:
    assert GoogleOAuth().owns(path)
    assert not GoogleCalendar().owns(path)


def test_every_published_method_is_served() -> None:
    served = {f"calendar.{operation.name}" for operation in GoogleCalendar.routes.operations}

    assert methods().keys() - served == set()


@pytest.mark.parametrize("operation", GoogleCalendar.routes.operations, ids=lambda operation: operation.name)
def test_an_operation_says_what_the_writers_of_answers_and_errors_need(operation: Any) -> None:
    published = methods().get(f"calendar.{operation.name}")
    if published is None:  # discovery and batch are beside the description
        assert not operation.scopes
        return

    assert operation.options.get("response") == published.get("response", {}).get("$ref")
    assert operation.options["method"].casefold() == f"calendar.v3.{operation.name}".casefold()
    assert operation.method == published["httpMethod"]
    assert operation.reference.startswith("https://developers.google.com/")


async def test_a_path_that_is_not_published_is_not_found_and_the_journal_says_what_is_near(client: Client) -> None:
    answer = await client.ask("GET", "/calendars/primary/event")

    assert (answer.status, answer.json["error"]) == backend(404, "global", "notFound", "Not Found")
    assert "nearest served: " in client.notes()
    assert "/calendar/v3/calendars/{calendarId}/events" in client.notes()


async def test_a_method_that_is_not_published_for_a_path_is_not_found(client: Client) -> None:
    assert (await client.ask("PATCH", events_path(), {})).status == 404


async def test_what_is_published_and_not_built_is_said_to_be_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mockserver.google.description.match", lambda *_: "calendar.events.archive")

    answer = await client.ask("POST", events_path("primary", "archive", "it"))

    assert (answer.status, answer.reason) == (501, "notImplemented")
    message = answer.json["error"]["message"]
    assert message.startswith("google.events.archive is not emulated by mockserver. Nearest served: ")


@pytest.mark.filterwarnings("ignore:Sending a large body")
async def test_a_body_may_have_a_megabyte_and_no_more(client: Client) -> None:
    fits = b'{"description":"' + b"a" * (LARGEST_BODY - 18) + b'"}'
    assert len(fits) == LARGEST_BODY

    assert (await client.ask("POST", events_path(), fits)).reason == "required"
    answer = await client.ask("POST", events_path(), fits + b" ")

    assert (answer.status, answer.json["error"]) == backend(413, "global", "uploadTooLarge", "Request Too Large")
