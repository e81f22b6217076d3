"""Whatever is written, in whatever order, the server answers what it was sent or says no, and keeps what it answered.

Thousands of writes are asked for without a socket; every answer is judged by the published description all the same.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from mockserver.google.events.writing import merged
from mockserver.session import Session
from tests.google.calendar_world import ask
from tests.google.event_bodies import BODIES
from tests.google.event_world import ALICE, TEAM, UMA, events_path, series, template

SWITCHES = st.sampled_from(["", "conferenceDataVersion=1&supportsAttachments=true", "eventLabelVersion=1"])
CALENDARS = st.sampled_from([ALICE, ALICE, ALICE, TEAM])
LISTS = ("", "singleEvents=true&orderBy=startTime&maxResults=20", "showDeleted=true", "timeZone=Australia/Lord_Howe")
Ref = tuple[str, str]
"""A calendar and the id of an event of it."""


class WriteEvents(RuleBasedStateMachine):
    """Alice writes whatever comes to her mind; her calendar and the team's are always there to read."""

    events = Bundle("events")

    @initialize()
    def begin(self) -> None:
        self.session = Session("writing", template())

    @rule(target=events, calendar=CALENDARS, body=BODIES, switches=SWITCHES)
    def insert(self, calendar: str, body: Any, switches: str) -> Any:
        return self.write("POST", calendar, events_path(calendar), body, switches)

    @rule(target=events, body=BODIES, switches=SWITCHES)
    def bring_in(self, body: Any, switches: str) -> Any:
        return self.write("POST", ALICE, events_path(ALICE, "import"), body, switches)

    @rule(target=events, text=st.text(max_size=30))
    def quick_add(self, text: str) -> Any:
        return self.write("POST", ALICE, events_path(ALICE, "quickAdd"), None, f"text={quote(text)}")

    @rule(event=events, body=BODIES, switches=SWITCHES, method=st.sampled_from(["PUT", "PATCH"]))
    def change(self, event: Ref, body: Any, switches: str, method: str) -> None:
        self.write(method, event[0], events_path(*event), body, switches)

    @rule(event=events)
    def put_back(self, event: Ref) -> None:
        got = self.ask("GET", events_path(*event))
        self.write("PUT", event[0], events_path(*event), json.loads(got.body), "conferenceDataVersion=1")

    @rule(event=events, status=st.sampled_from(["confirmed", "cancelled", "tentative"]))
    def set_status(self, event: Ref, status: str) -> None:
        self.write("PATCH", event[0], events_path(*event), {"status": status}, "")

    @rule(event=events)
    def delete(self, event: Ref) -> None:
        assert self.ask("DELETE", events_path(*event)).status in {204, 404, 410}

    @rule(event=events, to=st.sampled_from([ALICE, TEAM]))
    def move(self, event: Ref, to: str) -> None:
        self.write("POST", to, events_path(event[0], event[1], "move"), None, f"destination={quote(to)}")

    @rule(target=events, event=events, number=st.integers(0, 4))
    def occurrence(self, event: Ref, number: int) -> Any:
        """Some occurrence of an event, where it recurs."""
        answer = self.ask("GET", events_path(*event, "instances"), query="maxResults=5&showDeleted=true")
        items = json.loads(answer.body).get("items") if answer.status == 200 else None
        return (event[0], items[number % len(items)]["id"]) if items else multiple()

    @invariant()
    def lists_are_answered(self) -> None:
        for calendar in (ALICE, TEAM):
            for query in LISTS:
                assert self.ask("GET", events_path(calendar), query=query).status == 200

    def write(self, method: str, calendar: str, path: str, body: Any, query: str) -> Any:
        """Write, and where it was done, see that it is kept as it was answered. Answers which event it was."""
        reply = self.ask(method, path, body, query)
        assert reply.status in {200, 400, 403, 404, 409, 410}, reply.body
        if reply.status != 200:
            return multiple()
        event = json.loads(reply.body)
        assert json.loads(self.ask("GET", events_path(calendar, event["id"])).body) == event
        return calendar, event["id"]

    def ask(self, method: str, path: str, body: Any = None, query: str = "") -> Any:
        reply = ask(self.session, method, path, body, query=query)
        assert reply.status != 500, reply.body
        return reply


TestWriteEvents = WriteEvents.TestCase
TestWriteEvents.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


@given(body=BODIES, switches=SWITCHES)
@settings(max_examples=300, deadline=None)
def test_an_insert_is_kept_as_it_is_answered_or_refused(body: Any, switches: str) -> None:
    session = Session("writing", template())

    reply = ask(session, "POST", events_path(UMA), body, as_="uma", query=switches)

    assert reply.status in {200, 400, 403}, reply.body
    if reply.status == 200:
        event = json.loads(reply.body)
        assert ask(session, "GET", events_path(UMA, event["id"]), as_="uma").body == reply.body


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.text(max_size=2), JSON, max_size=4)


@given(target=OBJECTS, patch=OBJECTS)
def test_a_merge_patch_twice_is_as_once(target: dict[str, Any], patch: dict[str, Any]) -> None:
    once = merged(target, patch)

    assert merged(once, patch) == once


@given(target=OBJECTS)
def test_a_merge_patch_of_nulls_leaves_nothing(target: dict[str, Any]) -> None:
    assert merged(target, dict.fromkeys(target)) == {}
    assert merged(target, {}) == target


def test_a_merge_patch_is_as_the_rfc_shows_it() -> None:
    """RFC 7396 appendix A, the cases whose target is an object."""
    assert merged({"a": "b"}, {"a": "c"}) == {"a": "c"}
    assert merged({"a": "b"}, {"b": "c"}) == {"a": "b", "b": "c"}
    assert merged({"a": ["b"]}, {"a": "c"}) == {"a": "c"}
    assert merged({"a": "c"}, {"a": ["b"]}) == {"a": ["b"]}
    assert merged({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}) == {"a": {"b": "d"}}
    assert merged({}, {"a": {"bb": {"ccc": None}}}) == {"a": {"bb": {}}}


def test_an_occurrence_is_not_shown_to_more_people_than_its_series() -> None:
    session = Session("writing", template())
    made = json.loads(ask(session, "POST", events_path(), series()).body)

    reply = ask(session, "PATCH", events_path("primary", made["id"] + "_20260307T140000Z"), {"visibility": "public"})

    assert reply.status == 200
    assert "visibility" not in json.loads(reply.body)
