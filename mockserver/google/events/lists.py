"""The operations that list events: `events.list` and `events.instances`."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mockserver.clock import DAY, SECOND, Instant, parse_instant
from mockserver.documents import Cursor
from mockserver.google import scopes
from mockserver.google.calendars.calendar import Calendar, default_reminders, entry_of, events_of, open_calendar
from mockserver.google.events import store as event_store
from mockserver.google.events.filters import Filters
from mockserver.google.events.operations import EVENT, EVENTS, about, view_of
from mockserver.google.events.queries import (
    ADDRESSES_SHOWN,
    INVITATIONS_SHOWN,
    LARGEST_PAGE,
    InstancesQuery,
    ListQuery,
)
from mockserver.google.events.reading import Selection
from mockserver.google.formats import list_etag
from mockserver.google.formats import updated as formatted_updated
from mockserver.google.paging import open_page, open_sync, page_token, sync_token
from mockserver.google.refusals import (
    BAD_REQUEST,
    FULL_SYNC_REQUIRED,
    INVALID_ORDERING,
    SYNC_TOKEN_ORDERED,
    SYNC_TOKEN_RESTRICTED,
    TIME_RANGE_EMPTY,
    UPDATED_MIN_TOO_LONG_AGO,
    Refusal,
)
from mockserver.google.render import Listing, Page, printed_head
from mockserver.http.operation import OperationTable
from mockserver.timing import wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.google.events.reading import Item
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
def list_events(exchange: Exchange, query: ListQuery) -> Page:
    """Events in a window, or what has changed since the last sync, page by page."""
    calendar = open_calendar(exchange, exchange.parameters["calendarId"])
    if _is_lasting(calendar, query):
        # All that the page depends on beside the events; records are compared as themselves, for they never change.
        asked = (exchange.query_text, *exchange.pairs, calendar.record, entry_of(calendar))
        found = calendar.events.remembered(asked, lambda: _found(exchange, calendar, query))
    else:
        found = _found(exchange, calendar, query)
    scope, token = events_of(calendar.id), None
    if found.following is not None:
        token = "nextPageToken", page_token(exchange, scope, found.following)
    elif found.synced is not None:
        token = "nextSyncToken", sync_token(exchange, scope, found.synced, calendar.role)
    return Page(found.head, found.etag, found.fragments, token)


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
    if found.occurrence is not None:
        items: Iterator[Item] = iter(())  # an occurrence has none itself, nor has a single event [inferred]
    elif query.original_start is not None:
        items = selection.of_occurrence(found.record, _original(calendar, query.original_start))
    else:
        items = selection.of_series(found.record, cursor)
    size = min(query.max_results, LARGEST_PAGE)
    page = list(islice(items, size + 1))
    head = _head(exchange, calendar, query.time_zone)
    if len(page) > size:
        page.pop()
        head["nextPageToken"] = page_token(exchange, scope, page[-1].cursor(by_start=True))
    return Listing(head, [item.fragment() for item in page])


class _Found(NamedTuple):
    """A page without its token, which tells the time: where the next page begins, else where the sync does, if any."""

    head: bytes
    etag: str
    fragments: list[bytes]
    following: Cursor | None
    synced: Cursor | None


def _is_lasting(calendar: Calendar, query: ListQuery) -> bool:
    """Whether the owner asks for what is stored as it is stored: the same page until something changes.

    Not so where it depends on the time, as the validity of a token does and how far series are expanded.
    """
    moving = query.page_token or query.sync_token or query.updated_min or query.single_events
    return calendar.is_callers and not moving and query.time_zone is None and query.max_attendees is None


def _found(exchange: Exchange, calendar: Calendar, query: ListQuery) -> _Found:
    _check_combination(query)
    selection = _selection(exchange, calendar, query)
    cursor, begun = _place(exchange, calendar, events_of(calendar.id), query.page_token)
    by_start = query.order_by == "startTime"
    fragments, following = selection.page(cursor, min(query.max_results, LARGEST_PAGE), by_start=by_start)
    synced = None
    if following is not None:
        following = Cursor(following.revision, following.at, f"{begun} {following.tie}")
    elif _is_syncable(query):
        synced = Cursor(begun, selection.after or 0, "" if selection.before is None else str(selection.before))
    head = _head(exchange, calendar, query.time_zone)
    return _Found(printed_head(head), head["etag"], fragments, following, synced)


def _place(exchange: Exchange, calendar: Calendar, scope: str, token: str | None) -> tuple[Cursor, int]:
    """Where a page begins, and the revision at which the first page was asked for.

    The sync that follows begins there, not at the last page: what was answered on a page may have changed since.
    """
    if not token:
        return Cursor(), calendar.events.revision
    cursor = open_page(exchange, scope, token)
    begun, _, tie = cursor.tie.partition(" ")
    return Cursor(cursor.revision, cursor.at, tie), int(begun)


def _check_combination(query: ListQuery) -> None:
    """Refuse parameters that do not go together, in the order in which they exclude each other."""
    if query.sync_token:
        if query.order_by is not None:
            raise Refusal(SYNC_TOKEN_ORDERED)
        given = [name for name in _RESTRICTING if getattr(query, name)]
        if given or query.show_deleted is False:
            raise Refusal(SYNC_TOKEN_RESTRICTED, why=f"with syncToken not: {', '.join(given) or 'showDeleted=false'}")
    if query.order_by == "startTime" and not query.single_events:
        raise Refusal(INVALID_ORDERING, why="orderBy=startTime needs singleEvents=true")


def _selection(exchange: Exchange, calendar: Calendar, query: ListQuery) -> Selection:
    """What is asked for; a sync remembers the window of the list that it goes on from."""
    after, before = _window(query.time_min, query.time_max)
    since = 0
    if query.sync_token:
        synced = open_sync(exchange, events_of(calendar.id), query.sync_token, calendar.role)
        since, after = synced.revision, synced.at or None
        before = int(synced.tie) if synced.tie else None
        if since > calendar.events.revision:
            raise Refusal(FULL_SYNC_REQUIRED, why="syncToken: the session has begun again since")
    return Selection(
        calendar,
        view_of(calendar, query.time_zone, query.max_attendees),
        Filters(query),
        # Whoever sees only when somebody is busy is answered as if they had asked for single events.
        single_events=query.single_events or calendar.role == "freeBusyReader",
        show_deleted=bool(query.show_deleted),
        after=after,
        before=before,
        updated_min=_updated_min(exchange, query.updated_min),
        syncing=bool(query.sync_token),
        since=since,
    )


def _is_syncable(query: ListQuery) -> bool:
    """Whether a list like this may be gone on with incrementally [inferred from what a sync token forbids]."""
    return query.order_by is None and not any(getattr(query, name) for name in _RESTRICTING[2:])


def _head(exchange: Exchange, calendar: Calendar, time_zone: str | None) -> dict[str, Any]:
    events = calendar.events
    newest = next(events.since(events.revision - 1), None) if events.revision else None
    head = {
        "kind": "calendar#events",
        "etag": "",
        "summary": calendar.facts.summary,
        "description": calendar.facts.description,
        "updated": formatted_updated(newest.updated if newest is not None else calendar.record.updated),
        "timeZone": time_zone or calendar.facts.zone,
        "accessRole": calendar.role,
        "defaultReminders": default_reminders(calendar),
    }
    if not head["description"]:
        del head["description"]
    shown = msgspec.json.encode(head).decode()
    head["etag"] = list_etag(calendar.id, calendar.caller.person, str(events.revision), exchange.query_text, shown)
    return head


def _window(time_min: str | None, time_max: str | None) -> tuple[Instant | None, Instant | None]:
    """The bounds of a window, their fractions of a second dropped. Raises `Refusal`."""
    after, before = _whole(_bound("timeMin", time_min)), _whole(_bound("timeMax", time_max))
    if after is not None and before is not None and before <= after:
        raise Refusal(TIME_RANGE_EMPTY)
    return after, before


def _whole(bound: Instant | None) -> Instant | None:
    return None if bound is None else bound // SECOND * SECOND


def _bound(name: str, text: str | None) -> Instant | None:
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError as error:
        raise Refusal(BAD_REQUEST, why=f"{name}: {error}") from None


def _updated_min(exchange: Exchange, text: str | None) -> Instant | None:
    bound = _bound("updatedMin", text)
    if bound is not None and bound < exchange.session.clock.now() - UPDATED_MIN_WINDOW:
        raise Refusal(
            UPDATED_MIN_TOO_LONG_AGO, why="updatedMin reaches back 30 days at most; sync with a token instead"
        )
    return bound


def _original(calendar: Calendar, text: str) -> tuple[Instant, date | None]:
    """The start that an occurrence has by its series' rules: a date, or a time with its offset."""
    try:
        if len(text) == len("2026-03-06"):
            day = date.fromisoformat(text)
            return wall.midnight(day, calendar.zone), day
        return parse_instant(text), None
    except (ValueError, OverflowError) as error:
        raise Refusal(BAD_REQUEST, why=f"originalStart: {error}") from None
