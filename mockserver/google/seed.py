"""A scenario's Google side as documents: calendars, rules, lists and events, made once for all its sessions.

Events are written the way a client would write them, through the same code, into a session that is then thrown away;
so what a scenario declares and what a client inserts look the same.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import DAY, MINUTE, Instant, parse_instant, rfc3339
from mockserver.documents import BaseBuilder
from mockserver.google import (
    calendar_store,
    description,
    event_store,
    event_types,
    event_writing,
    formats,
    invitations,
)
from mockserver.google.body import BadValue
from mockserver.google.calendar import Calendar, find_calendar
from mockserver.google.caller import Caller
from mockserver.google.event_documents import ordered
from mockserver.google.event_facts import series_of
from mockserver.google.event_members import WRITABLE
from mockserver.google.event_writing import Switches
from mockserver.google.refusals import Refusal
from mockserver.ids import derive
from mockserver.scenario import moments
from mockserver.scenario.language import guests
from mockserver.scenario.mistakes import BadScenario, Mistake, nearest, quoted
from mockserver.scenario.series import occurrence
from mockserver.session import Session, Template
from mockserver.timing.durations import parse_duration
from mockserver.timing.zones import to_iana

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mockserver.identity.directory import Directory
    from mockserver.scenario import language

# When a scenario without a clock was written, as far as its documents say.
_WITHOUT_CLOCK = parse_instant("2026-01-01T00:00:00Z")
# Its events were written in the four weeks before it starts, so that `updatedMin` reaches them all.
_WRITTEN_BEFORE, _WRITTEN_WITHIN = 28 * DAY, 27 * DAY
_EVERYTHING = Switches(conference_data_version=1, supports_attachments=True)


class _Planned(msgspec.Struct, frozen=True):
    """An event and when it was written."""

    created: Instant
    updated: Instant
    number: int
    calendar: language.Calendar
    event: language.Event


def seed(scenario: language.Scenario, directory: Directory, builder: BaseBuilder) -> None:
    """Put the Google side of a scenario into the base of its sessions.

    Raises `BadScenario` for an event that Google would not take.
    """
    calendars = BaseBuilder()
    ids = dict(_add_calendars(scenario, calendars))
    start = parse_instant(scenario.clock.start.replace(" ", "T")) if scenario.clock.start else _WITHOUT_CLOCK
    planned = _plan(scenario, start)
    first = min((one.created for one in planned), default=start)
    receivers = invitations.RECEIVERS
    template = Template(
        scenario.name, directory, start=first, flow="frozen", base=calendars.build(), receivers=receivers
    )
    session = Session("seed", template)
    for one in planned:
        person = scenario.people[one.calendar.owner]
        caller = Caller(person.email, one.calendar.owner, person.zone)
        calendar = find_calendar(session, caller, ids[one.calendar.owner, one.calendar.key])
        if calendar is None:
            continue
        try:
            _write(scenario, calendar, one)
        except (Refusal, BadValue) as refused:
            raise _refused(scenario, one, refused) from None
    _harvest(session, builder)


def _refused(scenario: language.Scenario, one: _Planned, refused: Refusal | BadValue) -> BadScenario:
    """What is wrong with an event. Where in the file it stands is not known any more, so its keys say so."""
    where = f"event {quoted(one.event.key)} of {one.calendar.owner}'s calendar {quoted(one.calendar.key)}"
    if isinstance(refused, BadValue):
        said, instead = f"{refused.within('google')}", "write what its reference allows"
    else:
        said, instead = refused.body("")["message"], refused.why or "write what its reference allows"
    what = f"{where}: Google would not take it: {said}"
    return BadScenario([Mistake(f"{scenario.name}.yaml", 1, 1, what, instead)])


def _add_calendars(scenario: language.Scenario, builder: BaseBuilder) -> Iterator[tuple[tuple[str, str], str]]:
    """Every calendar with its id, by owner and key; a primary one for whoever has an account and declares none."""
    declared = [one for one in scenario.calendars if "google" in scenario.accounts_of(one)]
    primaries = {one.owner for one in declared if one.key == "primary"}
    for key, person in scenario.people.items():
        if "google" in person.accounts and key not in primaries:
            calendar_store.add_calendar(
                builder,
                calendar_store.NewCalendar(
                    id=person.email, owner=key, email=person.email, zone=to_iana(person.zone), primary=True
                ),
            )
            yield (key, "primary"), person.email
    for one in declared:
        owner = scenario.people[one.owner]
        primary = one.key == "primary"
        id_ = owner.email if primary else formats.calendar_id(derive(scenario.name, "calendar", one.owner, one.key))
        new = calendar_store.NewCalendar(
            id=id_,
            owner=one.owner,
            email=owner.email,
            title=one.title or (None if primary else one.key),
            zone=to_iana(scenario.zone_of(one)),
            description=one.description or "",
            location=one.location or "",
            color=one.color,
            primary=primary,
            shares={scenario.shared_with(who): role for who, role in one.share.items()},
        )
        calendar_store.add_calendar(builder, new)
        yield (one.owner, one.key), id_


def _plan(scenario: language.Scenario, start: Instant) -> list[_Planned]:
    """The events in the order in which they were last changed: the order of a calendar's list."""
    events = [
        (calendar, event)
        for calendar in scenario.calendars
        if "google" in scenario.accounts_of(calendar)
        for event in calendar.events
    ]
    step = min(37 * MINUTE, _WRITTEN_WITHIN // max(len(events), 1))
    planned = []
    for number, (calendar, event) in enumerate(events):
        # Real changes happen at odd milliseconds.
        odd = derive(scenario.name, "written", calendar.owner, calendar.key, event.key).number(step // 2)
        default = start - _WRITTEN_BEFORE + number * step + odd
        created = parse_instant(event.created.replace(" ", "T")) if event.created else default
        updated = parse_instant(event.updated.replace(" ", "T")) if event.updated else created
        planned.append(_Planned(created, updated, number, calendar, event))
    return sorted(planned, key=lambda one: (one.updated, one.number))


def _write(scenario: language.Scenario, calendar: Calendar, one: _Planned) -> None:
    """Write an event and whatever its `changes` say."""
    event, clock = one.event, calendar.session.clock
    clock.set(max(one.updated, clock.now()))
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


def _harvest(session: Session, builder: BaseBuilder) -> None:
    """Take over what the session holds, collection by collection, in the order of change."""
    for name in session.documents.names():
        builder.open(name)
        for record in session.documents.collection(name).since():
            index = event_store.index_of_record(record).as_arguments()
            builder.add(name, record.id, record.body, **index)
