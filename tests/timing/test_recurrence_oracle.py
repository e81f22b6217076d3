"""Recurring series against an independent implementation, `recurring-ical-events`, over changes of the clocks.

Where the oracle answers differently on purpose or by defect, the difference is avoided here and its rule is tested by
hand in `test_recurrence.py`:

- It drops DTSTART where UNTIL lies before it; we keep DTSTART. No UNTIL here lies before DTSTART.
- It reads UNTIL without `Z` as UTC; we read it on the wall clock. Here the oracle is given such an UNTIL in UTC, and it
  always is the end of a day, which no clock skips or shows twice.
- BYSETPOS in the first week: it (dateutil) forgets the days of that week before DTSTART, RFC 5545 does not. Here weekly
  rules with BYSETPOS start on the first day of a week.
- It compares an EXDATE's UTC digits with local times too, and so may take away a second occurrence of the same day. Here
  EXDATEs go with rules that name one time a day.
- It gives an occurrence twice when two local times are one instant; we give it once. Here sets are compared.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import icalendar
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.clock import DAY, Instant, datetime_of, instant_of
from mockserver.timing import wall
from mockserver.timing.recurrence import Series
from mockserver.timing.rule import WEEKDAYS
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Sequence
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
times = st.sampled_from(["00:00", "00:30", "01:00", "01:30", "02:00", "02:15", "02:30", "03:00", "12:00", "23:30"])
property_test = settings(
    derandomize=True, max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def some(values: Sequence[object], most: int = 3) -> st.SearchStrategy[str]:
    """A few of the values, separated by commas."""
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(
        lambda chosen: ",".join(map(str, chosen))
    )


def part(name: str, values: Sequence[object], most: int = 3) -> st.SearchStrategy[str]:
    """A part with a few of its values, or nothing."""
    return st.just("") | some(values, most).map(lambda chosen: f";{name}={chosen}")


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


months = part("BYMONTH", range(1, 13), 6)
weekdays = some(WEEKDAYS, 5)
numbered_weekdays = some([f"{ordinal}{day}" for ordinal in ("1", "2", "-1", "") for day in WEEKDAYS])
month_days = some([1, 8, 15, 28, 29, 30, 31, -1, -2, -28])
intervals = st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3"])
week_starts = st.sampled_from(["", ";WKST=SU", ";WKST=WE"])
day_times = joined(part("BYHOUR", [1, 2, 3, 14], 2), part("BYMINUTE", [0, 15, 45], 2))
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
        joined(some([1, 10, 20, 52, 53, -1]).map(";BYWEEKNO={}".format), part("BYDAY", WEEKDAYS, 2)),
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
ends = st.one_of(
    st.just(""),
    st.integers(1, 40).map(";COUNT={}".format),
    st.integers(0, 200).map(";until in UTC after {} days".format),
    st.integers(0, 200).map(";until on the wall clock after {} days".format),
)


def with_end(rule: str, end: str, start: datetime, tz: ZoneInfo) -> tuple[str, str]:
    """A rule with its end, as we are given it and as the oracle is."""
    if "until" not in end:
        return rule + end, rule + end
    days = int(end.split()[-2])
    until = datetime.combine(start.date() + timedelta(days=days), time(23, 59, 59))
    in_utc = f"{datetime_of(wall.instant(until, tz)):%Y%m%dT%H%M%SZ}"
    ours = in_utc if "UTC" in end else f"{until:%Y%m%dT%H%M%S}"
    return f"{rule};UNTIL={ours}", f"{rule};UNTIL={in_utc}"


def oracle(
    rule: str, start: datetime | date, window: tuple[datetime, datetime], **dates: Sequence[datetime | date]
) -> list[datetime | date]:
    """The starts that the oracle finds in a window and a little around it."""
    event = icalendar.Event()
    event.add("uid", "series")
    event.add("dtstart", start)
    event.add("duration", timedelta(days=1) if not isinstance(start, datetime) else timedelta(hours=1))
    event.add("rrule", icalendar.vRecur.from_ical(rule))
    for name, values in dates.items():
        event.add(name, list(values))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    return [found["DTSTART"].dt for found in recurring_ical_events.of(calendar).between(*window)]


def agree(
    rule: str,
    end: str,
    name: str,
    start: datetime,
    days: int,
    *,
    rdates: Sequence[datetime] = (),
    exdates: Sequence[datetime] = (),
) -> None:
    """Both find the same instants in the days from the start on."""
    tz = zone(name)
    ours, theirs = with_end(rule, end, start, tz)
    begins = wall.instant(start, tz)
    stop = begins + days * DAY
    lines = [f"RRULE:{ours}"]
    lines += [f"RDATE;TZID={name}:{moment:%Y%m%dT%H%M%S}" for moment in rdates]
    lines += [f"EXDATE:{datetime_of(wall.instant(moment, tz)):%Y%m%dT%H%M%SZ}" for moment in exdates]
    found = [occurrence.start for occurrence in Series.parse(lines, start, tz).occurrences(begins - 1, stop)]

    window = (datetime_of(begins) - timedelta(days=1), datetime_of(stop) + timedelta(days=1))
    given = {
        "rdate": [moment.replace(tzinfo=tz) for moment in rdates],
        "exdate": [moment.replace(tzinfo=tz) for moment in exdates],
    }
    expected = {
        instant_of(moment.astimezone(UTC))
        for moment in oracle(theirs, start.replace(tzinfo=tz), window, **{k: v for k, v in given.items() if v})
        if isinstance(moment, datetime)
    }
    assert found == sorted(moment for moment in expected if begins <= moment < stop)


@property_test
@given(daily, day_times, ends, changes, st.integers(0, 40), times)
def test_daily(rule: str, at: str, end: str, change: tuple[str, date], before: int, start: str) -> None:
    name, day = change

    agree(rule + at, end, name, datetime.combine(day - timedelta(days=before), time.fromisoformat(start)), 300)
