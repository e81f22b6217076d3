"""Which events a list answers, in which order, page by page.

A record becomes items: itself, or with `singleEvents` the occurrences of a series. Items come in one of two orders, by
change (`updated`, also the order where none is asked for, as recorded full lists show) or by start, and each item's
place in its order is what a page token remembers. Work is done for the page that is asked for, not for the calendar.
"""

from __future__ import annotations

import heapq
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec.structs import replace

from mockserver.clock import DAY
from mockserver.documents import FOREVER, Cursor, Record
from mockserver.google.events.documents import cancelled_instance, instance, stamped, tombstone
from mockserver.google.events.facts import SeriesFacts, exception_of, is_orphan, known_at, series_of
from mockserver.google.events.store import exceptions
from mockserver.google.render import decoded, fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from mockserver.clock import Instant
    from mockserver.google.calendars.calendar import Calendar
    from mockserver.google.events.facts import Former, Occurrence
    from mockserver.google.events.filters import Filters
    from mockserver.google.events.views import View

# How far an endless series is expanded where the query sets no end [inferred: the service has a horizon of its own].
HORIZON = 5 * 365 * DAY
# How many records are looked at in the order of change for a page that has no upper bound, before time is tried.
PATIENCE = 5_000


class Item(NamedTuple):
    """One item of a list: its place in the order, and how its fragment is made."""

    revision: int
    start: Instant
    id: str
    fragment: Callable[[], bytes]

    def cursor(self, *, by_start: bool) -> Cursor:
        return Cursor(0, self.start, self.id) if by_start else Cursor(self.revision, self.start, self.id)


_Waiting = tuple["Instant", str, Item, "Iterator[Item]"]


class Selection(msgspec.Struct, frozen=True):
    """What a list is asked for. `since` is the revision of a sync, 0 for a full list."""

    calendar: Calendar
    view: View
    filters: Filters
    single_events: bool
    show_deleted: bool
    after: Instant | None = None
    before: Instant | None = None
    updated_min: Instant | None = None
    syncing: bool = False
    since: int = 0

    @property
    def horizon(self) -> Instant:
        """Where the expansion of series ends."""
        if self.before is not None:
            return self.before
        return max(self.calendar.session.clock.now(), self.after or 0) + HORIZON

    def page(self, cursor: Cursor, size: int, *, by_start: bool) -> tuple[list[bytes], Cursor | None]:
        """A page of fragments behind the cursor, and the cursor of the next page if there is one."""
        if self._is_plain and not by_start:
            return self._plain_page(cursor, size)
        items = list(islice(self.by_start(cursor) if by_start else self.by_change(cursor), size + 1))
        page = items[:size]
        following = page[-1].cursor(by_start=by_start) if len(items) > size else None
        return [item.fragment() for item in page], following

    @property
    def _is_plain(self) -> bool:
        """Whether every record that is shown is one item and goes out as it is stored."""
        asked = self.single_events or self.syncing or self.updated_min is not None or self.filters.active
        return self.view.plain and not asked

    def _plain_page(self, cursor: Cursor, size: int) -> tuple[list[bytes], Cursor | None]:
        """What `by_change` would find, without making an item of each record: the list that is asked for most."""
        fragments: list[bytes] = []
        last = None
        windowed = self.after is not None or self.before is not None
        for record in self._changed(cursor.revision):
            if (windowed or record.deleted) and not self._is_shown(record):
                continue
            if len(fragments) == size:
                return fragments, Cursor(last.revision, last.start, last.id) if last is not None else None
            fragments.append(record.body)
            last = record
        return fragments, None

    def by_change(self, cursor: Cursor) -> Iterator[Item]:
        """Items in the order in which their events were last changed, behind the cursor."""
        begun = max(cursor.revision - 1, self.since, 0)
        for record in self._changed(begun):
            if record.revision != cursor.revision:
                yield from self._items(record)
            else:
                yield from (item for item in self._items(record, cursor.at) if _place(item) > (cursor.at, cursor.tie))

    def by_start(self, cursor: Cursor) -> Iterator[Item]:
        """Items by their start, then id, behind the cursor; series are merged in as their occurrences come up."""
        resumed = cursor.at if cursor.tie else None
        after = -FOREVER if self.after is None else self.after
        before = FOREVER if self.before is None else self.before
        waiting: list[_Waiting] = []
        for record in self.calendar.events.within(after if resumed is None else max(after, resumed - 1), before):
            while waiting and waiting[0][:2] < (record.start, record.id):
                yield from _next(waiting, cursor)
            _wait(waiting, self._items(record, resumed))
        while waiting:
            yield from _next(waiting, cursor)

    def of_series(self, record: Record, cursor: Cursor) -> Iterator[Item]:
        """The occurrences of one series by their start, each exception at the time that it was moved to."""
        changed = [item for one in exceptions(self.calendar, record.id) for item in self._items(one)]
        series = self._occurrences(record, cursor.at if cursor.tie else None)
        every = heapq.merge(series, sorted(changed, key=_place), key=_place)
        return (item for item in every if not cursor.tie or _place(item) > (cursor.at, cursor.tie))

    def of_occurrence(self, master: Record, original: tuple[Instant, date | None]) -> Iterator[Item]:
        """The one occurrence of a series that starts by rule at an instant, or on a day."""
        facts, (start, day) = series_of(master.extra), original
        occurrence = None if facts is None else facts.at(master.id, start)
        if occurrence is None or occurrence.day != day:
            return
        kept = self.calendar.events.get(occurrence.id)
        if kept is not None and not is_orphan(kept.extra):
            yield from self._items(kept)
        elif (not master.deleted or self._tells_gone) and self._covers(start, occurrence.span.end.instant):
            yield self._occurrence(master, decoded(master.body), occurrence, gone=master.deleted)

    def _changed(self, revision: int) -> Iterator[Record]:
        """Records behind a revision. A window is found by time where it may be a small part of the whole."""
        if self.syncing or (self.after is None and self.before is None):
            return self.calendar.events.since(revision)
        return self._changed_in_window(revision)

    def _changed_in_window(self, revision: int) -> Iterator[Record]:
        if self.before is None:  # what is still to come fills a page soon, unless nearly everything is over
            for record in islice(self.calendar.events.since(revision), PATIENCE):
                revision = record.revision
                yield record
        after = -FOREVER if self.after is None else self.after
        before = FOREVER if self.before is None else self.before
        found = [record for record in self.calendar.events.within(after, before) if record.revision > revision]
        yield from sorted(found, key=lambda record: record.revision)

    def _items(self, record: Record, resumed: Instant | None = None) -> Iterator[Item]:
        """What a record is in this list: nothing, itself, or its occurrences, from the ones at `resumed` on."""
        if self.updated_min is not None and record.updated < self.updated_min:
            return
        if self.filters.active and not self._passes(record):
            return
        if self.single_events and self.syncing:
            yield from self._changed_items(record, resumed)
        elif self.single_events and series_of(record.extra) is not None:
            yield from self._occurrences(record, resumed)
        elif self._is_shown(record):
            yield self._item(record)

    def _changed_items(self, record: Record, resumed: Instant | None) -> Iterator[Item]:
        """What a changed record is to somebody who follows single events: its items, and which others are no more."""
        if is_orphan(record.extra):
            if not self._has_back(record):
                yield self._item(record)
            return
        if series_of(record.extra) is None:
            now: Iterator[Item] = iter((self._item(record),))
        else:
            now = self._occurrences(record, resumed)
        before = [self._gone(record, former, resumed) for former in _formers(record, self.since)]
        previous = ""
        for item in heapq.merge(now, *before, key=_place):  # of two with one id, what it is now comes first
            if item.id != previous:
                yield item
            previous = item.id

    def _gone(self, record: Record, former: Former, resumed: Instant | None) -> Iterator[Item]:
        """That what an event was before is no more."""
        if former.facts is None:
            return iter((self._tombstone(record),))
        facts = SeriesFacts(former.facts.span, former.facts.rules, self.calendar.facts.zone)
        return self._expanded(record, facts, resumed, gone=True)

    def _is_shown(self, record: Record) -> bool:
        """Whether a record that is not expanded is an item."""
        exception = exception_of(record.extra)
        if self.syncing:
            return True
        if (exception is not None and exception.orphaned) or not self._covers(record.start, record.end):
            return False
        # A plain list shows which occurrences are cancelled even where deleted events are not asked for.
        return not record.deleted or self._tells_gone or (exception is not None and not self.single_events)

    @property
    def _tells_gone(self) -> bool:
        """Whether it is told which events are deleted; of a deleted series, that each of its occurrences is."""
        return self.show_deleted or self.syncing or self.updated_min is not None

    def _covers(self, start: Instant, end: Instant) -> bool:
        """Whether something reaches into the window; both bounds are exclusive."""
        return (self.after is None or end > self.after) and (self.before is None or start < self.before)

    def _passes(self, record: Record) -> bool:
        """Whether the filters leave a record through, as the caller sees it; a cancelled occurrence by its series."""
        document = decoded(record.body)
        exception = exception_of(record.extra)
        master = self.calendar.events.get(exception.master) if exception is not None else None
        if master is not None and "start" not in document:
            document = decoded(master.body)
        return self.filters.match(replace(self.view, zone=None, max_attendees=None).of(document))

    def _occurrences(self, record: Record, resumed: Instant | None) -> Iterator[Item]:
        """The occurrences of a series, without those that an exception stands for: it is an item by itself."""
        facts = series_of(record.extra)
        if facts is None or (record.deleted and not self._tells_gone):
            return iter(())
        return self._expanded(record, facts, resumed, gone=record.deleted)

    def _expanded(self, record: Record, facts: SeriesFacts, resumed: Instant | None, *, gone: bool) -> Iterator[Item]:
        events = self.calendar.events
        master = decoded(record.body)
        if resumed is None or (self.after is not None and resumed <= self.after):
            after, by_start = self.after, False
        else:  # what starts where a page goes on, behind the window's beginning, ends behind it too
            after, by_start = resumed - 1, True
        for occurrence in facts.occurrences(record.id, after, self.horizon, by_start=by_start):
            kept = events.get(occurrence.id)
            # Of an orphan that is news itself, the news is that it is gone.
            if kept is None or (is_orphan(kept.extra) and not (gone and self.syncing and kept.revision > self.since)):
                yield self._occurrence(record, master, occurrence, gone=gone)

    def _occurrence(self, record: Record, master: dict[str, Any], occurrence: Occurrence, *, gone: bool) -> Item:
        def write() -> bytes:
            document = instance(master, occurrence, self.calendar)
            if gone:
                document = cancelled_instance(stamped(document, record.updated))
            return fragment(self.view.of(document))

        return Item(record.revision, occurrence.original, occurrence.id, write)

    def _has_back(self, orphan: Record) -> bool:
        """Whether the series has the occurrence of an orphan again, so that it is an item by itself."""
        exception = exception_of(orphan.extra)
        master = self.calendar.events.get(exception.master) if exception is not None else None
        facts = series_of(master.extra) if master is not None else None
        if exception is None or master is None or facts is None or master.deleted:
            return False
        back = facts.at(master.id, exception.original)
        if back is None or back.id != orphan.id:
            return False
        return self._covers(back.original, back.span.end.instant) and back.original < self.horizon

    def _item(self, record: Record) -> Item:
        """A record that is one item."""
        orphaned = is_orphan(record.extra)
        bare = record.deleted and self.syncing and not self.show_deleted and exception_of(record.extra) is None

        def write() -> bytes:
            if not bare and not orphaned:
                return self.view.of_fragment(record.body)
            document = decoded(record.body)
            return fragment(cancelled_instance(document) if orphaned else tombstone(document))

        return Item(record.revision, record.start, record.id, write)

    def _tombstone(self, record: Record) -> Item:
        """The item that stood for an event before it recurred."""
        return Item(record.revision, record.start, record.id, lambda: fragment(tombstone(decoded(record.body))))


def _formers(record: Record, revision: int) -> Iterator[Former]:
    """All that an event has been since a revision: who read it page by page meanwhile may have seen any of it."""
    while (former := known_at(record.extra, revision)) is not None:
        yield former
        revision = former.until


def _place(item: Item) -> tuple[Instant, str]:
    return item.start, item.id


def _wait(waiting: list[_Waiting], stream: Iterator[Item]) -> None:
    item = next(stream, None)
    if item is not None:
        heapq.heappush(waiting, (item.start, item.id, item, stream))


def _next(waiting: list[_Waiting], cursor: Cursor) -> Iterator[Item]:
    """The first of the waiting items, unless it stands before the cursor; its stream waits with its next one."""
    _, _, item, stream = heapq.heappop(waiting)
    _wait(waiting, stream)
    if not cursor.tie or _place(item) > (cursor.at, cursor.tie):
        yield item
