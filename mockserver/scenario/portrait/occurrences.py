"""What stands in a scenario's calendars between two instants, series expanded and changes made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.scenario.language import Change
from mockserver.scenario.moments import instant_in, moment
from mockserver.scenario.series import occurrence, series
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.clock import Instant
    from mockserver.scenario.language import Calendar, Event, Scenario


class Shown(msgspec.Struct, frozen=True, order=True):
    """One occurrence: when, in whose calendar, and how it is called. `note` says what is particular about it."""

    start: Instant
    end: Instant
    owner: str
    title: str
    zone: str
    all_day: bool = False
    free: bool = False
    note: str = ""


def occurrences(scenario: Scenario, after: Instant, before: Instant) -> list[Shown]:
    """What reaches into the window, by start. An event of a calendar in several accounts stands here once."""
    found = (
        one
        for calendar in scenario.calendars
        for event in calendar.events
        for one in _of_event(scenario, calendar, event, after, before)
    )
    return sorted(one for one in found if one.start < before and one.end > after)


def _of_event(scenario: Scenario, calendar: Calendar, event: Event, after: Instant, before: Instant) -> Iterator[Shown]:
    zone = scenario.zone_of(calendar, event)
    begin, finish = (instant_in(moment, zone) for moment in event.span(zone))
    length = finish - begin
    shown = Shown(
        begin, finish, calendar.owner, event.title or "(no title)", zone, event.all_day, event.shows == "free"
    )
    if event.status == "cancelled":
        yield msgspec.structs.replace(shown, note="cancelled")
        return
    if event.repeat is None:
        yield shown
        return
    rules = series(event.start, event.rules(), zone)
    changed = {occurrence(rules, when).start: change for when, change in event.changes.items()}
    for start, change in changed.items():
        yield _changed(shown, start, length, change)
    for one in rules.occurrences(after, before, length):
        if one.start not in changed:
            yield msgspec.structs.replace(shown, start=one.start, end=rules.end(one, length))


def _changed(shown: Shown, start: Instant, length: Instant, change: Change | str) -> Shown:
    if not isinstance(change, Change):
        return msgspec.structs.replace(shown, start=start, end=start + length, note="cancelled")
    begin = start if change.start is None else instant_in(moment(change.start), shown.zone)
    if change.end is not None:
        finish = instant_in(moment(change.end), shown.zone)
    else:
        finish = begin + (length if change.duration is None else parse_duration(change.duration))
    free = shown.free if change.shows is None else change.shows == "free"
    note = "moved" if begin != start else "changed"
    return msgspec.structs.replace(
        shown, start=begin, end=finish, title=change.title or shown.title, free=free, note=note
    )
