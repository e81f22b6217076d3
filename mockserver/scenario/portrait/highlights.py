"""The days of a scenario that are worth looking at: its start, where clocks change, where occurrences differ."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from mockserver.clock import DAY, MINUTE, Instant
from mockserver.scenario.moments import instant, instant_in
from mockserver.scenario.portrait.occurrences import occurrences
from mockserver.timing import wall
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.language import Scenario

MOST = 12
"""Days that are shown; of more, the first."""
_REACH = 400 * DAY
"""How far from its start a scenario is looked through for days on which clocks change."""


class Highlight(msgspec.Struct, frozen=True, order=True):
    """A day in a zone, and why it is worth looking at."""

    day: date
    zone: str
    why: str


def highlights(scenario: Scenario) -> list[Highlight]:
    """The days, in order; each day of a zone once, with all that there is to say of it."""
    found: dict[tuple[date, str], list[str]] = {}
    for one in (*_start(scenario), *_changed(scenario), *_clock_changes(scenario)):
        found.setdefault((one.day, one.zone), []).append(one.why)
    return sorted(Highlight(day, zone, "; ".join(dict.fromkeys(why))) for (day, zone), why in found.items())[:MOST]


def window(highlight: Highlight) -> tuple[Instant, Instant]:
    """From the first to the last moment of the day."""
    there = zone(highlight.zone)
    return wall.midnight(highlight.day, there), wall.midnight(highlight.day + timedelta(days=1), there)


def _start(scenario: Scenario) -> Iterator[Highlight]:
    if scenario.clock.start is not None:
        begin, there = instant(scenario.clock.start), _home(scenario)
        yield Highlight(_day(begin, there), there, f"the session starts at {_clock(begin, there)}")


def _changed(scenario: Scenario) -> Iterator[Highlight]:
    """The days of occurrences that differ from their series."""
    for calendar in scenario.calendars:
        for event in calendar.events:
            there = scenario.zone_of(calendar, event)
            for when, change in event.changes.items():
                title = event.title or event.key
                what = "is cancelled" if isinstance(change, str) else "differs"
                yield Highlight(date.fromisoformat(when[:10]), there, f"{title} {what}")


def _clock_changes(scenario: Scenario) -> Iterator[Highlight]:
    """The days on which clocks change in a zone, where something stands on them."""
    starts = [
        instant_in(event.begins(), scenario.zone_of(calendar, event))
        for calendar in scenario.calendars
        for event in calendar.events
    ]
    if not starts:
        return
    middle = instant(scenario.clock.start) if scenario.clock.start is not None else min(starts)
    for name in sorted(
        {scenario.zone_of(calendar, event) for calendar in scenario.calendars for event in calendar.events}
    ):
        for at in changes_of(name, max(min(starts), middle - _REACH), middle + _REACH):
            found = Highlight(_day(at - MINUTE, name), name, _described(at, name))
            if occurrences(scenario, *window(found)):
                yield found


def changes_of(name: str, after: Instant, before: Instant) -> Iterator[Instant]:
    """The instants at which clocks in a zone change."""
    there = zone(name)
    days = range(after, before, DAY)
    for early, late in pairwise(days):
        if wall.offset(early, there) == wall.offset(late, there):
            continue
        low, high = early, late
        while high - low > MINUTE:
            middle = (low + high) // 2
            low, high = (middle, high) if wall.offset(middle, there) == wall.offset(early, there) else (low, middle)
        yield high // MINUTE * MINUTE


def _described(at: Instant, name: str) -> str:
    there = zone(name)
    ahead = wall.offset(at, there) - wall.offset(at - MINUTE, there)
    way = "forward" if ahead > timedelta(0) else "back"
    old = wall.local(at - MINUTE, there) + timedelta(minutes=1)
    return f"clocks in {name} go {way} from {old:%H:%M} to {wall.local(at, there):%H:%M}"


def _home(scenario: Scenario) -> str:
    """The zone of the first person."""
    return next((person.zone for person in scenario.people.values()), "UTC")


def _day(at: Instant, name: str) -> date:
    return wall.local(at, zone(name)).date()


def _clock(at: Instant, name: str) -> str:
    local: datetime = wall.local(at, zone(name))
    return f"{local:%H:%M}"
