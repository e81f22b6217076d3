from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]


def person(email: str = "alice@autosched.example", **fields: Any) -> dict[str, Any]:
    return {"name": "Somebody", "email": email} | fields


def test_the_small_scenario_is_right(wrong: Look) -> None:
    assert wrong() == []


def test_an_address_belongs_to_one_person_in_whatever_case_it_is_written(wrong: Look) -> None:
    found = wrong(people={"alice": person("a@b.example"), "bob": person("A@B.example")}, apps={})

    assert found == [("A@B.example", "`A@B.example` is already the address of `alice`", "give each their own")]


def test_an_unknown_zone_of_a_person_is_answered_with_near_ones(wrong: Look) -> None:
    found = wrong(people={"alice": person(zone="Europe/Londn")}, apps={})

    assert found == [("Europe/Londn", "`Europe/Londn` is no time zone", "did you mean `Europe/London`?")]


def test_a_zone_that_is_like_no_other_is_answered_with_an_example(wrong: Look) -> None:
    found = wrong(people={"alice": person(zone="qqqq")}, apps={})

    assert found == [
        ("qqqq", "`qqqq` is no time zone", "write an IANA name, such as America/New_York, or a Windows name")
    ]


def test_a_zone_may_have_its_windows_name(wrong: Look) -> None:
    assert wrong(people={"alice": person(zone="Lord Howe Standard Time")}, apps={}) == []


def test_zones_of_calendars_and_events_are_looked_at_too(wrong: Look) -> None:
    event = {"key": "one", "start": "2026-03-06", "zone": "Mars/Olympus"}
    found = wrong(calendars=[{"owner": "alice", "zone": "Venus/Maxwell", "events": [event]}])

    assert [one.at for one in found] == ["Venus/Maxwell", "Mars/Olympus"]


def test_a_field_without_a_value_is_a_mistake_though_its_absence_is_none(wrong: Look) -> None:
    found = wrong(description=None)

    assert found == [(None, "`description` is empty", "give it a value, or leave the field out")]


def test_native_fields_may_be_null(wrong_event: Look) -> None:
    assert wrong_event(google={"colorId": None}) == []


def test_the_fixed_credentials_of_an_app_are_no_native_fields(wrong: Look) -> None:
    found = wrong(apps={"autosched": {"google": {"client_id": None}}})

    assert found == [(None, "`client_id` is empty", "give it a value, or leave the field out")]


def test_the_clock_starts_on_a_date_there_is(wrong: Look) -> None:
    found = wrong(clock={"start": "2026-02-30T09:00:00Z"})

    assert found == [
        (
            "2026-02-30T09:00:00Z",
            "`2026-02-30T09:00:00Z` is on no calendar or clock",
            "write a date and a time that exist",
        )
    ]


def test_an_account_is_named_once(wrong: Look) -> None:
    found = wrong(people={"alice": person(accounts=["google", "google"])}, apps={})

    assert found == [("google", "`google` stands here twice", "name it once")]


def test_a_calendar_stands_only_in_accounts_its_owner_has(wrong: Look) -> None:
    found = wrong(calendars=[{"owner": "bob", "accounts": ["microsoft"]}])

    assert found == [
        ("microsoft", "`bob` has no microsoft account", "add microsoft to the accounts of `bob`, or name another")
    ]


def test_nobodys_key_makes_what_it_holds_a_providers_own(wrong: Look) -> None:
    found = wrong(tokens={"google": {"person": "alice", "app": None}})

    assert found == [(None, "`app` is empty", "give it a value, or leave the field out")]


def team(*members: str, **fields: Any) -> dict[str, Any]:
    return {"team": {"email": "team@autosched.example", "members": list(members)} | fields}


def test_a_group_has_people_and_addresses(wrong: Look) -> None:
    assert wrong(groups=team("alice", "ann@outside.example")) == []


def test_a_group_has_an_address_of_its_own(wrong: Look) -> None:
    found = wrong(people={"alice": person()}, groups=team(email="Alice@autosched.example"), apps={}, calendars=[])

    assert [one.what for one in found] == ["`Alice@autosched.example` is already the address of `alice`"]


def test_a_group_has_a_key_that_is_nobodys(wrong: Look) -> None:
    found = wrong(groups={"alice": {"email": "team@autosched.example"}})

    assert found == [("alice", "the group `alice` has the key of a person", "give one another key")]


def test_a_group_has_members_there_are_each_once(wrong: Look) -> None:
    found = wrong(groups=team("alice", "alise", "alice"))

    assert [one.what for one in found] == ["there is no person `alise`", "`alice` stands here twice"]


def test_a_group_has_nobody_by_key_and_by_address(wrong: Look) -> None:
    found = wrong(people={"alice": person()}, groups=team("alice", "ALICE@autosched.example"), apps={}, calendars=[])

    assert [one.what for one in found] == ["`ALICE@autosched.example` is in the group twice"]
