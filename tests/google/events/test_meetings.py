"""Events of Google in the terms that all providers have, and back."""

from __future__ import annotations

from datetime import date

import msgspec

from mockserver.clock import parse_instant
from mockserver.google.events.meetings import event_of, id_of, meeting_of
from mockserver.session import Session
from mockserver.session.meetings import Attendee, Meeting, Moment
from tests.google.event_world import ALICE, BOB, CAROL, START, calendar_of, template

NEW_YORK = "America/New_York"
MEETING = Meeting(
    uid="040000008200E00074C5B7101A82E008",
    organizer=BOB,
    organizer_name="Bob",
    title="Stand-up",
    description="Bring coffee",
    location="Here",
    start=Moment(parse_instant("2026-03-06T14:00:00Z"), NEW_YORK),
    end=Moment(parse_instant("2026-03-06T14:30:00Z"), NEW_YORK),
    rules=("RRULE:FREQ=DAILY;COUNT=5",),
    attendees=(Attendee(ALICE, "Alice", "optional", "tentative", "Perhaps"), Attendee(CAROL, kind="resource")),
    sequence=2,
)


def test_a_meeting_comes_back_as_it_was_sent() -> None:
    calendar = calendar_of(Session("s", template()))
    assert meeting_of(calendar, event_of(calendar, MEETING)) == MEETING


def test_an_occurrence_has_the_id_that_google_gives_one() -> None:
    calendar = calendar_of(Session("s", template()))
    original = Moment(parse_instant("2026-03-09T13:00:00Z"), NEW_YORK)
    event = event_of(calendar, msgspec.structs.replace(MEETING, rules=(), original=original))
    series = id_of(calendar, MEETING.uid)
    assert (event["id"], event["recurringEventId"]) == (f"{series}_20260309T130000Z", series)
    assert event["originalStartTime"] == {"dateTime": "2026-03-09T09:00:00-04:00", "timeZone": NEW_YORK}


def test_days_stay_days() -> None:
    calendar = calendar_of(Session("s", template()))
    first, until = (Moment(START, "UTC", date(2026, 3, day)) for day in (6, 7))
    event = event_of(calendar, msgspec.structs.replace(MEETING, start=first, end=until))
    assert (event["start"], event["end"]) == ({"date": "2026-03-06"}, {"date": "2026-03-07"})
    assert meeting_of(calendar, event).start.day == date(2026, 3, 6)


def test_an_event_without_a_zone_is_in_that_of_its_calendar() -> None:
    calendar = calendar_of(Session("s", template()))
    times = {side: {"dateTime": "2026-03-09T09:00:00-04:00"} for side in ("start", "end")}
    event = {"id": "abcde", "organizer": {"email": ALICE}} | times
    assert meeting_of(calendar, event).start == Moment(parse_instant("2026-03-09T13:00:00Z"), NEW_YORK)
    assert meeting_of(calendar, event).uid == "abcde@google.com"
