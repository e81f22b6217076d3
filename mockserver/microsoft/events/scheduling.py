"""When an event is, as a write says it: its times and its recurrence together, and how far an occurrence may be moved.

How one time or one recurrence is read is in `times` and `recurrence`; the reference's sections 3.5, 4.1 and 4.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import DAY
from mockserver.microsoft import formats
from mockserver.microsoft.events.documents import recurring, span_of, timed
from mockserver.microsoft.events.facts import series_of
from mockserver.microsoft.events.occurrences import occurrences
from mockserver.microsoft.events.recurrence import read_recurrence
from mockserver.microsoft.events.recurrence_rules import zone_of
from mockserver.microsoft.events.times import EventTime, Span, read_span, refuse_value, seven_digits
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import OCCURRENCE_CROSSING
from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mockserver.clock import Instant
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.facts import SeriesFacts
    from mockserver.microsoft.events.store import Found

_TIMES = ("start", "end", "isAllDay")
_FURTHEST = 400 * 366 * DAY  # further apart no two occurrences of a pattern are


def scheduled(document: Event, body: Mapping[str, Any]) -> Event:
    """A new event with its times and its recurrence. Raises `Refusal`."""
    span = read_span(body.get("start"), body.get("end"), all_day=bool(body.get("isAllDay")))
    return _recurring(document, span, body.get("recurrence"))


def moved(found: Found, document: Event, body: Mapping[str, Any]) -> Event | None:
    """A changed event at its new times and with its new recurrence, None where both are as they were.

    Raises `Refusal`, of an occurrence also where it would come upon or over a neighbour.
    """
    before = span_of(found.document)
    span = _changed_span(before, body)
    if found.exception is not None:
        if body.get("recurrence") is not None:
            refuse_value("an occurrence has no recurrence of its own; change that of its series")
        if span == before:
            return None
        _check_neighbours(found, span)
        return timed(document, span)
    written = document["recurrence"]
    wanted = body["recurrence"] if "recurrence" in body else _following(written, before, span)
    if span == before and wanted == written:
        return None
    changed = _recurring(document, span, wanted)
    same = all(changed[name] == document[name] for name in ("recurrence", *_TIMES)) and span == before
    return None if same else changed


def _recurring(document: Event, span: Span, written: Mapping[str, Any] | None) -> Event:
    """An event at its times, or a series at those of its first occurrence, where its range then starts too."""
    if written is None:
        return recurring(timed(document, span), None)
    recurrence = read_recurrence(written, span)
    first = next(occurrences(recurrence, span))
    range_ = msgspec.structs.replace(recurrence.range, start=first.day)
    return recurring(timed(document, first.span), msgspec.structs.replace(recurrence, range=range_))


def _changed_span(before: Span, body: Mapping[str, Any]) -> Span:
    """When an event is after a change that may name one of its ends only."""
    if not any(name in body for name in _TIMES):
        return before
    all_day = before.all_day if body.get("isAllDay") is None else body["isAllDay"]
    start = body["start"] if "start" in body else _as_written(before.start)
    end = body["end"] if "end" in body else _as_written(before.end)
    return read_span(start, end, all_day=all_day)


def _as_written(time: EventTime) -> dict[str, str]:
    """A time as a client would write it: not as clocks show it, which where they are turned back is two times."""
    if time.day is not None:
        return {"dateTime": seven_digits(time.wall), "timeZone": time.zone}
    return {"dateTime": f"{seven_digits(wall.local(time.instant, zones.zone('UTC')))}Z", "timeZone": time.zone}


def _following(written: Mapping[str, Any] | None, before: Span, span: Span) -> Mapping[str, Any] | None:
    """The recurrence of a series whose start was moved: it starts there, and in the event's zone stays in it.

    [inferred]
    """
    if written is None or span == before:
        return written
    range_ = {**written["range"], "startDate": span.start.wall.date().isoformat()}
    if range_["recurrenceTimeZone"] == before.start.zone:
        range_["recurrenceTimeZone"] = span.start.zone
    return {**written, "range": range_}


def _check_neighbours(found: Found, span: Span) -> None:
    """Refuse an occurrence on the day of the one before or after it, or beyond it, or overlapping it."""
    exception = found.exception
    master = found.calendar.events.get(exception.master) if exception is not None else None
    facts = series_of(master.extra) if master is not None else None
    if exception is None or master is None or facts is None:
        return
    zone = zone_of(facts.recurrence, facts.span)
    start, end = span.viewed
    day = wall.local(start, zone).date()
    for neighbour, earlier in ((_before(facts, exception.day), True), (_after(facts, exception.day), False)):
        if neighbour is None:
            continue
        begins, ends = _when(found.calendar, master.id, facts, neighbour)
        its_day = wall.local(begins, zone).date()
        if (day <= its_day or start < ends) if earlier else (day >= its_day or end > begins):
            why = f"the occurrence of {neighbour} is on {its_day}, and this one would be on {day}"
            raise Refusal(OCCURRENCE_CROSSING, why=why)


def _before(facts: SeriesFacts, day: date) -> date | None:
    """The original date of the occurrence before the one of a day, exceptions included."""
    middle = _noon(day)
    reach = 16 * DAY
    while True:
        days = [one.day for one in occurrences(facts.recurrence, facts.span, middle - reach, middle, facts.cancelled)]
        earlier = [one for one in days if one < day]
        if earlier or reach > _FURTHEST or middle - reach < facts.span.start.instant - DAY:
            return max(earlier, default=None)
        reach *= 4


def _after(facts: SeriesFacts, day: date) -> date | None:
    """The original date of the occurrence after the one of a day, exceptions included."""
    following = occurrences(facts.recurrence, facts.span, _noon(day) - DAY, None, facts.cancelled)
    return next((one.day for one in following if one.day > day), None)


def _noon(day: date) -> Instant:
    return wall.midnight(day, zones.zone("UTC")) + DAY // 2


def _when(calendar: Calendar, master: str, facts: SeriesFacts, day: date) -> tuple[Instant, Instant]:
    """When the occurrence of an original date is now."""
    if day in facts.exceptions:
        record = calendar.events.get(formats.occurrence_id(master, day))
        if record is not None:
            return record.start, record.end
    occurrence = facts.on(day)
    if occurrence is None:
        raise LookupError(f"the series {master} has no occurrence on {day}")
    return occurrence.span.viewed
