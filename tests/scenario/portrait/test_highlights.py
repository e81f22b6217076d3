"""The days worth looking at, and when clocks change, compared with what zoneinfo itself says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mockserver.clock import parse_instant
from mockserver.scenario.library import Library, shipped_library
from mockserver.scenario.portrait.highlights import MOST, changes_of, highlights


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", ["2026-03-08T07:00:00", "2026-11-01T06:00:00"]),
        ("Australia/Lord_Howe", ["2026-04-04T15:00:00", "2026-10-03T15:30:00"]),
        ("Europe/London", ["2026-03-29T01:00:00", "2026-10-25T01:00:00"]),
        ("Asia/Kolkata", []),
        ("UTC", []),
    ],
)
def test_clocks_change_when_zoneinfo_says_so(zone: str, expected: list[str]) -> None:
    found = list(changes_of(zone, parse_instant("2026-01-01T00:00:00Z"), parse_instant("2026-12-31T00:00:00Z")))

    utc = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at) for at in found]
    assert [f"{at:%Y-%m-%dT%H:%M:%S}" for at in utc] == expected
    for at in utc:
        there = ZoneInfo(zone)
        assert at.astimezone(there).utcoffset() != (at - timedelta(minutes=1)).astimezone(there).utcoffset()


def test_the_start_the_clock_changes_and_what_differs_are_shown_each_day_once() -> None:
    found = highlights(Library(shipped_library()).get("dst-new-york"))

    assert [(str(one.day), one.why) for one in found] == [
        ("2026-03-05", "the session starts at 09:00"),
        ("2026-03-08", "clocks in America/New_York go forward from 02:00 to 03:00"),
        ("2026-03-09", "Daily stand-up differs"),
        ("2026-03-10", "Daily stand-up is cancelled"),
        ("2026-11-01", "clocks in America/New_York go back from 02:00 to 01:00"),
    ]


def test_of_many_days_the_first_are_shown() -> None:
    found = highlights(Library(shipped_library()).get("sync-basics"))

    assert 0 < len(found) <= MOST
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert all(one.day > date(2020, 1, 1) for one in found)
