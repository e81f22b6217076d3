"""What stands in the calendars of a team: as much as asked for, believable, the same for ever."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from mockserver.scenario.generating import Company
from mockserver.scenario.generating.team import calendars, first_monday
from mockserver.scenario.loading import loads
from mockserver.scenario.moments import moment

if TYPE_CHECKING:
    from mockserver.scenario.language import Calendar, Scenario


def scenario(**generate: Any) -> Scenario:
    said = {
        "scenario": "made-up",
        "summary": "Made up",
        "clock": {"start": "2026-03-06T09:00:00-05:00"},
        "generate": {"people": 12, "rooms": 2, **generate},
    }
    return loads(json.dumps(said), "made-up.yaml")


def team(number: int = 0, **generate: Any) -> tuple[Calendar, ...]:
    of = scenario(**generate)
    assert of.generate is not None
    company = Company(of.name, of.generate)
    return calendars(of, company, company.teams[number])


@pytest.mark.parametrize("count", [0, 1, 5, 30, 250])
def test_everybody_organizes_as_many_events_as_asked_for(count: int) -> None:
    assert [len(one.events) for one in team(events_per_person=count)] == [count] * 6
    assert all(len({event.key for event in one.events}) == count for one in team(events_per_person=count))


def test_the_same_section_gives_the_same_events() -> None:
    assert msgspec.json.encode(team(1)) == msgspec.json.encode(team(1))
    assert msgspec.json.encode(team(1)) != msgspec.json.encode(team(0))


def test_the_lead_has_the_teams_meetings_with_exceptions() -> None:
    lead, *others = team()
    by_key = {event.key: event for event in lead.events}

    assert [guest.person for guest in by_key["stand-up"].guests()] == [f"person-{number}" for number in range(1, 7)]
    assert next(iter(by_key["stand-up"].changes.values())) == "cancelled"
    assert by_key["planning"].guests()[-1].person == "room-1"
    assert {key for key in by_key if key.startswith("talk-")} == {f"talk-{number}" for number in range(1, 6)}
    assert not any(event.key == "stand-up" for one in others for event in one.events)


def test_what_somebody_organizes_alone_is_on_working_days_within_working_hours_and_does_not_overlap() -> None:
    for calendar in team(events_per_person=120):
        taken = set()
        for event in (one for one in calendar.events if one.key.startswith("event-") and not one.all_day):
            start = moment(event.start)
            assert isinstance(start, datetime)
            assert start.weekday() < 5
            assert 10 <= start.hour < 16
            assert start not in taken
            taken.add(start)


def test_there_are_all_kinds_of_events_in_about_the_share_that_was_asked_for() -> None:
    events = [event for number in range(2) for one in team(number, events_per_person=500) for event in one.events]

    def share(count: int) -> float:
        return count / len(events)

    assert 0.10 < share(sum(event.repeat is not None for event in events)) < 0.20
    assert 0.02 < share(sum(event.all_day for event in events)) < 0.08
    assert 0.01 < share(sum(event.status == "cancelled" for event in events)) < 0.05
    assert {guest.response for event in events for guest in event.guests()} == {
        "accepted", "declined", "tentative", "needsAction",
    }  # fmt: skip
    assert {event.visibility for event in events} == {"default", "private"}


def test_what_is_not_wanted_is_not_there() -> None:
    nothing = {"series": 0, "all_day": 0, "meetings": 0, "private": 0, "cancelled": 0, "declined": 0}
    events = list(team(mix=nothing, team_size=1)[0].events)

    assert {(event.repeat, event.all_day, event.status, event.visibility) for event in events} == {
        (None, False, "confirmed", "default")
    }
    assert not any(event.attendees for event in events)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, date(2026, 2, 2)),
        ({"first_day": "2026-06-11"}, date(2026, 6, 8)),
        ({"first_day": "2026-06-08"}, date(2026, 6, 8)),
    ],
)
def test_the_first_week_begins_with_a_monday(given: dict[str, Any], expected: date) -> None:
    assert first_monday(scenario(**given)) == expected


def test_without_a_clock_the_first_week_is_the_same_all_the_same() -> None:
    said = {"scenario": "made-up", "summary": "Made up", "generate": {"people": 1}}

    assert first_monday(loads(json.dumps(said), "made-up.yaml")) == date(2026, 1, 5)
