"""Whatever changes, and whenever tokens expire, a client that follows the links ends with what the view shows.

Two clients follow two windows of Alice's calendar, page by page and with pages of any size, while events are made,
changed, moved in and out of the windows and deleted: singles, whole days, series, and single occurrences of them.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from copy import deepcopy
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mockserver.clock import DAY
from mockserver.microsoft.calendars.calendar import default_calendar, events_of
from mockserver.microsoft.events import store
from tests.microsoft.events.delta_world import WEEK, Follower
from tests.microsoft.events.delta_writes import change, delete, make, occurrence
from tests.microsoft.world import all_day, daily, graph, timed

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.microsoft.world import Client

    Item = dict[str, Any]

DAYS = {"startDateTime": "2026-03-10T12:00:00Z", "endDateTime": "2026-03-12T12:00:00Z"}
BEGIN = date(2026, 3, 6)
PICK = st.integers(0, 99)
AFTER = st.integers(0, 12)
"""Days after the 6th of March: inside one window, both or none."""
ZONE = st.sampled_from(["UTC", "Eastern Standard Time", "Tokyo Standard Time"])
PAGE = st.integers(1, 6)


def hour(after: int, zone: str) -> Item:
    """The body of an event from 09:00 to 10:00."""
    day = BEGIN + timedelta(days=after)
    return timed(f"{day}T09:00:00", f"{day}T10:00:00", zone)


def series(after: int, zone: str, count: int) -> Item:
    """The body of a daily series."""
    body = hour(after, zone) | {"recurrence": deepcopy(daily(count=count)["recurrence"])}
    body["recurrence"]["range"]["startDate"] = str(BEGIN + timedelta(days=after))
    return body


def told(item: Item) -> Item:
    """What both lists and changes say of an item: of an occurrence that nobody changed, changes say little."""
    names = ("id", "seriesMasterId", "type", "start", "end") if item["type"] == "occurrence" else tuple(item)
    return {name: item[name] for name in names if name != "@odata.type"}


async def shown(client: Client, window: dict[str, str]) -> dict[str, Item]:
    """What the view shows."""
    answer = await client.read("/me/calendarView", top=1000, **window)
    return {item["id"]: told(item) for item in answer["value"]}


class FollowView(RuleBasedStateMachine):
    """Alice's calendar changes, and two clients follow it."""

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.client = self.run(self.stack.enter_async_context(graph()))
        self.events: list[str] = []
        self.followers = [Follower(WEEK), Follower(DAYS)]

    def run(self, awaited: Awaitable[Any]) -> Any:
        async def awaiting() -> Any:
            async with asyncio.timeout(30):
                return await awaited

        return self.runner.run(awaiting())

    def picked(self, pick: int) -> str | None:
        """One of the events that are still there."""
        there = [id_ for id_ in self.events if store.lookup(self.client.mailbox(), id_) is not None]
        return there[pick % len(there)] if there else None

    def picked_occurrence(self, pick: int, number: int) -> str | None:
        """An occurrence of one of the series that are still there."""
        found = [store.lookup(self.client.mailbox(), id_) for id_ in self.events]
        there = [one for one in found if one is not None and one.series is not None]
        if not there:
            return None
        master = there[pick % len(there)]
        facts = master.series
        assert facts is not None
        days = sorted({one.day for one in facts.occurrences()} | facts.exceptions)
        return occurrence(master.id, days[number % len(days)]) if days else None

    @rule(after=AFTER, zone=ZONE)
    def make_a_single(self, after: int, zone: str) -> None:
        self.events.append(self.run(make(self.client, hour(after, zone))))

    @rule(after=AFTER, length=st.integers(1, 4), zone=ZONE)
    def make_an_all_day_event(self, after: int, length: int, zone: str) -> None:
        first = BEGIN + timedelta(days=after)
        self.events.append(self.run(make(self.client, all_day(str(first), str(first + timedelta(days=length)), zone))))

    @rule(after=AFTER, count=st.integers(1, 9), zone=ZONE)
    def make_a_series(self, after: int, count: int, zone: str) -> None:
        self.events.append(self.run(make(self.client, series(after, zone, count))))

    @rule(pick=PICK, subject=st.sampled_from("AB"))
    def rename(self, pick: int, subject: str) -> None:
        if (id_ := self.picked(pick)) is not None:
            self.run(change(self.client, id_, {"subject": subject}))

    @rule(pick=PICK, after=AFTER, zone=ZONE, count=st.integers(1, 9))
    def move(self, pick: int, after: int, zone: str, count: int) -> None:
        id_ = self.picked(pick)
        found = None if id_ is None else store.find(self.client.mailbox(), id_)
        if found is not None and not found.document["isAllDay"]:
            body = hour(after, zone) if found.series is None else series(after, zone, count)
            self.run(change(self.client, found.id, body))

    @rule(pick=PICK, number=PICK, subject=st.sampled_from("AB"))
    def rename_one(self, pick: int, number: int, subject: str) -> None:
        if (id_ := self.picked_occurrence(pick, number)) is not None:
            self.run(change(self.client, id_, {"subject": subject}))

    @rule(pick=PICK, number=PICK, after=AFTER)
    def move_one(self, pick: int, number: int, after: int) -> None:
        if (id_ := self.picked_occurrence(pick, number)) is not None:
            answer = self.run(self.client.ask("PATCH", f"/me/events/{quote(id_)}", hour(after, "UTC")))
            assert answer.status == 200 or answer.code == "ErrorOccurrenceCrossingBoundary", answer.body

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        if (id_ := self.picked(pick)) is not None:
            self.run(delete(self.client, id_))

    @rule(pick=PICK, number=PICK)
    def delete_one(self, pick: int, number: int) -> None:
        if (id_ := self.picked_occurrence(pick, number)) is not None:
            self.run(delete(self.client, id_))

    @rule(by_hand=st.booleans())
    def let_tokens_expire(self, *, by_hand: bool) -> None:
        if by_hand:
            folder = default_calendar(self.client.mailbox()).folder
            self.client.session.cursors.expire(events_of("alice", folder))
        else:
            self.client.session.clock.advance(30 * DAY)

    @rule(which=st.integers(0, 1), size=PAGE)
    def follow(self, which: int, size: int) -> None:
        self.run(self.followers[which].follow(self.client, size))

    @invariant()
    def caught_up_each_client_knows_what_the_view_shows(self) -> None:
        for one in self.followers:
            client = Follower(one.window, dict(one.known), one.link)
            self.run(client.catch_up(self.client))
            masters = {id_ for id_, item in client.known.items() if item["type"] == "seriesMaster"}
            known = {id_: told(item) for id_, item in client.known.items() if id_ not in masters}
            assert known == self.run(shown(self.client, one.window)), one.window
            assert masters == {item["seriesMasterId"] for item in known.values() if item.get("seriesMasterId")}

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()


TestFollowView = FollowView.TestCase
TestFollowView.settings = settings(max_examples=10, stateful_step_count=12, deadline=None, derandomize=True)
