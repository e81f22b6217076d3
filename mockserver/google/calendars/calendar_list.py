"""The operations `calendarList.*`: which calendars stand in the caller's list, and how the caller has set them.

An entry joins three things when it is read: the calendar, the caller's own settings, the caller's role. A sync of the
list sees changes of the settings only, as documented: not those of the calendar or of its rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from mockserver.google import scopes
from mockserver.google.bodies import read_body
from mockserver.google.calendars import documents
from mockserver.google.calendars.calendar import ROLES, Calendar, find_calendar, list_of, open_calendar
from mockserver.google.calendars.list_state import ListState, fresh, patched, replaced, state_of
from mockserver.google.calendars.store import put_in_list, take_from_list
from mockserver.google.caller import signed_in
from mockserver.google.change_lists import DEFAULT_PAGE, listing, place
from mockserver.google.conditions import check_if_match
from mockserver.google.formats import same_email
from mockserver.google.refusals import (
    CANNOT_CHANGE_PRIMARY_SUBSCRIPTION,
    CANNOT_UNSUBSCRIBE_OWNED,
    MISSING_PROPERTY,
    NOT_FOUND,
    Refusal,
)
from mockserver.google.render import Resource, decoded, resource
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.documents import Record
    from mockserver.google.caller import Caller
    from mockserver.google.render import Listing
    from mockserver.http.exchange import Exchange

table = OperationTable("google")
LIST = "/calendar/v3/users/me/calendarList"
ENTRY = LIST + "/{calendarId}"
REFERENCE = "https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/"


class ListQuery(msgspec.Struct, frozen=True, rename="camel"):
    """The parameters of `calendarList.list`."""

    max_results: Annotated[int, msgspec.Meta(ge=1)] = DEFAULT_PAGE
    min_access_role: Literal["freeBusyReader", "owner", "reader", "writer", "writerWithoutPrivateAccess"] | None = None
    page_token: str | None = None
    show_deleted: bool | None = None
    show_hidden: bool | None = None
    show_own_organization_only: bool | None = None
    sync_token: str | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it leaves out entries by what a sync could not follow."""
        return self.min_access_role is not None or self.show_own_organization_only is not None

    @property
    def restricted(self) -> str:
        """What of it cannot go with a sync token, in words; empty where nothing does."""
        if not self.narrowed and self.show_deleted is not False and self.show_hidden is not False:
            return ""
        return "with syncToken, leave out minAccessRole and showOwnOrganizationOnly; a sync shows deleted and hidden"


class WriteQuery(msgspec.Struct, frozen=True, rename="camel"):
    """The parameters of the writes."""

    color_rgb_format: bool = False


class Entry(msgspec.Struct, frozen=True):
    """A calendar in the caller's list."""

    calendar: Calendar
    record: Record

    @property
    def state(self) -> ListState:
        return state_of(self.record)

    @property
    def etag(self) -> str:
        etag: str = self.document()["etag"]
        return etag

    def document(self) -> dict[str, Any]:
        """The entry as it is answered. Its etag is of the last change of what it shows, settings or calendar."""
        calendar = self.calendar
        updated = max(self.record.updated, calendar.record.updated)
        primary = calendar.facts.primary and calendar.is_callers
        shared = decoded(calendar.record.body)
        entry = documents.entry(shared, self.state, calendar.role, updated, primary=primary)
        return documents.deleted(entry) if self.record.deleted else entry


@table.operation(
    "calendarList.list",
    "GET",
    LIST,
    scopes=scopes.READ_CALENDAR_LIST,
    query=ListQuery,
    reference=REFERENCE + "list",
    options={"response": "CalendarList", "method": "calendar.v3.CalendarList.List"},
)
def list_entries(exchange: Exchange, query: ListQuery) -> Listing:
    scope = list_of(signed_in(exchange).person)
    collection = exchange.session.documents.collection(scope)
    tokens = (query.page_token, query.sync_token)
    begun = place(exchange, scope, collection.revision, tokens, query.restricted)
    shown = _shown(exchange, query, collection.since(begun.revision))
    found = ((record.revision, document) for record, document in shown)
    kind, size, syncable = "calendar#calendarList", query.max_results, not query.narrowed
    return listing(exchange, scope, begun, found, kind=kind, size=size, syncable=syncable)


@table.operation(
    "calendarList.get",
    "GET",
    ENTRY,
    scopes=scopes.READ_CALENDAR_LIST_ENTRY,
    reference=REFERENCE + "get",
    options={"response": "CalendarListEntry", "method": "calendar.v3.CalendarList.Get"},
)
def get(exchange: Exchange) -> Resource:
    return resource(_open_entry(exchange).document())


@table.operation(
    "calendarList.insert",
    "POST",
    LIST,
    scopes=scopes.INSERT_CALENDAR_LIST_ENTRY,
    query=WriteQuery,
    reference=REFERENCE + "insert",
    options={"response": "CalendarListEntry", "method": "calendar.v3.CalendarList.Insert"},
)
def insert(exchange: Exchange, query: WriteQuery) -> Resource:
    """Put a calendar into the caller's list. One that is there already is answered, as the body sets it [inferred]."""
    signed_in(exchange)
    body = read_body(exchange, "CalendarListEntry")
    if not body.get("id"):
        raise Refusal(MISSING_PROPERTY, why="id: which calendar to put into the list")
    calendar = open_calendar(exchange, body["id"])
    entry = _entry(calendar)
    before = entry.state if entry is not None else fresh(calendar.id)
    state = patched(before, body, rgb=query.color_rgb_format)
    return resource(_kept(calendar, entry, state).document())


@table.operation(
    "calendarList.patch",
    "PATCH",
    ENTRY,
    scopes=scopes.WRITE_CALENDAR_LIST_ENTRY,
    query=WriteQuery,
    reference=REFERENCE + "patch",
    options={"response": "CalendarListEntry", "method": "calendar.v3.CalendarList.Patch"},
)
def patch(exchange: Exchange, query: WriteQuery) -> Resource:
    entry = _open_entry_to_write(exchange)
    body = read_body(exchange, "CalendarListEntry", patch=True)
    state = patched(entry.state, body, rgb=query.color_rgb_format)
    return resource(_kept(entry.calendar, entry, state).document())


@table.operation(
    "calendarList.update",
    "PUT",
    ENTRY,
    scopes=scopes.WRITE_CALENDAR_LIST_ENTRY,
    query=WriteQuery,
    reference=REFERENCE + "update",
    options={"response": "CalendarListEntry", "method": "calendar.v3.CalendarList.Update"},
)
def update(exchange: Exchange, query: WriteQuery) -> Resource:
    entry = _open_entry_to_write(exchange)
    state = replaced(entry.state, read_body(exchange, "CalendarListEntry"), rgb=query.color_rgb_format)
    return resource(_kept(entry.calendar, entry, state).document())


@table.operation(
    "calendarList.delete",
    "DELETE",
    ENTRY,
    scopes=scopes.WRITE_CALENDAR_LIST_ENTRY,
    reference=REFERENCE + "delete",
    options={"method": "calendar.v3.CalendarList.Delete"},
)
def delete(exchange: Exchange) -> None:
    """Take somebody else's calendar from the caller's list. The caller's own stay; they can be hidden."""
    calendar = _open_entry_to_write(exchange).calendar
    if calendar.is_callers:
        row = CANNOT_CHANGE_PRIMARY_SUBSCRIPTION if calendar.facts.primary else CANNOT_UNSUBSCRIBE_OWNED
        raise Refusal(row, why=f"{calendar.id} is the caller's own; calendarList.patch hides it with hidden: true")
    take_from_list(exchange.session, calendar.caller.person, calendar.id)


def _entry(calendar: Calendar) -> Entry | None:
    record = calendar.session.documents.collection(list_of(calendar.caller.person)).get(calendar.id)
    return None if record is None or record.deleted else Entry(calendar, record)


def _open_entry(exchange: Exchange) -> Entry:
    """The entry that the path names. Raises `Refusal` (404) where the calendar is not in the list, or not visible."""
    signed_in(exchange)
    calendar = open_calendar(exchange, exchange.parameters["calendarId"])
    entry = _entry(calendar)
    if entry is None:
        why = f"{calendar.id} is not in the list of {calendar.caller.person}; calendarList.insert puts it there"
        raise Refusal(NOT_FOUND, why=why)
    return entry


def _open_entry_to_write(exchange: Exchange) -> Entry:
    entry = _open_entry(exchange)
    check_if_match(exchange, entry.etag)
    return entry


def _kept(calendar: Calendar, entry: Entry | None, state: ListState) -> Entry:
    """The entry with these settings. Where they are what they were, nothing changes."""
    if entry is not None and entry.state == state:
        return entry
    record = put_in_list(calendar.session, calendar.caller.person, calendar.id, state)
    return Entry(calendar, record)


def _shown(exchange: Exchange, query: ListQuery, records: Iterator[Record]) -> Iterator[tuple[Record, dict[str, Any]]]:
    """The entries that a query shows; a sync shows the deleted and the hidden always."""
    syncs = query.sync_token is not None
    caller: Caller = exchange.caller
    for record in records:
        calendar = find_calendar(exchange.session, caller, record.id)
        visible = calendar if calendar is not None and calendar.role != "none" else None
        if (record.deleted or visible is None) and not (syncs or query.show_deleted):
            continue
        if visible is None:
            if not query.narrowed:
                yield record, documents.gone(record.id, record.updated)
            continue
        entry = Entry(visible, record)
        if _in_scope(query, visible) and (syncs or query.show_hidden or record.deleted or not entry.state.hidden):
            yield record, entry.document()


def _in_scope(query: ListQuery, calendar: Calendar) -> bool:
    if query.min_access_role is not None and ROLES.index(calendar.role) < ROLES.index(query.min_access_role):
        return False
    if not query.show_own_organization_only:
        return True
    owner = calendar.id if calendar.facts.primary else decoded(calendar.record.body).get("dataOwner", "")
    return same_email(owner.rpartition("@")[2], calendar.caller.email.rpartition("@")[2])
