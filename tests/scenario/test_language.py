from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from mockserver.clock import parse_instant
from mockserver.scenario.language import Attendee, Calendar, Event, Person, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

ALICE = Person(name="Alice", email="alice@autosched.example", zone="America/New_York", accounts=("google",))


def scenario(calendar: Calendar) -> Scenario:
    return Scenario(name="s", summary="S", people={"alice": ALICE}, calendars=(calendar,))


def test_a_scenario_is_decoded_from_plain_values(sound: Callable[..., dict[str, Any]]) -> None:
    decoded = msgspec.convert(sound(auth="off"), Scenario)

    assert (decoded.name, decoded.auth, decoded.people["bob"].accounts) == ("small", "off", ("google",))


def test_a_field_that_is_not_declared_is_refused(sound: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert(sound(limits={}), Scenario)


def test_a_scenario_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        ALICE.name = "Bob"  # type: ignore[misc] # what the test is about


def test_the_zone_of_an_event_is_its_own_else_the_calendars_else_the_owners() -> None:
    plain = Event(key="a", start="2026-03-06")
    own = Event(key="a", start="2026-03-06", zone="Asia/Tokyo")
    of_owner, of_calendar = Calendar(owner="alice"), Calendar(owner="alice", zone="Europe/London")

    assert scenario(of_owner).zone_of(of_owner) == "America/New_York"
    assert scenario(of_calendar).zone_of(of_calendar, plain) == "Europe/London"
    assert scenario(of_calendar).zone_of(of_calendar, own) == "Asia/Tokyo"


def test_a_calendar_stands_in_each_account_of_its_owner_unless_it_names_some() -> None:
    everywhere, somewhere = Calendar(owner="alice"), Calendar(owner="alice", accounts=("microsoft",))

    assert scenario(everywhere).accounts_of(everywhere) == ("google",)
    assert scenario(somewhere).accounts_of(somewhere) == ("microsoft",)


def test_a_person_is_known_by_key_and_an_address_is_its_own() -> None:
    known = scenario(Calendar(owner="alice"))

    assert known.email_of("alice") == "alice@autosched.example"
    assert known.email_of("x@y.example") == "x@y.example"


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
