"""Events kept in a mailbox: written with their index, found by id, deleted into tombstones.

An event lies in the folder of its calendar, and its id says in which. An occurrence that nobody changed is not kept;
one that was is an event of its own under the id that it had, and its series knows of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import Calendar, calendar_in, events_of
from mockserver.microsoft.events import beside
from mockserver.microsoft.events.documents import (
    Event,
    named,
    occurrence_document,
    ordered,
    recurrence_of,
    span_of,
    stamped,
)
from mockserver.microsoft.events.facts import ExceptionFacts, Facts, SeriesFacts, exception_of, series_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import decoded, fragment
from mockserver.microsoft.rows import ITEM_NOT_FOUND, MALFORMED_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from mockserver.documents import Record
    from mockserver.microsoft.events.occurrences import Occurrence
    from mockserver.microsoft.mailbox import Mailbox


class Found(msgspec.Struct, frozen=True):
    """An event by its id. `occurrence` is set where nobody changed it yet, and `record` is its series' then."""

    calendar: Calendar
    document: Event
    record: Record
    occurrence: Occurrence | None = None

    @property
    def id(self) -> str:
        """The id that it is kept under, or would be."""
        id_: str = self.document["id"]
        return id_

    @property
    def series(self) -> SeriesFacts | None:
        """What makes it a series, if it is one."""
        return None if self.occurrence is not None else series_of(self.record.extra)

    @property
    def exception(self) -> ExceptionFacts | None:
        """Whose occurrence it is and of which day, whether or not it was changed."""
        if self.occurrence is not None:
            return ExceptionFacts(self.record.id, self.occurrence.day)
        return exception_of(self.record.extra)


def find(mailbox: Mailbox, event_id: str, calendar: Calendar | None = None) -> Found:
    """An event of a mailbox, of one calendar where that is given.

    Raises `Refusal`: 400 where it is no id, 404 where the mailbox has no such event, or has it in another calendar.
    """
    if not formats.is_id(event_id):
        raise Refusal(MALFORMED_ID, why="an id is base64 with - for / and _ for +, and case matters")
    found = lookup(mailbox, event_id)
    if found is None or (calendar is not None and found.calendar.folder != calendar.folder):
        raise Refusal(ITEM_NOT_FOUND, why=f"{mailbox.key} has no event {event_id[:200]} there")
    return found


def lookup(mailbox: Mailbox, event_id: str) -> Found | None:
    """An event of a mailbox by either form of its id, None where there is none."""
    name = formats.read_id(event_id, mailbox.keys)
    if name is None or name.form == "folder":
        return None
    for folder in (name.folder,) if name.form == "item" else _folders(mailbox):
        calendar = calendar_in(mailbox, folder)
        if calendar is None:
            continue
        found = _in(calendar, formats.item_id(mailbox.keys, folder, name.number), name.day)
        if found is not None:
            return found
    return None


def _folders(mailbox: Mailbox) -> Iterator[int]:
    from mockserver.microsoft.calendars.calendar import calendars  # noqa: PLC0415 - only immutable ids need them all

    return (calendar.folder for calendar in calendars(mailbox) if calendar.facts.of is None)


def _in(calendar: Calendar, id_: str, day: date | None) -> Found | None:
    record = calendar.events.get(id_)
    if record is None or record.deleted:
        return None
    if day is None:
        return Found(calendar, decoded(record.body), record)
    exception = calendar.events.get(formats.occurrence_id(id_, day))
    if exception is not None and not exception.deleted:
        return Found(calendar, decoded(exception.body), exception)
    facts = series_of(record.extra)
    occurrence = None if facts is None else facts.on(day)
    if occurrence is None:
        return None
    return Found(calendar, occurrence_document(decoded(record.body), occurrence), record, occurrence)


def new_id(calendar: Calendar) -> str:
    """The id of a new event of a calendar."""
    mailbox = calendar.mailbox
    return formats.item_id(mailbox.keys, calendar.folder, mailbox.next_item())


def immutable(mailbox: Mailbox, event_id: str) -> str:
    """The other form of an id of this mailbox (`Prefer: IdType="ImmutableId"`)."""
    name = formats.read_id(event_id, mailbox.keys)
    if name is None or name.form != "item":
        return event_id
    id_ = formats.immutable_id(mailbox.keys, name.number)
    return id_ if name.day is None else formats.occurrence_id(id_, name.day)


def keep(calendar: Calendar, document: Mapping[str, Any]) -> Record:
    """Keep an event that is new or was changed: stamped, with the index of what it now is.

    A series keeps what is known of its exceptions and deleted occurrences; `keep_series` changes that.
    """
    old = calendar.events.get(document["id"])
    facts: Facts = exception_of(old.extra) if old is not None and not old.deleted else None
    recurrence = recurrence_of(document)
    if recurrence is not None:
        before = series_of(old.extra) if old is not None else None
        facts = SeriesFacts(
            span_of(document),
            recurrence,
            before.cancelled if before is not None else frozenset(),
            before.exceptions if before is not None else frozenset(),
        )
    return _put(calendar, document, facts)


def keep_exception(found: Found, document: Mapping[str, Any]) -> Record:
    """Keep a changed occurrence by itself, under the id that it has; its series is stamped with it."""
    exception = found.exception
    if exception is None:
        raise ValueError(f"{found.id} is no occurrence")
    kept = _put(found.calendar, {**document, "type": "exception"}, exception)
    master = found.calendar.events.get(exception.master)
    facts = series_of(master.extra) if master is not None else None
    if master is not None and facts is not None:
        exceptions = facts.exceptions | {exception.day}
        _put(found.calendar, decoded(master.body), msgspec.structs.replace(facts, exceptions=exceptions))
    return kept


def remove(found: Found) -> None:
    """Delete an event: a series with its exceptions, an occurrence out of its series, which is stamped."""
    exception = found.exception
    if exception is None:
        if found.series is not None:
            drop_exceptions(found.calendar, found.record)
        _bury(found.calendar, found.record)
        return
    if found.occurrence is None:
        _bury(found.calendar, found.record)
    master = found.calendar.events.get(exception.master)
    facts = series_of(master.extra) if master is not None else None
    if master is not None and facts is not None:
        changed = msgspec.structs.replace(
            facts, cancelled=facts.cancelled | {exception.day}, exceptions=facts.exceptions - {exception.day}
        )
        _put(found.calendar, decoded(master.body), changed)


def bring_back(calendar: Calendar, master: Record, day: date) -> None:
    """Let a series have the occurrence of a day again that was deleted out of it."""
    facts = series_of(master.extra)
    if facts is not None and day in facts.cancelled:
        _put(calendar, decoded(master.body), msgspec.structs.replace(facts, cancelled=facts.cancelled - {day}))


def exceptions(calendar: Calendar, master: Record) -> Iterator[Record]:
    """The exceptions of a series, by their original dates."""
    facts = series_of(master.extra)
    for day in sorted(facts.exceptions if facts is not None else ()):
        record = calendar.events.get(formats.occurrence_id(master.id, day))
        if record is not None and not record.deleted:
            yield record


def drop_exceptions(calendar: Calendar, master: Record) -> None:
    """Forget what was changed of single occurrences: they are as the series says again, once it is kept anew.

    What Exchange does where the times or the recurrence of a series change [inferred].
    """
    for record in tuple(exceptions(calendar, master)):
        _bury(calendar, record)
    facts = series_of(master.extra)
    if facts is not None and (facts.cancelled or facts.exceptions):
        plain = SeriesFacts(facts.span, facts.recurrence)
        index = {"updated": master.updated, "start": master.start, "end": master.end, "extra": plain}
        calendar.mailbox.session.documents.put(
            events_of(calendar.mailbox.key, calendar.folder), master.id, master.body, **index
        )


def _put(calendar: Calendar, document: Mapping[str, Any], facts: Facts) -> Record:
    session, mailbox = calendar.mailbox.session, calendar.mailbox
    updated = session.clock.stamp()
    kept = ordered(stamped(mailbox, named(document, document["id"]), updated))
    start, end = facts.extent() if isinstance(facts, SeriesFacts) else span_of(kept).viewed
    name = events_of(mailbox.key, calendar.folder)
    return session.documents.put(name, kept["id"], fragment(kept), updated=updated, start=start, end=end, extra=facts)


def _bury(calendar: Calendar, record: Record) -> None:
    """Leave a tombstone: delta tells of it, and nothing else finds it. What was beside it goes."""
    session = calendar.mailbox.session
    beside.drop(calendar.mailbox, record.id)
    session.documents.put(
        events_of(calendar.mailbox.key, calendar.folder),
        record.id,
        fragment({"id": record.id}),
        updated=session.clock.stamp(),
        start=record.start,
        end=record.end,
        extra=record.extra,
        deleted=True,
    )
