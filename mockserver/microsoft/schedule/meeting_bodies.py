"""What findMeetingTimes is asked: its body, all of it optional, as a value. What is suggested is `suggestions.py`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

import msgspec

from mockserver.clock import DAY
from mockserver.microsoft.bodies import check_content_type, decoded_body, read_value
from mockserver.microsoft.events.times import read_time
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import (
    INVALID_PARAMETER,
    INVALID_TIME_INTERVAL,
    TIME_INTERVAL_TOO_BIG,
    TOO_MANY_MAILBOXES,
)
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.http.exchange import Exchange
    from mockserver.timing.busy import Interval

Domain = Literal["work", "personal", "unrestricted"]
TYPE: Final = "findMeetingTimesPostRequestBody"
DEFAULT_DURATION: Final = "PT30M"
DEFAULT_PERCENTAGE: Final = 50.0
# [inferred]: what the documentation leaves open, and how much is looked through
DEFAULT_WINDOW: Final = 7 * DAY
DEFAULT_CANDIDATES, MOST_CANDIDATES = 20, 100
LONGEST_WINDOW: Final = 62 * DAY
MOST_SLOTS: Final = 100
MOST_ATTENDEES: Final = 100
MOST_LOCATIONS: Final = 100
_TRUTH: Final = {"true": True, "false": False}
_TOLERATED: Final = {
    "isorganizeroptional": bool, "returnsuggestionreasons": bool, "maxcandidates": int,
    "minimumattendeepercentage": float,
}  # fmt: skip


class Location(msgspec.Struct, frozen=True):
    """A place that may be suggested; of `resolve` it is asked whether it is free."""

    name: str
    address: str
    resolve: bool


class Wish(msgspec.Struct, frozen=True):
    """What kind of meeting times are looked for. `duration` is in microseconds, `percentage` from 0 to 100."""

    attendees: tuple[str, ...]
    slots: tuple[Interval, ...]
    domain: Domain
    duration: int
    candidates: int
    percentage: float
    organizer_optional: bool
    reasons: bool
    locations: tuple[Location, ...]
    location_required: bool
    suggest_location: bool


def read_wish(exchange: Exchange, now: Instant) -> Wish:
    """The body of a request. Raises `Refusal`."""
    given = _given(exchange)
    places, times = given.get("locationConstraint") or {}, given.get("timeConstraint") or {}
    domain: Domain | Literal["unknown"] = times.get("activityDomain") or "work"
    return Wish(
        attendees=tuple(_attendees(given.get("attendees") or [])),
        slots=_slots(times.get("timeSlots") or [], now),
        domain="work" if domain == "unknown" else domain,
        duration=_duration(given.get("meetingDuration") or DEFAULT_DURATION),
        candidates=_candidates(given.get("maxCandidates")),
        percentage=_percentage(given.get("minimumAttendeePercentage")),
        organizer_optional=bool(given.get("isOrganizerOptional")),
        reasons=bool(given.get("returnSuggestionReasons")),
        locations=tuple(_location(one) for one in (places.get("locations") or [])[:MOST_LOCATIONS]),
        location_required=bool(places.get("isRequired")),
        suggest_location=bool(places.get("suggestLocation")),
    )


def _given(exchange: Exchange) -> dict[str, Any]:
    if not exchange.body:
        return {}
    check_content_type(exchange)
    return read_value(_tolerated(decoded_body(exchange)), TYPE, exchange.note)


def _tolerated(body: Any) -> Any:
    """A body whose truth values and numbers are written as such: here the service takes strings for them as well."""
    if not isinstance(body, dict):
        return body
    return {name: _plain(_TOLERATED.get(name.lower()), value) for name, value in body.items()}


def _plain(kind: type | None, value: Any) -> Any:
    if kind is None or not isinstance(value, str):
        return value
    if kind is bool:
        return _TRUTH.get(value.lower(), value)
    try:
        return kind(value)
    except ValueError:
        return value


def _attendees(given: list[dict[str, Any]]) -> list[str]:
    if len(given) > MOST_ATTENDEES:
        raise Refusal(TOO_MANY_MAILBOXES, allowed=str(MOST_ATTENDEES), actual=str(len(given)))
    addresses = [(one.get("emailAddress") or {}).get("address") for one in given]
    for address in addresses:
        if not address:
            _refuse("attendees", str(address), "Each attendee has an emailAddress with an address.")
    return [address for address in addresses if address]


def _slots(given: list[dict[str, Any]], now: Instant) -> tuple[Interval, ...]:
    if len(given) > MOST_SLOTS:
        _refuse("timeSlots", str(len(given)), f"There are no more than {MOST_SLOTS}.")
    slots = []
    for slot in given:
        start, end = (read_time(slot.get(name) or {}, f"timeSlots.{name}").instant for name in ("start", "end"))
        if end <= start:
            raise Refusal(INVALID_TIME_INTERVAL, why="a time slot ends after it starts")
        slots.append((start, end))
    if sum(end - start for start, end in slots) > LONGEST_WINDOW:
        raise Refusal(TIME_INTERVAL_TOO_BIG, why=f"time slots have {LONGEST_WINDOW // DAY} days together at most")
    return tuple(slots) or ((now, now + DEFAULT_WINDOW),)


def _duration(text: str) -> int:
    try:
        length = parse_duration(text)
    except ValueError as problem:
        _refuse("meetingDuration", text, str(problem))
    if not 0 < length <= LONGEST_WINDOW:
        _refuse("meetingDuration", text, f"It is longer than PT0S, and has {LONGEST_WINDOW // DAY} days at most.")
    return length


def _candidates(number: int | None) -> int:
    if number is None:
        return DEFAULT_CANDIDATES
    if number < 1:
        _refuse("maxCandidates", str(number), "It is at least 1.")
    return min(number, MOST_CANDIDATES)


def _percentage(number: float | None) -> float:
    if number is None:
        return DEFAULT_PERCENTAGE
    if not 0 <= number <= 100:
        _refuse("minimumAttendeePercentage", str(number), "It is from 0 to 100.")
    return number


def _location(given: dict[str, Any]) -> Location:
    address, name = given.get("locationEmailAddress") or "", given.get("displayName") or ""
    return Location(name, address, bool(given.get("resolveAvailability")))


def _refuse(name: str, value: str, right: str) -> NoReturn:
    raise Refusal(INVALID_PARAMETER, name=name, value=value[:80], right=right)
