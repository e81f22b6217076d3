"""Whatever the people of a session write, answer, move and delete, everybody's copies stay as the organiser has it.

Thousands of writes are asked for without a socket; every answer is judged by the published description all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mockserver.session import Session
from tests.google import push_world
from tests.google.event_world import ALICE, BOB, CAROL, TEAM, all_day, events_path, meeting, template, timed
from tests.google.reading_world import answered, status_of

if TYPE_CHECKING:
    from pathlib import Path

NEW_YORK = "America/New_York"
WRITERS = {ALICE: "alice", BOB: "bob", CAROL: "carol", TEAM: "alice"}
"""Who writes each calendar."""
SHARED = (
    *("status", "summary", "description", "location", "start", "end", "recurrence", "sequence", "iCalUID", "created"),
    *("guestsCanModify", "guestsCanSeeOtherGuests", "guestsCanInviteOthers", "originalStartTime", "recurringEventId"),
)
OWN = ("colorId", "reminders", "transparency", "visibility")
TIMES = (
    timed("2026-03-09T09:00:00", "2026-03-09T10:00:00", NEW_YORK),
    timed("2026-03-07T09:00:00", "2026-03-07T09:30:00", NEW_YORK),
    timed("2026-03-10T20:00:00Z", "2026-03-11T01:00:00Z", "UTC"),
    all_day("2026-03-09", "2026-03-11"),
)
RULES: tuple[list[str], ...] = ([], ["RRULE:FREQ=DAILY;COUNT=3"], ["RRULE:FREQ=WEEKLY;COUNT=2"])
PRIVATE = (
    {"colorId": "5"},
    {"colorId": None},
    {"transparency": "transparent"},
    {"visibility": "private"},
    {"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]}},
    {"extendedProperties": {"private": {"mine": "1"}}},
)
PICK = st.integers(0, 99)
CALENDARS = st.sampled_from(list(WRITERS))
GUESTS = st.sampled_from([ALICE, BOB, CAROL, "ann@outside.example"])
Item = dict[str, Any]
Ref = tuple[str, str]
"""A calendar and the id of an event on it."""


def cleared(times: Item) -> Item:
    """Times as a patch that replaces others."""
    return {side: {"date": None, "dateTime": None, "timeZone": None} | times[side] for side in ("start", "end")}


def is_main(event: Item) -> bool:
    return bool(event["organizer"].get("self"))


def rows_of(event: Item) -> list[Item]:
    rows: list[Item] = event.get("attendees") or []
    return rows


def emails(event: Item) -> set[str]:
    return {row["email"] for row in rows_of(event)}


def own_part(event: Item) -> Item:
    """What of a copy belongs to whose it is."""
    part = {name: event[name] for name in OWN if name in event}
    return part | {"private": (event.get("extendedProperties") or {}).get("private")}


def shared_part(event: Item, guest: str, organizer: Item) -> Item:
    """What of an event its guest sees too."""
    part = {name: event[name] for name in SHARED if name in event}
    for name in ("creator", "organizer"):
        part[name] = {key: value for key, value in event[name].items() if key != "self"}
    rows = [{key: value for key, value in row.items() if key != "self"} for row in rows_of(event)]
    if organizer.get("guestsCanSeeOtherGuests") is False:
        rows = [row for row in rows if row["email"] == guest]
    return part | {"attendees": rows, "shared": (event.get("extendedProperties") or {}).get("shared")}


class Invite(RuleBasedStateMachine):
    """Three people, and a team whose calendar organises events of its own."""

    @initialize()
    def begin(self) -> None:
        self.session = Session("inviting", template())
        self.made: list[str] = []
        self.titles = 0
        self.own: dict[Ref, Item] = {}
        # Copies whose guest deleted them, and copies into which their guest wrote what is the organiser's.
        self.dropped: set[Ref] = set()
        self.strayed: set[Ref] = set()
        self.look()
        self.write(ALICE, TIMES[1], RULES[1], {BOB, CAROL}, (True, False))
        self.write(TEAM, TIMES[0], RULES[0], {BOB, ALICE}, (True, False))

    # What organisers do

    @rule(
        calendar=CALENDARS,
        times=st.sampled_from(TIMES),
        rules=st.sampled_from(RULES),
        guests=st.sets(GUESTS),
        flags=st.tuples(st.booleans(), st.booleans()),
    )
    def write(self, calendar: str, times: Item, rules: list[str], guests: set[str], flags: tuple[bool, bool]) -> None:
        rows = [{"email": guest} for guest in sorted(guests)]
        rights = {"guestsCanSeeOtherGuests": flags[0], "guestsCanModify": flags[1]}
        body = times | rights | {"summary": self.title(), "attendees": rows, "recurrence": rules, "colorId": "1"}
        made = answered(self.session, "POST", events_path(calendar), body, as_=WRITERS[calendar])
        self.made.append(made["id"])
        self.look(calendar)

    @precondition(lambda self: self.organised())
    @rule(pick=PICK, times=st.none() | st.sampled_from(TIMES))
    def change(self, pick: int, times: Item | None) -> None:
        self.organise(pick, {"summary": self.title(), "location": "Room 2"} | (cleared(times) if times else {}))

    @precondition(lambda self: self.organised())
    @rule(pick=PICK, rules=st.sampled_from(RULES))
    def recur(self, pick: int, rules: list[str]) -> None:
        self.organise(pick, {"recurrence": rules, "summary": self.title()})

    @precondition(lambda self: self.organised())
    @rule(pick=PICK, guest=GUESTS, stays=st.booleans())
    def choose_guests(self, pick: int, guest: str, *, stays: bool) -> None:
        """Invite somebody, or take them off the list."""
        event = self.picked(self.organised(), pick)
        rows = [row for row in rows_of(event) if row["email"] != guest] if event else []
        self.organise(pick, {"attendees": rows + [{"email": guest}] * stays, "summary": self.title()})

    @precondition(lambda self: self.organised())
    @rule(pick=PICK, which=st.sampled_from(["delete", "cancel"]))
    def call_off(self, pick: int, which: str) -> None:
        self.organise(pick, {"status": "cancelled"} if which == "cancel" else None)

    @rule(pick=PICK, calendar=CALENDARS)
    def bring_back(self, pick: int, calendar: str) -> None:
        if self.made:
            found = self.made[pick % len(self.made)]
            event = self.ask("GET", calendar, found)
            if event and event["status"] == "cancelled" and event.get("organizer", {}).get("self"):
                self.do("PATCH", (calendar, found), {"status": "confirmed", "summary": self.title()})
                self.look(calendar)

    @precondition(lambda self: self.organised())
    @rule(pick=PICK, to=CALENDARS)
    def move(self, pick: int, to: str) -> None:
        event = self.picked(self.organised(), pick)
        if event and WRITERS[event["at"]] == WRITERS[to]:
            self.do("POST", (event["at"], event["id"]), None, "move", destination=to)
            self.look(event["at"], to)

    # What guests do

    @precondition(lambda self: self.copies())
    @rule(
        pick=PICK, response=st.sampled_from(["accepted", "declined", "tentative"]), comment=st.sampled_from(["a", "b"])
    )
    def answer(self, pick: int, response: str, comment: str) -> None:
        copy = self.picked(self.copies(), pick)
        if copy and copy["at"] in emails(copy):
            said = {"responseStatus": response, "comment": comment}
            rows = [row | said if row["email"] == copy["at"] else row for row in rows_of(copy)]
            self.do("PATCH", (copy["at"], copy["id"]), {"attendees": rows})
            self.look(copy["at"])
            mine = self.live[copy["organizer"]["email"]][copy["id"]]
            assert said.items() <= next(row for row in rows_of(mine) if row["email"] == copy["at"]).items()

    @precondition(lambda self: self.copies())
    @rule(pick=PICK, guest=GUESTS)
    def bring_along(self, pick: int, guest: str) -> None:
        copy = self.picked(self.copies(), pick)
        if copy and guest not in {*emails(copy), copy["organizer"]["email"]} and copy["at"] in emails(copy):
            self.do("PATCH", (copy["at"], copy["id"]), {"attendees": [*rows_of(copy), {"email": guest}]})
            self.look(copy["at"])
            assert guest in emails(self.live[copy["organizer"]["email"]][copy["id"]])

    @precondition(lambda self: self.copies())
    @rule(pick=PICK)
    def stray(self, pick: int) -> None:
        copy = self.picked(self.copies(), pick)
        if copy:
            if not copy.get("guestsCanModify"):
                self.strayed.add((copy["at"], copy["id"]))
            self.do("PATCH", (copy["at"], copy["id"]), {"summary": self.title()})
            self.look(copy["at"])

    @precondition(lambda self: self.copies())
    @rule(pick=PICK)
    def drop(self, pick: int) -> None:
        copy = self.picked(self.copies(), pick)
        if copy:
            self.dropped.add((copy["at"], copy["id"]))
            self.do("DELETE", (copy["at"], copy["id"]), None)
            self.look(copy["at"])

    # What anybody does with what is theirs

    @precondition(lambda self: self.copies())
    @rule(pick=PICK, change=st.sampled_from(PRIVATE))
    def set_up(self, pick: int, change: Item) -> None:
        event = self.picked(self.organised() + self.copies() * 2, pick)
        if event:
            self.do("PATCH", (event["at"], event["id"]), change)
            self.look(event["at"])

    # What must be

    @invariant()
    def every_guest_has_what_the_organiser_has(self) -> None:
        for event in self.organised():
            for guest in (emails(event) & WRITERS.keys()) - {event["at"]}:
                copy = self.live[guest].get(event["id"])
                assert copy or self.is_one(self.dropped, guest, event), f"{guest} has no {event}"
                if copy and not self.is_one(self.strayed, guest, event):
                    assert shared_part(copy, guest, event) == shared_part(event, guest, event)

    @invariant()
    def nobody_else_has_a_copy(self) -> None:
        for copy in self.copies():
            event = self.live[copy["organizer"]["email"]].get(copy["id"])
            assert event, f"{copy['at']} has what the organiser has not: {copy}"
            assert copy["at"] in emails(event), f"{copy['at']} is not invited to {event}"

    # How it is done

    def look(self, *writers: str) -> None:
        """Read what everybody has; but for those who wrote, nobody's own part may have changed."""
        self.live: dict[str, dict[str, Item]] = {calendar: self.read(calendar) for calendar in WRITERS}
        before, self.own = self.own, {}
        for calendar, events in self.live.items():
            for event in events.values():
                ref = calendar, event["id"]
                self.own[ref] = own_part(event)
                if calendar not in writers:
                    assert before.get(ref, self.own[ref]) == self.own[ref], f"{calendar} wrote nothing into {event}"

    def read(self, calendar: str) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for single in (True, False):
            query = {"singleEvents": single, "timeZone": "UTC", "maxResults": 2500}
            page = answered(self.session, "GET", events_path(calendar), as_=WRITERS[calendar], **query)
            for item in page["items"]:
                if item["status"] != "cancelled":
                    found[item["id"]] = item | {"at": calendar}
        return found

    def organised(self) -> list[Item]:
        return [event for events in self.live.values() for event in events.values() if is_main(event)]

    def copies(self) -> list[Item]:
        return [event for events in self.live.values() for event in events.values() if not is_main(event)]

    def picked(self, events: list[Item], pick: int) -> Item | None:
        return events[pick % len(events)] if events else None

    def is_one(self, refs: set[Ref], guest: str, event: Item) -> bool:
        """Whether a copy is one of these, or an occurrence of one."""
        return bool({(guest, event["id"]), (guest, event.get("recurringEventId", ""))} & refs)

    def organise(self, pick: int, body: Item | None) -> None:
        """Change an event, or delete it, as its organiser."""
        event = self.picked(self.organised(), pick)
        if event:
            self.do("DELETE" if body is None else "PATCH", (event["at"], event["id"]), body)
            self.strayed -= {(guest, event["id"]) for guest in WRITERS}
            self.look(event["at"])

    def ask(self, method: str, calendar: str, event: str) -> Item | None:
        path, who = events_path(calendar, event), WRITERS[calendar]
        found: Item = (
            answered(self.session, method, path, as_=who)
            if status_of(self.session, method, path, as_=who) == 200
            else {}
        )
        return found

    def do(self, method: str, ref: Ref, body: Item | None, *more: str, **query: str) -> None:
        """Ask for something that may well be refused, in this state of things."""
        status = status_of(self.session, method, events_path(*ref, *more), body, as_=WRITERS[ref[0]], **query)
        assert status < 500

    def title(self) -> str:
        self.titles += 1
        return f"Title {self.titles}"


TestInvite = Invite.TestCase
TestInvite.settings = settings(max_examples=60, stateful_step_count=12, deadline=None, derandomize=True)


async def test_an_invitation_tells_whoever_watches_the_guests_calendar(tmp_path: Path) -> None:
    async with push_world.serving(tmp_path) as client:
        await client.watch(as_="bob")
        made = await client.insert(meeting(attendees=[{"email": BOB}]))
        after_invitation = await client.states()
        await client.patch(made["id"], {"summary": "Moved"})

        assert (await client.event(made["id"], as_="bob"))["summary"] == "Moved"
        assert after_invitation == ["sync", "exists"]
        assert await client.states() == ["sync", "exists", "exists"]
