from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.control.problems import UNKNOWN_SESSION, WRONG_BODY
from tests.control.asking import refused

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.wire import World

LIST, COLORS = "google.events.list", "google.colors.get"
PATHS = {LIST: "/calendar/v3/calendars/primary/events", COLORS: "/calendar/v3/colors"}


def call(session: World, *operations: str, token: str = "alice") -> None:
    for operation in operations:
        headers = {"Authorization": f"Bearer {token}"}
        session.wire.send("GET", f"/s/{session.id}{PATHS[operation]}", headers)


def verdict(ask: Asker, session: World, *expect: dict[str, Any], **more: Any) -> Any:
    answer = ask("POST", f"{session.path}/verify", {"expect": list(expect)} | more)
    assert answer.status == 200, answer.body
    return answer.json


@pytest.mark.parametrize(
    ("count", "ok"),
    [
        ({}, True),
        ({"times": 2}, True),
        ({"times": 1}, False),
        ({"times": 0}, False),
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"at_least": 1, "at_most": 2}, True),
        ({"at_least": 3, "at_most": 4}, False),
    ],
)
def test_requests_are_counted(ask: Asker, office: World, count: dict[str, int], ok: bool) -> None:
    call(office, LIST, COLORS, LIST)

    said = verdict(ask, office, {"operation": LIST} | count)

    assert (said["ok"], said["requests"]) == (ok, 3)
    assert [difference["seen"] for difference in said["differences"]] == ([] if ok else [[1, 3]])


def test_at_most_takes_none_and_no_count_takes_at_least_one(ask: Asker, office: World) -> None:
    assert verdict(ask, office, {"operation": LIST, "at_most": 5})["ok"]
    assert not verdict(ask, office, {"operation": LIST})["ok"]


def test_every_expectation_that_was_not_met_is_told_by_its_position(ask: Asker, office: World) -> None:
    call(office, LIST)

    said = verdict(ask, office, {"operation": LIST}, {"operation": COLORS}, {"person": "bob", "status": 200})

    assert said["differences"] == [
        {"expectation": 1, "what": f"operation {COLORS}: expected at least 1, seen 0", "seen": []},
        {"expectation": 2, "what": "person bob, status 200: expected at least 1, seen 0", "seen": []},
    ]


@pytest.mark.parametrize(
    ("expect", "ok"),
    [
        ([{"operation": LIST}, {"operation": COLORS}], True),
        ([{"operation": COLORS}, {"operation": LIST}], True),
        ([{"operation": LIST}, {"operation": COLORS}, {"operation": LIST, "times": 2}], True),
        ([{"operation": COLORS}, {"operation": COLORS}], False),
        ([{"operation": LIST, "times": 2}, {"operation": COLORS}], False),
        ([{"operation": LIST, "times": 0}, {"operation": COLORS}], True),
    ],
)
def test_requests_come_one_after_the_other_whatever_stands_between(
    ask: Asker, office: World, expect: list[dict[str, Any]], ok: bool
) -> None:
    call(office, LIST, COLORS, LIST, LIST)

    assert verdict(ask, office, *expect, in_order=True)["ok"] is ok


def test_the_first_that_is_out_of_order_is_told_with_where_it_was_missed(ask: Asker, office: World) -> None:
    call(office, COLORS, LIST)

    said = verdict(ask, office, {"operation": LIST}, {"operation": COLORS}, in_order=True)

    assert said["differences"] == [
        {"expectation": 1, "what": f"operation {COLORS}: expected 1 after request 2, seen 0", "seen": [1]}
    ]


def test_only_what_came_after_a_number_counts(ask: Asker, office: World) -> None:
    call(office, LIST, COLORS)

    said = verdict(ask, office, {"operation": LIST, "times": 0}, after=1)

    assert (said["ok"], said["requests"]) == (True, 1)


def test_what_left_the_journal_is_never_taken_for_what_did_not_happen(ask: Asker, office: World) -> None:
    """Of 1,002 requests the two oldest are gone: whether at most so many came, nobody can know."""
    call(office, *[COLORS] * 1_002)
    dropped = ask.get(f"{office.path}/requests")["dropped"]
    assert dropped

    said = verdict(ask, office, {"operation": LIST, "times": 0})

    assert not said["ok"]
    assert f"{dropped} older requests left the journal" in said["differences"][0]["what"]
    assert verdict(ask, office, {"operation": LIST, "times": 0}, after=dropped)["ok"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "expect"),
        ({"expect": []}, "$.expect: "),
        ({"expect": [{}] * 101}, "$.expect: "),
        ({"expect": [{"operation": "google.events.lst"}]}, "did you mean google.events.list"),
        ({"expect": [{"operaton": LIST}]}, "$.expect[0]: there is no member 'operaton'; did you mean operation"),
        ({"expect": [{"times": -1}]}, "$.expect[0].times: Expected `int` >= 0"),
        ({"expect": [{"times": 1, "at_least": 1}]}, "give either of them"),
        ({"expect": [{"at_most": 1}], "in_order": True}, "each expectation comes `times` in a row"),
        ({"expect": [{"at_least": 2, "at_most": 1}]}, "at_least 2 is more than at_most 1"),
        ({"expect": [{}], "after": -1}, "$.after: "),
    ],
)
def test_a_wrong_expectation_says_what_would_be_right(ask: Asker, office: World, body: Any, said: str) -> None:
    assert said in refused(ask("POST", f"{office.path}/verify", body), WRONG_BODY)["detail"]


def test_verifying_leaves_the_journal_as_it_is(ask: Asker, office: World) -> None:
    call(office, LIST)

    for _ in range(2):
        assert verdict(ask, office, {"operation": LIST, "times": 1})["ok"]


def test_the_session_must_live(ask: Asker) -> None:
    refused(ask("POST", "/sessions/nobodys/verify", {"expect": [{}]}), UNKNOWN_SESSION)
