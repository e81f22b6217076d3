"""Who is free and who is not: what the events of a person's default calendar say of a window.

A declined event keeps nobody busy and a cancelled one is no more, one shown as free is free time with a name
([inferred], all three). Free and busy are of the default calendar alone, as Exchange has it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from mockserver.clock import DAY
from mockserver.microsoft.calendars.calendar import OWNER, ROLES, Role, default_calendar, role_of
from mockserver.microsoft.events.documents import occurrence_document, span_of
from mockserver.microsoft.events.facts import series_of
from mockserver.microsoft.events.times import seven_digits
from mockserver.microsoft.queries import preferences_of
from mockserver.microsoft.render import decoded
from mockserver.timing import busy, wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.documents import Record
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.times import ShownZone
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.timing.busy import Interval

Status = Literal["free", "tentative", "busy", "oof", "workingElsewhere"]
RANKED: Final[tuple[Status, ...]] = ("oof", "busy", "tentative", "workingElsewhere")
"""Of two at once, the first counts. That working elsewhere is the last is [inferred]."""


class Item(msgspec.Struct, frozen=True):
    """Something in a calendar: when, how its time is shown, and the event that it is."""

    start: Instant
    end: Instant
    status: Status
    event: dict[str, Any]

    def shown_to(self, role: Role) -> bool:
        """Whether more than its time is shown to whoever has that role on the calendar."""
        open_to_all = self.event["sensitivity"] in {"normal", "personal"}
        return ROLES.index(role) >= ROLES.index("limitedRead" if open_to_all else OWNER)


class Timeline:
    """The status of any time of a window."""

    def __init__(self, items: Iterable[Item]) -> None:
        by_status: dict[Status, list[Interval]] = {}
        for item in items:
            by_status.setdefault(item.status, []).append((item.start, item.end))
        self._merged = [(status, busy.merge(by_status[status])) for status in RANKED if status in by_status]

    def at(self, start: Instant, end: Instant) -> Status:
        """What somebody is between two instants: what counts most of all that overlaps it."""
        return next((status for status, merged in self._merged if _overlaps(merged, start, end)), "free")


def viewers_role(mailbox: Mailbox, viewer: str) -> Role:
    """What whoever has the address `viewer` may do with the default calendar of a mailbox."""
    if viewer.casefold() == mailbox.address.casefold():
        return OWNER
    return role_of(mailbox, default_calendar(mailbox).folder, viewer)


def items(mailbox: Mailbox, after: Instant, before: Instant, zone: ZoneInfo) -> list[Item]:
    """What is in a window, by start. Days begin at midnight in `zone` (recorded)."""
    return sorted(_items(default_calendar(mailbox), after, before, zone), key=_order)


def shown_time(instant: Instant, shown: ShownZone) -> dict[str, str]:
    """An instant as answers on availability show it: in the preferred zone, UTC without one."""
    return {"dateTime": seven_digits(wall.local(instant, shown.zone)), "timeZone": shown.name}


def applied_zone(exchange: Exchange) -> str:
    """The value of `Preference-Applied`: that of the zone, all that these answers look at."""
    applied = preferences_of(exchange).applied.split(", ")
    return next((one for one in applied if one.startswith("outlook.timezone=")), "")


def _items(calendar: Calendar, after: Instant, before: Instant, zone: ZoneInfo) -> Iterator[Item]:
    # The index takes days from UTC's midnight, and no zone is further from it than a day.
    for record in calendar.events.within(after - DAY, before + DAY):
        if record.deleted:
            continue
        for event in _events(record, after - DAY, before + DAY):
            status = _status(event)
            if status is None:
                continue
            start, end = _extent(event, zone)
            if (start < before and end > after) or after <= start == end < before:
                yield Item(start, end, status, event)


def _events(record: Record, after: Instant, before: Instant) -> Iterator[dict[str, Any]]:
    """A single event or an exception as it is, of a series its other occurrences."""
    document, series = decoded(record.body), series_of(record.extra)
    if series is None:
        yield document
        return
    for occurrence in series.occurrences(after, before):
        yield occurrence_document(document, occurrence)


def _status(event: dict[str, Any]) -> Status | None:
    """How an event shows its time, None where it is not there for others. Unknown is taken for busy [inferred]."""
    if event["isCancelled"] or event["responseStatus"]["response"] == "declined":
        return None
    shown: Status | Literal["unknown"] = event["showAs"]
    return "busy" if shown == "unknown" else shown


def _extent(event: dict[str, Any], zone: ZoneInfo) -> Interval:
    span = span_of(event)
    if span.start.day is None or span.end.day is None:
        return span.viewed
    return wall.midnight(span.start.day, zone), wall.midnight(span.end.day, zone)


def _order(item: Item) -> tuple[Instant, Instant, str]:
    return item.start, item.end, item.event["id"]


def _overlaps(merged: list[Interval], start: Instant, end: Instant) -> bool:
    """Whether anything in disjoint ascending intervals overlaps a time."""
    at = bisect_right(merged, end - 1, key=lambda interval: interval[0])
    return at > 0 and merged[at - 1][1] > start
