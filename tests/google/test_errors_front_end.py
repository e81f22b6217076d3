"""The errors of tokens and scopes, which Google's front end writes: other members, other order, other indentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.provider import GoogleCalendar
from tests.google.event_world import Client, events_path, serving
from tests.published import methods

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mockserver.http.operation import Operation

REALM = 'Bearer realm="https://accounts.google.com/"'
SIGN_IN = "See https://developers.google.com/identity/sign-in/web/devconsole-project."
CREDENTIAL = f"Expected OAuth 2 access token, login cookie or other valid authentication credential. {SIGN_IN}"
PLACE = {"location": "Authorization", "locationType": "header"}
GUARDED = [operation for operation in GoogleCalendar.routes.operations if operation.scopes]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def info(reason: str, method: str) -> dict[str, Any]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"method": method, "service": "calendar-json.googleapis.com"},
    }


async def test_without_a_token_it_says_what_is_expected(client: Client) -> None:
    answer = await client.ask("GET", "/users/me/calendarList", as_="")

    wanted = {
        "code": 401,
        "message": f"Request is missing required authentication credential. {CREDENTIAL}",
        "errors": [{"message": "Login Required.", "domain": "global", "reason": "required"} | PLACE],
        "status": "UNAUTHENTICATED",
        "details": [info("CREDENTIALS_MISSING", "calendar.v3.CalendarList.List")],
    }
    assert answer.status == 401
    assert answer.body.decode() == json.dumps({"error": wanted}, indent=2) + "\n"
    assert answer.headers["WWW-Authenticate"] == REALM


@pytest.mark.parametrize("token", ["alice-expired", "alice-revoked", "unknown"])
async def test_a_token_that_is_not_good_is_invalid(client: Client, token: str) -> None:
    answer = await client.ask("GET", events_path(), as_=token)

    wanted = {
        "code": 401,
        "message": f"Request had invalid authentication credentials. {CREDENTIAL}",
        "errors": [{"message": "Invalid Credentials", "domain": "global", "reason": "authError"} | PLACE],
        "status": "UNAUTHENTICATED",
    }
    assert answer.status == 401
    assert answer.body.decode() == json.dumps({"error": wanted}, indent=2) + "\n"
    assert answer.headers["WWW-Authenticate"] == f'{REALM}, error="invalid_token"'


async def test_too_small_a_scope_is_insufficient(client: Client) -> None:
    answer = await client.ask("DELETE", events_path("primary", "any"), as_="alice-readonly")

    wanted = {
        "code": 403,
        "message": "Request had insufficient authentication scopes.",
        "errors": [{"message": "Insufficient Permission", "domain": "global", "reason": "insufficientPermissions"}],
        "status": "PERMISSION_DENIED",
        "details": [info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "calendar.v3.Events.Delete")],
    }
    assert answer.status == 403
    assert answer.body.decode() == json.dumps({"error": wanted}, indent=2) + "\n"
    scopes = answer.headers["WWW-Authenticate"].removeprefix(f'{REALM}, error="insufficient_scope", scope="')
    published = set(methods()["calendar.events.delete"]["scopes"])
    assert set(scopes.removesuffix('"').split()) >= published


async def test_it_is_indented_whatever_pretty_print_says(client: Client) -> None:
    answer = await client.ask("GET", events_path(), as_="", prettyPrint=False)

    assert answer.body.startswith(b'{\n  "error": {\n    "code": 401,')


async def test_the_token_is_judged_before_what_is_asked_for(client: Client) -> None:
    answer = await client.ask("GET", events_path("never@example.com"), as_="", orderBy="nonsense", fields="nonsense")

    assert answer.status == 401


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
async def test_every_operation_asks_for_a_token_and_says_its_own_name(client: Client, operation: Operation) -> None:
    path = operation.paths[0].removeprefix("/calendar/v3")

    answer = await client.ask(operation.method, path.replace("{", "").replace("}", ""), as_="")

    resource, name = operation.name.split(".")
    (detail,) = answer.json["error"]["details"]
    assert (answer.status, answer.reason) == (401, "required")
    assert detail["metadata"]["method"].casefold() == f"calendar.v3.{resource}.{name}".casefold()
