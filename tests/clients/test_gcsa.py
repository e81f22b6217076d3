"""gcsa as it is installed: a calendar as a collection of Python's own objects.

It has no setting for another URL, and none is forced on it: it is told of a proxy and of a certificate to trust, and
asks www.googleapis.com (tests/clients/interception.py).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import httplib2
import pytest
from gcsa.acl import AccessControlRule, ACLRole, ACLScopeType
from gcsa.attendee import Attendee
from gcsa.calendar import Calendar, CalendarListEntry
from gcsa.conference import ConferenceSolutionCreateRequest, SolutionType
from gcsa.event import Event
from gcsa.free_busy import FreeBusyQueryError
from gcsa.google_calendar import GoogleCalendar, SendUpdatesMode
from gcsa.recurrence import MO, WEEKLY, Recurrence
from gcsa.reminders import EmailReminder, PopupReminder
from googleapiclient.errors import HttpError

from tests.clients.real_clients import user_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.clients.interception import Interception
    from tests.wire import World

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=NEW_YORK)
DAY = {"time_min": datetime(2026, 3, 9, tzinfo=NEW_YORK), "time_max": datetime(2026, 3, 10, tzinfo=NEW_YORK)}


@pytest.fixture
def connected(
    office: World, interception: Interception, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], GoogleCalendar]]:
    """A person's calendar, by the person's key in the scenario."""
    for name, value in interception.environment().items():
        monkeypatch.setenv(name, value)
    # HTTPLIB2_CA_CERTS is read when httplib2 is imported, which was long ago: this is where its value goes.
    monkeypatch.setattr(httplib2, "CA_CERTS", str(interception.certificate))
    made: list[GoogleCalendar] = []

    def connect(person: str) -> GoogleCalendar:
        made.append(GoogleCalendar(credentials=user_credentials(office, person)))
        return made[-1]

    yield connect
    for calendar in made:
        calendar.service.close()


@pytest.fixture
def alice(connected: Callable[[str], GoogleCalendar]) -> GoogleCalendar:
    return connected("alice")


def titles(calendar: GoogleCalendar, **parameters: Any) -> list[str]:
    found = calendar.get_events(single_events=True, order_by="startTime", **{**DAY, **parameters})
    return [event.summary for event in found]


def test_a_calendar_is_a_collection_of_events_by_their_time(alice: GoogleCalendar) -> None:
    found = list(alice[date(2026, 3, 6) : date(2026, 3, 10) : "startTime"])

    assert [(event.summary, event.start.hour) for event in found] == [
        ("Daily stand-up (after the release)", 11),
        ("Lunch with Priya", 12),
        ("Design review", 13),
        ("Daily stand-up", 9),
        ("Focus time", 14),
        ("Carol and Alice", 17),
    ]


def test_all_the_pages_of_a_list_are_read(alice: GoogleCalendar, office: World) -> None:
    week = {"time_min": date(2026, 3, 2), "time_max": date(2026, 3, 21)}

    found = titles(alice, maxResults=4, **week)

    assert found == titles(alice, **week)
    assert [entry["status"] for entry in office.requests()] == [200] * (len(found) // 4 + 2)


def test_an_event_comes_back_as_it_was_added(alice: GoogleCalendar) -> None:
    event = Event(
        "Lunch with Bob",
        NOON,
        NOON + timedelta(minutes=45),
        timezone="America/New_York",
        description="Bring the <b>draft</b>",
        location="Room 4",
        color_id="7",
        visibility="private",
        attendees=[Attendee("bob@partner.example", comment="If you can"), "carol@autosched.example"],
        reminders=[PopupReminder(minutes_before_start=10), EmailReminder(minutes_before_start=60)],
        guests_can_invite_others=False,
        conference_solution=ConferenceSolutionCreateRequest(solution_type=SolutionType.HANGOUTS_MEET),
        transparency="transparent",
    )

    added = alice.add_event(event)

    assert alice.get_event(added.event_id) == added
    assert (added.start, added.end, added.timezone) == (event.start, event.end, "America/New_York")
    assert [(guest.email, guest.response_status) for guest in added.attendees] == [
        ("bob@partner.example", "needsAction"),
        ("carol@autosched.example", "needsAction"),
    ]
    assert (added.color_id, added.visibility, added.transparency) == ("7", "private", "transparent")
    assert [(reminder.method, reminder.minutes_before_start) for reminder in added.reminders] == [
        ("popup", 10),
        ("email", 60),
    ]
    assert added.guests_can_invite_others is False
    assert added.conference_solution.solution_type == "hangoutsMeet"
    assert added.conference_solution.entry_points[0].uri.startswith("https://meet.google.com/")


def test_a_series_has_occurrences_of_which_one_may_go(alice: GoogleCalendar) -> None:
    rule = Recurrence.rule(freq=WEEKLY, by_week_day=[MO], count=3)
    series = alice.add_event(Event("Planning", NOON, timezone="America/New_York", recurrence=rule))
    window = {"time_min": NOON, "time_max": NOON + timedelta(days=60)}

    first, second, third = alice.get_instances(series, **window)
    alice.delete_event(second)

    assert [event.start for event in (first, second, third)] == [NOON + timedelta(weeks=week) for week in range(3)]
    assert [event.event_id for event in alice.get_instances(series, **window)] == [first.event_id, third.event_id]
    assert series.recurrence == ["RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO;WKST=SU"]


def test_an_event_is_changed_moved_and_deleted(alice: GoogleCalendar) -> None:
    event = alice.add_event(Event("Lunch", NOON, timezone="America/New_York"))
    [projects] = [entry for entry in alice.get_calendar_list() if entry.summary == "Projects"]
    event.summary = "Late lunch"
    event.start += timedelta(hours=1)
    event.end += timedelta(hours=1)

    changed = alice.update_event(event)
    moved = alice.move_event(changed, destination_calendar_id=projects.calendar_id)

    assert (changed.summary, changed.start) == ("Late lunch", NOON + timedelta(hours=1))
    assert "Late lunch" not in titles(alice)
    assert titles(alice, calendar_id=projects.calendar_id) == ["Late lunch"]
    alice.delete_event(moved, calendar_id=projects.calendar_id)
    assert titles(alice, calendar_id=projects.calendar_id) == []


def test_a_quick_event_is_read_from_its_text(alice: GoogleCalendar) -> None:
    added = alice.add_quick_event("Dentist on March 9 2026 at 3pm")

    assert (added.summary, added.start) == ("Dentist", NOON + timedelta(hours=3))


def test_an_imported_event_keeps_its_uid(alice: GoogleCalendar) -> None:
    event = Event("From another system", date(2026, 3, 9), iCalUID="7dbf@calendars.example")

    imported = alice.import_event(event)

    assert imported.other["iCalUID"] == "7dbf@calendars.example"
    assert (imported.start, imported.end) == (date(2026, 3, 9), date(2026, 3, 10))


def test_an_invitation_arrives_with_whom_it_names_and_the_answer_comes_back(
    connected: Callable[[str], GoogleCalendar],
) -> None:
    alice, bob = connected("alice"), connected("bob")
    lunch = alice.add_event(
        Event("Lunch with Bob", NOON, timezone="America/New_York", attendees="bob@partner.example"),
        send_updates=SendUpdatesMode.ALL,
    )

    invited = bob.get_event(lunch.event_id)
    [guest] = invited.attendees
    guest.response_status = "accepted"
    bob.update_event(invited)

    assert invited.organizer.email == "alice@autosched.example"
    assert [guest.response_status for guest in alice.get_event(lunch.event_id).attendees] == ["accepted"]


def test_a_calendar_is_made_listed_renamed_and_deleted(alice: GoogleCalendar) -> None:
    made = alice.add_calendar(Calendar("Travel", description="Where we are", timezone="Europe/London"))
    made.summary = "Journeys"
    alice.update_calendar(made)
    entry = alice.get_calendar_list_entry(made.calendar_id)
    alice.update_calendar_list_entry(
        CalendarListEntry(made.calendar_id, summary_override="Mine", color_id="3", selected=False)
    )

    shown = alice.get_calendar_list_entry(made.calendar_id)

    assert (entry.summary, entry.access_role, entry.timezone) == ("Journeys", "owner", "Europe/London")
    assert (shown.summary_override, shown.color_id, shown.selected) == ("Mine", "3", False)
    alice.delete_calendar(made)
    assert made.calendar_id not in {entry.calendar_id for entry in alice.get_calendar_list()}


def test_who_is_given_a_calendar_finds_it_in_the_own_list(connected: Callable[[str], GoogleCalendar]) -> None:
    alice, bob = connected("alice"), connected("bob")
    made = alice.add_calendar(Calendar("Travel"))
    rule = AccessControlRule(role=ACLRole.READER, scope_type=ACLScopeType.USER, scope_value="bob@partner.example")

    added = alice.add_acl_rule(rule, calendar_id=made.calendar_id)
    bob.add_calendar_list_entry(CalendarListEntry(made.calendar_id))

    assert bob.get_calendar_list_entry(made.calendar_id).access_role == "reader"
    added.role = ACLRole.WRITER
    alice.update_acl_rule(added, calendar_id=made.calendar_id)
    assert bob.get_calendar_list_entry(made.calendar_id).access_role == "writer"
    alice.delete_acl_rule(added, calendar_id=made.calendar_id)
    assert "bob@partner.example" not in {rule.scope_value for rule in alice.get_acl_rules(calendar_id=made.calendar_id)}
    with pytest.raises(HttpError, match="404"):
        bob.get_calendar(made.calendar_id)


def test_when_somebody_is_busy_is_told_and_whom_one_may_not_ask_about(alice: GoogleCalendar) -> None:
    busy = alice.get_free_busy("alice@autosched.example", **DAY)

    assert [(span.start, span.end) for span in busy.calendars["alice@autosched.example"]] == [
        (NOON.replace(hour=9, minute=30), NOON.replace(hour=9, minute=45)),
        (NOON.replace(hour=14), NOON.replace(hour=16)),
        (NOON.replace(hour=17), NOON.replace(hour=17, minute=30)),
    ]
    with pytest.raises(FreeBusyQueryError, match="notFound"):
        alice.get_free_busy("nobody@nowhere.example", **DAY)


def test_settings_and_colours_are_read(alice: GoogleCalendar) -> None:
    assert alice.get_settings().timezone == "America/New_York"
    assert alice.list_event_colors()["1"] == {"background": "#a4bdfc", "foreground": "#1d1d1d"}
    assert len(alice.list_calendar_colors()) == 24
