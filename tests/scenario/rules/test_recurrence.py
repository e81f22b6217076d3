from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]

DAILY = "FREQ=DAILY;COUNT=5"  # 6 to 10 March 2026, at 10:00


def test_only_a_series_has_occurrences_that_change(wrong_event: Look) -> None:
    found = wrong_event(changes={"2026-03-06": "cancelled"})

    assert found == [("changes", "only a series has occurrences that change", "add `repeat`, or leave `changes` out")]


def test_a_rule_that_cannot_be_followed_is_shown_with_its_part(wrong_event: Look) -> None:
    found = wrong_event(repeat="FREQ=DAYLY")

    assert [one.at for one in found] == ["FREQ=DAYLY"]
    assert found[0].what.startswith("recurrence, `FREQ`: ")
    assert "DAILY" in found[0].what + found[0].instead


def test_the_line_that_is_wrong_is_the_one_that_is_shown(wrong_event: Look) -> None:
    found = wrong_event(repeat=["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:2026"])

    assert [one.at for one in found] == ["EXDATE:2026"]


def test_a_single_rule_has_no_prefix(wrong_event: Look) -> None:
    found = wrong_event(repeat="RRULE:FREQ=DAILY;COUNT=3")

    assert found == [
        (
            "RRULE:FREQ=DAILY;COUNT=3",
            "`RRULE:FREQ=DAILY;COUNT=3` has a prefix",
            "write the rule alone, such as FREQ=DAILY;COUNT=5, or a list of full lines",
        )
    ]


def test_a_series_has_at_least_one_occurrence(wrong_event: Look) -> None:
    found = wrong_event(repeat=["RRULE:FREQ=DAILY;COUNT=1", "EXDATE;VALUE=DATE:20260306"])

    assert [one.what for one in found] == ["the series has no occurrence"]


@pytest.mark.parametrize("named", ["2026-03-07", "2026-03-07 10:00", "2026-03-07T10:00:00-05:00"])
def test_an_occurrence_is_named_by_date_by_wall_clock_or_by_instant(wrong_event: Look, named: str) -> None:
    assert wrong_event(repeat=DAILY, changes={named: "cancelled"}) == []


@pytest.mark.parametrize(
    ("named", "what", "nearest"),
    [
        ("2026-03-05", "the series has no occurrence on 2026-03-05", "2026-03-06 10:00"),
        ("2026-03-11", "the series has no occurrence on 2026-03-11", "2026-03-10 10:00"),
        ("2026-03-07 11:00", "the series has no occurrence at 2026-03-07 11:00", "2026-03-07 10:00"),
    ],
)
def test_what_changes_is_an_occurrence(wrong_event: Look, named: str, what: str, nearest: str) -> None:
    found = wrong_event(repeat=DAILY, changes={named: "cancelled"})

    assert found == [(named, what, f"the nearest is {nearest}")]


def test_the_key_of_a_change_is_a_time(wrong_event: Look) -> None:
    found = wrong_event(repeat=DAILY, changes={"monday": "cancelled"})

    assert [(one.at, one.what) for one in found] == [("monday", "`monday` is no time")]


def test_a_date_on_which_a_series_occurs_twice_needs_the_time(wrong_event: Look) -> None:
    found = wrong_event(repeat="FREQ=DAILY;BYHOUR=10,15;COUNT=6", changes={"2026-03-07": "cancelled"})

    assert found == [
        (
            "2026-03-07",
            "the series has several occurrences on 2026-03-07",
            "name one with its time: 2026-03-07 10:00 or 2026-03-07 15:00",
        )
    ]


def test_an_occurrence_is_changed_once(wrong_event: Look) -> None:
    found = wrong_event(repeat=DAILY, changes={"2026-03-07": "cancelled", "2026-03-07 10:00": {"title": "Moved"}})

    assert found == [("2026-03-07 10:00", "`2026-03-07` is the same occurrence", "put both changes into one")]


def test_an_occurrence_of_an_all_day_series_has_no_time(wrong_event: Look) -> None:
    found = wrong_event(start="2026-03-06", duration=None, repeat=DAILY, changes={"2026-03-07 10:00": "cancelled"})

    assert found == [
        (
            "2026-03-07 10:00",
            "`2026-03-07 10:00` has a time, but the series is all-day",
            "name the occurrence by its date",
        )
    ]


def test_a_changed_occurrence_ends_after_it_starts(wrong_event: Look) -> None:
    found = wrong_event(repeat=DAILY, changes={"2026-03-07": {"end": "2026-03-07 09:00"}})

    assert [(one.at, one.instead) for one in found] == [("2026-03-07 09:00", "write a later end")]


def test_a_changed_occurrence_keeps_the_form_of_its_series(wrong_event: Look) -> None:
    found = wrong_event(repeat=DAILY, changes={"2026-03-07": {"start": "2026-03-08"}})

    assert found == [
        ("2026-03-08", "`2026-03-08` has another form than the start of the series", "write a date and a time")
    ]


def test_a_changed_occurrence_has_one_end(wrong_event: Look) -> None:
    found = wrong_event(repeat=DAILY, changes={"2026-03-07": {"end": "2026-03-07 11:00", "duration": "PT1H"}})

    assert [one.at for one in found] == ["duration"]


def test_a_changed_occurrence_starts_on_the_calendar(wrong_event: Look) -> None:
    found = wrong_event(repeat=DAILY, changes={"2026-03-07": {"start": "2026-03-32 10:00"}})

    assert [one.at for one in found] == ["2026-03-32 10:00"]
