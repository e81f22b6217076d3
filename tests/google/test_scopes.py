"""Which scopes admit to an operation: those that Google publishes for it, and the old alias of the full one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.google import scopes
from mockserver.google.provider import GoogleCalendar
from mockserver.identity.scopes import CALENDAR
from tests.google.event_world import Client, events_path, serving
from tests.published import methods

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mockserver.http.operation import Operation

PUBLISHED = [operation for operation in GoogleCalendar.routes.operations if f"calendar.{operation.name}" in methods()]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.mark.parametrize("operation", PUBLISHED, ids=lambda operation: operation.name)
def test_an_operation_is_admitted_to_by_the_scopes_that_google_publishes(operation: Operation) -> None:
    published = set(methods()[f"calendar.{operation.name}"]["scopes"])

    assert operation.scopes - {scopes.LEGACY} == published


@pytest.mark.parametrize("operation", PUBLISHED, ids=lambda operation: operation.name)
def test_the_old_alias_admits_where_the_full_scope_does(operation: Operation) -> None:
    assert (scopes.LEGACY in operation.scopes) == (CALENDAR in operation.scopes)


async def test_a_scope_that_will_do_admits(client: Client) -> None:
    assert (await client.ask("GET", events_path(), as_="alice-readonly")).status == 200


@pytest.mark.parametrize(
    ("token", "method", "path"), [("alice-readonly", "POST", events_path()), ("alice-lists", "GET", events_path())]
)
async def test_too_small_a_scope_is_told_which_would_do(client: Client, token: str, method: str, path: str) -> None:
    answer = await client.ask(method, path, as_=token)

    assert (answer.status, answer.reason) == (403, "insufficientPermissions")
    assert f'scope="{scopes.LEGACY} {CALENDAR}' in answer.headers["WWW-Authenticate"]
    assert "the token's scopes are: " in client.notes()
