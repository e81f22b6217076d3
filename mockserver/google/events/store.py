"""Events kept in a session: written with their index, deleted into tombstones, found by id, moved to another zone.

Beside `google/events/{calendar}` stands `google/exceptions/{calendar}`: the ids of each series' exceptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from mockserver.google.calendars.calendar import events_of
from mockserver.google.events.documents import cancelled_instance, instance, ordered, stamped, timed, tombstone
from mockserver.google.events.facts import (
    ExceptionFacts,
    Facts,
    Occurrence,
    SeriesFacts,
    after_change,
    exception_of,
    is_orphan,
    series_of,
)
from mockserver.google.events.times import Span, read_span, shown_in
from mockserver.google.formats import same_email, split_instance_id
from mockserver.google.refusals import NOT_FOUND, Refusal
from mockserver.google.render import decoded, fragment
from mockserver.timing import wall
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.documents import Record
    from mockserver.google.calendars.calendar import Calendar


def exceptions_of(calendar_id: str) -> str:
    return f"google/exceptions/{calendar_id}"


class Index(msgspec.Struct, frozen=True):
    """The searchable side of an event: what `Record` keeps beside the fragment."""

    updated: Instant
    start: Instant
    end: Instant
    deleted: bool
    extra: Facts

    def as_arguments(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


def index_of(updated: Instant, span: Span, extra: Facts, *, deleted: bool) -> Index:
    """The index of an event; a series reaches from its first start to its last end."""
    if isinstance(extra, SeriesFacts):
        start, end = extra.extent()
    else:
        start, end = span.start.instant, span.end.instant
    return Index(updated, start, end, deleted, extra)


def cancelled_index(updated: Instant, exception: ExceptionFacts) -> Index:
    """The index of a cancelled occurrence: it is found where it would have started."""
    return Index(updated, exception.original, exception.original, deleted=True, extra=exception)


def index_of_record(record: Record) -> Index:
    return Index(record.updated, record.start, record.end, record.deleted, record.extra)


class Found(msgspec.Struct, frozen=True):
    """An event by its id: one that is kept, or an occurrence that nothing has changed yet (`record` is its series')."""

    document: dict[str, Any]
    record: Record
    occurrence: Occurrence | None = None

    @property
    def deleted(self) -> bool:
        return self.record.deleted

    @property
    def lost(self) -> bool:
        """Whether it is an occurrence of a series that is deleted, or that no longer has it: nothing brings it back."""
        return is_orphan(self.record.extra) or (self.deleted and self.occurrence is not None)

    @property
    def exception(self) -> ExceptionFacts | None:
        """What makes it an occurrence of a series, whether or not it was changed before."""
        if self.occurrence is not None:
            return ExceptionFacts(self.occurrence.master, self.occurrence.original, self.occurrence.day)
        return exception_of(self.record.extra)


def find(calendar: Calendar, event_id: str) -> Found:
    """An event or an occurrence. Raises `Refusal` (404) where the calendar never had it."""
    record = calendar.events.get(event_id)
    if record is not None and not is_orphan(record.extra):
        exception = exception_of(record.extra)
        if exception is not None and record.deleted:
            return Found(_whole_cancelled(calendar, record, exception), record)
        return Found(decoded(record.body), record)
    found = max(_occurrences(calendar, event_id), key=lambda one: not one.deleted, default=None)
    if found is not None and (record is None or not found.deleted):
        return found
    if record is None:
        raise Refusal(NOT_FOUND, why=f"calendar {calendar.id} has no event {event_id}")
    return Found(decoded(record.body), record)


def _occurrences(calendar: Calendar, event_id: str) -> Iterator[Found]:
    """What an id that is not kept stands for: an occurrence of a series, which may be deleted."""
    parts = split_instance_id(event_id)
    if parts is None:
        return
    master_id, stamp = parts
    for master in _masters(calendar, master_id):
        facts = series_of(master.extra)
        original = None if facts is None else _original(stamp, zone(facts.calendar_zone))
        occurrence = None if facts is None or original is None else facts.at(master.id, original)
        if occurrence is not None and occurrence.id == event_id:
            yield Found(instance(decoded(master.body), occurrence, calendar), master, occurrence)


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
    extra, events = index.extra, calendar.events
    if isinstance(extra, ExceptionFacts):
        _note_exception(calendar, extra.master, document["id"])
    old = events.get(document["id"])
    if old is not None:
        index = replace(index, extra=after_change(old.extra, extra, events.revision + 1))
    return calendar.session.documents.put(
        events_of(calendar.id), document["id"], fragment(document), **index.as_arguments()
    )


def delete(calendar: Calendar, found: Found, *, bare: bool = False) -> None:
    """Make a tombstone of an event; of an occurrence, a cancelled exception; of a series, both.

    A tombstone keeps the details, so that the event can be brought back, unless it is to be `bare`.
    """
    updated = calendar.session.clock.stamp()
    document = stamped(found.document, updated) | {"status": "cancelled"}
    exception = found.exception
    if exception is not None:
        put(calendar, cancelled_instance(document), cancelled_index(updated, exception))
        return
    record = found.record
    kept = tombstone(document) if bare else document
    put(calendar, kept, Index(updated, record.start, record.end, deleted=True, extra=record.extra))
    if series_of(record.extra) is not None:
        orphan_exceptions(calendar, record.id, None, updated)


def delete_all(calendar: Calendar) -> None:
    """Delete every event, each as if by itself."""
    for record in list(calendar.events.since()):
        if not record.deleted and exception_of(record.extra) is None:
            delete(calendar, Found(decoded(record.body), record))


def exceptions(calendar: Calendar, master: str) -> Iterator[Record]:
    """The exceptions of a series that still belong to it, in the order they were made."""
    return (record for record in _noted(calendar, master) if not is_orphan(record.extra))


def orphans(calendar: Calendar, master: str) -> Iterator[Record]:
    """What is left of exceptions that the series no longer has, or that were deleted with it."""
    return (record for record in _noted(calendar, master) if is_orphan(record.extra))


def _noted(calendar: Calendar, master: str) -> Iterator[Record]:
    noted = calendar.session.documents.collection(exceptions_of(calendar.id)).get(master)
    for id_ in msgspec.json.decode(noted.body) if noted is not None else ():
        record = calendar.events.get(id_)
        if record is not None and exception_of(record.extra) is not None:
            yield record


def orphan_exceptions(calendar: Calendar, master: str, keep: SeriesFacts | None, updated: Instant) -> None:
    """Take the exceptions from a series that was deleted, or whose new rules no longer have their original start.

    [inferred]: Google drops them; which are kept when a rule changes is not documented.
    """
    for record in list(exceptions(calendar, master)):
        facts: ExceptionFacts = record.extra
        still = None if keep is None else keep.at(master, facts.original)
        if still is not None and still.id == record.id:
            continue
        orphan = ExceptionFacts(facts.master, facts.original, facts.day, orphaned=True)
        document = stamped(decoded(record.body), updated) | {"status": "cancelled"}
        put(calendar, document, Index(updated, record.start, record.end, deleted=True, extra=orphan))


def rezone(calendar: Calendar) -> None:
    """Write every event anew in the calendar's zone, after it has changed: times are kept as they are shown.

    Neither `updated` nor `etag` changes: nobody has changed the events [inferred].
    """
    for record in list(calendar.events.since()):
        document = decoded(record.body)
        if "originalStartTime" in document:
            document["originalStartTime"] = shown_in(document["originalStartTime"], calendar.zone)
        if "end" in document:
            span = read_span(document, calendar.zone)
            document = timed(document, span, calendar)
            index = index_of(record.updated, span, _rezoned(record.extra, span, calendar), deleted=record.deleted)
            put(calendar, document, index)
        elif "originalStartTime" in document:
            extra: ExceptionFacts = _rezoned(record.extra, None, calendar)
            put(calendar, document, cancelled_index(record.updated, extra))


def rename(calendar: Calendar) -> None:
    """Write every event anew that a secondary calendar organizes, after its title has changed: they show it.

    As in `rezone`, neither `updated` nor `etag` changes [inferred].
    """
    organizer = organizer_of(calendar)
    for record in list(calendar.events.since()):
        document = decoded(record.body)
        if same_email((document.get("organizer") or {}).get("email", ""), calendar.id):
            put(calendar, ordered(document | {"organizer": organizer}), index_of_record(record))


def organizer_of(calendar: Calendar) -> dict[str, Any]:
    """A calendar as the organizer of its events: a secondary one organizes them itself and shows its title."""
    name = {} if calendar.facts.primary or not calendar.facts.summary else {"displayName": calendar.facts.summary}
    return {"email": calendar.id, **name, "self": True}


def _rezoned(extra: Any, span: Span | None, calendar: Calendar) -> Any:
    """The facts of an event where days begin at other instants."""
    exception, series = exception_of(extra), series_of(extra)
    if exception is not None and exception.day is not None:
        original = wall.midnight(exception.day, calendar.zone)
        return ExceptionFacts(exception.master, original, exception.day, orphaned=exception.orphaned)
    return extra if series is None or span is None else SeriesFacts(span, series.rules, calendar.facts.zone)


def _note_exception(calendar: Calendar, master: str, event_id: str) -> None:
    name = exceptions_of(calendar.id)
    noted = calendar.session.documents.collection(name).get(master)
    ids: list[str] = msgspec.json.decode(noted.body) if noted is not None else []
    if event_id not in ids:
        calendar.session.documents.put(name, master, msgspec.json.encode([*ids, event_id]))
