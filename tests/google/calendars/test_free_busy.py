"""`freebusy.query` over a socket: what keeps a calendar busy, what does not, and what is an error beside the rest."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import RawTestServer, TestClient
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import Directory, Group
from mockserver.session import Sessions
from mockserver.timing.busy import merge
from tests.contract import check_exchange
from tests.google.event_world import (
    ALICE,
    BOB,
    CLOSED,
    TEAM,
    UMA,
    Client,
    all_day,
    ok,
    series,
    template,
    timed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EVERYBODY = "everybody@autosched.example"
CROWD = "crowd@autosched.example"
DAY = {"timeMin": "2026-03-09T00:00:00Z", "timeMax": "2026-03-10T00:00:00Z"}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    world = template()
    groups = {
        "everybody": Group("everybody", EVERYBODY, (ALICE, BOB)),
        "crowd": Group("crowd", CROWD, tuple(f"{number}@autosched.example" for number in range(101))),
    }
    who = world.directory
    sessions = Sessions(replace(world, directory=Directory(who.people, who.apps, who.grants, who.tokens, groups)))
    http: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    async with http:
        yield Client(http, sessions)


async def asked(client: Client, *ids: str, as_: str = "alice", **body: Any) -> dict[str, Any]:
    wanted = DAY | {"items": [{"id": id_} for id_ in ids]} | body
    answer: dict[str, Any] = ok(await client.ask("POST", "/freeBusy", wanted, as_=as_))
    return answer


async def busy(client: Client, id_: str = "primary", as_: str = "alice", **body: Any) -> list[tuple[str, str]]:
    """The busy periods of one calendar."""
    found = (await asked(client, id_, as_=as_, **body))["calendars"][id_]
    assert "errors" not in found
    return [(period["start"], period["end"]) for period in found["busy"]]


def hour(start: str, **members: Any) -> dict[str, Any]:
    """An hour on Monday, 9 March 2026, in UTC."""
    return timed(f"2026-03-09T{start}:00:00Z", f"2026-03-09T{int(start) + 1:02}:00:00Z", **members)


async def test_an_answer_is_printed_as_recorded(client: Client) -> None:
    await client.insert(hour("15"))
    answer = await client.ask("POST", "/freeBusy", DAY | {"items": [{"id": "primary"}]})

    assert answer.body.decode() == (
        '{\n "kind": "calendar#freeBusy",\n "timeMin": "2026-03-09T00:00:00.000Z",\n'
        ' "timeMax": "2026-03-10T00:00:00.000Z",\n "calendars": {\n  "primary": {\n   "busy": [\n    {\n'
        '     "start": "2026-03-09T15:00:00Z",\n     "end": "2026-03-09T16:00:00Z"\n    }\n   ]\n  }\n }\n}'
    )


async def test_overlapping_and_adjacent_events_are_one_period(client: Client) -> None:
    for start in ("09", "10", "13"):
        await client.insert(hour(start))
    await client.insert(timed("2026-03-09T13:30:00Z", "2026-03-09T15:00:00Z"))

    assert await busy(client) == [
        ("2026-03-09T09:00:00Z", "2026-03-09T11:00:00Z"),
        ("2026-03-09T13:00:00Z", "2026-03-09T15:00:00Z"),
    ]


async def test_periods_end_where_the_window_ends(client: Client) -> None:
    await client.insert(timed("2026-03-08T22:00:00Z", "2026-03-09T02:00:00Z"))
    await client.insert(timed("2026-03-09T23:00:00Z", "2026-03-10T02:00:00Z"))

    assert await busy(client) == [
        ("2026-03-09T00:00:00Z", "2026-03-09T02:00:00Z"),
        ("2026-03-09T23:00:00Z", "2026-03-10T00:00:00Z"),
    ]


async def test_a_day_is_busy_from_midnight_to_midnight_of_the_calendar(client: Client) -> None:
    await client.insert(all_day("2026-03-09", "2026-03-10"))
    window = {"timeMin": "2026-03-08T00:00:00Z", "timeMax": "2026-03-12T00:00:00Z"}

    assert await busy(client, **window) == [("2026-03-09T04:00:00Z", "2026-03-10T04:00:00Z")]


async def test_the_day_that_clocks_change_is_a_shorter_day(client: Client) -> None:
    await client.insert(all_day("2026-03-08", "2026-03-09"))
    window = {"timeMin": "2026-03-07T00:00:00Z", "timeMax": "2026-03-12T00:00:00Z"}

    assert await busy(client, **window) == [("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")]


@pytest.mark.parametrize(
    "members",
    [
        {"transparency": "transparent"},
        {"status": "cancelled"},
        {"attendees": [{"email": ALICE, "responseStatus": "declined"}, {"email": BOB}]},
    ],
)
async def test_what_is_free_cancelled_or_declined_keeps_nobody_busy(client: Client, members: dict[str, Any]) -> None:
    made = await client.insert(hour("15"))
    await client.patch(made["id"], members)

    assert await busy(client) == []


@pytest.mark.parametrize(
    "members", [{"status": "tentative"}, {"attendees": [{"email": ALICE, "responseStatus": "needsAction"}]}]
)
async def test_what_is_tentative_or_not_yet_answered_keeps_busy(client: Client, members: dict[str, Any]) -> None:
    await client.insert(hour("15", **members))

    assert await busy(client) == [("2026-03-09T15:00:00Z", "2026-03-09T16:00:00Z")]


async def test_a_series_is_busy_at_its_occurrences_as_they_are_now(client: Client) -> None:
    made = await client.insert(series())
    window = {"timeMin": "2026-03-06T00:00:00Z", "timeMax": "2026-03-12T00:00:00Z"}
    instances = await client.instances(made["id"])
    await client.delete(instances[1]["id"])
    await client.patch(instances[2]["id"], timed("2026-03-08T20:00:00Z", "2026-03-08T21:00:00Z"))

    assert await busy(client, **window) == [
        ("2026-03-06T14:00:00Z", "2026-03-06T14:30:00Z"),
        ("2026-03-08T20:00:00Z", "2026-03-08T21:00:00Z"),
        ("2026-03-09T13:00:00Z", "2026-03-09T13:30:00Z"),
        ("2026-03-10T13:00:00Z", "2026-03-10T13:30:00Z"),
    ]


async def test_times_are_shown_in_the_zone_asked_for(client: Client) -> None:
    await client.insert(hour("15"))

    assert await busy(client, timeZone="America/New_York") == [
        ("2026-03-09T11:00:00-04:00", "2026-03-09T12:00:00-04:00")
    ]


async def test_to_know_when_somebody_is_busy_is_enough(client: Client) -> None:
    await client.insert(hour("15"), TEAM, as_="alice")

    assert await busy(client, TEAM, as_="dev") == [("2026-03-09T15:00:00Z", "2026-03-09T16:00:00Z")]


@pytest.mark.parametrize("id_", [CLOSED, "nobody@nowhere.example", "", "%"])
async def test_a_calendar_there_is_not_or_that_is_not_visible_is_an_error_of_its_own(client: Client, id_: str) -> None:
    found = await asked(client, id_, "primary")

    assert found["calendars"][id_] == {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}
    assert found["calendars"]["primary"] == {"busy": []}


async def test_a_group_is_answered_with_its_members_and_each_of_them(client: Client) -> None:
    await client.insert(hour("15"))
    found = await asked(client, EVERYBODY)

    assert found["groups"] == {EVERYBODY: {"calendars": [ALICE, BOB]}}
    assert list(found["calendars"]) == [ALICE, BOB]
    assert len(found["calendars"][ALICE]["busy"]) == 1


async def test_a_group_of_too_many_is_an_error_of_its_own(client: Client) -> None:
    found = await asked(client, CROWD, "primary")

    assert found["groups"][CROWD]["errors"] == [{"domain": "global", "reason": "groupTooBig"}]
    assert list(found["calendars"]) == ["primary"]


async def test_calendars_beyond_the_limit_are_errors_of_their_own(client: Client) -> None:
    found = await asked(client, "primary", UMA, calendarExpansionMax=1)

    assert found["calendars"]["primary"] == {"busy": []}
    assert found["calendars"][UMA] == {
        "errors": [{"domain": "global", "reason": "tooManyCalendarsRequested"}],
        "busy": [],
    }


async def test_a_limit_that_is_null_is_none(client: Client) -> None:
    """Gcsa sends a null for each one that it was not given."""
    found = await asked(client, "primary", calendarExpansionMax=None, groupExpansionMax=None, timeZone=None)

    assert found == await asked(client, "primary")


async def test_nothing_asked_for_is_nothing_answered(client: Client) -> None:
    assert (await asked(client))["calendars"] == {}


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({}, 400, "badRequest"),
        ({"timeMin": "2026-03-09T00:00:00Z"}, 400, "badRequest"),
        ({"timeMin": "2026-03-09T00:00:00", "timeMax": "2026-03-10T00:00:00"}, 400, "badRequest"),
        ({"timeMin": "yesterday", "timeMax": "2026-03-10T00:00:00Z"}, 400, "badRequest"),
        (DAY | {"timeMax": "2026-03-09T00:00:00Z"}, 400, "timeRangeEmpty"),
        (DAY | {"timeMax": "2026-08-09T00:00:00Z"}, 400, "timeRangeTooLong"),
        (DAY | {"timeZone": "Mars/Olympus"}, 400, "invalid"),
        (DAY | {"calendarExpansionMax": 51}, 400, "invalid"),
        (DAY | {"groupExpansionMax": 101}, 400, "invalid"),
    ],
)
async def test_what_cannot_be_asked_is_refused(client: Client, body: dict[str, Any], status: int, reason: str) -> None:
    answer = await client.ask("POST", "/freeBusy", body)

    assert (answer.status, answer.reason) == (status, reason)


intervals = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 100)).map(lambda pair: (pair[0], sum(pair))))


@given(intervals)
def test_periods_never_touch_and_cover_what_was_given(given_intervals: list[tuple[int, int]]) -> None:
    found = merge(given_intervals)

    assert all(one[1] < two[0] for one, two in pairwise(found))
    for moment in range(0, 1101, 7):
        assert any(start <= moment < end for start, end in found) == any(
            start <= moment < end for start, end in given_intervals
        )
