from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.control.filters import Filter, wanted
from mockserver.control.problems import WRONG_BODY, WRONG_PARAMETER
from mockserver.journal import Entry
from tests.control.asking import refused

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.wire import World

ENTRY = Entry(
    0,
    "GET",
    "/calendar/v3/calendars/primary/events",
    "",
    status=200,
    provider="google",
    operation="google.events.list",
    person="alice",
)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"operation": "google.events.list"},
        {"provider": "google"},
        {"method": "get"},
        {"path": "/calendar/v3/"},
        {"person": "alice"},
        {"status": 200},
        {"method": "GET", "status": 200, "person": "alice"},
    ],
)
def test_an_entry_that_has_all_that_is_given_is_meant(given: dict[str, Any]) -> None:
    assert wanted(Filter(**given))(ENTRY)


@pytest.mark.parametrize(
    "given",
    [
        {"operation": "google.events.get"},
        {"provider": "google-oauth"},
        {"method": "POST"},
        {"path": "/calendar/v3/users"},
        {"person": "bob"},
        {"status": 404},
        {"method": "GET", "status": 200, "person": "bob"},
    ],
)
def test_an_entry_that_lacks_one_of_them_is_not(given: dict[str, Any]) -> None:
    assert not wanted(Filter(**given))(ENTRY)


@pytest.mark.parametrize(
    ("member", "name", "right"),
    [
        ("operation", "google.event.list", "google.events.list"),
        ("operation", "events.list", "google.events.list"),
        ("provider", "gogle", "google"),
        ("person", "alic", "alice"),
    ],
)
def test_a_name_that_there_is_none_of_is_refused_with_the_near_ones(
    ask: Asker, office: World, member: str, name: str, right: str
) -> None:
    listed = refused(ask("GET", f"{office.path}/requests?{member}={name}"), WRONG_PARAMETER)
    verified = refused(ask("POST", f"{office.path}/verify", {"expect": [{member: name}]}), WRONG_BODY)

    for problem in (listed, verified):
        assert right in problem["near"]
        assert f"there is no {member} {name!r}; did you mean " in problem["detail"]


def test_a_name_near_nothing_is_told_what_there_is(ask: Asker, office: World) -> None:
    problem = refused(ask("GET", f"{office.path}/requests?person=zzz"), WRONG_PARAMETER)

    assert problem["detail"] == "there is no person 'zzz'; there is alice, bob, carol, sync-bot"


def test_a_service_account_is_somebody_who_calls(ask: Asker, office: World) -> None:
    assert ask.get(f"{office.path}/requests?person=sync-bot")["requests"] == []
