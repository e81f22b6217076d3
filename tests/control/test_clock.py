from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.control.problems import CLOCK_GOES_FORWARD, UNKNOWN_SESSION, WRONG_BODY
from tests.control.asking import refused
from tests.wire import world

if TYPE_CHECKING:
    from mockserver.control.problems import Row
    from tests.control.asking import Asker
    from tests.live import LiveServer
    from tests.wire import Answer, World

START = {"now": "2026-03-06T14:00:00Z", "flow": "frozen"}


def patch(ask: Asker, session: World, body: Any) -> Answer:
    return ask("PATCH", f"{session.path}/clock", body)


def test_a_clock_shows_its_time_and_whether_it_runs(ask: Asker, office: World) -> None:
    assert ask.get(f"{office.path}/clock") == START


def test_a_clock_is_advanced_by_a_duration(ask: Asker, office: World) -> None:
    moved = patch(ask, office, {"advance": "P1DT1H30M"})

    assert (moved.status, moved.json) == (200, START | {"now": "2026-03-07T15:30:00Z"})
    assert ask.get(f"{office.path}/clock") == moved.json


def test_a_clock_is_set_to_a_moment_whatever_its_offset(ask: Asker, office: World) -> None:
    assert patch(ask, office, {"set": "2026-03-06T10:30:00.250-05:00"}).json["now"] == "2026-03-06T15:30:00.250000Z"


def test_what_a_clock_shows_can_be_set(ask: Asker, office: World) -> None:
    shown = patch(ask, office, {"set": "2026-03-06T15:30:00.000001Z"}).json["now"]

    assert patch(ask, office, {"set": shown}).json["now"] == shown


def test_a_frozen_clock_can_be_let_go_and_stopped_again(ask: Asker, office: World) -> None:
    assert patch(ask, office, {"flow": "real"}).json["flow"] == "real"

    stopped = patch(ask, office, {"flow": "frozen", "advance": "PT1H"}).json

    assert stopped["flow"] == "frozen"
    assert stopped["now"] >= "2026-03-06T15:00:00"
    assert ask.get(f"{office.path}/clock") == stopped


def test_moving_one_clock_moves_no_other(ask: Asker, office: World, live_server: LiveServer) -> None:
    with world(live_server.url, scenario="office", clock={"start": START["now"], "flow": "frozen"}) as other:
        patch(ask, office, {"advance": "PT1H"})

        assert ask.get(f"{other.path}/clock") == START


def test_what_falls_due_on_the_way_happens(ask: Asker, office: World) -> None:
    """A token dies with the clock, not with real time."""
    token = {"Authorization": f"Bearer {office.google('alice')['access_token']}"}

    patch(ask, office, {"advance": "PT1H"})

    assert office.wire.send("GET", "/calendar/v3/users/me/calendarList", token).status == 401


@pytest.mark.parametrize(
    ("body", "row", "said"),
    [
        ({}, WRONG_BODY, "advance"),
        ({"advance": "PT1H", "set": "2026-03-06T15:00:00Z"}, WRONG_BODY, "give one of them"),
        ({"advance": "1 hour"}, WRONG_BODY, "PT15M"),
        ({"set": "2026-03-06T15:00:00"}, WRONG_BODY, "set: "),
        ({"set": "tomorrow"}, WRONG_BODY, "set: "),
        ({"flow": "fast"}, WRONG_BODY, "there is frozen, real"),
        ({"advanc": "PT1H"}, WRONG_BODY, "did you mean advance?"),
        ({"set": "2026-03-06T13:59:59Z"}, CLOCK_GOES_FORWARD, "2026-03-06T14:00:00Z"),
        ({"set": "2026-03-06T13:59:59Z", "flow": "real"}, CLOCK_GOES_FORWARD, "2026-03-06T14:00:00Z"),
        ({"advance": "P3000000D"}, CLOCK_GOES_FORWARD, "2026-03-06T14:00:00Z"),
        ({"advance": "-PT1H"}, WRONG_BODY, "advance: "),
    ],
)  # fmt: skip
def test_a_wrong_move_says_what_would_be_right_and_moves_nothing(
    ask: Asker, office: World, body: Any, row: Row, said: str
) -> None:
    problem = refused(patch(ask, office, body), row)

    assert said in problem["detail"]
    assert ask.get(f"{office.path}/clock") == START


def test_the_session_must_live(ask: Asker) -> None:
    refused(ask("GET", "/sessions/nobodys/clock"), UNKNOWN_SESSION)
