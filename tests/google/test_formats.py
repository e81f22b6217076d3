"""Ids, etags, links and times have the forms that recorded answers have."""

from __future__ import annotations

import base64
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import instant_of, parse_instant
from mockserver.google import formats
from mockserver.ids import derive

INSTANTS = st.integers(parse_instant("0002-01-01T00:00:00Z"), parse_instant("9998-01-01T00:00:00Z"))
ZONES = st.sampled_from(["America/New_York", "Europe/Lisbon", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])


@pytest.mark.parametrize(
    ("updated", "etag"),
    [("2014-11-17T05:21:24.614Z", '"2832403369228000"'), ("2020-05-27T12:01:32.356Z", '"3181161784712000"')],
)
def test_an_events_etag_is_the_milliseconds_of_its_change_times_2000(updated: str, etag: str) -> None:
    assert formats.event_etag(parse_instant(updated)) == etag


def test_an_events_etag_does_not_know_more_than_milliseconds() -> None:
    assert formats.event_etag(1_999) == formats.event_etag(1_000) == '"2000"'


def test_a_lists_etag_is_sixteen_characters_of_base32hex_that_begin_with_p3() -> None:
    etag = formats.list_etag("a", "b")

    assert etag.startswith('"p3')
    assert len(etag) == 18
    assert set(etag[1:-1]) <= set("0123456789abcdefghijklmnopqrstuv")
    assert etag == formats.list_etag("a", "b") != formats.list_etag("ab")


def test_a_calendars_etag_is_27_characters_of_base64() -> None:
    etag = formats.calendar_etag("a")

    assert len(etag) == 29
    assert len(base64.urlsafe_b64decode(etag[1:-1] + "=")) == 20


def test_the_etags_of_entries_and_rules_are_microseconds() -> None:
    assert formats.entry_etag(1_535_049_848_830_000) == '"1535049848830000"'
    assert formats.entry_etag(0) == '"0"'
    assert formats.rule_etag(1_432_766_363_662_000) == '"00001432766363662000"'
    assert formats.rule_etag(0) == '"00000000000000000000"'


def test_an_event_id_made_here_is_26_characters_of_base32hex_that_a_client_might_choose() -> None:
    id_ = formats.event_id(derive("any"))

    assert len(id_) == 26
    assert formats.is_event_id(id_)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("abcde", True), ("0123456789abcdefghijklmnopqrstuv", True), ("a" * 1024, True), ("abcd", False),
        ("a" * 1025, False), ("abcdw", False), ("ABCDE", False), ("abc-e", False), ("abcde\n", False), ("", False),
    ],
)  # fmt: skip
def test_a_client_chooses_5_to_1024_characters_of_base32hex(text: str, *, right: bool) -> None:
    assert formats.is_event_id(text) is right


def test_an_imported_events_id_is_its_uid_in_base32hex() -> None:
    id_ = formats.imported_event_id("040000@example.com")

    assert id_[0] == "_"
    assert base64.b32hexdecode(id_[1:].upper() + "=" * (-len(id_[1:]) % 8)) == b"040000@example.com"


@pytest.mark.parametrize(
    ("master", "original", "day", "id_"),
    [
        ("abcde", "2026-03-09T13:00:00Z", None, "abcde_20260309T130000Z"),
        ("abcde", "2026-03-09T04:00:00Z", date(2026, 3, 9), "abcde_20260309"),
        ("abcde_R20260309T130000", "2026-03-10T13:00:00Z", None, "abcde_20260310T130000Z"),
        ("abcde_R20260309", "2026-03-10T04:00:00Z", date(2026, 3, 10), "abcde_20260310"),
    ],
)
def test_an_occurrences_id_is_its_series_and_its_start_in_utc_or_its_day(
    master: str, original: str, day: date | None, id_: str
) -> None:
    assert formats.instance_id(master, parse_instant(original), day) == id_


@pytest.mark.parametrize(
    ("id_", "parts"),
    [
        ("abcde_20260309T130000Z", ("abcde", "20260309T130000Z")),
        ("abcde_20260309", ("abcde", "20260309")),
        ("_abcde_x_20260309", ("_abcde_x", "20260309")),
        ("abcde", None),
        ("abcde_2026", None),
        ("_20260309", None),
        ("abcde_20260309T130000", None),
    ],
)
def test_an_occurrences_id_is_taken_apart_again(id_: str, parts: tuple[str, str] | None) -> None:
    assert formats.split_instance_id(id_) == parts


@pytest.mark.parametrize(
    ("calendar", "short"),
    [
        ("someone@gmail.com", "someone@m"),
        ("abc@group.calendar.google.com", "abc@g"),
        ("en.uk#holiday@group.v.calendar.google.com", "en.uk#holiday@v"),
        ("abc@import.calendar.google.com", "abc@i"),
        ("alice@autosched.example", "alice@autosched.example"),
    ],
)
def test_an_events_link_names_it_and_its_calendar_shortly(calendar: str, short: str) -> None:
    start, _, eid = formats.html_link("abcde", calendar).partition("?eid=")

    assert start == "https://www.google.com/calendar/event"
    assert "=" not in eid
    assert base64.urlsafe_b64decode(eid + "=" * (-len(eid) % 4)).decode() == f"abcde {short}"


def test_created_has_no_milliseconds_and_updated_has() -> None:
    instant = parse_instant("2026-03-09T13:00:00.614Z")

    assert formats.created(instant) == "2026-03-09T13:00:00.000Z"
    assert formats.updated(instant) == "2026-03-09T13:00:00.614Z"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "2026-03-09T09:00:00-04:00"),
        ("UTC", "2026-03-09T13:00:00Z"),
        ("Europe/Lisbon", "2026-03-09T13:00:00Z"),
        ("Asia/Kolkata", "2026-03-09T18:30:00+05:30"),
    ],
)
def test_a_time_is_written_in_its_zone_without_a_fraction(zone: str, text: str) -> None:
    assert formats.date_time(parse_instant("2026-03-09T13:00:00.614Z"), ZoneInfo(zone)) == text


@given(INSTANTS, ZONES)
def test_a_time_in_any_zone_is_the_same_instant(instant: int, zone: str) -> None:
    """Those before zones were agreed on too: their offsets had seconds, for which RFC 3339 has no place."""
    text = formats.date_time(instant, ZoneInfo(zone))

    assert len(text) in {20, 25}
    assert instant_of(datetime.fromisoformat(text)) == instant // 1_000_000 * 1_000_000


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a@b", True), ("alice+tag@mail.example.com", True), ("a b@c", False), ("a@b@c", False), ("@b", False),
        ("a@", False), ("", False), ("a,b@c", False), (f"{'a' * 318}@b", True), (f"{'a' * 319}@b", False),
    ],
)  # fmt: skip
def test_what_an_address_is(text: str, *, right: bool) -> None:
    assert formats.is_email(text) is right


def test_addresses_are_the_same_in_any_case() -> None:
    assert formats.same_email("Alice@Example.com", "alice@example.COM")
    assert not formats.same_email("alice@example.com", "alice@example.org")
