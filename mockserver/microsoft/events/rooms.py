"""What a room or a piece of equipment answers: it accepts where it is free at the time, and declines where it is not.

Anything that is not shown as free takes the time. Of a series, occurrences within a year are looked at [inferred], and
one that clashes declines it all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mockserver.clock import DAY
from mockserver.microsoft.events.documents import span_of
from mockserver.timing import zones

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.microsoft.events.store import Found

LOOKS_AHEAD: Final = 365 * DAY


def answer(found: Found) -> str:
    """`accepted` or `declined`, for an invitation as it stands in the resource's calendar."""
    times = _times(found)
    return "declined" if any(_taken(found, start, end) for start, end in times) else "accepted"


def _times(found: Found) -> list[tuple[Instant, Instant]]:
    start, end = span_of(found.document).viewed
    if found.series is None:
        return [(start, end)]
    window = found.series.occurrences(start, start + LOOKS_AHEAD)
    return [occurrence.span.viewed for occurrence in window]


def _taken(found: Found, start: Instant, end: Instant) -> bool:
    from mockserver.microsoft.schedule import availability  # noqa: PLC0415 - only what is booked is looked at

    mailbox = found.calendar.mailbox
    items = availability.items(mailbox, start, end, zones.zone(mailbox.zone))
    return any(item.status != "free" and found.id not in {item.event["id"], _master(item.event)} for item in items)


def _master(event: dict[str, object]) -> object:
    return event.get("seriesMasterId")
