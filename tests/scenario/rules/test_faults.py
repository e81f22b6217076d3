from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]


def test_faults_for_people_apps_and_service_accounts_are_right(wrong: Look) -> None:
    faults = [
        {"fault": "unavailable"},
        {"fault": "token-expired", "when": {"person": "alice", "app": "autosched", "nth": 2}, "times": 1},
        {"fault": "rate-limited", "when": {"person": "sync-bot", "method": ["POST", "PATCH"], "every": 3}},
    ]

    assert wrong(faults=faults) == []


@pytest.mark.parametrize(
    ("fault", "mistake"),
    [
        (
            {"fault": "unavailabel"},
            ("unavailabel", "there is no fault `unavailabel`", "did you mean `unavailable`?"),
        ),
        (
            {"fault": "unavailable", "when": {"person": "alise"}},
            ("alise", "there is no person `alise`", "did you mean `alice`?"),
        ),
        (
            {"fault": "unavailable", "when": {"app": "autoshed"}},
            ("autoshed", "there is no app `autoshed`", "did you mean `autosched`?"),
        ),
        (
            {"fault": "unavailable", "when": {"nth": 2, "after": 3}},
            ("after", "`nth` and `after` say in two ways which requests meet it", "keep one of them"),
        ),
    ],
)
def test_a_fault_that_nobody_could_meet_is_told_what_would_be_right(
    wrong: Look, fault: dict[str, Any], mistake: tuple[str, str, str]
) -> None:
    assert wrong(faults=[fault]) == [mistake]
