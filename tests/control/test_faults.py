"""Faults over HTTP: armed, met, listed, disarmed, and every wrong one told what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.control.problems import LIMIT_REACHED, UNKNOWN_FAULT, WRONG_BODY
from mockserver.faults import FAULTS
from mockserver.faults.rules import MOST_RULES
from tests.control.asking import refused

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.wire import World

COLORS = "/calendar/v3/colors"


def colors(session: World) -> int:
    token = {"Authorization": f"Bearer {session.google('alice')['access_token']}"}
    return session.wire.send("GET", COLORS, token).status


def test_what_is_armed_is_met_and_counted(ask: Asker, office: World) -> None:
    body = {"fault": "unavailable", "when": {"operation": "google.colors.get", "every": 2}, "times": 1}
    made = ask("POST", f"{office.path}/faults", body)

    statuses = [colors(office) for _ in range(4)]

    armed = {"number": 1, **body, "fitting": 0, "met": 0}
    assert (made.status, made.json) == (201, armed)
    assert statuses == [200, 503, 200, 200]
    assert ask.get(f"{office.path}/faults") == {"faults": [armed | {"fitting": 4, "met": 1}], "known": dict(FAULTS)}


def test_what_is_disarmed_is_met_no_more(ask: Asker, office: World) -> None:
    for _ in range(2):
        ask("POST", f"{office.path}/faults", {"fault": "unavailable"})

    assert ask("DELETE", f"{office.path}/faults/1").status == 204
    assert colors(office) == 503
    assert ask("DELETE", f"{office.path}/faults").status == 204
    assert colors(office) == 200


def test_a_fault_of_one_session_is_none_of_another(ask: Asker, office: World) -> None:
    ask("POST", "/sessions/default/faults", {"fault": "unavailable"})
    try:
        assert colors(office) == 200
    finally:
        ask("DELETE", "/sessions/default/faults")


def test_fetching_a_token_does_not_use_up_a_fault_of_the_calendar(ask: Asker, office: World) -> None:
    """Clients fetch a token before their first call, and Google's token server has other words."""
    ask("POST", f"{office.path}/faults", {"fault": "unavailable", "times": 1})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    office.wire.send("POST", office.urls["google_token"].removeprefix(office.wire.url), form, "grant_type=none")

    entry = ask.get(f"{office.path}/requests")["requests"][-1]

    assert entry["notes"][0] == "the fault unavailable has no words here, so this request does not count for it"
    assert [colors(office), colors(office)] == [503, 200]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"fault": "unavailabel"}, "there is no fault 'unavailabel'; there is unavailable"),
        (
            {"fault": "unavailable", "when": {"operation": "google.events.lst"}},
            "when.operation: there is no operation 'google.events.lst'; there is google.events.list",
        ),
        (
            {"fault": "unavailable", "when": {"person": "alise"}},
            "when.person: there is no person 'alise'; there is alice",
        ),
        ({"fault": "unavailable", "when": {"app": "nobody"}}, "when.app: there is no app 'nobody'"),
        ({"fault": "unavailable", "when": {"provider": "gogle"}}, "when.provider: there is no provider 'gogle'"),
    ],
)
def test_what_no_request_could_meet_is_refused(ask: Asker, office: World, body: Any, said: str) -> None:
    assert refused(ask("POST", f"{office.path}/faults", body), WRONG_BODY)["detail"].startswith(said)


@pytest.mark.parametrize(
    "body", [{}, {"fault": "unavailable", "times": 0}, {"fault": "unavailable", "when": {"nth": 0}}]
)
def test_a_body_that_is_no_fault_is_refused(ask: Asker, office: World, body: Any) -> None:
    refused(ask("POST", f"{office.path}/faults", body), WRONG_BODY)


@pytest.mark.parametrize("number", ["9", "x", "-1"])
def test_one_that_is_not_armed_cannot_be_disarmed(ask: Asker, office: World, number: str) -> None:
    refused(ask("DELETE", f"{office.path}/faults/{number}"), UNKNOWN_FAULT)


def test_there_is_an_end_to_how_many_can_be_armed(ask: Asker, office: World) -> None:
    for _ in range(MOST_RULES):
        ask("POST", f"{office.path}/faults", {"fault": "unavailable", "when": {"person": "bob"}})

    refused(ask("POST", f"{office.path}/faults", {"fault": "unavailable"}), LIMIT_REACHED)
