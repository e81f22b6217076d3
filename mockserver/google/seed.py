"""A scenario's Google side as documents: calendars, rules, lists and events, made once for all its sessions.

Events are written the way a client would write them, through the same code (`scenario/seeding.py` says when).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mockserver.clock import MINUTE, Instant, parse_instant, rfc3339
from mockserver.google import description, formats
from mockserver.google.body import BadValue
from mockserver.google.calendars import store as calendar_store
from mockserver.google.calendars.calendar import Calendar, find_calendar
from mockserver.google.caller import Caller
from mockserver.google.events import invitations
from mockserver.google.events import store as event_store
from mockserver.google.events import types as event_types
from mockserver.google.events import writing as event_writing
from mockserver.google.events.documents import ordered
from mockserver.google.events.facts import series_of
from mockserver.google.events.members import WRITABLE
from mockserver.google.events.writing import Switches
from mockserver.google.refusals import Refusal
from mockserver.ids import derive
from mockserver.scenario import moments
from mockserver.scenario.language import guests
from mockserver.scenario.mistakes import nearest
from mockserver.scenario.seeding import NotTaken, Planned, Seeder
from mockserver.scenario.series import occurrence
from mockserver.timing.durations import parse_duration
from mockserver.timing.zones import to_iana

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.scenario import language
    from mockserver.session import Session

_EVERYTHING = Switches(conference_data_version=1, supports_attachments=True)


def set_up(scenario: language.Scenario, session: Session) -> None:
    """Make every calendar; a primary one for whoever has an account and declares none."""
    declared = [one for one in scenario.calendars if "google" in scenario.accounts_of(one)]
    primaries = {one.owner for one in declared if one.key == "primary"}
    for key, person in scenario.people.items():
        if "google" in person.accounts and key not in primaries:
            calendar_store.add_calendar(
                session.documents.put,
                calendar_store.NewCalendar(
                    id=person.email, owner=key, email=person.email, zone=to_iana(person.zone), primary=True
                ),
            )
    for one in declared:
        calendar_store.add_calendar(session.documents.put, _new(scenario, one))


def write(scenario: language.Scenario, session: Session, one: Planned) -> None:
    """Write an event and whatever its `changes` say. Raises `NotTaken` where Google would not take it."""
    person = scenario.people[one.calendar.owner]
    caller = Caller(person.email, one.calendar.owner, person.zone)
    calendar = find_calendar(session, caller, _id_of(scenario, one.calendar))
    if calendar is None:
        raise LookupError(f"{one.calendar.owner}'s calendar {one.calendar.key} was not made")
    try:
        _write(scenario, calendar, one)
    except Refusal as refused:
        raise NotTaken(refused.body("")["message"], refused.why) from None
    except BadValue as bad:
        raise NotTaken(str(bad.within("google"))) from None


SEEDER = Seeder("google", "Google", invitations.receive, set_up, write)


def _id_of(scenario: language.Scenario, one: language.Calendar) -> str:
    """A calendar's id: a primary one's is its owner's address."""
    if one.key == "primary":
        return scenario.people[one.owner].email
    return formats.calendar_id(derive(scenario.name, "calendar", one.owner, one.key))


def _new(scenario: language.Scenario, one: language.Calendar) -> calendar_store.NewCalendar:
    primary = one.key == "primary"
    return calendar_store.NewCalendar(
        id=_id_of(scenario, one),
        owner=one.owner,
        email=scenario.people[one.owner].email,
        title=one.title or (None if primary else one.key),
        zone=to_iana(scenario.zone_of(one)),
        description=one.description or "",
        location=one.location or "",
        color=one.color,
        primary=primary,
        shares={scenario.shared_with(who): role for who, role in one.share.items()},
    )


def _write(scenario: language.Scenario, calendar: Calendar, one: Planned) -> None:
    event = one.event
    derived = derive(scenario.name, "event", one.calendar.owner, one.calendar.key, event.key)
    event_id = event.google.get("id") or formats.event_id(derived)
    native = _native(event.google)
    document = event_writing.blank(calendar, event_id, native.get("iCalUID") or formats.ical_uid(event_id))
    if event.organizer is not None:
        own = formats.same_email(scenario.email_of(event.organizer), calendar.id)
        document["organizer"] = _person(scenario, event.organizer) | ({"self": True} if own else {})
    zone = to_iana(scenario.zone_of(one.calendar, event))
    body = _body(scenario, event, zone) | native
    document["eventType"] = _type(calendar, body)
    made = event_writing.make(calendar, document, body, _EVERYTHING)
    more = {name: value for name, value in native.items() if name not in WRITABLE}
    _amend(calendar, made, more | {"created": formats.created(one.created)})
    for when, change in event.changes.items():
        found = _occurrence(calendar, event_id, when)
        if isinstance(change, str):
            event_store.delete(calendar, found)
        else:
            event_writing.patch(calendar, found, _changed(scenario, found.document, change, zone), _EVERYTHING)
    if event.status == "cancelled":
        event_store.delete(calendar, event_store.find(calendar, event_id))
    else:
        invitations.announce(calendar, None, event_store.find(calendar, event_id).document)


def _native(members: Mapping[str, Any], *, change: bool = False) -> dict[str, Any]:
    """What a scenario says in Google's own words, read as a body is. Raises `BadValue`."""
    if not members:
        return {}
    known = description.property_names("Event")
    unknown = next((name for name in members if name not in known), None)
    if unknown is not None:
        raise BadValue(members[unknown], f"a member that an Event has ({nearest(unknown, known)})").within(unknown)
    cleaned: dict[str, Any] = description.clean("Event", dict(members), nulls=change, read_only=True)
    return cleaned


def _type(calendar: Calendar, body: dict[str, Any]) -> str:
    """The type of an event. A scenario may have what a client cannot make: events from Gmail, birthdays of contacts."""
    kind: str = body.get("eventType") or event_types.DEFAULT
    linked = (body.get("birthdayProperties") or {}).get("type") not in {None, "birthday"}
    return kind if kind == "fromGmail" or linked else event_types.of_new(calendar, body)


def _amend(calendar: Calendar, document: dict[str, Any], members: dict[str, Any]) -> None:
    """Give a kept event members that no client may write, without another change of it."""
    record = calendar.events.get(document["id"])
    if record is not None:
        event_store.put(calendar, ordered(document | members), event_store.index_of_record(record))


def _occurrence(calendar: Calendar, event_id: str, when: str) -> event_store.Found:
    """The occurrence that `when` names. Raises BadTime where there is none, which `check` reports beforehand."""
    record = calendar.events.get(event_id)
    facts = series_of(record.extra) if record is not None else None
    planned = facts.at(event_id, occurrence(facts.series, when).start) if facts is not None else None
    if planned is None:
        raise moments.BadTime(f"the event has no occurrence {when}", "name one by its original start")
    return event_store.find(calendar, planned.id)


def _body(scenario: language.Scenario, event: language.Event, zone: str) -> dict[str, Any]:
    """An event as the body of an insert."""
    body: dict[str, Any] = _described(scenario, event) | _times(event, zone)
    body["status"] = event.status if event.status != "cancelled" else "confirmed"
    body["visibility"] = event.visibility
    body["transparency"] = "transparent" if event.shows == "free" else "opaque"
    if event.repeat is not None:
        body["recurrence"] = event.rules()
    return body


def _described(scenario: language.Scenario, part: language.Event | language.Change) -> dict[str, Any]:
    """What an event and a change of one have in common; what is not given is left out."""
    body: dict[str, Any] = {"summary": part.title, "location": part.location, "description": part.description}
    if part.attendees is not None:
        body["attendees"] = [_attendee(scenario, guest) for guest in guests(part.attendees)]
    if part.reminders is not None:
        overrides = [{"method": one.method, "minutes": parse_duration(one.before) // MINUTE} for one in part.reminders]
        body["reminders"] = {"useDefault": False, "overrides": overrides}
    return {name: value for name, value in body.items() if value is not None}


def _changed(
    scenario: language.Scenario, document: dict[str, Any], change: language.Change, zone: str
) -> dict[str, Any]:
    """A change of an occurrence as the body of a patch; another start keeps the length."""
    body = _described(scenario, change)
    for name, value in (("status", change.status), ("visibility", change.visibility)):
        if value is not None:
            body[name] = value
    if change.shows is not None:
        body["transparency"] = "transparent" if change.shows == "free" else "opaque"
    if change.start is not None or change.end is not None or change.duration is not None:
        body |= _moved(document, change, zone)
    return body | _native(change.google, change=True)


def _moved(document: dict[str, Any], change: language.Change, zone: str) -> dict[str, Any]:
    start, end = document["start"], document["end"]
    if "date" in start:
        first = date.fromisoformat(change.start or start["date"])
        length = date.fromisoformat(end["date"]) - date.fromisoformat(start["date"])
        if change.end is None and change.duration is None:
            return {"start": {"date": first.isoformat()}, "end": {"date": (first + length).isoformat()}}
        first, last = moments.all_day(first, change.end, change.duration)
        return {"start": {"date": first.isoformat()}, "end": {"date": last.isoformat()}}
    begin = moments.instant_in(moments.moment(change.start or start["dateTime"]), zone)
    if change.end is None and change.duration is None:
        finish = begin + parse_instant(end["dateTime"]) - parse_instant(start["dateTime"])
    else:
        begin, finish = moments.timed(begin, change.end, change.duration, zone)
    return {"start": _instant(begin, zone), "end": _instant(finish, zone)}


def _times(event: language.Event, zone: str) -> dict[str, Any]:
    start = moments.moment(event.start)
    if isinstance(start, date) and not isinstance(start, datetime):
        first, last = moments.all_day(start, event.end, event.duration)
        return {"start": {"date": first.isoformat()}, "end": {"date": last.isoformat()}}
    begin, finish = moments.timed(start, event.end, event.duration, zone)
    return {"start": _instant(begin, zone), "end": _instant(finish, zone)}


def _instant(instant: Instant, zone: str) -> dict[str, str]:
    return {"dateTime": rfc3339(instant), "timeZone": zone}


def _attendee(scenario: language.Scenario, guest: language.Attendee) -> dict[str, Any]:
    who = guest.person or guest.email or ""
    row = _person(scenario, who) | {"responseStatus": guest.response}
    if guest.name:
        row["displayName"] = guest.name
    if guest.person is not None and scenario.people[guest.person].kind != "person":
        row["resource"] = True
    return row | {"optional": guest.optional, "comment": guest.comment}


def _person(scenario: language.Scenario, who: str) -> dict[str, Any]:
    """Somebody by their key or address, with the name that the scenario gives them."""
    email = scenario.email_of(who)
    name = next((one.name for one in scenario.people.values() if formats.same_email(one.email, email)), None)
    return {"email": email} | ({"displayName": name} if name else {})
