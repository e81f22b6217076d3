"""Times of Microsoft's events: what is read, what is kept, what is shown, what is refused with which words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import parse_instant
from mockserver.microsoft.events.times import (
    EventTime,
    Span,
    original_zone,
    read_span,
    read_time,
    shown_zone,
    write_time,
)
from mockserver.microsoft.refusals import Refusal

UTC = shown_zone(None)
BERLIN = shown_zone("W. Europe Standard Time")


def at(text: str, zone: str | None = None) -> dict[str, str]:
    return {"dateTime": text, **({"timeZone": zone} if zone else {})}


def whole_days(start: str, end: str, zone: str = "Pacific Standard Time") -> Span:
    return read_span(at(start, zone), at(end, zone), all_day=True)


def refused(start: Any, end: Any, *, all_day: bool = False) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_span(start, end, all_day=all_day)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-09T09:00:00.0000000",
        "2026-03-09T09:00:00",
        "2026-03-09T09:00",
        "2026-03-09T09:00:00.",
        "2026-03-09T14:00:00+01:00",
        "2026-03-09T13:00:00Z",
        "2026-03-09t13:00:00z",
    ],
)
def test_a_time_has_up_to_seven_digits_and_an_offset_wins_over_its_zone(text: str) -> None:
    assert read_time(at(text, "Eastern Standard Time"), "start").instant == parse_instant("2026-03-09T13:00:00Z")


@pytest.mark.parametrize("zone", ["Pacific Standard Time", "America/Los_Angeles"])
def test_zones_have_windows_and_iana_names(zone: str) -> None:
    assert read_time(at("2026-03-09T09:00:00", zone), "start").instant == parse_instant("2026-03-09T16:00:00Z")


def test_a_time_without_a_zone_is_in_utc() -> None:
    assert read_time(at("2026-03-09T09:00:00"), "start") == EventTime(parse_instant("2026-03-09T09:00:00Z"), "UTC")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Pacific Standard Time", "Pacific Standard Time"),
        ("Europe/Vienna", "W. Europe Standard Time"),
        ("Etc/UTC", "UTC"),
        ("Antarctica/Troll", "Antarctica/Troll"),
    ],
)
def test_the_original_zone_is_kept_under_its_windows_name(written: str, kept: str) -> None:
    assert original_zone(written) == kept
    assert read_time(at("2026-03-09T09:00:00", written), "start").zone == kept


@pytest.mark.parametrize("name", ["Greenwich Mean Time", "pacific standard time", "Mars/Olympus"])
def test_an_unknown_zone_is_refused_alike_in_a_body_and_in_a_preference(name: str) -> None:
    message = f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."

    body = refused(at("2026-03-09T09:00:00", name), at("2026-03-09T10:00:00", name))
    with pytest.raises(Refusal) as preference:
        shown_zone(name)

    assert (body.row.code, body.message) == ("TimeZoneNotSupportedException", message)
    assert (preference.value.row.code, preference.value.message) == (body.row.code, body.message)


def test_trap_1_a_time_is_shown_in_utc_with_seven_digits_and_no_offset() -> None:
    time = read_time(at("2026-03-09T09:00:00", "Pacific Standard Time"), "start")

    assert write_time(time, UTC) == {"dateTime": "2026-03-09T16:00:00.0000000", "timeZone": "UTC"}


def test_a_time_is_shown_in_the_zone_asked_for_under_the_name_it_was_asked_by() -> None:
    time = read_time(at("2026-03-09T09:00:00.1234567", "UTC"), "start")

    for name in ("W. Europe Standard Time", "Europe/Berlin"):
        assert write_time(time, shown_zone(name)) == {"dateTime": "2026-03-09T10:00:00.1234560", "timeZone": name}


@given(st.datetimes(datetime(1, 1, 4), datetime(9999, 12, 28)))  # noqa: DTZ001 - wall-clock times are naive
def test_what_is_written_reads_as_the_same_time(local: datetime) -> None:
    time = read_time(at(local.isoformat(), "UTC"), "start")

    assert read_time(write_time(time, shown_zone("UTC-02")), "start").instant == time.instant
    assert read_time(write_time(time, UTC), "start") == time


def test_trap_2_days_float_from_midnight_to_midnight_in_every_zone() -> None:
    span = whole_days("2026-03-09T00:00:00", "2026-03-10T00:00:00")

    for shown in (UTC, BERLIN, shown_zone("Asia/Tokyo")):
        assert write_time(span.start, shown) == {"dateTime": "2026-03-09T00:00:00.0000000", "timeZone": shown.name}
        assert write_time(span.end, shown) == {"dateTime": "2026-03-10T00:00:00.0000000", "timeZone": shown.name}


def test_trap_2_days_are_viewed_as_those_of_utc_and_stored_at_their_makers_midnight() -> None:
    span = whole_days("2026-03-09T00:00:00", "2026-03-10T00:00:00")

    assert span.viewed == (parse_instant("2026-03-09T00:00:00Z"), parse_instant("2026-03-10T00:00:00Z"))
    assert span.start.instant == parse_instant("2026-03-09T07:00:00Z")
    assert span.end.instant == parse_instant("2026-03-10T07:00:00Z")


def test_what_has_a_time_is_viewed_at_it() -> None:
    span = read_span(at("2026-03-09T09:00:00", "UTC"), at("2026-03-09T10:00:00", "UTC"), all_day=False)

    assert span.viewed == (span.start.instant, span.end.instant)


def test_days_may_be_written_without_a_time() -> None:
    assert whole_days("2026-03-09", "2026-03-10") == whole_days("2026-03-09T00:00:00", "2026-03-10T00:00:00")


def test_a_day_whose_midnight_clocks_skip_begins_after_the_gap() -> None:
    span = whole_days("2018-11-04T00:00:00", "2018-11-05T00:00:00", "America/Sao_Paulo")

    assert span.start.day == date(2018, 11, 4)
    assert write_time(span.start, UTC)["dateTime"] == "2018-11-04T00:00:00.0000000"


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2026-03-09T09:00:00", "2026-03-10T00:00:00", "Start"),
        ("2026-03-09T00:00:00", "2026-03-10T09:00:00", "End"),
    ],
)
def test_days_that_do_not_begin_at_midnight_are_refused(start: str, end: str, name: str) -> None:
    refusal = refused(at(start, "UTC"), at(end, "UTC"), all_day=True)

    message = f"The Event.{name} property for an all-day event needs to be set to midnight."
    assert (refusal.row.code, refusal.message) == ("ErrorInvalidRequest", message)


@pytest.mark.parametrize("end", [at("2026-03-10", "Europe/London"), at("2026-03-09", "UTC"), at("2026-03-08", "UTC")])
def test_days_are_at_least_one_in_one_zone(end: dict[str, str]) -> None:
    assert refused(at("2026-03-09", "UTC"), end, all_day=True).row.code == "ErrorPropertyValidationFailure"


def test_two_names_of_one_zone_are_one_zone() -> None:
    span = read_span(at("2026-03-09", "Europe/Berlin"), at("2026-03-10", "W. Europe Standard Time"), all_day=True)

    assert span.start.zone == span.end.zone == "W. Europe Standard Time"


def test_the_two_ends_of_a_time_may_be_in_different_zones() -> None:
    span = read_span(at("2026-03-09T09:00:00", "UTC"), at("2026-03-09T10:30:00", "Europe/Berlin"), all_day=False)

    assert span.end.instant - span.start.instant == 30 * 60_000_000


def test_an_event_may_last_no_time_but_not_less() -> None:
    nine, ten = at("2026-03-09T09:00:00"), at("2026-03-09T10:00:00")

    assert read_span(nine, nine, all_day=False).start.instant == parse_instant("2026-03-09T09:00:00Z")
    refusal = refused(ten, nine)
    assert refusal.row.code == "ErrorPropertyValidationFailure"
    assert refusal.message == "At least one property failed validation."


@pytest.mark.parametrize("missing", ["start", "end"])
def test_an_event_needs_both_its_ends(missing: str) -> None:
    ends: dict[str, Any] = {"start": at("2026-03-09T09:00:00"), "end": at("2026-03-09T10:00:00")} | {missing: None}

    refusal = refused(ends["start"], ends["end"])

    assert refusal.row.code == "ErrorPropertyValidationFailure"
    assert missing in refusal.why


def test_an_event_lasts_five_years_at_most() -> None:
    start = at("2024-02-29T09:00:00")

    assert read_span(start, at("2029-02-28T09:00:00"), all_day=False).end.zone == "UTC"
    assert refused(start, at("2029-02-28T09:00:01")).row.code == "ErrorCalendarDurationIsTooLong"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-02-30T09:00:00",
        "2026-03-09T25:00:00",
        "2026-03-09T09:00:00.00000000",
        "2026-03-09 09:00",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59",
        "2026-03-09T09:00:00+99:00",
    ],
)
def test_what_is_no_time_fails_validation(text: str) -> None:
    refusal = refused(at(text), at("2026-03-09T10:00:00"))

    assert refusal.row.code == "ErrorPropertyValidationFailure"
    assert refusal.why.startswith("start.dateTime")


@pytest.mark.parametrize(
    "value",
    [
        {"date": "2026-03-09"},
        "2026-03-09T09:00:00",
        [],
        {"timeZone": "UTC"},
        {"dateTime": 5},
        at("2026-03-09") | {"timeZone": 1},
    ],
)
def test_what_is_no_date_time_time_zone_cannot_be_deserialized(value: Any) -> None:
    assert refused(value, at("2026-03-09T10:00:00")).row.code == "UnableToDeserializePostBody"


def test_a_member_that_the_type_has_not_is_refused_but_an_annotation_is_passed_over() -> None:
    typed = at("2026-03-09T09:00:00") | {"@odata.type": "#microsoft.graph.dateTimeTimeZone"}

    assert read_time(typed, "start").zone == "UTC"
    refusal = refused(typed | {"zone": "UTC"}, typed)
    assert refusal.row.code == "RequestBodyRead"
    assert "'zone' does not exist on type 'microsoft.graph.dateTimeTimeZone'" in refusal.message
