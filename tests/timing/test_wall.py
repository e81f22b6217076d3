"""Wall-clock time to instants and back, and the policy for times that clocks skip or show twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import HOUR, instant_of, parse_instant
from mockserver.timing import wall
from mockserver.timing.zones import zone

ZONES = [
    "UTC",
    "Asia/Kolkata",
    "America/New_York",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]


def at(text: str) -> datetime:
    """A naive time."""
    return datetime.fromisoformat(text)


zone_names = st.sampled_from(ZONES)
local_times = st.datetimes(at("1975-01-01"), at("2060-01-01"))


@pytest.mark.parametrize(
    ("name", "local", "instant"),
    [
        ("America/New_York", "2026-01-15T09:00", "2026-01-15T14:00:00Z"),
        ("America/New_York", "2026-07-15T09:00", "2026-07-15T13:00:00Z"),
        ("Asia/Kolkata", "2026-07-15T09:00", "2026-07-15T03:30:00Z"),
        ("Antarctica/Troll", "2026-07-15T09:00", "2026-07-15T07:00:00Z"),
        ("UTC", "2026-07-15T09:00", "2026-07-15T09:00:00Z"),
    ],
)
def test_wall_clock_time_is_read_with_the_offset_of_its_day(name: str, local: str, instant: str) -> None:
    assert wall.instant(at(local), zone(name)) == parse_instant(instant)


@pytest.mark.parametrize(
    ("name", "skipped", "shown"),
    [
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T03:30"),
        ("Europe/London", "2026-03-29T01:00", "2026-03-29T02:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:45"),
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T01:00"),
        ("Pacific/Apia", "2011-12-30T10:00", "2011-12-31T10:00"),
    ],
)
def test_a_time_that_clocks_skip_is_read_with_the_offset_before_the_gap(name: str, skipped: str, shown: str) -> None:
    instant = wall.instant(at(skipped), zone(name))

    assert wall.skipped(at(skipped), zone(name))
    assert wall.local(instant, zone(name)) == at(shown)


@pytest.mark.parametrize(
    ("name", "local", "first"),
    [
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T01:30:00-04:00"),
        ("Europe/London", "2026-10-25T01:59", "2026-10-25T01:59:00+01:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05T01:45:00+11:00"),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_clocks_show_twice_is_the_first_whatever_its_fold(
    name: str, local: str, first: str, fold: int
) -> None:
    assert wall.instant(at(local).replace(fold=fold), zone(name)) == parse_instant(first)


def test_both_times_of_an_overlap_are_shown_alike() -> None:
    first = parse_instant("2026-11-01T01:30:00-04:00")

    shown = [wall.local(instant, zone("America/New_York")) for instant in (first, first + HOUR)]

    assert shown == [at("2026-11-01T01:30")] * 2
    assert [time.fold for time in shown] == [0, 0]


@settings(derandomize=True, max_examples=400, deadline=None)
@given(zone_names, local_times)
def test_a_time_is_skipped_if_and_only_if_clocks_show_another_at_its_instant(name: str, local: datetime) -> None:
    shown = wall.local(wall.instant(local, zone(name)), zone(name))

    assert wall.skipped(local, zone(name)) == (shown != local)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.sampled_from(ZONES[2:]), st.integers(-90, 90))
def test_around_a_change_too_a_time_is_skipped_if_and_only_if_clocks_show_another(name: str, minutes: int) -> None:
    tz = zone(name)
    days = (at("2011-01-01") + timedelta(days=day) for day in range(366 * 8))
    changes = [day for day in days if tz.utcoffset(day) != tz.utcoffset(day + timedelta(days=1))]
    for day in changes:
        for hour in range(24):
            local = day + timedelta(hours=hour, minutes=minutes)
            assert wall.skipped(local, tz) == (wall.local(wall.instant(local, tz), tz) != local)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(zone_names, local_times)
def test_what_clocks_show_is_what_the_standard_library_says(name: str, utc: datetime) -> None:
    moment = utc.replace(tzinfo=UTC)
    instant = instant_of(moment)

    assert wall.local(instant, zone(name)) == moment.astimezone(zone(name)).replace(tzinfo=None)


def test_a_fraction_of_a_second_is_kept() -> None:
    instant = parse_instant("2026-03-08T12:00:00.123456Z")

    assert wall.local(instant, zone("Asia/Kolkata")) == at("2026-03-08T17:30:00.123456")
    assert wall.instant(at("2026-03-08T17:30:00.123456"), zone("Asia/Kolkata")) == instant


def test_midnight_is_the_beginning_of_a_day_also_where_clocks_skip_it() -> None:
    sao_paulo = zone("America/Sao_Paulo")

    assert wall.midnight(date(2018, 11, 3), sao_paulo) == parse_instant("2018-11-03T00:00:00-03:00")
    assert wall.midnight(date(2018, 11, 4), sao_paulo) == parse_instant("2018-11-04T01:00:00-02:00")


@pytest.mark.parametrize(
    ("name", "instant", "text"),
    [
        ("UTC", "2026-07-01T12:00:00Z", "Z"),
        ("Etc/UTC", "2026-07-01T12:00:00Z", "Z"),
        ("Europe/London", "2026-01-01T12:00:00Z", "+00:00"),
        ("Europe/London", "2026-07-01T12:00:00Z", "+01:00"),
        ("America/St_Johns", "2026-01-01T12:00:00Z", "-03:30"),
        ("Asia/Kathmandu", "2026-01-01T12:00:00Z", "+05:45"),
        ("Africa/Monrovia", "1970-06-01T12:00:00Z", "-00:44"),
    ],
)
def test_an_offset_is_written_as_rfc_3339_has_it_and_as_z_for_utc_by_name_only(
    name: str, instant: str, text: str
) -> None:
    assert wall.offset_text(parse_instant(instant), zone(name)) == text


@pytest.mark.parametrize("instant", [parse_instant("9999-12-31T23:59:59Z"), 10**30, -(10**30)])
def test_an_instant_no_clock_can_show_is_refused(instant: int) -> None:
    with pytest.raises(ValueError, match="outside the years 1 to 9999 in Asia/Tokyo"):
        wall.local(instant, zone("Asia/Tokyo"))
