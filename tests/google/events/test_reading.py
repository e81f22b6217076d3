"""How the events of a list are found: in which order, and with no more work than the page that is asked for needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, parse_instant, rfc3339
from mockserver.documents import BaseBuilder, Collection, Record
from mockserver.google import render
from mockserver.google.calendars.calendar import events_of
from mockserver.google.events import reading as event_reading
from mockserver.google.events import views as event_views
from mockserver.google.events.documents import instance
from mockserver.session import Session, Template
from tests.google.event_world import ALICE, START, events_path, meeting, series, template, timed
from tests.google.reading_world import answered, titles

if TYPE_CHECKING:
    from collections.abc import Iterator

SINGLE = {"singleEvents": True}
ORDERED: dict[str, Any] = SINGLE | {"orderBy": "startTime"}


@pytest.fixture
def session() -> Session:
    return Session("reading", template())


def listed(session: Session, **query: Any) -> list[dict[str, Any]]:
    """Every event of a list, page by page."""
    items: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    while True:
        page = answered(session, "GET", events_path(), **query, **more)
        items += page["items"]
        if "nextPageToken" not in page:
            return items
        more = {"pageToken": page["nextPageToken"]}


def large(number: int, hours: int = 1) -> Session:
    """A session in which Alice has many events, one after the other, the last one an hour before it begins."""
    there = template()
    builder = BaseBuilder()
    for place in range(number):
        start = START - (number - place) * hours * HOUR
        document = {"kind": "calendar#event", "etag": '"2"', "id": f"event{place:06}", "status": "confirmed"}
        times = {"start": {"dateTime": rfc3339(start)}, "end": {"dateTime": rfc3339(start + HOUR)}}
        body = render.fragment(document | times)
        builder.add(events_of(ALICE), f"event{place:06}", body, updated=start, start=start, end=start + HOUR)
    base = {**there.base, **builder.build()}
    return Session("large", Template("large", there.directory, start=START, flow="frozen", base=base))


class Counted(Collection):
    """A collection that counts the records that are looked at."""

    looked_at = 0

    def since(self, revision: int = 0) -> Iterator[Record]:
        for record in super().since(revision):
            Counted.looked_at += 1
            yield record

    def within(self, after: int, before: int) -> Iterator[Record]:
        for record in super().within(after, before):
            Counted.looked_at += 1
            yield record


def looked_at(session: Session, monkeypatch: pytest.MonkeyPatch, **query: Any) -> int:
    """How many records are looked at for one page."""
    collection = Counted(session.template.base[events_of(ALICE)])
    there = session.documents.collection
    monkeypatch.setattr(
        session.documents, "collection", lambda name: collection if name == events_of(ALICE) else there(name)
    )
    Counted.looked_at = 0
    answered(session, "GET", events_path(), **query)
    return Counted.looked_at


@pytest.mark.parametrize(
    "query",
    [
        {}, SINGLE, ORDERED, {"orderBy": "updated"}, {"timeMin": "2020-01-01T00:00:00Z"}, {"showDeleted": True},
        {"timeMin": "2026-03-01T00:00:00Z", "timeMax": "2026-03-01T09:00:00Z"},
        ORDERED | {"timeMin": "2026-03-01T00:00:00Z"}, ORDERED | {"timeMin": "2026-03-06T00:00:00Z"},
    ],
)  # fmt: skip
def test_a_page_costs_what_it_shows_and_not_what_the_calendar_holds(
    monkeypatch: pytest.MonkeyPatch, query: dict[str, Any]
) -> None:
    assert looked_at(large(2_000), monkeypatch, maxResults=10, **query) <= 80


def test_what_is_nearly_over_is_not_looked_at_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_reading, "PATIENCE", 100)
    session = large(2_000)

    assert looked_at(session, monkeypatch, timeMin=rfc3339(START - 5 * HOUR)) <= 200


@pytest.mark.parametrize("patience", [0, 1, 3, 10_000])
def test_patience_changes_no_answer(session: Session, monkeypatch: pytest.MonkeyPatch, patience: int) -> None:
    for number in range(8):
        day = f"2026-03-{10 + number * 5 % 8}"
        answered(session, "POST", events_path(), timed(f"{day}T10:00:00Z", f"{day}T11:00:00Z", summary=str(number)))
    monkeypatch.setattr(event_reading, "PATIENCE", patience)

    items = listed(session, timeMin="2026-03-13T00:00:00Z", maxResults=2)

    assert titles(items) == ["1", "3", "4", "6", "7"]


def test_the_owners_plain_list_decodes_no_event(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        answered(session, "POST", events_path(), meeting())
    asked_for: dict[str, Any] = {"timeMin": "2026-03-01T00:00:00Z", "maxResults": 2}

    def decoded(_: bytes) -> dict[str, Any]:
        raise AssertionError("an event is decoded")

    for module in (event_reading, event_views):
        monkeypatch.setattr(module, "decoded", decoded)

    assert len(answered(session, "GET", events_path(), **asked_for)["items"]) == 2


def test_the_first_page_of_an_endless_series_does_not_expand_it(session: Session) -> None:
    answered(session, "POST", events_path(), series("RRULE:FREQ=DAILY"))
    asked_for: dict[str, Any] = ORDERED | {"maxResults": 3}

    with patch("mockserver.google.events.reading.instance", wraps=instance) as made:
        assert len(answered(session, "GET", events_path(), **asked_for)["items"]) == 3

    assert made.call_count == 3


def test_series_are_merged_by_their_occurrences(session: Session) -> None:
    for minute in (10, 0, 5):
        times = timed(f"2026-03-06T09:{minute:02}:00", f"2026-03-06T09:{minute:02}:00", "America/New_York")
        rule = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=2"], "summary": str(minute)}
        answered(session, "POST", events_path(), times | rule)

    assert titles(listed(session, **ORDERED, maxResults=1)) == ["0", "5", "10", "0", "5", "10"]


SPANS = st.tuples(st.integers(-40, 40), st.sampled_from([0, 1, 5, 60]), st.sampled_from([None, 1, 3, 30]))


@given(
    spans=st.lists(SPANS, max_size=8),
    bounds=st.tuples(st.integers(-45, 45), st.integers(1, 30)),
    size=st.integers(1, 5),
)
@example(spans=[(0, 0, 3), (-3, 60, 3)], bounds=(0, 1), size=1)
@settings(max_examples=40, deadline=None)
def test_every_order_finds_the_same_events_in_a_window(
    spans: list[tuple[int, int, int | None]], bounds: tuple[int, int], size: int
) -> None:
    """And they are those that reach into it, told one by one."""
    session = Session("reading", template())
    begin = parse_instant("2026-03-06T00:00:00Z")
    every = []
    for offset, hours, count in spans:
        start = begin + offset * 7 * HOUR
        body = timed(rfc3339(start), rfc3339(start + hours * HOUR), "UTC")
        rule = {} if count is None else {"recurrence": [f"RRULE:FREQ=DAILY;COUNT={count}"]}
        id_ = answered(session, "POST", events_path(), body | rule)["id"]
        every += [(id_, start + day * DAY, start + day * DAY + hours * HOUR) for day in range(count or 1)]
    after, before = begin + bounds[0] * 7 * HOUR, begin + (bounds[0] + bounds[1]) * 7 * HOUR
    window = {"timeMin": rfc3339(after), "timeMax": rfc3339(before), "maxResults": size}

    by_start = listed(session, **window, **ORDERED)
    by_change = listed(session, **window, **SINGLE)

    wanted = sorted((start, id_) for id_, start, end in every if end > after and start < before)
    found = [(parse_instant(item["start"]["dateTime"]), item.get("recurringEventId", item["id"])) for item in by_start]
    assert sorted(found) == wanted
    assert [start for start, _ in found] == [start for start, _ in wanted]
    assert sorted(item["id"] for item in by_change) == sorted(item["id"] for item in by_start)
    masters = {id_ for _, id_ in wanted}
    assert {item["id"] for item in listed(session, **window)} >= masters
