"""Events as they are declared: who is asked, what repeats, and when they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from mockserver.clock import parse_instant
from mockserver.scenario.language import Attendee, Event


def test_an_attendee_in_the_short_form_is_a_person_or_an_address() -> None:
    event = Event(
        key="a", start="2026-03-06", attendees=("bob", "x@y.example", Attendee(person="carol", optional=True))
    )

    assert event.guests() == [
        Attendee(person="bob"),
        Attendee(email="x@y.example"),
        Attendee(person="carol", optional=True),
    ]


@pytest.mark.parametrize(
    ("repeat", "lines"),
    [
        (None, []),
        ("FREQ=DAILY", ["RRULE:FREQ=DAILY"]),
        (("RRULE:FREQ=DAILY", "EXDATE:x"), ["RRULE:FREQ=DAILY", "EXDATE:x"]),
    ],
)
def test_what_repeats_is_given_as_full_lines(repeat: Any, lines: list[str]) -> None:
    assert Event(key="a", start="2026-03-06", repeat=repeat).rules() == lines


def test_a_date_makes_an_event_all_day() -> None:
    day = Event(key="a", start="2026-03-06")

    assert day.all_day
    assert day.begins() == date(2026, 3, 6)
    assert day.span("UTC") == (date(2026, 3, 6), date(2026, 3, 7))


def test_a_time_makes_an_event_that_has_an_instant_in_a_zone() -> None:
    event = Event(key="a", start="2026-03-06 10:00", duration="PT1H")

    assert not event.all_day
    assert event.begins() == datetime(2026, 3, 6, 10)  # noqa: DTZ001 - wall-clock times are naive
    assert event.span("America/New_York") == (
        parse_instant("2026-03-06T10:00:00-05:00"),
        parse_instant("2026-03-06T11:00:00-05:00"),
    )
