"""Change tracking of a calendar's view: in rounds of pages, all that is in a window and then what changed in it.

The order of changes of the calendar's collection is the log that is read. A series is told of as a whole, whatever of
it changed: its master, its exceptions in full and its other occurrences as skeletons. Whoever is told of a series
forgets what they knew of its occurrences; that one was deleted is not said in any other way (recorded).
https://learn.microsoft.com/graph/delta-query-events
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.http.operation import OperationTable
from mockserver.microsoft import formats, templates
from mockserver.microsoft.calendars.calendar import open_calendar
from mockserver.microsoft.events import store
from mockserver.microsoft.events.delta_tokens import State, seal, unseal
from mockserver.microsoft.events.facts import exception_of, series_of
from mockserver.microsoft.events.items import instances
from mockserver.microsoft.events.times import write_time
from mockserver.microsoft.events.views import view_of
from mockserver.microsoft.mailbox import open_mailbox
from mockserver.microsoft.odata.options import REFUSED_BY_DELTA, refuse_with_delta
from mockserver.microsoft.odata.paging import DEFAULT_SIZE, LARGEST_SIZE
from mockserver.microsoft.queries import WINDOW, odata_options, preferences_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Collection, changes, decoded, fragment, link
from mockserver.microsoft.rows import DELTA_NOT_SUPPORTED
from mockserver.microsoft.scopes import READ_EVENTS
from mockserver.microsoft.windows import read_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.documents import Record
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.delta_tokens import Kind
    from mockserver.microsoft.events.occurrences import Occurrence
    from mockserver.microsoft.odata.options import Options
    from mockserver.microsoft.preferences import Preferences

table = OperationTable("microsoft")
PAGE_SIZE = DEFAULT_SIZE
"""Items of a page where the client prefers nothing: as many as a calendarView has [inferred]."""
_ODATA = (*REFUSED_BY_DELTA, "top", "skiptoken", "deltatoken")
_TRACKED = "odata.track-changes"


@table.operation(
    "calendarView.delta",
    "GET",
    templates.views("/delta()"),
    scopes=READ_EVENTS,
    options={"odata": _ODATA, "parameters": WINDOW},
    reference="https://learn.microsoft.com/graph/api/event-delta",
)
def track_calendar_view(exchange: Exchange) -> Collection:
    given = odata_options(exchange)
    refuse_with_delta(given)
    preferences = preferences_of(exchange)
    calendar = open_calendar(exchange, open_mailbox(exchange), "limitedRead")
    page = _Page(exchange, calendar, _state(exchange, calendar, given))
    page.fill(min(preferences.page_size or PAGE_SIZE, LARGEST_SIZE))
    return changes(
        page.items, f"{calendar.mailbox.place}/events", "event",
        next_link=page.link("skip"), delta_link=page.link("delta"), applied=_applied(preferences),
    )  # fmt: skip


@table.operation(
    "events.delta",
    "GET",
    (*templates.events("/delta()"), *templates.event("/instances/delta()")),
    scopes=READ_EVENTS,
    reference="https://learn.microsoft.com/graph/api/event-delta",
)
def track_events(exchange: Exchange) -> Collection:
    """v1.0 publishes these routes and refuses them (recorded in 2024), with a window as well [inferred]."""
    del exchange
    why = "v1.0 tracks the changes of a view: right would be calendarView/delta?startDateTime=…&endDateTime=…"
    raise Refusal(DELTA_NOT_SUPPORTED, type="microsoft.graph.event", why=why)


def _applied(preferences: Preferences) -> str:
    """Tracking is applied whether or not it was preferred (recorded)."""
    applied = preferences.applied
    return applied if preferences.track_changes else ", ".join(filter(None, (_TRACKED, applied)))


def _state(exchange: Exchange, calendar: Calendar, given: Options) -> State:
    """Where the client is; an empty token begins anew."""
    if given.skiptoken:
        return unseal(exchange, calendar, "skip", given.skiptoken)
    if given.deltatoken:
        return unseal(exchange, calendar, "delta", given.deltatoken)
    return State(read_window(exchange), 0, calendar.events.revision)


class _Page:
    """One page of a round, while it is filled."""

    def __init__(self, exchange: Exchange, calendar: Calendar, state: State) -> None:
        self.items: list[bytes] = []
        self._exchange = exchange
        self._calendar = calendar
        self._state = state
        self._told = state.told
        self._last = True
        self._view = view_of(exchange, calendar)

    def fill(self, size: int) -> None:
        """Put items on it, no more than its size unless a single series has more: that is not split (recorded)."""
        for record in self._calendar.events.since(self._state.told):
            items = list(self._told_of(record))
            if items and self.items and len(self.items) + len(items) > size:
                self._last = False
                return
            self.items += items
            self._told = record.revision

    def link(self, kind: Kind) -> str | None:
        """The link to the next page, or after the last one to the next round."""
        if self._last != (kind == "delta"):
            return None
        known = self._told if self._last else self._state.known
        token = seal(self._calendar, kind, State(self._state.window, self._told, known))
        return link(self._exchange, f"${kind}token={token}")

    def _told_of(self, record: Record) -> Iterator[bytes]:
        """What a client is told of a document that changed."""
        exception = exception_of(record.extra)
        if exception is not None:
            master = self._calendar.events.get(exception.master)
            if master is not None and master.revision > record.revision:
                return  # its series tells of it
        if record.deleted:
            yield from self._removed(record)
        elif series_of(record.extra) is not None:
            yield from self._series(record)
        elif self._inside(record):
            yield self._full(record)
        else:
            yield from self._removed(record)

    def _series(self, master: Record) -> Iterator[bytes]:
        """A series, if any of it is in the window."""
        found = list(instances(self._calendar, master, self._state.window))
        if not found:
            yield from self._removed(master)
            return
        yield self._full(master)
        etag = formats.notification_etag(decoded(master.body)["changeKey"])
        for _, record, occurrence in found:
            yield self._full(record) if occurrence is None else self._skeleton(master, etag, occurrence)
        for exception in store.exceptions(self._calendar, master):
            if not self._inside(exception):
                yield from self._removed(exception)

    def _inside(self, record: Record) -> bool:
        return self._state.window.takes(record.start, record.end)

    def _full(self, record: Record) -> bytes:
        view = self._view
        return record.body if view.plain else fragment(view.of(view.visible(decoded(record.body))))

    def _skeleton(self, master: Record, etag: str, occurrence: Occurrence) -> bytes:
        """As little of an occurrence that nobody changed as was recorded."""
        zone = self._view.preferences.zone
        return fragment({
            "@odata.etag": etag,
            "id": self._view.id(formats.occurrence_id(master.id, occurrence.day)),
            "seriesMasterId": self._view.id(master.id),
            "type": "occurrence",
            "start": write_time(occurrence.span.start, zone),
            "end": write_time(occurrence.span.end, zone),
        })  # fmt: skip

    def _removed(self, record: Record) -> Iterator[bytes]:
        """That something is gone or now outside the window: said of all that changed, known to the client or not."""
        if record.revision > self._state.known:
            yield fragment({"id": self._view.id(record.id), "@removed": {"reason": "deleted"}})
