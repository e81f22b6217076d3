"""Which events a list answers, in which order, page by page.

A record becomes items: itself, or with `singleEvents` the occurrences of a series. Items come in one of two orders, by
change (`updated`, also the order where none is asked for, as recorded full lists show) or by start, and each item's
place in its order is what a page token remembers. Work is done for the page that is asked for, not for the calendar.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mockserver.clock import DAY
from mockserver.documents import FOREVER, Cursor, Record
from mockserver.google import formats
from mockserver.google.event_documents import cancelled_instance, instance, stamped, tombstone
from mockserver.google.event_facts import exception_of, series_of
from mockserver.google.event_store import exceptions
from mockserver.google.render import decoded, fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mockserver.clock import Instant
    from mockserver.google.calendar import Calendar
    from mockserver.google.event_facts import Occurrence
    from mockserver.google.event_filters import Filters
    from mockserver.google.event_views import View

# How far an endless series is expanded where the query sets no end [inferred: the service has a horizon of its own].
HORIZON = 5 * 365 * DAY


class Item(NamedTuple):
    """One item of a list: its place in the order, and how its fragment is made."""

    revision: int
    start: Instant
    id: str
    fragment: Callable[[], bytes]

    def cursor(self, *, by_start: bool) -> Cursor:
        return Cursor(0, self.start, self.id) if by_start else Cursor(self.revision, self.start, self.id)


_Waiting = tuple["Instant", str, Item, "Iterator[Item]"]


@dataclass(frozen=True, slots=True)
class Selection:
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
        series = iter(()) if series_of(record.extra) is None else self._occurrences(record, None)
        every = heapq.merge(series, sorted(changed, key=_place), key=_place)
        return (item for item in every if not cursor.tie or _place(item) > (cursor.at, cursor.tie))

    def _changed(self, revision: int) -> Iterator[Record]:
        """Records behind a revision. A bounded window is found by time, because it may be a small part of the whole."""
        events = self.calendar.events
        if self.before is None or self.syncing:
            return events.since(revision)
        after = -FOREVER if self.after is None else self.after
        found = [record for record in events.within(after, self.before) if record.revision > revision]
        found.sort(key=lambda record: record.revision)
        return iter(found)

    def _items(self, record: Record, resumed: Instant | None = None) -> Iterator[Item]:
        """What a record is in this list: nothing, itself, or its occurrences, from the ones at `resumed` on."""
        if self.updated_min is not None and record.updated < self.updated_min:
            return
        if not self.filters.match(record):
            return
        series = series_of(record.extra)
        if series is not None and self.single_events:
            yield from self._occurrences(record, resumed)
            return
        if self._is_shown(record):
            yield Item(record.revision, record.start, record.id, lambda: self._kept(record))

    def _is_shown(self, record: Record) -> bool:
        """Whether a record that is not expanded is an item."""
        exception = exception_of(record.extra)
        if exception is not None and exception.orphaned:
            return False
        if record.deleted:
            wanted = self.show_deleted or self.syncing or self.updated_min is not None
            # A plain list shows which occurrences are cancelled even where deleted events are not asked for.
            return wanted or (exception is not None and not self.single_events and self._in_window(record))
        return self.syncing or self._in_window(record)

    def _in_window(self, record: Record) -> bool:
        return (self.after is None or record.end > self.after or record.start == record.end > self.after) and (
            self.before is None or record.start < self.before
        )

    def _occurrences(self, record: Record, resumed: Instant | None) -> Iterator[Item]:
        """The occurrences of a series, without those that an exception stands for: it is an item by itself."""
        if record.deleted and not self.syncing:
            return
        facts = series_of(record.extra)
        if facts is None:
            return
        events = self.calendar.events
        master = decoded(record.body)
        after = self.after if resumed is None else max(resumed - 1, self.after or resumed - 1)
        for occurrence in facts.occurrences(record.id, after, self.horizon):
            if record.deleted or events.get(occurrence.id) is None:
                yield self._occurrence(record, master, occurrence)

    def _occurrence(self, record: Record, master: dict[str, object], occurrence: Occurrence) -> Item:
        def write() -> bytes:
            document = instance(master, occurrence, self.calendar)
            if record.deleted:
                document = cancelled_instance(stamped(document, record.updated))
            return fragment(self.view.of(document))

        return Item(record.revision, occurrence.original, occurrence.id, write)

    def _kept(self, record: Record) -> bytes:
        if record.deleted and self.syncing and not self.show_deleted and exception_of(record.extra) is None:
            return fragment(tombstone(decoded(record.body)))
        return self.view.of_fragment(record.body)


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


def etag_of(calendar: Calendar, *parts: str) -> str:
    return formats.list_etag(calendar.id, str(calendar.events.revision), *parts)
