"""Events of Graph in the terms that all providers have, and back."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from mockserver.clock import parse_instant
from mockserver.microsoft.events.documents import recurrence_of, span_of
from mockserver.microsoft.events.meetings import invitation_of, meeting_of, pattern_of
from mockserver.session.meetings import Attendee, Meeting, Moment
from tests.microsoft.world import ALICE, BOB, CAROL

NEW_YORK = "America/New_York"


def moment(text: str, day: date | None = None) -> Moment:
    return Moment(parse_instant(text), NEW_YORK, day)


MEETING = Meeting(
    uid="abc@google.com",
    organizer=ALICE,
    organizer_name="Alice",
    title="Stand-up",
    description="Bring coffee",
    location="Here",
    start=moment("2026-03-06T14:00:00Z"),
    end=moment("2026-03-06T14:30:00Z"),
    rules=("RRULE:FREQ=DAILY;COUNT=5",),
    attendees=(Attendee(BOB, "Bob", "optional", "tentative"), Attendee(CAROL, "Carol", answer="accepted")),
)


def test_a_meeting_comes_back_as_it_was_sent_but_for_what_others_answered() -> None:
    document = invitation_of(MEETING, None).document
    unanswered = msgspec.structs.replace(MEETING.attendees[1], answer="needsAction")
    assert meeting_of(document, BOB) == msgspec.structs.replace(MEETING, attendees=(MEETING.attendees[0], unanswered))


def test_zones_have_their_windows_names() -> None:
    document = invitation_of(MEETING, None).document
    assert document["originalStartTimeZone"] == "Eastern Standard Time"
    assert document["start"] == {"dateTime": "2026-03-06T14:00:00.0000000", "timeZone": "UTC"}


def test_days_stay_days() -> None:
    whole = msgspec.structs.replace(
        MEETING,
        start=moment("2026-03-06T05:00:00Z", date(2026, 3, 6)),
        end=moment("2026-03-07T05:00:00Z", date(2026, 3, 7)),
    )
    document = invitation_of(whole, None).document
    assert (document["isAllDay"], document["start"]["dateTime"]) == (True, "2026-03-06T00:00:00.0000000")
    assert meeting_of(document, BOB).start.day == date(2026, 3, 6)


def test_an_occurrence_is_that_of_its_day_on_the_clocks_of_the_series() -> None:
    late = msgspec.structs.replace(MEETING, rules=(), original=moment("2026-03-10T03:30:00Z"))
    assert invitation_of(late, None).day == date(2026, 3, 9)
    master = invitation_of(MEETING, None).document
    recurrence = recurrence_of(master)
    assert recurrence is not None
    assert invitation_of(late, (recurrence, span_of(master))).day == date(2026, 3, 9)


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=DAILY;COUNT=5;BYHOUR=9,10",
        "RRULE:FREQ=HOURLY;COUNT=5",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3",  # Friday, the start, is an occurrence of RFC 5545 and none of Graph
        "RRULE:NO=RULE",
    ],
)
def test_a_series_that_no_pattern_says_is_its_first_occurrence(rule: str) -> None:
    document = invitation_of(msgspec.structs.replace(MEETING, rules=(rule,)), None).document
    assert (document["type"], document["recurrence"]) == ("singleInstance", None)


def test_excluded_dates_are_named() -> None:
    span = span_of(invitation_of(MEETING, None).document)
    rules = ["RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=America/New_York:20260308T090000"]
    recurrence, without = pattern_of(rules, span)
    assert recurrence is not None
    assert without == {date(2026, 3, 8)}
