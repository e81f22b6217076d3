"""Whatever happens to the events and when, a client that follows the sync tokens ends with the server's list."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mockserver.session import Session
from tests.google.calendar_world import calendar_path
from tests.google.event_world import ALICE, TEAM, all_day, events_path, template, timed
from tests.google.reading_world import answered, reaches_into, status_of

NEW_YORK = "America/New_York"
AFTER, BEFORE = "2026-03-06T12:00:00Z", "2026-03-09T12:00:00Z"
RULES = st.sampled_from(
    [
        [],
        ["RRULE:FREQ=DAILY;COUNT=4"],
        ["RRULE:FREQ=WEEKLY;COUNT=2"],
        ["RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260312T000000Z"],
        ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=America/New_York:20260307T090000"],
    ]
)
DAYS = st.integers(5, 9)
HOURS = st.sampled_from([0, 9, 15])
WRITERS = st.sampled_from(["alice", "carol"])
PICK = st.integers(0, 99)
MORE = st.sampled_from([{}, {"visibility": "private"}, {"transparency": "transparent"}])


def at(day: int, hour: int) -> dict[str, Any]:
    """The times of an event: an hour in New York, the whole day where the hour is 0."""
    if not hour:
        return all_day(f"2026-03-{day:02}", f"2026-03-{day + 1:02}")
    return timed(f"2026-03-{day:02}T{hour:02}:00:00", f"2026-03-{day:02}T{hour + 1:02}:00:00", NEW_YORK)


class Follow(RuleBasedStateMachine):
    """A client follows the team's calendar, while its owner and another writer change it between any two pages."""

    reader: ClassVar = "alice"
    single: ClassVar = False
    windowed: ClassVar = False

    @initialize()
    def begin(self) -> None:
        self.session = Session("sync", template())
        self.known: dict[str, dict[str, Any]] = {}
        self.token = self.page = ""
        self.ids: list[str] = []
        self.moved: list[str] = []

    # What happens

    @rule(day=DAYS, hour=HOURS, rules=RULES, more=MORE, writer=WRITERS)
    def insert(self, day: int, hour: int, rules: list[str], more: dict[str, Any], writer: str) -> None:
        suited = [line for line in rules if hour or "TZID" not in line]  # days have no zone
        body = at(day, hour) | more | {"summary": f"By {writer}", "recurrence": suited}
        self.ids.append(answered(self.session, "POST", events_path(TEAM), body, as_=writer)["id"])

    @rule(pick=PICK, day=DAYS, hour=HOURS, writer=WRITERS)
    def reschedule(self, pick: int, day: int, hour: int, writer: str) -> None:
        times = at(day, hour)
        cleared = {"date": None, "dateTime": None, "timeZone": None}
        body = {side: cleared | times[side] for side in ("start", "end")}
        self.write("PATCH", self.picked(pick), body, writer)

    @rule(pick=PICK, writer=WRITERS)
    def rename(self, pick: int, writer: str) -> None:
        self.write("PATCH", self.picked(pick), {"summary": f"Renamed {pick}"}, writer)

    @rule(pick=PICK, rules=RULES)
    def change_the_rules(self, pick: int, rules: list[str]) -> None:
        self.write("PATCH", self.picked(pick), {"recurrence": rules})

    @rule(pick=PICK, status=st.sampled_from(["cancelled", "confirmed", "tentative"]))
    def set_status(self, pick: int, status: str) -> None:
        self.write("PATCH", self.picked(pick), {"status": status})

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        self.write("DELETE", self.picked(pick))

    @rule(pick=PICK, which=st.integers(0, 3), change=st.sampled_from(["rename", "move", "cancel", "delete", "revive"]))
    def change_an_occurrence(self, pick: int, which: int, change: str) -> None:
        series = self.picked(pick)
        if series is None or status_of(self.session, "GET", events_path(TEAM, series)) != 200:
            return
        there = answered(self.session, "GET", events_path(TEAM, series, "instances"), showDeleted=True)["items"]
        if which >= len(there):
            return
        bodies = {"rename": {"summary": "Other"}, "cancel": {"status": "cancelled"}, "revive": {"status": "confirmed"}}
        body = at(7, 15) if change == "move" else bodies.get(change)
        self.write("DELETE" if change == "delete" else "PATCH", there[which]["id"], body)

    @rule(pick=PICK)
    def move_away(self, pick: int) -> None:
        event = self.picked(pick)
        if event and self.do("POST", events_path(TEAM, event, "move"), destination=ALICE) == 200:
            self.moved.append(event)

    @rule()
    def move_back(self) -> None:
        if self.moved:
            self.do("POST", events_path(ALICE, self.moved.pop(), "move"), destination=TEAM)

    @rule(zone=st.sampled_from([NEW_YORK, "Europe/London", "Australia/Lord_Howe"]), title=st.sampled_from(["A", "B"]))
    def set_up_the_calendar(self, zone: str, title: str) -> None:
        self.do("PATCH", calendar_path(TEAM), {"timeZone": zone, "summary": title})

    # What the client does

    @rule(size=st.integers(1, 4))
    def follow(self, size: int) -> None:
        """One page of the sync, or of the first listing, under way."""
        query: dict[str, Any] = self.asked() | {"maxResults": size}
        query |= {"syncToken": self.token} if self.token else self.window()
        query |= {"pageToken": self.page} if self.page else {}
        answer = answered(self.session, "GET", events_path(TEAM), as_=self.reader, **query)
        for item in answer["items"]:
            if item["status"] == "cancelled":
                self.known.pop(item["id"], None)
            else:
                self.known[item["id"]] = item
        self.page = answer.get("nextPageToken", "")
        self.token = answer.get("nextSyncToken", self.token)
        assert ("nextPageToken" in answer) != ("nextSyncToken" in answer)

    @invariant()
    def caught_up_the_client_knows_what_the_server_has(self) -> None:
        saved = self.known, self.token, self.page
        self.known = dict(self.known)
        while self.page or not self.token:
            self.follow(50)
        self.follow(250)
        query = self.asked() | self.window()
        listed = answered(self.session, "GET", events_path(TEAM), as_=self.reader, **query)
        assert "nextPageToken" not in listed
        wanted = {item["id"]: item for item in listed["items"] if item["status"] != "cancelled"}
        assert self.seen(listed["timeZone"]) == wanted
        self.known, self.token, self.page = saved

    def seen(self, zone: str) -> dict[str, Any]:
        """What the client knows, without what it was told of that lies outside of its window."""
        if not self.windowed:
            return self.known
        window = datetime.fromisoformat(AFTER), datetime.fromisoformat(BEFORE)
        return {id_: item for id_, item in self.known.items() if reaches_into(item, *window, zone)}

    def asked(self) -> dict[str, Any]:
        return {"singleEvents": self.single}

    def window(self) -> dict[str, Any]:
        return {"timeMin": AFTER, "timeMax": BEFORE} if self.windowed else {}

    def picked(self, pick: int) -> str | None:
        return self.ids[pick % len(self.ids)] if self.ids else None

    def write(self, method: str, event: str | None, body: Any = None, writer: str = "alice") -> None:
        if event is not None:
            self.do(method, events_path(TEAM, event), body, writer)

    def do(self, method: str, path: str, body: Any = None, writer: str = "alice", **query: str) -> int:
        """Ask for something that may well be refused, in this state of things."""
        status = status_of(self.session, method, path, body, as_=writer, **query)
        assert status < 500
        return status


class FollowSingles(Follow):
    """The same with series expanded."""

    single = True


class FollowWindow(FollowSingles):
    """The same in a window of a few days."""

    windowed = True


class FollowAsReader(Follow):
    """The same by somebody who does not see what is private."""

    reader = "bob"


class FollowWhenBusy(FollowSingles):
    """The same by somebody who sees only when it is busy, and need not ask for single events."""

    reader = "dev"

    def asked(self) -> dict[str, Any]:
        return {}


STEPS = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestFollow, TestFollowSingles, TestFollowWindow = Follow.TestCase, FollowSingles.TestCase, FollowWindow.TestCase
TestFollowAsReader, TestFollowWhenBusy = FollowAsReader.TestCase, FollowWhenBusy.TestCase
TestFollow.settings = TestFollowSingles.settings = TestFollowWindow.settings = STEPS
TestFollowAsReader.settings = TestFollowWhenBusy.settings = STEPS
