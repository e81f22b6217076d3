"""What stands when, with series expanded and changes made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mockserver.clock import parse_instant
from mockserver.scenario.loading import loads
from mockserver.scenario.portrait.occurrences import occurrences

if TYPE_CHECKING:
    from mockserver.scenario.language import Scenario


def scenario(*events: Any) -> Scenario:
    said = {
        "scenario": "small",
        "summary": "Small",
        "people": {"alice": {"name": "Alice", "email": "alice@x.example", "zone": "America/New_York"}},
        "calendars": [{"owner": "alice", "events": list(events)}],
    }
    return loads(json.dumps(said), "small.yaml")


def titles(
    *events: Any, after: str = "2026-03-06T00:00:00Z", before: str = "2026-03-12T00:00:00Z"
) -> list[tuple[str, str]]:
    found = occurrences(scenario(*events), parse_instant(after), parse_instant(before))
    return [(one.title, one.note) for one in found]


DAILY = {
    "key": "daily",
    "title": "Daily",
    "start": "2026-03-02 09:00",
    "duration": "PT1H",
    "repeat": "FREQ=DAILY;COUNT=30",
}


def test_a_series_is_expanded_within_the_window() -> None:
    assert titles(DAILY) == [("Daily", "")] * 6


def test_an_occurrence_that_was_moved_stands_where_it_went_and_a_cancelled_one_says_so() -> None:
    changes = {"2026-03-07": {"title": "Moved", "start": "2026-03-20 09:00"}, "2026-03-08": "cancelled"}

    assert titles(DAILY | {"changes": changes}) == [
        ("Daily", ""), ("Daily", "cancelled"), ("Daily", ""), ("Daily", ""), ("Daily", ""),
    ]  # fmt: skip
    assert ("Moved", "moved") in titles(DAILY | {"changes": changes}, before="2026-03-30T00:00:00Z")


def test_a_change_that_leaves_the_time_is_a_change() -> None:
    changes: dict[str, Any] = {"2026-03-07": {"title": "Other"}, "2026-03-08": {"duration": "PT2H", "shows": "free"}}
    found = occurrences(
        scenario(DAILY | {"changes": changes}),
        parse_instant("2026-03-07T00:00:00Z"),
        parse_instant("2026-03-09T00:00:00Z"),
    )

    assert [(one.title, one.note, one.free, one.end - one.start) for one in found] == [
        ("Other", "changed", False, 3_600_000_000),
        ("Daily", "changed", True, 7_200_000_000),
    ]


def test_single_events_all_day_ones_and_cancelled_ones_are_there() -> None:
    events = (
        {"key": "a", "start": "2026-03-06 10:00", "duration": "PT1H", "status": "cancelled"},
        {"key": "b", "title": "Day", "start": "2026-03-06", "shows": "free"},
        {"key": "c", "start": "2026-03-20 10:00", "duration": "PT1H"},
    )

    assert titles(*events) == [("Day", ""), ("(no title)", "cancelled")]
