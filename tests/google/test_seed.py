"""A scenario's Google side, as its sessions find it: what is declared looks as if a client had written it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver.google.render import decoded
from mockserver.google.seed import SEEDER
from mockserver.ids import derive
from mockserver.scenario.directory import directory
from mockserver.scenario.loading import loads
from mockserver.scenario.mistakes import BadScenario
from mockserver.scenario.seeding import seeded as seeded_base
from mockserver.session import Session, Template
from tests.google.calendar_world import START, ask

ALICE, BOB = "alice@autosched.example", "bob@partner.example"
PEOPLE = {
    "alice": {"name": "Alice Rivera", "email": ALICE, "zone": "America/New_York"},
    "bob": {"name": "Bob Okafor", "email": BOB, "zone": "Europe/London"},
    "room-4": {"name": "Room 4", "email": "room-4@autosched.example", "kind": "room"},
    "mia": {"name": "Mia", "email": "mia@example.com", "accounts": ["microsoft"]},
}
GROUPS = {"team": {"email": "team@autosched.example", "members": ["bob"]}}
CALL = {"key": "call", "title": "Call", "start": "2026-03-09 10:00", "duration": "PT1H"}
STAND_UP = CALL | {"key": "stand-up", "start": "2026-03-06 09:00", "duration": "PT15M", "repeat": "FREQ=DAILY;COUNT=5"}


def template(*events: Any, calendars: list[Any] | None = None, clock: str | None = "2026-03-06T14:00:00Z") -> Template:
    """A scenario in which Alice's primary calendar has these events."""
    own = [{"owner": "alice", "events": list(events)}] if events else []
    scenario: dict[str, Any] = {"scenario": "small", "summary": "Small", "people": PEOPLE, "groups": GROUPS}
    scenario |= {
        "tokens": {"alice": {"person": "alice"}, "bob": {"person": "bob"}},
        "calendars": own + (calendars or []),
    }
    if clock:
        scenario["clock"] = {"start": clock, "flow": "frozen"}
    read = loads(json.dumps(scenario), "small.yaml")
    who = directory(read)
    return Template("small", who, start=START, flow="frozen", base=seeded_base(read, who, [SEEDER]))


def get(session: Session, path: str, as_: str = "alice", query: str = "") -> Any:
    reply = ask(session, "GET", path, as_=as_, query=query)
    assert reply.status == 200, reply.body
    return json.loads(reply.body)


def items(session: Session, query: str = "") -> list[Any]:
    found: list[Any] = get(session, "/calendars/primary/events", query=query)["items"]
    return found


def seeded(*events: Any) -> Session:
    return Session("seeded", template(*events))


# Calendars


def test_who_has_an_account_and_declares_no_primary_calendar_has_one() -> None:
    session = Session("seeded", template())

    calendar = get(session, "/calendars/primary", "bob")

    assert (calendar["id"], calendar["summary"], calendar["timeZone"]) == (BOB, BOB, "Europe/London")


def test_who_has_no_account_has_no_calendar() -> None:
    assert template().base["google/calendars"].get("mia@example.com") is None


def test_a_declared_calendar_has_an_id_derived_from_the_scenario_and_its_key() -> None:
    team = {"owner": "alice", "key": "team", "title": "Team", "color": "16", "share": {"bob": "reader"}}

    session = Session("seeded", template(calendars=[team]))

    entries = {entry["summary"]: entry for entry in get(session, "/users/me/calendarList")["items"]}
    assert entries["Team"]["id"].endswith("@group.calendar.google.com")
    assert entries["Team"]["colorId"] == "16"
    assert Session("other", template(calendars=[team])).template.base.keys() == session.template.base.keys()
    assert get(session, f"/calendars/{entries['Team']['id']}/events", "bob")["accessRole"] == "reader"


# Events


def test_a_declared_event_has_every_member_that_an_inserted_one_has() -> None:
    session = seeded(CALL)
    body = {"summary": "Call", "start": {"dateTime": "2026-03-09T10:00:00-04:00", "timeZone": "America/New_York"}}
    reply = ask(session, "POST", "/calendars/primary/events", body | {"end": body["start"]})

    declared, inserted = items(session)

    assert inserted == json.loads(reply.body)
    assert list(declared) == list(inserted)
    assert declared["creator"] == declared["organizer"] == {"email": ALICE, "self": True}
    assert declared["start"] == body["start"]


def test_an_event_has_an_id_derived_from_the_scenario_and_its_keys() -> None:
    (event,) = items(seeded(CALL))

    assert event["id"] == derive("small", "event", "alice", "primary", "call").base32hex(26)
    assert items(Session("another", template(CALL))) == [event]


def test_google_members_come_last_and_win() -> None:
    (event,) = items(seeded(CALL | {"google": {"id": "chosen", "colorId": "5", "summary": "Native", "iCalUID": "u@x"}}))

    assert (event["id"], event["colorId"], event["summary"], event["iCalUID"]) == ("chosen", "5", "Native", "u@x")


def test_a_scenario_may_say_what_no_client_can_write() -> None:
    linked = {"type": "anniversary", "contact": "people/c1"}
    gmail = CALL | {"google": {"eventType": "fromGmail", "locked": True}}
    day = CALL | {
        "key": "day",
        "start": "2026-03-09",
        "duration": "P1D",
        "google": {"eventType": "birthday", "birthdayProperties": linked},
    }

    first, second = items(seeded(gmail, day))

    assert (first["eventType"], first["locked"]) == ("fromGmail", True)
    assert second["birthdayProperties"] == linked


def test_events_were_written_in_the_four_weeks_before_the_start_unless_they_say_when() -> None:
    dated = CALL | {"key": "dated", "created": "2026-01-02T03:04:05Z", "updated": "2026-02-03T04:05:06Z"}

    by_title = {event["id"]: event for event in items(seeded(CALL, dated | {"google": {"id": "dated0"}}))}

    kept = by_title.pop("dated0")
    assert (kept["created"], kept["updated"]) == ("2026-01-02T03:04:05.000Z", "2026-02-03T04:05:06.000Z")
    (other,) = by_title.values()
    assert "2026-02-06" <= other["created"] <= other["updated"] < "2026-03-06"


def test_without_a_clock_events_were_written_before_2026() -> None:
    session = Session("seeded", template(CALL, clock=None))

    assert items(session)[0]["updated"] < "2026-01-01"


def test_a_calendar_shared_with_a_group_is_shared_with_its_members() -> None:
    rota = {"owner": "alice", "key": "rota", "share": {"team": "writer"}}
    session = Session("seeded", template(calendars=[rota]))
    id_ = next(one["id"] for one in get(session, "/users/me/calendarList")["items"] if one["summary"] == "rota")

    rules = {rule["id"]: rule["role"] for rule in get(session, f"/calendars/{id_}/acl", "bob")["items"]}

    assert rules["group:team@autosched.example"] == "writer"


def test_guests_have_a_copy_of_what_they_are_invited_to() -> None:
    session = seeded(STAND_UP | {"attendees": ["bob"], "changes": {"2026-03-09": "cancelled"}})
    mine = items(session)

    theirs = get(session, "/calendars/primary/events", "bob")["items"]

    assert {one["id"]: one["status"] for one in theirs} == {one["id"]: one["status"] for one in mine}
    assert next(one for one in theirs if "recurrence" in one)["organizer"]["email"] == ALICE


def test_what_is_cancelled_invites_nobody() -> None:
    session = seeded(CALL | {"attendees": ["bob"], "status": "cancelled"})

    assert get(session, "/calendars/primary/events", "bob", "showDeleted=true")["items"] == []


def test_guests_have_their_names_answers_and_kinds() -> None:
    guests = [{"person": "bob", "response": "accepted"}, "room-4", {"email": "x@example.com", "optional": True}]

    (event,) = items(seeded(CALL | {"attendees": guests}))

    assert event["attendees"] == [
        {"email": BOB, "displayName": "Bob Okafor", "responseStatus": "accepted"},
        {
            "email": "room-4@autosched.example",
            "displayName": "Room 4",
            "resource": True,
            "responseStatus": "accepted",  # a room answers by itself
        },
        {"email": "x@example.com", "optional": True, "responseStatus": "needsAction"},
    ]


def test_somebody_else_may_organize_an_event() -> None:
    (event,) = items(seeded(CALL | {"organizer": "bob", "attendees": ["alice"]}))

    assert event["organizer"] == {"email": BOB, "displayName": "Bob Okafor"}
    assert event["attendees"][0]["self"] is True


def test_what_an_event_shows_whom_and_when_it_reminds() -> None:
    event = CALL | {"visibility": "private", "shows": "free", "reminders": [{"method": "popup", "before": "PT10M"}]}

    (seen,) = items(seeded(event))

    assert (seen["visibility"], seen["transparency"]) == ("private", "transparent")
    assert seen["reminders"] == {"useDefault": False, "overrides": [{"method": "popup", "minutes": 10}]}


def test_an_all_day_event_is_of_days() -> None:
    (event,) = items(seeded(CALL | {"start": "2026-03-09", "duration": "P2D"}))

    assert (event["start"], event["end"]) == ({"date": "2026-03-09"}, {"date": "2026-03-11"})


def test_a_cancelled_event_is_what_a_deleted_one_leaves() -> None:
    session = seeded(CALL | {"status": "cancelled"})

    assert items(session) == []
    assert [event["status"] for event in items(session, "showDeleted=true")] == ["cancelled"]


# Series


def test_a_series_is_expanded_with_its_changes() -> None:
    changes = {
        "2026-03-07": {"title": "Moved", "start": "2026-03-07 10:00"},
        "2026-03-08": "cancelled",
        "2026-03-09": {"google": {"colorId": "5"}},
    }

    session = seeded(STAND_UP | {"changes": changes})

    found = items(session, "singleEvents=true&orderBy=startTime")
    assert [(one["start"]["dateTime"], one["summary"], one.get("colorId")) for one in found] == [
        ("2026-03-06T09:00:00-05:00", "Call", None),
        ("2026-03-07T10:00:00-05:00", "Moved", None),
        ("2026-03-09T09:00:00-04:00", "Call", "5"),
        ("2026-03-10T09:00:00-04:00", "Call", None),
    ]
    assert found[1]["end"]["dateTime"] == "2026-03-07T10:15:00-05:00"


def test_a_change_of_days_keeps_their_number() -> None:
    days = STAND_UP | {"start": "2026-03-06", "duration": "P2D", "repeat": "FREQ=WEEKLY;COUNT=2"}

    session = seeded(days | {"changes": {"2026-03-13": {"start": "2026-03-14"}}})

    _, second = items(session, "singleEvents=true&orderBy=startTime")
    assert (second["start"], second["end"]) == ({"date": "2026-03-14"}, {"date": "2026-03-16"})


# Mistakes


@pytest.mark.parametrize(
    ("native", "said"),
    [
        ({"colorId": "99"}, "Invalid color value: 99"),
        ({"colour": "5"}, "colorId"),
        ({"attendees": "bob"}, "google.attendees: expected an array"),
        ({"eventType": "outOfOffice"}, "outOfOfficeProperties"),
        ({"recurrence": ["RRULE:FREQ=OFTEN"]}, "Invalid recurrence rule"),
    ],
)
def test_an_event_that_google_would_not_take_is_named(native: Any, said: str) -> None:
    with pytest.raises(BadScenario) as bad:
        template(CALL | {"google": native})

    message = str(bad.value)
    assert "event `call` of alice's calendar `primary`" in message
    assert said in message


# The base


def test_sessions_share_what_was_declared_and_not_what_they_write() -> None:
    made = template(CALL)
    one, other = Session("one", made), Session("other", made)

    ask(one, "DELETE", f"/calendars/primary/events/{items(one)[0]['id']}")

    assert (len(items(one)), len(items(other))) == (0, 1)


def test_what_is_kept_is_what_is_answered() -> None:
    made = template(CALL)
    record = next(iter(made.base[f"google/events/{ALICE}"].records))

    assert decoded(record.body) == items(Session("one", made))[0]
