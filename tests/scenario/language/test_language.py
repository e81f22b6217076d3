"""A scenario as a whole: read from plain values, and asked for zones, accounts and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from mockserver.scenario.language import Calendar, Event, Person, Scenario

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
        msgspec.convert(sound(timeline=[]), Scenario)


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
