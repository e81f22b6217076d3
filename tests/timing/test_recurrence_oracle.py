"""Recurring series against an independent implementation, `recurring-ical-events`, over changes of the clocks.

Where the oracle answers differently on purpose or by defect, the difference is avoided here and its rule is tested by
hand in `test_recurrence.py`:

- It drops DTSTART where UNTIL lies before it; we keep DTSTART. No UNTIL here lies before DTSTART.
- It reads UNTIL without `Z` as UTC; we read it on the wall clock. Here the oracle is given such an UNTIL in UTC, and it
  always is the end of a day, which no clock skips or shows twice.
- BYSETPOS in the first week: it (dateutil) forgets the days of that week before DTSTART, RFC 5545 does not. Here weekly
  rules with BYSETPOS start on the first day of a week.
- It compares an EXDATE's digits in UTC with local times too, and the other way round, and so may take away a second
  occurrence. Here such EXDATEs are left out (`mistaken`).
- It searches all centuries for a rule that names no day. Here every rule names one within a few years.
- It (dateutil) takes `BYDAY=MO,1TU` for the days that are in both lists; RFC 5545 means either. Here a BYDAY has only
  numbered weekdays, or none.
- It (dateutil) leaves out the first days of a year that lie in the last week of the year before. Here a BYWEEKNO is
  none of the last; `test_days.py` has them.
- It gives an occurrence twice when two local times are one instant; we give it once. Here sets are compared.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import icalendar
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.clock import DAY, Instant, datetime_of, instant_of
from mockserver.timing import wall
from mockserver.timing.recurrence import Occurrence, Series
from mockserver.timing.rule import WEEKDAYS
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

# Zones, and days on which their clocks change (or any day, where they never do).
CHANGES = {
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Europe/London": ("2026-03-29", "2026-10-25"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/Sao_Paulo": ("2018-11-04", "2019-02-17"),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
    "Antarctica/Troll": ("2026-03-29", "2026-10-25"),
    "Pacific/Apia": ("2011-12-30", "2011-09-24"),
    "Asia/Kolkata": ("2026-03-08",),
    "UTC": ("2026-03-08",),
}
changes = st.sampled_from([(name, date.fromisoformat(day)) for name, days in CHANGES.items() for day in days])
times = st.sampled_from(["00:00", "00:30", "01:00", "01:30", "02:00", "02:15", "02:30", "03:00", "12:00", "23:30"]).map(
    time.fromisoformat
)
property_test = settings(
    derandomize=True, max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def some(values: Sequence[object], most: int = 3, least: int = 1) -> st.SearchStrategy[str]:
    """A few of the values, separated by commas."""
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True).map(
        lambda chosen: ",".join(map(str, chosen))
    )


def part(name: str, values: Sequence[object], most: int = 3) -> st.SearchStrategy[str]:
    """A part with a few of its values, or nothing."""
    return st.just("") | some(values, most).map(lambda chosen: f";{name}={chosen}")


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


months = part("BYMONTH", range(1, 13), 6)
weekdays = some(WEEKDAYS, 5)
numbered_weekdays = some([f"{ordinal}{day}" for ordinal in ("1", "2", "-1") for day in WEEKDAYS])
month_days = some([1, 8, 15, 28, 29, 30, 31, -1, -2, -28])
intervals = st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3"])
week_starts = st.sampled_from(["", ";WKST=SU", ";WKST=WE"])
day_times = joined(
    part("BYHOUR", [1, 2, 3, 14], 2), part("BYMINUTE", [0, 15, 45], 2), st.sampled_from(["", "", ";BYSECOND=0,30"])
)
positions = some([1, 2, -1, -2], 2)

daily = joined(
    st.just("FREQ=DAILY"), intervals, months, part("BYDAY", WEEKDAYS, 6), part("BYMONTHDAY", [*range(1, 29), -1], 20)
)
weekly = joined(
    st.just("FREQ=WEEKLY"),
    st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=4"]),
    week_starts,
    part("BYDAY", WEEKDAYS, 7),
    months,
)
monthly = joined(
    st.just("FREQ=MONTHLY"),
    intervals,
    st.one_of(
        st.just(""),
        month_days.map(";BYMONTHDAY={}".format),
        numbered_weekdays.map(";BYDAY={}".format),
        weekdays.map(";BYMONTHDAY=13,14,15,16;BYDAY={}".format),
        st.tuples(weekdays, positions).map(lambda pair: f";BYDAY={pair[0]};BYSETPOS={pair[1]}"),
    ),
)
yearly = joined(
    st.just("FREQ=YEARLY"),
    st.sampled_from(["", ";INTERVAL=2"]),
    week_starts,
    st.one_of(
        months,
        joined(months, month_days.map(";BYMONTHDAY={}".format)),
        joined(months, numbered_weekdays.map(";BYDAY={}".format)),
        some([f"{ordinal}{day}" for ordinal in ("10", "20", "-3") for day in WEEKDAYS]).map(";BYDAY={}".format),
        some([1, 60, 100, 200, 366, -1, -366]).map(";BYYEARDAY={}".format),
        joined(some([1, 2, 10, 20, 51]).map(";BYWEEKNO={}".format), part("BYDAY", WEEKDAYS, 2)),
        st.tuples(weekdays, positions).map(lambda pair: f";BYMONTH=3,11;BYDAY={pair[0]};BYSETPOS={pair[1]}"),
    ),
)
within_days = st.one_of(
    joined(
        st.sampled_from(["FREQ=HOURLY", "FREQ=HOURLY;INTERVAL=5"]),
        part("BYMINUTE", [0, 20, 40]),
        part("BYDAY", WEEKDAYS, 6),
    ),
    joined(
        st.sampled_from(["FREQ=MINUTELY;INTERVAL=20", "FREQ=MINUTELY;INTERVAL=50"]), part("BYHOUR", [0, 1, 2, 3, 4])
    ),
    st.just("FREQ=HOURLY;BYMINUTE=0,10,50;BYSETPOS=1,-1"),
    st.just("FREQ=SECONDLY;INTERVAL=1000;BYHOUR=1,2,3"),
)
ends = st.sampled_from(["", "UNTIL in UTC", "UNTIL on the wall clock"]) | st.integers(1, 40).map(";COUNT={}".format)


def with_end(rule: str, end: str, last: datetime, tz: ZoneInfo) -> tuple[str, str]:
    """A rule with its end, as we are given it and as the oracle is."""
    in_utc = f"{rule};UNTIL={datetime_of(wall.instant(last, tz)):%Y%m%dT%H%M%SZ}"
    match end:
        case "UNTIL in UTC":
            return in_utc, in_utc
        case "UNTIL on the wall clock":
            return f"{rule};UNTIL={last:%Y%m%dT%H%M%S}", in_utc
        case _:
            return rule + end, rule + end


def oracle(event: Mapping[str, object], after: datetime, before: datetime) -> list[datetime | date]:
    """The starts that the oracle finds in a window."""
    component = icalendar.Event()
    component.add("uid", "series")
    for name, value in event.items():
        component.add(name, value)
    calendar = icalendar.Calendar()
    calendar.add_component(component)
    return [found["DTSTART"].dt for found in recurring_ical_events.of(calendar).between(after, before)]


def oracle_instants(event: Mapping[str, object], after: Instant, before: Instant) -> list[Instant]:
    """The instants from `after` to `before` at which the oracle lets something start."""
    window = datetime_of(after) - timedelta(days=1), datetime_of(before) + timedelta(days=1)
    starts = {instant_of(start.astimezone(UTC)) for start in oracle(event, *window) if isinstance(start, datetime)}
    return sorted(start for start in starts if after <= start < before)


class Case(NamedTuple):
    """A series to compare: where, from when, until when."""

    zone: ZoneInfo
    start: datetime
    end: str
    last: datetime

    def ours_and_theirs(self, rule: str, days: int) -> tuple[list[Instant], list[Instant]]:
        """The instants of a rule's occurrences, by us and by the oracle, in the days from the start on."""
        ours, theirs = with_end(rule, self.end, self.last, self.zone)
        begins = wall.instant(self.start, self.zone)
        series = Series.parse([f"RRULE:{ours}"], self.start, self.zone)
        event = {"dtstart": self.start.replace(tzinfo=self.zone), "rrule": icalendar.vRecur.from_ical(theirs)}
        found = [occurrence.start for occurrence in series.occurrences(begins - 1, begins + days * DAY)]
        return found, oracle_instants(event, begins, begins + days * DAY)


@st.composite
def cases(draw: st.DrawFn, most_days_before: int = 40) -> Case:
    """A start at most so many days before a change of the clocks, and an end of the series."""
    name, day = draw(changes)
    start = datetime.combine(day - timedelta(days=draw(st.integers(0, most_days_before))), draw(times))
    last = datetime.combine(start.date() + timedelta(days=draw(st.integers(0, 200))), time(23, 59, 59))
    if wall.skipped(last, zone(name)):  # a whole day, in Apia
        last += timedelta(days=1)
    return Case(zone(name), start, draw(ends), last)


@property_test
@given(daily, day_times, cases())
def test_daily(rule: str, at: str, case: Case) -> None:
    ours, theirs = case.ours_and_theirs(rule + at, days=300)

    assert ours == theirs


@property_test
@given(weekly, day_times, cases())
def test_weekly(rule: str, at: str, case: Case) -> None:
    ours, theirs = case.ours_and_theirs(rule + at, days=400)

    assert ours == theirs


@property_test
@given(some(WEEKDAYS, most=5, least=2), positions, st.sampled_from(["", ";BYHOUR=2,14"]), cases())
def test_weekly_with_positions(days: str, chosen: str, at: str, case: Case) -> None:
    monday = case._replace(start=case.start - timedelta(days=case.start.weekday()))

    ours, theirs = monday.ours_and_theirs(f"FREQ=WEEKLY;BYDAY={days};BYSETPOS={chosen}{at}", days=200)

    assert ours == theirs


@property_test
@given(monthly, day_times, cases())
def test_monthly(rule: str, at: str, case: Case) -> None:
    ours, theirs = case.ours_and_theirs(rule + at, days=800)

    assert ours == theirs


@property_test
@given(yearly, day_times, cases())
def test_yearly(rule: str, at: str, case: Case) -> None:
    ours, theirs = case.ours_and_theirs(rule + at, days=3000)

    assert ours == theirs


@property_test
@given(within_days, cases(most_days_before=2))
def test_within_days(rule: str, case: Case) -> None:
    ours, theirs = case.ours_and_theirs(rule, days=5)

    assert ours == theirs


@property_test
@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;BYDAY=MO,SA,SU", "FREQ=MONTHLY"]),
    cases(),
    st.lists(st.tuples(st.integers(-5, 60), times), max_size=5),
    st.lists(st.tuples(st.integers(0, 60), times | st.none()), max_size=8),
    st.booleans(),
)
def test_with_dates_added_and_taken_away(
    rule: str, case: Case, added: list[tuple[int, time]], taken: list[tuple[int, time | None]], utc: bool
) -> None:
    start, tz = case.start, case.zone
    rdates = [datetime.combine(start.date() + timedelta(days=days), at) for days, at in added]
    lines = [f"RRULE:{rule}", *(f"RDATE;TZID={tz.key}:{moment:%Y%m%dT%H%M%S}" for moment in rdates)]
    begins = wall.instant(start, tz) - 10 * DAY
    untouched = list(Series.parse(lines, start, tz).occurrences(begins, begins + 100 * DAY))
    exdates = [datetime.combine(start.date() + timedelta(days=days), at or start.time()) for days, at in taken]
    exdates = [moment for moment in exdates if not mistaken(moment, tz, untouched)]
    event: dict[str, object] = {"dtstart": start.replace(tzinfo=tz), "rrule": icalendar.vRecur.from_ical(rule)}
    event |= {"rdate": [moment.replace(tzinfo=tz) for moment in rdates]} if rdates else {}
    event |= {"exdate": [moment.replace(tzinfo=tz) for moment in exdates]} if exdates else {}

    in_utc = [f"EXDATE:{datetime_of(wall.instant(moment, tz)):%Y%m%dT%H%M%SZ}" for moment in exdates]
    lines += in_utc if utc else [f"EXDATE;TZID={tz.key}:{moment:%Y%m%dT%H%M%S}" for moment in exdates]
    found = Series.parse(lines, start, tz).occurrences(begins, begins + 100 * DAY)

    assert [occurrence.start for occurrence in found] == oracle_instants(event, begins, begins + 100 * DAY)


def mistaken(exdate: datetime, tz: ZoneInfo, occurrences: Sequence[Occurrence]) -> bool:
    """Whether the oracle takes an EXDATE for another occurrence's: its digits are that one's in UTC, or in `tz`."""
    at = wall.instant(exdate, tz)
    in_utc = datetime_of(at).replace(tzinfo=None)
    as_utc = instant_of(exdate.replace(tzinfo=UTC))
    return any(
        one.start != at and (one.start == as_utc or in_utc in (one.wall, wall.local(one.start, tz)))
        for one in occurrences
    )


@property_test
@given(
    st.one_of(daily, weekly, monthly, yearly),
    cases(),
    st.lists(st.integers(-5, 60), max_size=5),
    st.lists(st.integers(0, 60), max_size=8),
)
def test_all_day(rule: str, case: Case, added: list[int], taken: list[int]) -> None:
    start = case.start.date()
    end = f";UNTIL={case.last:%Y%m%d}" if case.end.startswith("UNTIL") else case.end
    rdates, exdates = ([start + timedelta(days=days) for days in shifts] for shifts in (added, taken))
    event: dict[str, object] = {"dtstart": start, "rrule": icalendar.vRecur.from_ical(rule + end)}
    event |= {"rdate": rdates} if rdates else {}
    event |= {"exdate": exdates} if exdates else {}
    last = start + timedelta(days=800)

    lines = [f"RRULE:{rule}{end}", *(f"RDATE;VALUE=DATE:{day:%Y%m%d}" for day in rdates)]
    lines += [f"EXDATE;VALUE=DATE:{day:%Y%m%d}" for day in exdates]
    found = Series.parse(lines, start, case.zone).occurrences(before=wall.midnight(last, case.zone))

    window = datetime.combine(start, time()) - timedelta(days=30), datetime.combine(last, time())
    assert [occurrence.wall for occurrence in found] == sorted(set(oracle(event, *window)))
