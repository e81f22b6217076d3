"""A meeting between providers: what it is where nothing else is said."""

from __future__ import annotations

from mockserver.clock import parse_instant
from mockserver.session.meetings import Attendee, Meeting, Moment

NOON = Moment(parse_instant("2026-03-09T12:00:00Z"), "UTC")


def test_a_meeting_takes_time_and_shows_who_is_asked_unless_it_says_otherwise() -> None:
    meeting = Meeting(uid="u", organizer="alice@autosched.example", start=NOON, end=NOON)
    assert (meeting.busy, meeting.visible, meeting.private, meeting.original) == (True, True, False, None)


def test_whoever_is_asked_is_required_and_has_not_answered_unless_it_says_otherwise() -> None:
    attendee = Attendee("bob@partner.example")
    assert (attendee.kind, attendee.answer) == ("required", "needsAction")
