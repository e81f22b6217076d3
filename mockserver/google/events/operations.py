"""The operations on events that change them or answer one. Lists are in `lists.py`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mockserver.google import scopes
from mockserver.google.bodies import read_body
from mockserver.google.calendars.calendar import Calendar, open_calendar
from mockserver.google.conditions import check_if_match
from mockserver.google.events import rights as event_rights
from mockserver.google.events import store as event_store
from mockserver.google.events import types as event_types
from mockserver.google.events import writing as event_writing
from mockserver.google.events.invitations import announce
from mockserver.google.events.queries import (
    ADDRESSES_SHOWN,
    WRITE_ACCEPTED,
    GetQuery,
    ImportQuery,
    InsertQuery,
    MoveQuery,
    QuickAddQuery,
)
from mockserver.google.events.views import View
from mockserver.google.events.writing import Switches
from mockserver.google.refusals import (
    CANNOT_CHANGE_ORGANIZER,
    CANNOT_CHANGE_ORGANIZER_OF_INSTANCE,
    DELETED,
    DUPLICATE,
    INVALID_PARAMETER,
    Refusal,
)
from mockserver.google.render import Resource, decoded, resource
from mockserver.google.settings import value_of
from mockserver.http.operation import OperationTable
from mockserver.timing import wall
from mockserver.timing.zones import UnknownZone, zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mockserver.google.events.store import Found
    from mockserver.http.exchange import Exchange

EVENTS = "/calendar/v3/calendars/{calendarId}/events"
EVENT = EVENTS + "/{eventId}"
_REFERENCE = "https://developers.google.com/workspace/calendar/api/v3/reference/events/"
table = OperationTable("google")


def about(method: str, response: str | None = "Event") -> dict[str, Any]:
    """What the renderer and the error writer want to know of an operation on events."""
    return {
        "reference": _REFERENCE + method,
        "options": {"method": f"calendar.v3.Events.{method[0].upper()}{method[1:]}", "response": response},
    }


@table.operation(
    "events.get", "GET", EVENT, scopes=scopes.READ_EVENTS, query=GetQuery, accepted=ADDRESSES_SHOWN, **about("get")
)
def get(exchange: Exchange, query: GetQuery) -> Resource:
    """An event, or an occurrence of one; a deleted event is still there, as cancelled."""
    calendar = open_calendar(exchange, exchange.parameters["calendarId"])
    found = event_store.find(calendar, exchange.parameters["eventId"])
    return resource(view_of(calendar, query.time_zone, query.max_attendees).of(found.document))


@table.operation(
    "events.insert", "POST", EVENTS, scopes=scopes.WRITE_EVENTS, query=InsertQuery, accepted=WRITE_ACCEPTED,
    **about("insert"),
)  # fmt: skip
def insert(exchange: Exchange, query: InsertQuery) -> Resource:
    calendar = _open_to_write(exchange)
    written = event_writing.insert(calendar, read_body(exchange, "Event"), switches_of(query))
    announce(calendar, None, written)
    return _answer(calendar, written, query.max_attendees)


@table.operation(
    "events.import", "POST", EVENTS + "/import", scopes=scopes.WRITE_EVENTS, query=ImportQuery, **about("import")
)
def import_(exchange: Exchange, query: ImportQuery) -> Resource:
    calendar = _open_to_write(exchange)
    return _answer(calendar, event_writing.import_(calendar, read_body(exchange, "Event"), switches_of(query)))


@table.operation(
    "events.update", "PUT", EVENT, scopes=scopes.WRITE_EVENTS, query=InsertQuery,
    accepted=WRITE_ACCEPTED | ADDRESSES_SHOWN, **about("update"),
)  # fmt: skip
def update(exchange: Exchange, query: InsertQuery) -> Resource:
    """Replace an event; what the body leaves out is cleared."""
    calendar, found = _writable(exchange)
    written = event_writing.update(calendar, found, read_body(exchange, "Event"), switches_of(query))
    announce(calendar, found.document, written)
    return _answer(calendar, written, query.max_attendees)


@table.operation(
    "events.patch", "PATCH", EVENT, scopes=scopes.WRITE_EVENTS, query=InsertQuery,
    accepted=WRITE_ACCEPTED | ADDRESSES_SHOWN, **about("patch"),
)  # fmt: skip
def patch(exchange: Exchange, query: InsertQuery) -> Resource:
    """Change the members that the body has."""
    calendar, found = _writable(exchange)
    written = event_writing.patch(calendar, found, read_body(exchange, "Event", patch=True), switches_of(query))
    announce(calendar, found.document, written)
    return _answer(calendar, written, query.max_attendees)


@table.operation(
    "events.delete", "DELETE", EVENT, scopes=scopes.WRITE_EVENTS, accepted=WRITE_ACCEPTED, **about("delete", None)
)
def delete(exchange: Exchange) -> None:
    """Delete an event, or cancel an occurrence. The second time it is gone: 410."""
    calendar, found = _writable(exchange)
    if found.deleted:
        raise Refusal(DELETED)
    event_rights.demand_sight(calendar, found.document)
    event_store.delete(calendar, found)
    announce(calendar, found.document, event_store.find(calendar, found.document["id"]).document)


@table.operation(
    "events.move", "POST", EVENT + "/move", scopes=scopes.MOVE_EVENTS, query=MoveQuery, accepted=WRITE_ACCEPTED,
    **about("move"),
)  # fmt: skip
def move(exchange: Exchange, query: MoveQuery) -> Resource:
    """Give an event another organizer: the calendar it is moved to. Id and iCalUID stay [inferred].

    `If-Match` counts here as for other writes, though Google's guide does not name this one (RFC 9110 section 13.1.1).
    """
    source, found = _writable(exchange)
    target = _demand_writer(open_calendar(exchange, query.destination))
    if found.exception is not None:
        raise Refusal(CANNOT_CHANGE_ORGANIZER_OF_INSTANCE, why="move the series; its occurrences go with it")
    event_types.demand_default(found.document)
    event_rights.demand_sight(source, found.document)
    if found.deleted or not event_rights.organizes(source, found.document):
        raise Refusal(CANNOT_CHANGE_ORGANIZER, why="only an event that this calendar organizes can be moved")
    if target.id == source.id:
        raise Refusal(CANNOT_CHANGE_ORGANIZER, why="the calendar organizes it already")  # [inferred]
    there = target.events.get(found.record.id)
    if there is not None and not there.deleted and decoded(there.body).get("iCalUID") != found.document["iCalUID"]:
        raise Refusal(DUPLICATE, why=f"{target.id} has another event {found.record.id}")
    taken = event_writing.take_over(target, source, found)
    announce(target, None, taken)
    return _answer(target, taken)


@table.operation(
    "events.quickAdd", "POST", EVENTS + "/quickAdd", scopes=scopes.WRITE_EVENTS, query=QuickAddQuery,
    accepted=WRITE_ACCEPTED, **about("quickAdd"),
)  # fmt: skip
def quick_add(exchange: Exchange, query: QuickAddQuery) -> Resource:
    """Make an event of a sentence, read in the calendar's zone."""
    from mockserver.google.events import quick_add as reading  # noqa: PLC0415 - its expressions are needed here only

    calendar = _open_to_write(exchange)
    length = int(value_of(exchange.session, calendar.caller, "defaultEventLength"))
    read = reading.parse(query.text, wall.local(exchange.session.clock.now(), calendar.zone), length)
    body = {
        "summary": read.summary,
        "location": read.location,
        "start": _moment(read.start, calendar.facts.zone),
        "end": _moment(read.end, calendar.facts.zone),
    }
    return _answer(calendar, event_writing.insert(calendar, body, Switches()))


def _moment(moment: date | datetime, zone_name: str) -> dict[str, str]:
    if isinstance(moment, datetime):
        return {"dateTime": moment.isoformat(), "timeZone": zone_name}
    return {"date": moment.isoformat()}


def view_of(calendar: Calendar, time_zone: str | None, max_attendees: int | None) -> View:
    """How the caller wants to see events. Raises `Refusal` for a zone that nobody knows."""
    if time_zone is None or time_zone == calendar.facts.zone:
        return View(calendar, None, max_attendees)
    return View(calendar, _zone(time_zone), max_attendees)


def _zone(name: str) -> ZoneInfo:
    try:
        found, why = zone(name), f"{name} is a Windows name; Google knows IANA names only"
    except UnknownZone as error:
        found, why = None, str(error)
    if found is None or found.key != name:
        # [inferred]: the words
        raise Refusal(INVALID_PARAMETER, name="timeZone", message=f"Invalid time zone: {name}", why=why)
    return found


def switches_of(query: InsertQuery | ImportQuery) -> Switches:
    return Switches(query.conference_data_version, query.event_label_version, query.supports_attachments)


def _open_to_write(exchange: Exchange) -> Calendar:
    return _demand_writer(open_calendar(exchange, exchange.parameters["calendarId"]))


def _demand_writer(calendar: Calendar) -> Calendar:
    """The calendar, where the caller may write events in it, be it without the private ones."""
    return calendar if calendar.allows("writerWithoutPrivateAccess") else calendar.demand("writer")


def _writable(exchange: Exchange) -> tuple[Calendar, Found]:
    """The calendar and the event that a write is for; the caller may write, and means the version that is there."""
    calendar = _open_to_write(exchange)
    found = event_store.find(calendar, exchange.parameters["eventId"])
    check_if_match(exchange, found.document["etag"])
    return calendar, found


def _answer(calendar: Calendar, written: dict[str, Any], max_attendees: int | None = None) -> Resource:
    """What was written, as the caller sees it."""
    return resource(view_of(calendar, None, max_attendees).of(written))
