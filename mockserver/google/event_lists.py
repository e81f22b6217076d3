"""The operations that list events: `events.list` and `events.instances`."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from mockserver.clock import DAY, SECOND, Instant, parse_instant
from mockserver.documents import Cursor
from mockserver.google import event_store, scopes
from mockserver.google.calendar import Calendar, default_reminders, events_of, open_calendar
from mockserver.google.event_filters import Filters
from mockserver.google.event_queries import (
    ADDRESSES_SHOWN,
    INVITATIONS_SHOWN,
    LARGEST_PAGE,
    InstancesQuery,
    ListQuery,
)
from mockserver.google.event_reading import Selection, etag_of
from mockserver.google.events import EVENT, EVENTS, about, view_of
from mockserver.google.formats import instance_id
from mockserver.google.formats import updated as formatted_updated
from mockserver.google.paging import open_page, open_sync, page_token, sync_token
from mockserver.google.refusals import (
    BAD_REQUEST,
    INVALID_ORDERING,
    SYNC_TOKEN_ORDERED,
    SYNC_TOKEN_RESTRICTED,
    TIME_RANGE_EMPTY,
    UPDATED_MIN_TOO_LONG_AGO,
    Refusal,
)
from mockserver.google.render import Listing
from mockserver.http.operation import OperationTable
from mockserver.timing import wall

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

table = OperationTable("google")
# About four weeks: 44 days are known to fail, connectors document 30.
UPDATED_MIN_WINDOW = 30 * DAY
# What a sync token forbids, and what a list that used it gets no sync token for (the last five of them).
_RESTRICTING = (
    "time_min", "time_max", "i_cal_uid", "private_extended_property", "q", "shared_extended_property", "updated_min"
)  # fmt: skip


@table.operation(
    "events.list", "GET", EVENTS, scopes=scopes.READ_EVENTS, query=ListQuery,
    accepted=ADDRESSES_SHOWN | INVITATIONS_SHOWN, **about("list", "Events"),
)  # fmt: skip
def list_events(exchange: Exchange, query: ListQuery) -> Listing:
    """Events in a window, or what has changed since the last sync, page by page."""
    calendar = open_calendar(exchange, exchange.parameters["calendarId"])
    _check_combination(query)
    selection, memory = _selection(exchange, calendar, query)
    scope = events_of(calendar.id)
    cursor = open_page(exchange, scope, query.page_token) if query.page_token else Cursor()
    by_start = query.order_by == "startTime"
    fragments, following = selection.page(cursor, min(query.max_results, LARGEST_PAGE), by_start=by_start)
    head = _head(exchange, calendar, query.time_zone)
    if following is not None:
        head["nextPageToken"] = page_token(exchange, scope, following)
    elif _is_syncable(query):
        head["nextSyncToken"] = sync_token(exchange, scope, memory)
    return Listing(head, fragments)


@table.operation(
    "events.instances", "GET", EVENT + "/instances", scopes=scopes.READ_EVENTS, query=InstancesQuery,
    accepted=ADDRESSES_SHOWN, **about("instances", "Events"),
)  # fmt: skip
def instances(exchange: Exchange, query: InstancesQuery) -> Listing:
    """The occurrences of a series by their start, the changed ones in their place; the cancelled ones on request."""
    calendar = open_calendar(exchange, exchange.parameters["calendarId"])
    found = event_store.find(calendar, exchange.parameters["eventId"])
    after, before = _window(query.time_min, query.time_max)
    selection = Selection(
        calendar,
        view_of(calendar, query.time_zone, query.max_attendees),
        Filters(ListQuery()),
        single_events=True,
        show_deleted=query.show_deleted,
        # The lower bound of an occurrence's end is inclusive here, exclusive in list.
        after=None if after is None else after - 1,
        before=before,
    )
    scope = f"{events_of(calendar.id)}/{found.record.id}"
    cursor = open_page(exchange, scope, query.page_token) if query.page_token else Cursor()
    items = selection.of_series(found.record, cursor)
    if query.original_start is not None:
        original = _original(calendar, found.record.id, query.original_start)
        items = (item for item in items if item.id == original)
    size = min(query.max_results, LARGEST_PAGE)
    page = list(islice(items, size + 1))
    head = _head(exchange, calendar, query.time_zone)
    if len(page) > size:
        page.pop()
        head["nextPageToken"] = page_token(exchange, scope, page[-1].cursor(by_start=True))
    return Listing(head, [item.fragment() for item in page])


def _check_combination(query: ListQuery) -> None:
    """Refuse parameters that do not go together, in the order in which they exclude each other."""
    if query.sync_token is not None:
        if query.order_by is not None:
            raise Refusal(SYNC_TOKEN_ORDERED)
        given = [name for name in _RESTRICTING if getattr(query, name)]
        if given or query.show_deleted is False:
            raise Refusal(SYNC_TOKEN_RESTRICTED, why=f"with syncToken not: {', '.join(given) or 'showDeleted=false'}")
    if query.order_by == "startTime" and not query.single_events:
        raise Refusal(INVALID_ORDERING, why="orderBy=startTime needs singleEvents=true")


def _selection(exchange: Exchange, calendar: Calendar, query: ListQuery) -> tuple[Selection, Cursor]:
    """What is asked for, and what the sync token that ends the list remembers: its window and how far it came."""
    after, before = _window(query.time_min, query.time_max)
    since = 0
    if query.sync_token is not None:
        synced = open_sync(exchange, events_of(calendar.id), query.sync_token)
        since, after = synced.revision, synced.at or None
        before = int(synced.tie) if synced.tie else None
    selection = Selection(
        calendar,
        view_of(calendar, query.time_zone, query.max_attendees),
        Filters(query),
        # Whoever sees only when somebody is busy is answered as if they had asked for single events.
        single_events=query.single_events or calendar.role == "freeBusyReader",
        show_deleted=bool(query.show_deleted),
        after=after,
        before=before,
        updated_min=_updated_min(exchange, query.updated_min),
        syncing=query.sync_token is not None,
        since=since,
    )
    return selection, Cursor(calendar.events.revision, after or 0, "" if before is None else str(before))


def _is_syncable(query: ListQuery) -> bool:
    """Whether a list like this may be gone on with incrementally [inferred from what a sync token forbids]."""
    return query.order_by is None and not any(getattr(query, name) for name in _RESTRICTING[2:])


def _head(exchange: Exchange, calendar: Calendar, time_zone: str | None) -> dict[str, Any]:
    newest = next(calendar.events.since(calendar.events.revision - 1), None) if calendar.events.revision else None
    head = {
        "kind": "calendar#events",
        "etag": etag_of(calendar, exchange.query_text),
        "summary": calendar.facts.summary,
        "description": calendar.facts.description,
        "updated": formatted_updated(newest.updated if newest is not None else calendar.record.updated),
        "timeZone": time_zone or calendar.facts.zone,
        "accessRole": calendar.role,
        "defaultReminders": default_reminders(calendar),
    }
    if not head["description"]:
        del head["description"]
    return head


def _window(time_min: str | None, time_max: str | None) -> tuple[Instant | None, Instant | None]:
    """The bounds of a window, their fractions of a second dropped. Raises `Refusal`."""
    after, before = _bound("timeMin", time_min), _bound("timeMax", time_max)
    if after is not None and before is not None and before <= after:
        raise Refusal(TIME_RANGE_EMPTY)
    return after, before


def _bound(name: str, text: str | None) -> Instant | None:
    if text is None:
        return None
    try:
        return parse_instant(text) // SECOND * SECOND
    except ValueError as error:
        raise Refusal(BAD_REQUEST, why=f"{name}: {error}") from None


def _updated_min(exchange: Exchange, text: str | None) -> Instant | None:
    bound = _bound("updatedMin", text)
    if bound is not None and bound < exchange.session.clock.now() - UPDATED_MIN_WINDOW:
        raise Refusal(
            UPDATED_MIN_TOO_LONG_AGO, why="updatedMin reaches back 30 days at most; sync with a token instead"
        )
    return bound


def _original(calendar: Calendar, master: str, text: str) -> str:
    """The id of the occurrence with this original start: a date, or a time with its offset."""
    try:
        if len(text) == len("2026-03-06"):
            day = date.fromisoformat(text)
            return instance_id(master, wall.midnight(day, calendar.zone), day)
        return instance_id(master, parse_instant(text), None)
    except (ValueError, OverflowError) as error:
        raise Refusal(BAD_REQUEST, why=f"originalStart: {error}") from None
