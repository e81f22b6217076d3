"""Calendars kept: what a scenario's base gets, and what a session may do with them."""

from __future__ import annotations

import pytest

from mockserver.documents import BaseBuilder
from mockserver.google.calendars import store
from mockserver.google.calendars.calendar import (
    CALENDARS,
    CalendarFacts,
    RuleFacts,
    events_of,
    find_calendar,
    list_of,
    rules_of,
)
from mockserver.google.calendars.list_state import state_of
from mockserver.google.calendars.store import NewCalendar
from mockserver.google.caller import Caller
from mockserver.google.render import decoded
from mockserver.session import Session
from tests.google.calendar_world import ALICE, BOB, CAROL, MADE, TEAM, template

ROBOT = Caller("robot@project.example", "sync-bot", service_account=True)


def test_a_calendar_of_the_scenario_has_its_facts_beside_it() -> None:
    builder = BaseBuilder()
    new = NewCalendar(id="c", owner="ann", email="ann@x.example", title="T", zone="Asia/Tokyo", description="D", made=7)

    facts = store.add_calendar(builder.add, new)

    record = builder.build()[CALENDARS].get("c")
    assert record is not None
    assert record.extra == facts == CalendarFacts("ann", "T", "Asia/Tokyo", primary=False, description="D")
    assert record.updated == 7
    assert decoded(record.body)["dataOwner"] == "ann@x.example"


def test_a_primary_calendar_is_called_by_its_address_and_was_never_touched() -> None:
    builder = BaseBuilder()
    store.add_calendar(builder.add, NewCalendar(id=ALICE, owner="alice", email=ALICE, primary=True))

    base = builder.build()
    calendar, entry = base[CALENDARS].get(ALICE), base[list_of("alice")].get(ALICE)
    assert calendar is not None
    assert entry is not None
    assert decoded(calendar.body)["summary"] == ALICE
    assert calendar.updated == entry.updated == 0
    assert [rule.id for rule in base[rules_of(ALICE)].records] == [f"user:{ALICE}"]


def test_the_rules_of_a_calendar_are_its_own_its_owners_and_the_shares() -> None:
    rules = template().base[rules_of(TEAM)].records

    assert [(rule.id, rule.extra, rule.updated) for rule in rules] == [
        (f"user:{TEAM}", RuleFacts("user", TEAM, "owner"), 0),
        (f"user:{ALICE}", RuleFacts("user", ALICE, "owner"), MADE),
        (f"user:{BOB}", RuleFacts("user", BOB, "reader"), MADE),
        (f"user:{CAROL}", RuleFacts("user", CAROL, "owner"), MADE),
    ]


def test_a_scenario_cannot_have_two_calendars_of_one_id() -> None:
    builder = BaseBuilder()
    new = NewCalendar(id="c", owner="ann", email="ann@x.example")
    store.add_calendar(builder.add, new)

    with pytest.raises(ValueError, match="already has a document 'c'"):
        store.add_calendar(builder.add, new)


def test_the_colour_is_the_owners_and_the_lists_are_those_named() -> None:
    builder = BaseBuilder()
    new = NewCalendar(id="c", owner="ann", email="ann@x.example", color="8", listed_by=("ann", "bea"))
    store.add_calendar(builder.add, new)

    base = builder.build()
    own, others = base[list_of("ann")].get("c"), base[list_of("bea")].get("c")
    assert own is not None
    assert others is not None
    assert state_of(own).color_id == "8"
    assert state_of(others).color_id != "8"


def test_a_service_account_gets_its_primary_calendar_once_and_in_its_session_only() -> None:
    one, other = Session("one", template()), Session("other", template())
    store.ensure_primary(one, ROBOT)
    first = one.documents.collection(CALENDARS).get(ROBOT.email)
    store.ensure_primary(one, ROBOT)

    assert first is not None
    assert one.documents.collection(CALENDARS).get(ROBOT.email) is first
    assert other.documents.collection(CALENDARS).get(ROBOT.email) is None
    assert store.list_state(one, ROBOT.person, ROBOT.email) is None


def test_a_calendar_leaves_a_list_once_and_the_list_remembers() -> None:
    session = Session("one", template())
    entries = session.documents.collection(list_of("carol"))
    assert store.list_state(session, "carol", TEAM) is not None

    store.take_from_list(session, "carol", TEAM)
    revision = entries.revision
    store.take_from_list(session, "carol", TEAM)
    store.take_from_list(session, "carol", "never there")

    left = entries.get(TEAM)
    assert left is not None
    assert left.deleted
    assert entries.revision == revision
    assert store.list_state(session, "carol", TEAM) is None


def test_a_session_leaves_the_scenario_as_it_was() -> None:
    shared = template()
    session = Session("one", shared)

    store.take_from_list(session, "carol", TEAM)
    store.make_calendar(session, NewCalendar(id="new", owner="alice", email=ALICE))

    fresh = Session("two", shared)
    assert store.list_state(fresh, "carol", TEAM) is not None
    assert fresh.documents.collection(CALENDARS).get("new") is None


def test_nothing_is_left_of_a_deleted_calendar_but_its_tombstones() -> None:
    session = Session("one", template())
    alice = Caller(ALICE, "alice")
    calendar = find_calendar(session, alice, TEAM)
    assert calendar is not None
    session.documents.put(events_of(TEAM), "event", b"{}")

    store.remove(calendar)

    assert find_calendar(session, alice, TEAM) is None
    assert session.documents.find(events_of(TEAM)) is None
    assert session.documents.find(rules_of(TEAM)) is None
    left = session.documents.collection(CALENDARS).get(TEAM)
    assert left is not None
    assert left.deleted
    assert [store.list_state(session, person, TEAM) for person in ("alice", "carol")] == [None, None]
