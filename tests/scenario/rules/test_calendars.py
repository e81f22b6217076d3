from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]


def test_a_calendar_is_somebodys(wrong: Look) -> None:
    found = wrong(calendars=[{"owner": "alcie"}])

    assert found == [("alcie", "there is no person `alcie`", "did you mean `alice`?")]


def test_an_owner_has_one_calendar_of_a_key(wrong: Look) -> None:
    found = wrong(calendars=[{"owner": "alice"}, {"owner": "bob"}, {"owner": "alice", "key": "primary"}])

    assert found == [
        (
            "primary",
            "calendar 1 is already the `primary` of `alice`",
            "put its events there, or give this one another key",
        )
    ]


def test_a_second_primary_calendar_without_a_key_is_shown_at_its_owner(wrong: Look) -> None:
    assert [one.at for one in wrong(calendars=[{"owner": "alice"}, {"owner": "alice"}])] == ["alice"]


def test_a_calendar_is_shared_with_people_or_addresses(wrong: Look) -> None:
    share = {"bop": "reader", "not an@address": "reader", "friend@partner.example": "writer", "bob": "owner"}
    found = wrong(calendars=[{"owner": "alice", "share": share}])

    assert found == [
        ("bop", "there is no person `bop`", "did you mean `bob`?"),
        (
            "not an@address",
            "`not an@address` is no e-mail address",
            "write one such as bob@partner.example, or the key of a person",
        ),
    ]


def test_a_calendar_is_not_shared_with_its_owner(wrong: Look) -> None:
    found = wrong(calendars=[{"owner": "alice", "share": {"alice": "reader"}}])

    assert found == [("alice", "`alice` owns the calendar", "share it with others only")]


def test_a_calendar_is_shared_with_each_once_whatever_they_are_called(wrong: Look) -> None:
    found = wrong(calendars=[{"owner": "alice", "share": {"bob": "reader", "Bob@partner.example": "writer"}}])

    assert found == [
        (
            "Bob@partner.example",
            "`Bob@partner.example` has a role in it already, as `bob`",
            "name each once, and not the owner",
        )
    ]


def test_no_two_events_of_a_calendar_have_one_key(wrong: Look) -> None:
    event = {"key": "one", "start": "2026-03-06"}
    found = wrong(calendars=[{"owner": "alice", "events": [event, event]}, {"owner": "bob", "events": [event]}])

    assert found == [("one", "event 1 of this calendar already has the key `one`", "give each its own")]
