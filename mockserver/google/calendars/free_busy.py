"""The operation `freebusy.query`: when calendars are busy, and nothing of why.

A calendar that is not there, or that the caller may not see, is an error beside the others in an answer that is 200.
https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.clock import DAY, parse_instant, rfc3339
from mockserver.google import scopes
from mockserver.google.bodies import read_body
from mockserver.google.body import BadValue
from mockserver.google.calendars.calendar import Calendar, find_calendar
from mockserver.google.events.facts import is_orphan, series_of
from mockserver.google.formats import date_time, same_email
from mockserver.google.refusals import (
    BAD_REQUEST,
    INVALID_TIME_ZONE,
    INVALID_VALUE,
    TIME_RANGE_EMPTY,
    TIME_RANGE_TOO_LONG,
    Refusal,
)
from mockserver.google.render import Resource, decoded, fragment
from mockserver.http.operation import OperationTable
from mockserver.timing.busy import merge
from mockserver.timing.zones import UnknownZone, zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.google.caller import Caller
    from mockserver.http.exchange import Exchange

table = OperationTable("google")
LONGEST_WINDOW = 93 * DAY
"""Observed: somewhat more than three months is refused; the exact length is [inferred]."""
MOST_CALENDARS, MOST_MEMBERS = 50, 100
_NOT_FOUND = {"domain": "global", "reason": "notFound"}
_TOO_MANY = {"domain": "global", "reason": "tooManyCalendarsRequested"}
_GROUP_TOO_BIG = {"domain": "global", "reason": "groupTooBig"}


@table.operation(
    "freebusy.query",
    "POST",
    "/calendar/v3/freeBusy",
    scopes=scopes.QUERY_FREE_BUSY,
    reference="https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query",
    options={"response": "FreeBusyResponse", "method": "calendar.v3.Freebusy.Query"},
)
def query(exchange: Exchange) -> Resource:
    body = _body(exchange)
    after, before = _window(body)
    in_zone = _zone(body.get("timeZone") or "UTC")
    asked = [str(item.get("id") or "") for item in body.get("items") or ()]
    groups, calendars = _expanded(exchange, asked, _limit(body, "groupExpansionMax", MOST_MEMBERS))
    most = _limit(body, "calendarExpansionMax", MOST_CALENDARS)
    answered = {
        name: _answer(exchange, name, (after, before), in_zone) if number < most else _failed(_TOO_MANY)
        for number, name in enumerate(calendars)
    }
    document = {"kind": "calendar#freeBusy", "timeMin": rfc3339(after, 3), "timeMax": rfc3339(before, 3)}
    return Resource(fragment(document | ({"groups": groups} if groups else {}) | {"calendars": answered}))


def busy_times(
    calendar: Calendar, after: Instant, before: Instant, *, without: str = ""
) -> Iterator[tuple[Instant, Instant]]:
    """When the events of a calendar keep its owner busy, occurrence by occurrence, overlaps and all, `without` one.

    Transparent events do not, cancelled ones, and those that the owner declined; tentative ones and invitations not yet
    answered do [inferred].
    """
    events = calendar.events
    for record in events.within(after, before):
        if record.deleted or record.id == without or not _counts(decoded(record.body), calendar.id):
            continue
        facts = series_of(record.extra)
        if facts is None:
            yield record.start, record.end
            continue
        for occurrence in facts.occurrences(record.id, after, before):
            kept = events.get(occurrence.id)
            if kept is None or is_orphan(kept.extra):  # otherwise an exception stands for it, and comes by itself
                yield occurrence.span.start.instant, occurrence.span.end.instant


def _counts(event: dict[str, Any], calendar_id: str) -> bool:
    if event.get("transparency") == "transparent" or event.get("status") == "cancelled":
        return False
    own = (row for row in event.get("attendees") or () if same_email(row.get("email", ""), calendar_id))
    return not any(row.get("responseStatus") == "declined" for row in own)


def _answer(exchange: Exchange, name: str, window: tuple[Instant, Instant], in_zone: ZoneInfo) -> dict[str, Any]:
    caller: Caller = exchange.caller
    calendar = find_calendar(exchange.session, caller, caller.email if name == "primary" else name)
    if calendar is None or calendar.role == "none":
        return _failed(_NOT_FOUND)
    # Clipped to the window [inferred].
    periods = merge(busy_times(calendar, *window), *window)
    return {"busy": [{"start": date_time(start, in_zone), "end": date_time(end, in_zone)} for start, end in periods]}


def _failed(error: dict[str, str]) -> dict[str, Any]:
    return {"errors": [error], "busy": []}


def _expanded(exchange: Exchange, asked: list[str], most: int) -> tuple[dict[str, Any], list[str]]:
    """The groups among what was asked for, and every calendar, each once: asked for, or of a member."""
    groups: dict[str, Any] = {}
    calendars: dict[str, None] = {}
    for name in asked:
        group = exchange.session.template.directory.group(name)
        if group is None:
            calendars[name] = None
        elif len(group.members) > most:
            groups[name] = {"errors": [_GROUP_TOO_BIG], "calendars": []}
        else:
            groups[name] = {"calendars": list(group.members)}
            calendars |= dict.fromkeys(group.members)
    return groups, list(calendars)


def _body(exchange: Exchange) -> dict[str, Any]:
    """The body. A time that is none is refused as here one without an offset is, and not as in other bodies.

    A null counts as absent: gcsa sends one for each limit that it was not given.
    https://github.com/kuzmoyev/google-calendar-simple-api/blob/master/gcsa/_services/free_busy_service.py
    """
    try:
        body = read_body(exchange, "FreeBusyRequest", patch=True)
    except BadValue as error:
        if error.path in {"timeMin", "timeMax"}:
            raise Refusal(BAD_REQUEST, why=str(error)) from None
        raise
    return {name: value for name, value in body.items() if value is not None}


def _window(body: dict[str, Any]) -> tuple[Instant, Instant]:
    try:
        after, before = (parse_instant(body[name]) for name in ("timeMin", "timeMax"))
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(BAD_REQUEST, why=f"timeMin and timeMax are RFC 3339 with an offset: {error}") from None
    if before <= after:
        raise Refusal(TIME_RANGE_EMPTY, why="timeMax has to be later than timeMin")
    if before - after > LONGEST_WINDOW:
        raise Refusal(TIME_RANGE_TOO_LONG, why=f"at most {LONGEST_WINDOW // DAY} days")
    return after, before


def _zone(name: str) -> ZoneInfo:
    try:
        return zone(name)
    except UnknownZone as error:
        raise Refusal(INVALID_TIME_ZONE, why=str(error)) from None


def _limit(body: dict[str, Any], name: str, most: int) -> int:
    """A limit that the body may lower. Raises `Refusal` beyond the service's own [inferred]."""
    limit: int = body.get(name) or most
    if not 1 <= limit <= most:
        raise Refusal(INVALID_VALUE, detail=f"{limit} is not a valid value", why=f"{name} is 1 to {most}")
    return limit
