"""What is in a calendar in a window, and what somebody is at any time of it, below the operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import HOUR, parse_instant
from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.mailbox import mailbox_of
from mockserver.microsoft.schedule.availability import RANKED, Item, Timeline, items, viewers_role
from mockserver.session import Session
from mockserver.timing import zones
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import ALICE, BOB, CAROL, all_day, daily, template, timed

if TYPE_CHECKING:
    from mockserver.microsoft.mailbox import Mailbox

NINE, TEN, NOON = (parse_instant(f"2026-03-09T{hour}:00:00Z") for hour in ("09", "10", "12"))
UTC = zones.zone("UTC")


@pytest.fixture
def alice() -> Mailbox:
    return mailbox_of(Session("availability", template()), "alice")


def item(start: int, end: int, status: str) -> Item:
    return Item(start, end, status, {})  # type: ignore[arg-type]  # one of the statuses, as the strategy makes it


def test_what_touches_a_window_is_not_in_it(alice: Mailbox) -> None:
    kept(default_calendar(alice), timed("2026-03-09T08:00:00", "2026-03-09T09:00:00"))
    kept(default_calendar(alice), timed("2026-03-09T12:00:00", "2026-03-09T13:00:00"))
    assert items(alice, NINE, NOON, UTC) == []


def test_what_reaches_into_a_window_is_in_it_with_its_whole_length(alice: Mailbox) -> None:
    kept(default_calendar(alice), timed("2026-03-09T08:00:00", "2026-03-09T09:30:00"))
    assert [(one.start, one.status) for one in items(alice, NINE, NOON, UTC)] == [(NINE - HOUR, "busy")]


def test_a_whole_day_that_reaches_into_the_window_in_a_distant_zone_only_is_in_it(alice: Mailbox) -> None:
    kept(default_calendar(alice), all_day("2026-03-08", "2026-03-09"))
    assert items(alice, NINE, NOON, UTC) == []
    assert len(items(alice, NINE, NOON, zones.zone("Pacific/Pago_Pago"))) == 1


def test_each_occurrence_of_a_series_is_an_item(alice: Mailbox) -> None:
    kept(default_calendar(alice), daily())
    found = items(alice, parse_instant("2026-03-06T00:00:00Z"), NOON, UTC)
    assert [one.event["type"] for one in found] == ["occurrence"] * 3


def test_the_owner_and_nobody_else_has_every_right(alice: Mailbox) -> None:
    assert [viewers_role(alice, one) for one in (ALICE.upper(), CAROL, BOB)] == [
        "delegateWithPrivateEventAccess", "freeBusyRead", "none"
    ]  # fmt: skip


def test_a_time_that_touches_something_is_free() -> None:
    line = Timeline([item(TEN, NOON, "busy")])
    assert [line.at(NINE, TEN), line.at(NINE, TEN + 1), line.at(NOON, NOON + HOUR)] == ["free", "busy", "free"]


Spanned = tuple[tuple[int, int], str]
INTERVALS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))
ITEMS = st.lists(st.tuples(INTERVALS, st.sampled_from((*RANKED, "free"))), max_size=12)


@given(ITEMS, INTERVALS)
def test_a_timeline_says_the_highest_of_what_overlaps(
    spans: list[tuple[tuple[int, int], str]], asked: tuple[int, int]
) -> None:
    line = Timeline([item(start, end, status) for (start, end), status in spans])
    overlapping = {status for (start, end), status in spans if start < asked[1] and end > asked[0]}
    assert line.at(*asked) == next((status for status in RANKED if status in overlapping), "free")
