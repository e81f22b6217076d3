"""The event resource as it is kept: the order of its members, its stamps, its times, and what an occurrence has."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import parse_instant
from mockserver.microsoft import formats
from mockserver.microsoft.events.documents import (
    DEFAULTS,
    ORDER,
    named,
    occurrence_document,
    ordered,
    original_start,
    recurrence_of,
    recurring,
    span_of,
    stamped,
    timed,
)
from mockserver.microsoft.events.facts import series_of
from mockserver.microsoft.events.recurrence import read_recurrence
from mockserver.microsoft.events.times import Span, read_span
from mockserver.microsoft.render import decoded
from tests.microsoft.events.kept_events import calendar, kept
from tests.microsoft.world import all_day, daily, meeting
from tests.microsoft.world import timed as body_of

ZONES = st.sampled_from(["UTC", "Eastern Standard Time", "Lord Howe Standard Time", "India Standard Time"])
MINUTES = st.integers(0, 5 * 366 * 24 * 60)
SECOND = date(2026, 3, 7)


_DAY_ONE = date(2026, 1, 1)


def made_occurrence(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A series, and its occurrence on the second day."""
    record = kept(calendar(), body)
    facts = series_of(record.extra)
    assert facts is not None
    occurrence = facts.on(SECOND)
    assert occurrence is not None
    master = decoded(record.body)
    return master, occurrence_document(master, occurrence)


def test_members_stand_in_the_order_of_the_wire_and_unknown_ones_behind() -> None:
    document = dict.fromkeys((*reversed(ORDER), "extra"))

    assert list(ordered(document)) == [*ORDER, "extra"]


def test_a_kept_event_has_the_recorded_order_of_members() -> None:
    names = list(decoded(kept(calendar(), meeting()).body))

    assert names == [name for name in ORDER if name in names]
    assert names[:5] == ["@odata.etag", "id", "createdDateTime", "lastModifiedDateTime", "changeKey"]


def test_a_kept_event_has_every_default() -> None:
    document = decoded(kept(calendar(), body_of("2026-03-09T10:00:00", "2026-03-09T11:00:00")).body)

    assert {name: document[name] for name in DEFAULTS} == dict(DEFAULTS)


def test_a_stamp_is_a_new_change_key_its_etag_and_the_time() -> None:
    mailbox = calendar().mailbox
    one = stamped(mailbox, {"subject": "One"}, parse_instant("2026-03-06T14:00:00.5Z"))
    two = stamped(mailbox, one, parse_instant("2026-03-06T15:00:00Z"))

    assert one["changeKey"] != two["changeKey"]
    assert two["@odata.etag"] == f'W/"{two["changeKey"]}"'
    assert (one["lastModifiedDateTime"], two["lastModifiedDateTime"]) == (
        "2026-03-06T14:00:00.5Z",
        "2026-03-06T15:00:00Z",
    )
    assert two["subject"] == "One"


def test_a_document_under_an_id_links_to_it() -> None:
    document = named({"id": "old", "webLink": "old"}, "AAMk-_=")

    assert document == {"id": "AAMk-_=", "webLink": formats.web_link("AAMk-_=")}


@given(MINUTES, st.integers(0, 10_000), ZONES, ZONES)
def test_when_an_event_is_can_be_read_back_in_the_zones_it_was_written_in(
    start: int, length: int, zone: str, other: str
) -> None:
    begins = {"dateTime": f"{_moment(start)}Z", "timeZone": zone}
    ends = {"dateTime": f"{_moment(start + length)}Z", "timeZone": other}
    span = read_span(begins, ends, all_day=False)

    assert span_of(timed({}, span)) == span


@given(st.integers(0, 2_000), st.integers(1, 400), ZONES)
def test_the_days_of_an_event_can_be_read_back(first: int, length: int, zone: str) -> None:
    start, end = (_DAY_ONE + timedelta(days=days) for days in (first, first + length))
    body = all_day(start.isoformat(), end.isoformat(), zone)
    span = read_span(body["start"], body["end"], all_day=True)
    document = timed({}, span)

    assert span_of(document) == span
    assert (document["isAllDay"], document["start"]["dateTime"]) == (True, f"{start}T00:00:00.0000000")


def _moment(minutes: int) -> str:
    day, rest = divmod(minutes, 24 * 60)
    return f"{_DAY_ONE + timedelta(days=day)}T{rest // 60:02}:{rest % 60:02}:00"


def span(body: dict[str, Any]) -> Span:
    return read_span(body["start"], body["end"], all_day=body.get("isAllDay", False))


def test_a_recurrence_is_written_into_a_document_and_read_back() -> None:
    body = daily()
    recurrence = read_recurrence(body["recurrence"], span(body))
    document = recurring(timed({}, span(body)), recurrence)

    assert document["type"] == "seriesMaster"
    assert recurrence_of(document) == recurrence


def test_what_does_not_recur_is_a_single_instance() -> None:
    document = recurring(timed({}, span(meeting())), None)

    assert (document["type"], document["recurrence"], recurrence_of(document)) == ("singleInstance", None, None)


def test_an_occurrence_has_its_own_ids_and_times_and_its_series_change_key() -> None:
    master, occurrence = made_occurrence(daily())

    assert occurrence["id"] == formats.occurrence_id(master["id"], SECOND)
    assert (occurrence["type"], occurrence["seriesMasterId"]) == ("occurrence", master["id"])
    assert occurrence["occurrenceId"] == f"OID.{master['id']}.2026-03-07"
    assert occurrence["iCalUId"] == formats.occurrence_ical_uid(master["iCalUId"], SECOND)
    assert occurrence["start"] == {"dateTime": "2026-03-07T14:00:00.0000000", "timeZone": "UTC"}
    assert occurrence["end"] == {"dateTime": "2026-03-07T14:30:00.0000000", "timeZone": "UTC"}
    assert (occurrence["changeKey"], occurrence["subject"]) == (master["changeKey"], master["subject"])


def test_an_occurrence_does_not_recur_and_has_no_transaction() -> None:
    master, occurrence = made_occurrence(daily(transactionId="t-1"))

    assert master["transactionId"] == "t-1"
    assert (occurrence["recurrence"], occurrence["transactionId"]) == (None, None)


def test_an_occurrence_says_when_it_was_meant_to_start() -> None:
    assert made_occurrence(daily())[1]["originalStart"] == "2026-03-07T14:00:00Z"


def test_an_occurrence_that_lasts_all_day_was_meant_to_start_at_the_midnight_of_utc() -> None:
    body = all_day("2026-03-06", "2026-03-07", "Tokyo Standard Time", recurrence=daily()["recurrence"])

    assert made_occurrence(body)[1]["originalStart"] == "2026-03-07T00:00:00Z"


@pytest.mark.parametrize("zone", ["Tokyo Standard Time", "Eastern Standard Time"])
def test_the_original_start_of_a_whole_day_does_not_depend_on_its_zone(zone: str) -> None:
    assert original_start(span(all_day("2026-03-06", "2026-03-07", zone))) == "2026-03-06T00:00:00Z"
