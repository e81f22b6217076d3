"""Which wall-clock times a rule names: the times themselves, from anywhere, at a bounded cost."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.timing import expansion
from mockserver.timing.expansion import walls
from mockserver.timing.rule import Rule, parse

START = datetime.fromisoformat("2026-03-06T09:00")  # a Friday
property_test = settings(derandomize=True, max_examples=150, deadline=None)


def at(text: str) -> datetime:
    """A naive time."""
    return datetime.fromisoformat(text)


def anchored(text: str, start: datetime = START) -> Rule:
    """A rule with what it leaves to the start filled in."""
    return parse(text, text).anchored(start)


def named(text: str, start: datetime = START, most: int = 10) -> list[str]:
    """The first times a rule names."""
    return [f"{wall:%Y-%m-%d %H:%M:%S}" for wall in itertools.islice(walls(anchored(text, start), start), most)]


# What a rule names


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("FREQ=DAILY;COUNT=2", ["2026-03-06 09:00:00", "2026-03-07 09:00:00"]),
        ("FREQ=DAILY;UNTIL=20260307T090000", ["2026-03-06 09:00:00", "2026-03-07 09:00:00"]),
        ("FREQ=DAILY;UNTIL=20260307T085959", ["2026-03-06 09:00:00"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", ["2026-03-31 09:00:00", "2026-05-31 09:00:00", "2026-07-31 09:00:00"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["2026-03-31 09:00:00", "2026-04-30 09:00:00"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", ["2026-03-13 09:00:00", "2026-11-13 09:00:00"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-03-31 09:00:00", "2026-04-30 09:00:00"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", ["2028-02-29 09:00:00", "2032-02-29 09:00:00"]),
        ("FREQ=DAILY;BYHOUR=8,10;COUNT=2", ["2026-03-06 10:00:00", "2026-03-07 08:00:00"]),
        ("FREQ=DAILY;BYHOUR=8,10;BYMINUTE=0,30;BYSETPOS=-1;COUNT=1", ["2026-03-06 10:30:00"]),
        ("FREQ=HOURLY;INTERVAL=10;BYDAY=SA;COUNT=2", ["2026-03-07 05:00:00", "2026-03-07 15:00:00"]),
        (
            "FREQ=MINUTELY;BYHOUR=9;BYMINUTE=58,59;COUNT=3",
            ["2026-03-06 09:58:00", "2026-03-06 09:59:00", "2026-03-07 09:58:00"],
        ),
        ("FREQ=SECONDLY;INTERVAL=45;COUNT=3", ["2026-03-06 09:00:00", "2026-03-06 09:00:45", "2026-03-06 09:01:30"]),
        ("FREQ=SECONDLY;BYMINUTE=1;BYSECOND=7;COUNT=1", ["2026-03-06 09:01:07"]),
    ],
)
def test_times_a_rule_names(text: str, times: list[str]) -> None:
    assert named(text) == times


def test_the_first_day_of_the_week_decides_which_weeks_count() -> None:
    """RFC 5545 section 3.8.5.3 has this example, from Tuesday 5 August 1997."""
    start = at("1997-08-05T09:00")
    rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST="

    assert [time[5:10] for time in named(rule + "MO", start)] == ["08-05", "08-10", "08-19", "08-24"]
    assert [time[5:10] for time in named(rule + "SU", start)] == ["08-05", "08-17", "08-19", "08-31"]


def test_positions_count_the_whole_first_period_not_only_what_follows_the_start() -> None:
    wednesday = at("2026-03-04T09:00")

    assert named("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=1", wednesday) == ["2026-03-09 09:00:00"]


def test_a_week_number_alone_names_the_whole_week() -> None:
    assert [time[5:10] for time in named("FREQ=YEARLY;BYWEEKNO=20;COUNT=7")] == [f"05-{day}" for day in range(11, 18)]


def test_a_fraction_of_a_second_of_the_start_is_kept() -> None:
    start = START.replace(microsecond=250_000)

    found = list(walls(anchored("FREQ=DAILY;COUNT=2", start), start))

    assert found == [start, start + timedelta(days=1)]


# From anywhere

rules = st.sampled_from(
    [
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=DAILY;BYMONTH=1,6;BYDAY=MO,FR;BYHOUR=0,23",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=77",
        "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31,-1",
        "FREQ=MONTHLY;BYDAY=2TU;COUNT=15",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=1,20,-1",
        "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1,53",
        "FREQ=YEARLY;BYDAY=SU;UNTIL=20270901T000000",
        "FREQ=HOURLY;INTERVAL=29;BYMINUTE=5,10",
        "FREQ=MINUTELY;INTERVAL=1441",
        "FREQ=SECONDLY;INTERVAL=86399;BYDAY=MO,TU",
    ]
)


@property_test
@given(rules, st.datetimes(at("2020-01-01"), at("2028-01-01")), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_an_expansion_started_later_goes_on_as_the_one_from_the_start(
    text: str, seek: datetime, length: timedelta
) -> None:
    rule = anchored(text)
    stop = seek + length

    assert list(walls(rule, START, seek, stop)) == [wall for wall in walls(rule, START, stop=stop) if wall >= seek]


# At a bounded cost


@pytest.mark.parametrize(
    "text",
    ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"],
)
@pytest.mark.parametrize("year", [2027, 2500, 9000])
def test_a_far_window_of_an_endless_rule_costs_what_a_near_one_does(
    text: str, year: int, periods_visited: list[int]
) -> None:
    seek = datetime(year, 6, 1)  # noqa: DTZ001 - wall clock

    assert next(walls(anchored(text), START, seek)) >= seek
    assert len(periods_visited) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=8",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1",
    ],
)
def test_a_rule_that_never_matches_ends(text: str, periods_visited: list[int]) -> None:
    assert named(text) == []
    assert len(periods_visited) <= 100_002


def test_a_rule_that_never_matches_ends_with_its_window(periods_visited: list[int]) -> None:
    rule = anchored("FREQ=SECONDLY;INTERVAL=2;BYSECOND=1")

    assert list(walls(rule, START, stop=START + timedelta(minutes=2))) == []
    assert len(periods_visited) <= 122


def test_a_rule_that_matches_once_in_a_lifetime_goes_on() -> None:
    assert named("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", most=3) == [
        "2044-02-29 09:00:00",
        "2072-02-29 09:00:00",
        "2112-02-29 09:00:00",
    ]


def test_a_filter_that_fails_steps_over_the_whole_day_hour_or_minute(periods_visited: list[int]) -> None:
    assert named("FREQ=SECONDLY;BYMONTH=7;BYHOUR=3;BYMINUTE=59;BYSECOND=59", most=1) == ["2026-07-01 03:59:59"]
    assert len(periods_visited) < 31 * 4 + 24 + 60 + 60


def test_a_count_is_reached_once_and_then_remembered(periods_visited: list[int]) -> None:
    rule = anchored("FREQ=DAILY;COUNT=3000")
    expansion.last_counted.cache_clear()

    assert next(walls(rule, START, at("2034-01-01"))) == at("2034-01-01T09:00")
    assert len(periods_visited) > 3000
    periods_visited.clear()
    assert list(walls(rule, START, at("2034-05-21"))) == [at("2034-05-21T09:00"), at("2034-05-22T09:00")]
    assert len(periods_visited) <= 3


@pytest.mark.parametrize("text", ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=HOURLY"])
def test_every_rule_ends_with_the_calendar(text: str) -> None:
    last = list(walls(anchored(text), START, at("9998-01-01")))[-1]

    assert last.year == 9998


@pytest.mark.parametrize("freq", ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_an_interval_may_lead_beyond_the_calendar(freq: str) -> None:
    found = named(f"FREQ={freq};INTERVAL=999999999", most=2)

    assert found[0] == "2026-03-06 09:00:00"
    assert len(found) == (2 if freq == "SECONDLY" else 1) or freq == "MINUTELY"
