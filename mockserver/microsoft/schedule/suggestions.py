"""Which meeting times are suggested: every start on the half hours of the time slots, judged by who is free then.

The half hours, the slots' order of trial and the words of reasons are [inferred]; confidence and order are documented.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from mockserver.clock import MINUTE
from mockserver.microsoft.schedule.availability import Status, Timeline
from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mockserver.clock import Instant
    from mockserver.microsoft.schedule.meeting_bodies import Domain, Location, Wish
    from mockserver.timing.busy import Interval

Known = Literal[Status, "unknown"]
GRID: Final = 30 * MINUTE
# Documented: free, unknown and busy. That nothing but working elsewhere counts as free is [inferred].
CONFIDENCE: Final[Mapping[Known, float]] = {
    "free": 100.0, "workingElsewhere": 100.0, "unknown": 49.0, "tentative": 0.0, "busy": 0.0, "oof": 0.0,
}  # fmt: skip
ALL_FREE: Final = "Suggested because it is one of the nearest times when all attendees are available."
SOME_FREE: Final = "Suggested because it is one of the nearest times when most attendees are available."  # [inferred]
_WEEKEND: Final = frozenset({"saturday", "sunday"})
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Suggestion(msgspec.Struct, frozen=True):
    """A time at which a meeting could be. `attendees` has what each one is then, in the order of the wish."""

    slot: Interval
    confidence: float
    organizer: Status
    attendees: tuple[Known, ...]
    locations: tuple[Location, ...]

    @property
    def reason(self) -> str:
        return ALL_FREE if all(CONFIDENCE[one] == CONFIDENCE["free"] for one in self.attendees) else SOME_FREE


class Tried(msgspec.Struct, frozen=True):
    """What came of looking: the suggestions, best first, or in Pascal case why there is none."""

    suggestions: tuple[Suggestion, ...] = ()
    empty_reason: str = ""


class People(msgspec.Struct, frozen=True):
    """Everybody whose time counts. None is somebody of whom nothing is known. `rooms` are by place in the wish."""

    organizer: Timeline
    attendees: tuple[Timeline | None, ...]
    rooms: tuple[Timeline | None, ...]
    hours: Mapping[str, Any]
    """The organizer's workingHours."""


def suggested(wish: Wish, people: People, locations: Sequence[Location]) -> Tried:
    """The best times for a meeting. `locations` are those that may be suggested, of which `people.rooms` are."""
    found, refused = [], []
    for slot in _candidates(wish, people.hours):
        tried = _tried(wish, people, locations, slot)
        if isinstance(tried, str):
            refused.append(tried)
        else:
            found.append(tried)
    if not found:
        # The reason that is left when all others have been met says most. [inferred]
        return Tried(empty_reason=next((reason for reason in _REASONS if reason in refused), "Unknown"))
    found.sort(key=lambda one: (-one.confidence, one.slot))
    return Tried(tuple(found[: wish.candidates]))


_REASONS: Final = (
    "LocationsUnavailable", "AttendeesUnavailable", "AttendeesUnavailableOrUnknown", "OrganizerUnavailable"
)  # fmt: skip


def _tried(wish: Wish, people: People, locations: Sequence[Location], slot: Interval) -> Suggestion | str:
    organizer = people.organizer.at(*slot)
    if not wish.organizer_optional and CONFIDENCE[organizer] == 0:
        return "OrganizerUnavailable"
    attendees: tuple[Known, ...] = tuple("unknown" if one is None else one.at(*slot) for one in people.attendees)
    confidence = _mean([CONFIDENCE[one] for one in attendees])
    if confidence < wish.percentage:
        return "AttendeesUnavailableOrUnknown" if "unknown" in attendees else "AttendeesUnavailable"
    free = [
        location
        for location, room in zip(locations, people.rooms, strict=True)
        if not location.resolve or (room is not None and room.at(*slot) == "free")
    ]
    if wish.location_required and not free:
        return "LocationsUnavailable"
    return Suggestion(slot, confidence, organizer, attendees, tuple(free))


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 100.0


def _candidates(wish: Wish, hours: Mapping[str, Any]) -> Iterator[Interval]:
    """Every time that the slots and the hours of the domain have room for, each once, ascending."""
    starts = {
        start for first, end in wish.slots for start in range(-(-first // GRID) * GRID, end - wish.duration + 1, GRID)
    }
    for start in sorted(starts):
        slot = (start, start + wish.duration)
        if wish.domain == "unrestricted" or _within(slot, wish.domain, hours):
            yield slot


def _within(slot: Interval, domain: Domain, hours: Mapping[str, Any]) -> bool:
    """Whether a time is within working hours, or (`personal`) on a weekend, in the organizer's zone."""
    start, end = (_local(instant, hours["timeZone"]) for instant in slot)
    day = _DAYS[start.weekday()]
    if domain == "personal" and day in _WEEKEND:
        return _DAYS[(end - timedelta(microseconds=1)).weekday()] in _WEEKEND
    opens, closes = (time.fromisoformat(hours[name][:15]) for name in ("startTime", "endTime"))
    return day in hours["daysOfWeek"] and start.date() == end.date() and opens <= start.time() and end.time() <= closes


def _local(instant: Instant, zone: Mapping[str, Any]) -> datetime:
    """What clocks show in a zone by its name, or in one of the user's own, whose bias is minutes west of UTC."""
    if "bias" in zone:
        return wall.local(instant - zone["bias"] * MINUTE, zones.zone("UTC"))
    return wall.local(instant, zones.zone(zone["name"]))
