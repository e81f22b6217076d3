"""The operations that read events: lists, single ones, counts, instances, and the views of calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.http.operation import OperationTable
from mockserver.microsoft import templates
from mockserver.microsoft.calendars.calendar import OWNER, open_calendar
from mockserver.microsoft.calendars.store import document_of
from mockserver.microsoft.events import items, matching
from mockserver.microsoft.events.reading import Reading, find_event, resource
from mockserver.microsoft.lists import is_short, next_link, one_of
from mockserver.microsoft.mailbox import entity_set, open_mailbox
from mockserver.microsoft.queries import LIST, ONE, WINDOW
from mockserver.microsoft.render import Collection, Raw, Resource, collection
from mockserver.microsoft.scopes import READ_EVENTS
from mockserver.microsoft.windows import read_window

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.items import Item

table = OperationTable("microsoft")
_REFERENCE = "https://learn.microsoft.com/graph/api/"
_LIST = {"odata": LIST}
_COUNT = {"odata": ("filter",)}
_LISTED = "events"
# Options that leave the events of a page as they are kept, and do not let it lie so far off that the journal says so.
_LASTING = frozenset({"$top", "$filter", "$orderby"})
_WINDOWED = {"odata": LIST, "parameters": WINDOW}


def _about(page: str, **options: Any) -> dict[str, Any]:
    return {"scopes": READ_EVENTS, "options": options, "reference": _REFERENCE + page}


@table.operation("events.list", "GET", templates.events(), **_about("calendar-list-events", **_LIST))
def list_events(exchange: Exchange) -> Collection:
    """The singles and series of a calendar."""
    mailbox = open_mailbox(exchange)
    calendar = open_calendar(exchange, mailbox, "limitedRead")

    def listed() -> Collection:
        reading = Reading(exchange, calendar, entity_set(exchange, mailbox))
        return _page(reading, _LISTED, lambda: matching.listed(reading))

    if not _is_lasting(exchange, calendar):
        return listed()
    key = (exchange.path, exchange.base_url, tuple(exchange.pairs), exchange.caller)
    return calendar.events.remembered(key, listed)


@table.operation("events.count", "GET", templates.events("/$count"), **_about("calendar-list-events", **_COUNT))
def count_events(exchange: Exchange) -> Raw:
    """How many singles and series of a calendar meet a filter."""
    reading = _reading(exchange)
    drawn = matching.drawn(reading, _LISTED, lambda: matching.listed(reading))
    return Raw(str(len(drawn.upto(items.MOST))).encode())


@table.operation("events.get", "GET", templates.event(), **_about("event-get", odata=ONE, parameters=WINDOW))
def get_event(exchange: Exchange) -> Resource:
    """An event of any type."""
    found = find_event(exchange)
    return resource(exchange, found.calendar, found.document, of=entity_set(exchange, open_mailbox(exchange)))


@table.operation(
    "events.instances", "GET", templates.event("/instances"), **_about("event-list-instances", **_WINDOWED)
)
def instances(exchange: Exchange) -> Collection:
    """The occurrences of a series in a window, changed ones in their place."""
    found, window = find_event(exchange), read_window(exchange)
    reading, record = _reading(exchange, found.calendar), found.record
    if found.occurrence is None:
        return _page(reading, (found.id, window), lambda: items.instances(found.calendar, record, window))
    alone = items.Item(found.occurrence.span.viewed[0], record, found.occurrence)
    inside = window.takes(*found.occurrence.span.viewed)
    return _page(reading, (found.id, window), lambda: iter([alone] if inside else []))  # of itself [inferred]


@table.operation("events.calendar", "GET", templates.event("/calendar"), **_about("calendar-get", odata=ONE))
def calendar_of_event(exchange: Exchange) -> Resource:
    """The calendar that an event is in."""
    found = find_event(exchange)
    of = entity_set(exchange, open_mailbox(exchange))
    return one_of(exchange, document_of(found.calendar), of, "calendar")


@table.operation("calendarView.list", "GET", templates.views(), **_about("calendar-list-calendarview", **_WINDOWED))
def list_view(exchange: Exchange) -> Collection:
    """The singles, occurrences and exceptions in a window."""
    reading, window = _reading(exchange), read_window(exchange)
    return _page(reading, window, lambda: items.viewed(reading.view.calendar, window))


def _is_lasting(exchange: Exchange, calendar: Calendar) -> bool:
    """Whether the owner asks for the first page of what is kept as it is kept: the same until something changes."""
    return (
        calendar.role == OWNER
        and "Prefer" not in exchange.headers
        and all(name in _LASTING for name, _ in exchange.pairs)
        and is_short(exchange)
    )


def _reading(exchange: Exchange, calendar: Calendar | None = None) -> Reading:
    """What a request wants of a calendar, of the one that its path names unless another is given."""
    mailbox = open_mailbox(exchange)
    calendar = calendar or open_calendar(exchange, mailbox, "limitedRead")
    return Reading(exchange, calendar, entity_set(exchange, mailbox))


def _page(reading: Reading, source: Hashable, make: Callable[[], Iterator[Item]]) -> Collection:
    """The page of a list that a request asks for. `source` says which list it is."""
    page = reading.asked.page
    found = matching.drawn(reading, source, make).upto(items.MOST if page.count else page.skip + page.size + 1)
    if len(found) >= items.MOST:
        reading.exchange.note(f"only the first {items.MOST} events of the list are counted and paged to")
    shown = page.of(found)
    return collection(
        tuple(map(reading.fragment, shown)), reading.of, "event", reading.asked.names,
        kept=all(map(reading.is_kept, shown)),
        count=len(found) if page.count else None,
        next_link=next_link(reading.exchange, page, len(found)),
        applied=reading.view.preferences.applied,
    )  # fmt: skip
