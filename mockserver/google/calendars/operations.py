"""The operations `calendars.*`: a calendar itself, as everybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.google import formats, scopes
from mockserver.google.bodies import read_body
from mockserver.google.calendars import store as calendar_store
from mockserver.google.calendars.calendar import Calendar, open_calendar
from mockserver.google.calendars.documents import etag_of
from mockserver.google.calendars.members import patched, replaced
from mockserver.google.calendars.store import NewCalendar
from mockserver.google.caller import signed_in
from mockserver.google.conditions import check_if_match
from mockserver.google.events import store as event_store
from mockserver.google.refusals import (
    CANNOT_CLEAR_SECONDARY,
    CANNOT_DELETE_PRIMARY,
    FORBIDDEN,
    MISSING_PROPERTY,
    Refusal,
)
from mockserver.google.render import Resource, decoded
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.documents import Record
    from mockserver.http.exchange import Exchange

table = OperationTable("google")
CALENDARS = "/calendar/v3/calendars"
CALENDAR = CALENDARS + "/{calendarId}"
REFERENCE = "https://developers.google.com/workspace/calendar/api/v3/reference/calendars/"


@table.operation(
    "calendars.get",
    "GET",
    CALENDAR,
    scopes=scopes.READ_CALENDARS,
    reference=REFERENCE + "get",
    options={"response": "Calendar", "method": "calendar.v3.Calendars.Get"},
)
def get(exchange: Exchange) -> Resource:
    return _resource(_open(exchange).record)


@table.operation(
    "calendars.insert",
    "POST",
    CALENDARS,
    scopes=scopes.WRITE_CALENDARS,
    reference=REFERENCE + "insert",
    options={"response": "Calendar", "method": "calendar.v3.Calendars.Insert"},
)
def insert(exchange: Exchange) -> Resource:
    """Make a secondary calendar: its data is the caller's, and it stands in their list."""
    caller, session = signed_in(exchange), exchange.session
    body = read_body(exchange, "Calendar")
    if not body.get("summary"):
        raise Refusal(MISSING_PROPERTY, why="summary: a calendar has a title")
    members = patched({"timeZone": "UTC"}, body, session.ids)
    new = NewCalendar(
        id=formats.calendar_id(session.ids.next("google-calendar")),
        owner=caller.person,
        email=caller.email,
        title=members["summary"],
        zone=members["timeZone"],
        description=members.get("description") or "",
        location=members.get("location") or "",
        made=session.clock.stamp(),
        more={name: members[name] for name in ("labelProperties",) if name in members},
    )
    calendar_store.make_calendar(session, new)
    return _resource(open_calendar(exchange, new.id).record)


@table.operation(
    "calendars.patch",
    "PATCH",
    CALENDAR,
    scopes=scopes.WRITE_CALENDARS,
    reference=REFERENCE + "patch",
    options={"response": "Calendar", "method": "calendar.v3.Calendars.Patch"},
)
def patch(exchange: Exchange) -> Resource:
    calendar = _open_to_write(exchange)
    body = read_body(exchange, "Calendar", patch=True)
    document = patched(_document(calendar), body, exchange.session.ids, primary=calendar.facts.primary)
    return _resource(calendar_store.rewrite(calendar, document).record)


@table.operation(
    "calendars.update",
    "PUT",
    CALENDAR,
    scopes=scopes.WRITE_CALENDARS,
    reference=REFERENCE + "update",
    options={"response": "Calendar", "method": "calendar.v3.Calendars.Update"},
)
def update(exchange: Exchange) -> Resource:
    calendar = _open_to_write(exchange)
    body = read_body(exchange, "Calendar")
    document = replaced(_document(calendar), body, exchange.session.ids, primary=calendar.facts.primary)
    return _resource(calendar_store.rewrite(calendar, document).record)


@table.operation(
    "calendars.delete",
    "DELETE",
    CALENDAR,
    scopes=scopes.WRITE_CALENDARS,
    reference=REFERENCE + "delete",
    options={"method": "calendar.v3.Calendars.Delete"},
)
def delete(exchange: Exchange) -> None:
    """Delete a secondary calendar. Since November 2025 only its data owner may; the role `owner` is not enough."""
    calendar = _open_to_write(exchange)
    if calendar.facts.primary:
        raise Refusal(CANNOT_DELETE_PRIMARY, why=f"{calendar.id} is a primary calendar; calendars.clear empties it")
    if not calendar.is_callers:
        raise Refusal(FORBIDDEN, why=f"only the data owner, {calendar.facts.owner}, deletes {calendar.id}")
    calendar_store.remove(calendar)


@table.operation(
    "calendars.clear",
    "POST",
    CALENDAR + "/clear",
    scopes=scopes.CLEAR_CALENDARS,
    reference=REFERENCE + "clear",
    options={"method": "calendar.v3.Calendars.Clear"},
)
def clear(exchange: Exchange) -> None:
    """Delete every event of a primary calendar."""
    calendar = _open(exchange).demand("owner")
    if not calendar.facts.primary:
        raise Refusal(CANNOT_CLEAR_SECONDARY, why=f"{calendar.id} is a secondary calendar; calendars.delete removes it")
    event_store.delete_all(calendar)


def _open(exchange: Exchange) -> Calendar:
    return open_calendar(exchange, exchange.parameters["calendarId"])


def _open_to_write(exchange: Exchange) -> Calendar:
    """The calendar that an owner may change. Raises `Refusal`: 404, 403, or 412 where it is another version."""
    calendar = _open(exchange).demand("owner")
    check_if_match(exchange, etag_of(calendar.record.body))
    return calendar


def _document(calendar: Calendar) -> dict[str, object]:
    return decoded(calendar.record.body)


def _resource(record: Record) -> Resource:
    return Resource(record.body, etag_of(record.body))
