"""quickAdd reads title, place, day, time and length out of a line of English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.google.events.quick_add import QuickAdd, parse

NOW = datetime(2026, 3, 6, 9, 7, 33, 123_456)  # noqa: DTZ001 - the calendar's local time; a Friday
TODAY = NOW.date()


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - local


def test_the_sample_of_googles_reference_is_read() -> None:
    day = date(2026, 6, 3)
    assert parse("Appointment at Somewhere on June 3rd 10am-10:25am", NOW) == QuickAdd(
        "Appointment", "Somewhere", at(10, 0, day), at(10, 25, day)
    )


def test_without_day_and_time_the_event_starts_now_to_the_second_and_lasts_the_default() -> None:
    now = NOW.replace(microsecond=0)
    assert parse("Test Event", NOW) == QuickAdd("Test Event", None, now, now + timedelta(hours=1))
    assert parse("Test Event", NOW, 25).end == now + timedelta(minutes=25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("x tomorrow", date(2026, 3, 7)),
        ("x today", TODAY),
        ("x the day after tomorrow", date(2026, 3, 8)),
        ("x on Monday", date(2026, 3, 9)),
        ("x friday", TODAY),
        ("x next friday", date(2026, 3, 13)),
        ("x next tue", date(2026, 3, 10)),
        ("x Sat", date(2026, 3, 7)),
        ("x on June 3rd", date(2026, 6, 3)),
        ("x on the 3rd of June", date(2026, 6, 3)),
        ("x 3 Sept. 2027", date(2027, 9, 3)),
        ("x Thursday, September 27, 2018", date(2018, 9, 27)),
        ("x 2026-05-01", date(2026, 5, 1)),
        ("x 10/31", date(2026, 10, 31)),
        ("x 10/31/2025", date(2025, 10, 31)),
        ("x in 3 days", date(2026, 3, 9)),
        ("x in a week", date(2026, 3, 13)),
    ],
)
def test_a_day_without_a_time_is_an_all_day_event(text: str, day: date) -> None:
    assert parse(text, NOW) == QuickAdd("x", None, day, day + timedelta(days=1))


def test_a_day_of_the_year_that_is_past_is_next_years() -> None:
    assert parse("x on March 5", NOW).start == date(2027, 3, 5)
    assert parse("x on March 6", NOW).start == TODAY
    assert parse("x on Feb 29", NOW).start == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("x 3pm", at(15), at(16)),
        ("x at 3:30 p.m.", at(15, 30), at(16, 30)),
        ("x at 5", at(17), at(18)),
        ("x at 11", at(11), at(12)),
        ("x at noon", at(12), at(13)),
        ("x 12am", at(0), at(1)),
        ("x 15:45", at(15, 45), at(16, 45)),
        ("x 8am", at(8), at(9)),  # past, and still today
        ("x from 2 to 4pm", at(14), at(16)),
        ("x 11-1pm", at(11), at(13)),
        ("x 11am-1", at(11), at(13)),
        ("x 9:00 - 17:30", at(9), at(17, 30)),
        ("x 9:00 \u2013 17:30", at(9), at(17, 30)),
        ("x 10pm until 2am", at(22), at(2, 0, date(2026, 3, 7))),
        ("x 3pm for 2 hours", at(15), at(17)),
        ("x 3pm for 1.5 hours", at(15), at(16, 30)),
        ("x 3pm for half an hour", at(15), at(15, 30)),
        ("x 3pm for 45 minutes", at(15), at(15, 45)),
        ("x at noon tomorrow", at(12, 0, date(2026, 3, 7)), at(13, 0, date(2026, 3, 7))),
        ("x at 5 tomorrow", at(17, 0, date(2026, 3, 7)), at(18, 0, date(2026, 3, 7))),
        ("x Monday 9:30", at(9, 30, date(2026, 3, 9)), at(10, 30, date(2026, 3, 9))),
        ("18:00 10/31 x", at(18, 0, date(2026, 10, 31)), at(19, 0, date(2026, 10, 31))),
    ],
)
def test_a_time_makes_a_timed_event(text: str, start: datetime, end: datetime) -> None:
    assert parse(text, NOW) == QuickAdd("x", None, start, end)


def test_a_while_from_now_is_counted_from_now() -> None:
    start = datetime(2026, 3, 6, 9, 27, 33)  # noqa: DTZ001 - local
    assert parse("Call in 20 minutes", NOW) == QuickAdd("Call", None, start, start + timedelta(hours=1))


def test_several_days_last_to_the_last_of_them() -> None:
    june = QuickAdd("Vacation", None, date(2026, 6, 3), date(2026, 6, 8))
    assert parse("Vacation June 3 - June 7", NOW) == june
    assert parse("Vacation from June 3 to June 7", NOW) == june
    assert parse("Vacation 2026-06-03 for 5 days", NOW) == june


@pytest.mark.parametrize(
    ("text", "summary", "location"),
    [
        ("Lunch tomorrow at noon at Cafe Roma", "Lunch", "Cafe Roma"),
        ("Lunch at Cafe Roma with Bob tomorrow", "Lunch with Bob", "Cafe Roma"),
        ("Hand in papers in Room 4 on Tuesday", "Hand in papers", "Room 4"),
        ("Standup @ the kitchen 9am", "Standup", "the kitchen"),
        ("Game: A - B at A on May 17, 2026 at 4:15 PM for 2 hours", "Game: A - B", "A"),
        ("Coffee 11am Thursday, Marvin", "Coffee Marvin", None),
        ("at Cafe 3pm", "", "Cafe"),
        ("tomorrow", "", None),
        ("Chat about data", "Chat about data", None),
        ("Mail bob@partner.example", "Mail bob@partner.example", None),
    ],
)
def test_a_place_follows_at_or_in_and_the_rest_is_the_title(text: str, summary: str, location: str | None) -> None:
    found = parse(text, NOW)
    assert (found.summary, found.location) == (summary, location)


@pytest.mark.parametrize(
    "text",
    ["Sun hat", "Meeting 24/7", "June 31", "Call 5551234", "Buy 3 a day", "Afternoon tea", "Room 12", "Chapter 3:75"],
)
def test_what_only_looks_like_a_time_stays_in_the_title(text: str) -> None:
    assert parse(text, NOW) == QuickAdd(
        text, None, NOW.replace(microsecond=0), NOW.replace(microsecond=0) + timedelta(hours=1)
    )


def test_the_time_of_a_time_stamp_is_not_read() -> None:
    # as users of the real one noticed: https://github.com/insanum/gcalcli/issues/214
    assert parse("x 2026-09-24T15:30", NOW) == QuickAdd("x T15:30", None, date(2026, 9, 24), date(2026, 9, 25))


def test_a_day_after_the_last_of_the_calendar_is_not_read() -> None:
    end = datetime(9999, 12, 30)  # noqa: DTZ001 - local
    assert parse("x in 9 weeks", end) == QuickAdd("x in 9 weeks", None, end, end + timedelta(hours=1))


VOCABULARY = """at in on from to - for 3 pm 3pm 10:30 June 3rd tomorrow next friday 2 hours noon 5/6 2026-02-30 Room the
with , 31 29 feb \x00 @ week a"""
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=12).map(" ".join), st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 - local
def test_any_line_becomes_an_event_that_ends_after_it_starts(text: str, now: datetime) -> None:
    found = parse(text, now)
    start: Any = found.start
    assert type(found.start) is type(found.end)
    assert start < found.end
    assert "\x00" not in found.summary
    assert found.location is None or found.location.strip()
