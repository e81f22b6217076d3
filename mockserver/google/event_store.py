"""Events kept in a session: written with their index, deleted into tombstones, found by id, moved to another zone.

Beside `google/events/{calendar}` stands `google/exceptions/{calendar}`: the ids of each series' exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google.calendar import events_of
from mockserver.google.event_documents import cancelled_instance, instance, stamped, timed
from mockserver.google.event_facts import (
    ExceptionFacts,
    Facts,
    Occurrence,
    SeriesFacts,
    exception_of,
    series_of,
)
from mockserver.google.event_times import EventTime, Span, read_span
from mockserver.google.formats import split_instance_id
from mockserver.google.refusals import NOT_FOUND, Refusal
from mockserver.google.render import decoded, fragment
from mockserver.timing import wall
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.documents import Record
    from mockserver.google.calendar import Calendar


def exceptions_of(calendar_id: str) -> str:
    return f"google/exceptions/{calendar_id}"


@dataclass(frozen=True, slots=True)
class Index:
    """The searchable side of an event: what `Record` keeps beside the fragment."""

    updated: Instant
    start: Instant
    end: Instant
    deleted: bool
    extra: Facts

    def as_arguments(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def index_of(updated: Instant, span: Span, extra: Facts, *, deleted: bool) -> Index:
    """The index of an event; a series reaches from its first start to its last end."""
    if isinstance(extra, SeriesFacts):
        start, end = extra.extent()
    else:
        start, end = span.start.instant, span.end.instant
    return Index(updated, start, end, deleted, extra)


def index_of_record(record: Record) -> Index:
    return Index(record.updated, record.start, record.end, record.deleted, record.extra)


@dataclass(frozen=True, slots=True)
class Found:
    """An event by its id: one that is kept, or an occurrence that nothing has changed yet (`record` is its series')."""

    document: dict[str, Any]
    record: Record
    occurrence: Occurrence | None = None

    @property
    def deleted(self) -> bool:
        return self.record.deleted and self.occurrence is None

    @property
    def exception(self) -> ExceptionFacts | None:
        """What makes it an occurrence of a series, whether or not it was changed before."""
        if self.occurrence is not None:
            return ExceptionFacts(self.occurrence.master, self.occurrence.original, self.occurrence.day)
        return exception_of(self.record.extra)


def find(calendar: Calendar, event_id: str) -> Found:
    """An event or an occurrence. Raises `Refusal` (404) where the calendar never had it."""
    record = calendar.events.get(event_id)
    if record is not None:
        document = decoded(record.body)
        exception = exception_of(record.extra)
        if exception is not None and record.deleted:
            return Found(_whole_cancelled(calendar, record, exception), record)
        return Found(document, record)
    occurrence = _occurrence(calendar, event_id)
    if occurrence is None:
        raise Refusal(NOT_FOUND, why=f"calendar {calendar.id} has no event {event_id}")
    master, found = occurrence
    return Found(instance(decoded(master.body), found, calendar), master, found)


def _occurrence(calendar: Calendar, event_id: str) -> tuple[Record, Occurrence] | None:
    parts = split_instance_id(event_id)
    if parts is None:
        return None
    master_id, stamp = parts
    for master in _masters(calendar, master_id):
        facts = series_of(master.extra)
        if facts is None or master.deleted:
            continue
        original = _original(stamp, zone(facts.calendar_zone))
        occurrence = None if original is None else facts.at(master.id, original)
        if occurrence is not None and occurrence.id == event_id:
            return master, occurrence
    return None


def _masters(calendar: Calendar, master_id: str) -> Iterator[Record]:
    """The series that an occurrence's id may belong to: the part `_R…` of a split series is not in it."""
    record = calendar.events.get(master_id)
    if record is not None:
        yield record
    yield from (r for r in calendar.events.since() if r.id.startswith(f"{master_id}_R") and series_of(r.extra))


def _original(stamp: str, calendar_zone: ZoneInfo) -> Instant | None:
    from datetime import date, datetime  # noqa: PLC0415 - only for ids that are not kept

    try:
        if len(stamp) == 8:
            return wall.midnight(date.fromisoformat(stamp), calendar_zone)
        return wall.instant(datetime.fromisoformat(stamp.rstrip("Z")), zone("UTC"))
    except (ValueError, OverflowError):
        return None


def _whole_cancelled(calendar: Calendar, record: Record, exception: ExceptionFacts) -> dict[str, Any]:
    """A cancelled occurrence with the details of its series, for who asks for it by id or brings it back."""
    master = calendar.events.get(exception.master)
    facts = series_of(master.extra) if master is not None else None
    occurrence = facts.at(exception.master, exception.original) if facts is not None else None
    if master is None or occurrence is None:
        return decoded(record.body)
    whole = instance(decoded(master.body), occurrence, calendar)
    return stamped(whole, record.updated) | {"status": "cancelled"}


def put(calendar: Calendar, document: dict[str, Any], index: Index) -> Record:
    """Keep an event under its id."""
    extra = index.extra
    if isinstance(extra, ExceptionFacts):
        _note_exception(calendar, extra.master, document["id"])
    return calendar.session.documents.put(
        events_of(calendar.id), document["id"], fragment(document), **index.as_arguments()
    )


def delete(calendar: Calendar, found: Found) -> None:
    """Make a tombstone of an event, with its details; of an occurrence, a cancelled exception; of a series, both."""
    updated = calendar.session.clock.stamp()
    document = stamped(found.document, updated) | {"status": "cancelled"}
    exception = found.exception
    if exception is not None:
        put(
            calendar,
            cancelled_instance(document),
            Index(updated, exception.original, exception.original, deleted=True, extra=exception),
        )
        return
    record = found.record
    put(calendar, document, Index(updated, record.start, record.end, deleted=True, extra=record.extra))
    if series_of(record.extra) is not None:
        orphan_exceptions(calendar, record.id, keep=None)


def delete_all(calendar: Calendar) -> None:
    """Delete every event, each as if by itself."""
    for record in list(calendar.events.since()):
        if not record.deleted and exception_of(record.extra) is None:
            delete(calendar, Found(decoded(record.body), record))


def exceptions(calendar: Calendar, master: str) -> Iterator[Record]:
    """The exceptions of a series that still belong to it, in the order they were made."""
    noted = calendar.session.documents.collection(exceptions_of(calendar.id)).get(master)
    for id_ in msgspec.json.decode(noted.body) if noted is not None else ():
        record = calendar.events.get(id_)
        facts = exception_of(record.extra) if record is not None else None
        if record is not None and facts is not None and not facts.orphaned:
            yield record


def orphan_exceptions(calendar: Calendar, master: str, keep: SeriesFacts | None) -> None:
    """Take the exceptions from a series that was deleted, or whose new rules no longer have their original start.

    [inferred]: Google drops them; which are kept when a rule changes is not documented.
    """
    for record in list(exceptions(calendar, master)):
        facts: ExceptionFacts = record.extra
        if keep is not None and keep.at(master, facts.original) is not None:
            continue
        orphan = ExceptionFacts(facts.master, facts.original, facts.day, orphaned=True)
        document = decoded(record.body) | {"status": "cancelled"}
        put(calendar, document, Index(record.updated, record.start, record.end, deleted=True, extra=orphan))


def rezone(calendar: Calendar) -> None:
    """Write every event anew in the calendar's zone, after it has changed: times are kept as they are shown.

    Neither `updated` nor `etag` changes: nobody has changed the events [inferred].
    """
    for record in list(calendar.events.since()):
        document = decoded(record.body)
        if "end" not in document:
            continue
        span = read_span(document, calendar.zone)
        old = series_of(record.extra)
        extra = record.extra if old is None else SeriesFacts(span, old.rules, calendar.facts.zone)
        index = index_of(record.updated, span, extra, deleted=record.deleted)
        put(calendar, timed(document, span, calendar), index)


def original_time(exception: ExceptionFacts) -> EventTime:
    return EventTime(exception.original, exception.day)


def _note_exception(calendar: Calendar, master: str, event_id: str) -> None:
    name = exceptions_of(calendar.id)
    noted = calendar.session.documents.collection(name).get(master)
    ids: list[str] = msgspec.json.decode(noted.body) if noted is not None else []
    if event_id not in ids:
        calendar.session.documents.put(name, master, msgspec.json.encode([*ids, event_id]))
