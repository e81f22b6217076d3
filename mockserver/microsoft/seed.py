"""A scenario's Microsoft side as documents: mailboxes, calendars, with whom they are shared, and events.

Events are written through the code that answers a client's POST. What Graph has no words for - a series that no
recurrence pattern says - stands at the other provider alone, unless the scenario puts its calendar here on purpose.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from mockserver.clock import MINUTE, Instant
from mockserver.microsoft import formats, provider
from mockserver.microsoft.calendars import store as calendar_store
from mockserver.microsoft.calendars.calendar import Calendar, default_calendar, find_calendar
from mockserver.microsoft.events import invitations, store, writing
from mockserver.microsoft.events.documents import Event, span_of
from mockserver.microsoft.events.members import READ_ONLY
from mockserver.microsoft.events.recurrence import write_recurrence
from mockserver.microsoft.events.recurrence_rules import from_lines
from mockserver.microsoft.events.times import Span, original_zone, read_span
from mockserver.microsoft.mailbox import GROUP_KEY, Mailbox, mailbox_of
from mockserver.microsoft.refusals import Refusal
from mockserver.scenario import moments
from mockserver.scenario.language import guests
from mockserver.scenario.seeding import NotTaken, Planned, Seeder
from mockserver.scenario.series import occurrence
from mockserver.scenario.series import series as series_of_rules
from mockserver.timing import wall, zones
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.microsoft.calendars.calendar import Role
    from mockserver.scenario import language
    from mockserver.session import Session

_RESPONSES = {"needsAction": "none", "accepted": "accepted", "declined": "declined", "tentative": "tentativelyAccepted"}
_ROLES: Mapping[str, Role] = {
    "freeBusyReader": "freeBusyRead",
    "reader": "read",
    "writer": "write",
    "owner": "delegateWithPrivateEventAccess",
}
_SENSITIVITY = {"default": "normal", "public": "normal", "private": "private", "confidential": "confidential"}


def set_up(scenario: language.Scenario, session: Session) -> None:
    """Give everybody with an account, and every group, a mailbox with the calendars that the scenario declares."""
    for key, person in scenario.people.items():
        if "microsoft" in person.accounts:
            calendar_store.set_up(mailbox_of(session, key))
    for key in scenario.groups:
        calendar_store.set_up(mailbox_of(session, GROUP_KEY + key))
    declared = [one for one in scenario.calendars if "microsoft" in scenario.accounts_of(one)]
    for one in declared:
        if one.key != "primary":
            mailbox = mailbox_of(session, one.owner)
            group = calendar_store.my_calendars(mailbox)
            calendar_store.put_calendar(mailbox, mailbox.next_folder(), one.title or one.key, group)
    for one in declared:  # after them all: what is shared with somebody comes into their list
        _share(scenario, calendar_of(scenario, session, one), one)


def _share(scenario: language.Scenario, calendar: Calendar, one: language.Calendar) -> None:
    for who, role in one.share.items():
        if role in _ROLES and not scenario.shared_with(who).startswith(("group:", "domain:", "default")):
            calendar_store.share(calendar.mailbox, calendar.folder, scenario.email_of(who), _ROLES[role])


def calendar_of(scenario: language.Scenario, session: Session, one: language.Calendar) -> Calendar:
    """The calendar of a mailbox that a scenario's is: the default one, else the one made for it."""
    mailbox = mailbox_of(session, one.owner)
    if one.key == "primary":
        return default_calendar(mailbox)
    others = [
        other
        for other in scenario.calendars
        if other.owner == one.owner and other.key != "primary" and "microsoft" in scenario.accounts_of(other)
    ]
    folder = formats.DEFAULT_CALENDAR + 1 + others.index(one)
    calendar = find_calendar(mailbox, formats.calendar_id(mailbox.keys, folder))
    if calendar is None:
        raise LookupError(f"{one.owner}'s calendar {one.key} was not made")
    return calendar


def write(scenario: language.Scenario, session: Session, one: Planned) -> None:
    """Write an event and whatever its `changes` say. Raises `NotTaken`."""
    calendar = calendar_of(scenario, session, one.calendar)
    try:
        _write(scenario, calendar, one)
    except Refusal as refused:
        raise NotTaken(refused.message, refused.why) from None


SEEDER = Seeder("microsoft", "Microsoft Graph", provider.receive, set_up, write)


def _write(scenario: language.Scenario, calendar: Calendar, one: Planned) -> None:
    event = one.event
    zone = original_zone(scenario.zone_of(one.calendar, event))
    body = _described(scenario, event) | _times(event, zone)
    missing: list[date] = []
    if event.repeat is not None:
        recurrence, missing = _recurrence(event, scenario.zone_of(one.calendar, event), body)
        if recurrence is None:
            if one.calendar.accounts is None:
                return
            raise NotTaken("no recurrence pattern says what `repeat` does", "write one rule that Outlook has too")
        body["recurrence"] = recurrence
    body |= {"sensitivity": _SENSITIVITY[event.visibility], "showAs": _shows(event.shows, event.status)}
    native = _native(event.microsoft)
    own = {name: value for name, value in native.items() if name in READ_ONLY}
    made = writing.create(calendar, body | {name: native[name] for name in native.keys() - own.keys()}, _refuse)
    _amend(scenario, made, one, own)
    for day in missing:
        writing.delete(_on(made, day))
    _change(scenario, made, one, zone)
    found = store.find(calendar.mailbox, made.id)
    if event.status == "cancelled":
        writing.delete(found)
    elif found.document["isOrganizer"]:
        invitations.announce(calendar, None, found.document)


def _native(members: Mapping[str, Any]) -> dict[str, Any]:
    """What a scenario says in Graph's own words, read as a body is. Raises `Refusal`, `NotTaken`."""
    if not members:
        return {}
    from mockserver.microsoft.bodies import read_value  # noqa: PLC0415 - few scenarios have any

    passed_over: list[str] = []
    read = read_value(dict(members), "event", passed_over.append)
    if passed_over:
        raise NotTaken(passed_over[0], "write properties that an event has")
    return read


def _refuse(passed_over: str) -> NoReturn:
    """A scenario says nothing that has no effect."""
    raise NotTaken(passed_over)


def _amend(scenario: language.Scenario, made: store.Found, one: Planned, own: Event) -> None:
    """Give a new event what no client may write: when it was made, who answered what, and what the scenario says."""
    answers = {scenario.email_of(guest.person or guest.email or "").casefold(): guest for guest in one.event.guests()}
    when = formats.date_time_offset(one.updated)
    attendees = []
    for row in made.document["attendees"]:
        guest = answers.get(row["emailAddress"]["address"].casefold())
        response = _RESPONSES[guest.response] if guest is not None else "none"
        status = {"response": response, "time": when if response != "none" else formats.date_time_offset(None)}
        name = {"name": guest.name} if guest is not None and guest.name else {}
        attendees.append({**row, "status": status, "emailAddress": {**row["emailAddress"], **name}})
    changed: Event = {**made.document, "attendees": attendees, "createdDateTime": formats.date_time_offset(one.created)}
    if one.event.organizer is not None:
        changed |= _organized_by(scenario, made.calendar.mailbox, one.event.organizer, attendees)
    store.keep(made.calendar, changed | own)


def _organized_by(scenario: language.Scenario, mailbox: Mailbox, who: str, attendees: list[Event]) -> Event:
    """What an event shows that somebody else organizes."""
    email = scenario.email_of(who)
    if email.casefold() == mailbox.address.casefold():
        return {}
    name = next((one.name for one in scenario.people.values() if one.email.casefold() == email.casefold()), email)
    own = (row for row in attendees if row["emailAddress"]["address"].casefold() == mailbox.address.casefold())
    status = next((row["status"] for row in own), {"response": "none", "time": formats.date_time_offset(None)})
    if status["response"] == "none":
        status = {**status, "response": "notResponded"}
    organizer = {"emailAddress": {"name": name, "address": email}}
    return {"isOrganizer": False, "organizer": organizer, "responseStatus": status}


def _change(scenario: language.Scenario, made: store.Found, one: Planned, zone: str) -> None:
    """Write what `changes` says of single occurrences."""
    if not one.event.changes:
        return
    rules = series_of_rules(one.event.start, one.event.rules(), scenario.zone_of(one.calendar, one.event))
    for when, change in one.event.changes.items():
        named = occurrence(rules, when).wall
        found = _on(made, date(named.year, named.month, named.day))
        if isinstance(change, str):
            writing.delete(found)
            continue
        body = _described(scenario, change)
        if change.visibility is not None:
            body["sensitivity"] = _SENSITIVITY[change.visibility]
        if change.shows is not None or change.status is not None:
            body["showAs"] = _shows(change.shows or one.event.shows, change.status or one.event.status)
        if change.start is not None or change.end is not None or change.duration is not None:
            body |= _moved(span_of(found.document), change, zone)
        writing.update(found, body | _native(change.microsoft), _refuse)


def _on(made: store.Found, day: date) -> store.Found:
    """The occurrence of a series on a day. Raises `Refusal` where there is none."""
    return store.find(made.calendar.mailbox, formats.occurrence_id(made.id, day))


def _shows(shows: str, status: str) -> str:
    return "free" if shows == "free" else "tentative" if status == "tentative" else "busy"


def _described(scenario: language.Scenario, part: language.Event | language.Change) -> dict[str, Any]:
    """What an event and a change of one have in common; what is not given is left out."""
    body: dict[str, Any] = {}
    if part.title is not None:
        body["subject"] = part.title
    if part.location is not None:
        body["location"] = {"displayName": part.location}
    if part.description is not None:
        body["body"] = {"contentType": "text", "content": part.description}
    if part.attendees is not None:
        body["attendees"] = [_attendee(scenario, guest) for guest in guests(part.attendees)]
    if part.reminders is not None:
        popup = next((one for one in part.reminders if one.method == "popup"), None)
        body["isReminderOn"] = popup is not None
        if popup is not None:
            body["reminderMinutesBeforeStart"] = parse_duration(popup.before) // MINUTE
    return body


def _attendee(scenario: language.Scenario, guest: language.Attendee) -> dict[str, Any]:
    kind = "optional" if guest.optional else "required"
    if guest.person is not None and scenario.people[guest.person].kind != "person":
        kind = "resource"
    address = {"address": scenario.email_of(guest.person or guest.email or "")}
    return {"type": kind, "emailAddress": address | ({"name": guest.name} if guest.name else {})}


def _times(event: language.Event, zone: str) -> dict[str, Any]:
    begin, finish = event.span(zone)
    if isinstance(begin, int) and isinstance(finish, int):
        return {"start": _time(begin, zone), "end": _time(finish, zone)}
    return {"isAllDay": True, "start": _midnight(begin, zone), "end": _midnight(finish, zone)}


def _moved(span: Span, change: language.Change, zone: str) -> dict[str, Any]:
    """Other times of an occurrence; another start keeps the length."""
    if span.start.day is not None and span.end.day is not None:
        first = date.fromisoformat(change.start or span.start.day.isoformat())
        if change.end is None and change.duration is None:
            last = first + (span.end.day - span.start.day)
        else:
            first, last = moments.all_day(first, change.end, change.duration)
        return {"start": _midnight(first, zone), "end": _midnight(last, zone)}
    begin = moments.instant_in(moments.moment(change.start), zone) if change.start else span.start.instant
    if change.end is None and change.duration is None:
        finish = begin + span.end.instant - span.start.instant
    else:
        begin, finish = moments.timed(begin, change.end, change.duration, zone)
    return {"start": _time(begin, zone), "end": _time(finish, zone)}


def _time(instant: Instant, zone: str) -> dict[str, str]:
    local = wall.local(instant, zones.zone(zone)).isoformat(timespec="microseconds")
    return {"dateTime": local, "timeZone": zone}


def _midnight(day: date | Instant, zone: str) -> dict[str, str]:
    return {"dateTime": f"{day}T00:00:00", "timeZone": zone}


_COMPARED = 2_000
"""Occurrences of which it is seen whether the rule and the pattern name the same ones."""


def _recurrence(event: language.Event, zone: str, body: Mapping[str, Any]) -> tuple[Any, list[date]]:
    """The recurrence that `repeat` is in Graph's words, and the days that it takes out again; None where none is."""
    span = read_span(body["start"], body["end"], all_day=event.all_day)
    found = from_lines(event.rules(), span)
    if found is None:
        return None, []
    from itertools import islice  # noqa: PLC0415 - beside its only use

    from mockserver.microsoft.events.occurrences import occurrences  # noqa: PLC0415 - the same

    theirs = [one.day for one in islice(occurrences(found, span), _COMPARED)]
    rules = series_of_rules(event.start, event.rules(), zone)
    ours = [date(one.wall.year, one.wall.month, one.wall.day) for one in islice(rules.occurrences(), _COMPARED)]
    last = min(theirs[-1], ours[-1]) if theirs and ours else date.min
    named = {day for day in theirs if day <= last}
    wanted = {day for day in ours if day <= last}
    if wanted - named or len(wanted) != len([day for day in ours if day <= last]):
        return None, []
    return write_recurrence(found), sorted(named - wanted)
