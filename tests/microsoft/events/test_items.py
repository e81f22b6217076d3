"""The events of a calendar by their start: what a list has, what a window has, and no more drawn than is asked for."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, rfc3339
from mockserver.microsoft.events import items, store
from mockserver.microsoft.events.facts import series_of
from mockserver.microsoft.events.items import Drawn
from mockserver.microsoft.formats import occurrence_id
from mockserver.microsoft.windows import Window
from tests.microsoft.events.kept_events import calendar as new_calendar
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import START, all_day, daily, timed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.items import Item

WEEK = Window(START, START + 7 * DAY)


def starts(found: Iterable[Item]) -> list[int]:
    return [item.start for item in found]


def single(calendar: Calendar, begins: int, lasts: int = HOUR, **members: Any) -> str:
    return kept(calendar, timed(rfc3339(begins), rfc3339(begins + lasts), **members)).id


def changed(calendar: Calendar, master: str, by: int) -> int:
    """The first occurrence of a series moved by so much; where it is now."""
    record = calendar.events.get(master)
    facts = series_of(record.extra) if record is not None else None
    assert facts is not None
    occurrence = next(facts.occurrences())
    found = store.find(calendar.mailbox, occurrence_id(master, occurrence.day))
    start = occurrence.span.start.instant + by
    times = timed(rfc3339(start)[:-1], rfc3339(start + HOUR)[:-1])
    return store.keep_exception(found, {**found.document, **times}).start


def test_a_list_has_singles_and_series_by_their_start_but_no_exceptions() -> None:
    calendar = new_calendar()
    late = single(calendar, START + DAY)
    series = kept(calendar, daily()).id
    changed(calendar, series, HOUR)
    early = single(calendar, START - DAY)
    store.remove(store.find(calendar.mailbox, single(calendar, START)))

    assert [item.record.id for item in items.listed(calendar)] == [early, series, late]


def test_a_window_has_singles_occurrences_and_exceptions_but_no_series() -> None:
    calendar = new_calendar()
    series = kept(calendar, daily(count=3)).id
    moved = changed(calendar, series, 2 * HOUR)
    alone = single(calendar, START + DAY + HOUR)

    found = list(items.viewed(calendar, WEEK))

    assert starts(found) == [moved, START + DAY, START + DAY + HOUR, START + 2 * DAY - HOUR]  # clocks go forward
    assert [item.occurrence is not None for item in found] == [False, True, False, True]
    assert found[2].record.id == alone


def test_an_event_of_whole_days_is_in_a_window_as_if_days_began_at_utcs_midnight() -> None:
    calendar = new_calendar()
    kept(calendar, all_day("2026-03-07", "2026-03-08", "Eastern Standard Time"))
    seventh = START + 10 * HOUR  # 2026-03-07T00:00:00Z

    assert starts(items.viewed(calendar, Window(seventh, seventh + HOUR))) == [seventh]
    assert starts(items.viewed(calendar, Window(seventh + DAY, seventh + DAY + HOUR))) == []


@given(
    st.lists(st.tuples(st.integers(-72, 240), st.integers(0, 72)), max_size=8),
    st.lists(st.tuples(st.integers(1, 9), st.integers(-3, 3)), max_size=3),
    st.integers(-72, 120),
    st.integers(0, 200),
)
def test_a_window_has_all_that_overlaps_it_in_order(
    singles: list[tuple[int, int]], series: list[tuple[int, int]], after: int, length: int
) -> None:
    calendar = new_calendar()
    window = Window(START + after * HOUR, START + (after + length) * HOUR)
    spans = [(START + begins * HOUR, START + (begins + lasts) * HOUR) for begins, lasts in singles]
    for begins, ends in spans:
        single(calendar, begins, ends - begins)
    for number, shift in series:
        record = kept(calendar, daily(count=number))
        facts = series_of(record.extra)
        assert facts is not None
        spans += [occurrence.span.viewed for occurrence in list(facts.occurrences())[1:]]
        moved = changed(calendar, record.id, shift * HOUR)
        spans.append((moved, moved + HOUR))

    found = list(items.viewed(calendar, window))

    assert starts(found) == sorted(start for start, end in spans if window.takes(start, end))
    assert [item.key for item in found] == sorted(item.key for item in found)


def test_the_instances_of_a_series_have_the_changed_ones_in_their_place() -> None:
    calendar = new_calendar()
    record = kept(calendar, daily(count=3))
    moved = changed(calendar, record.id, 26 * HOUR)
    master = calendar.events.get(record.id)
    assert master is not None

    assert starts(items.instances(calendar, master, WEEK)) == [START + DAY, moved, START + 2 * DAY - HOUR]


def test_the_instances_of_any_other_event_are_itself_where_it_is_in_the_window() -> None:
    calendar = new_calendar()
    record = kept(calendar, timed("2026-03-07T09:00:00", "2026-03-07T10:00:00"))

    assert [item.record for item in items.instances(calendar, record, WEEK)] == [record]
    assert list(items.instances(calendar, record, Window(START - DAY, START))) == []


def test_no_more_is_drawn_than_was_asked_for_and_nothing_twice() -> None:
    numbers = count()
    drawn = Drawn(numbers)

    assert drawn.upto(3)[:3] == [0, 1, 2]
    assert drawn.upto(2)[:2] == [0, 1]
    assert next(numbers) == 3


def test_a_list_without_end_is_drawn_to_a_limit() -> None:
    assert len(Drawn(count()).upto(10 * items.MOST)) == items.MOST
