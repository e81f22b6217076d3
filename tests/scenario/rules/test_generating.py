"""Rules about `generate`, and that the people it makes up are there for the other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]


@pytest.mark.parametrize(
    ("section", "what"),
    [
        ({"people": 5_000, "events_per_person": 200}, "1,000,000 events"),
        ({"people": 2, "zones": ["Europe/Berln"]}, "`Europe/Berln` is no time zone"),
        ({"people": 2, "first_day": "2026-02-30"}, "2026-02-30"),
    ],
)
def test_numbers_zones_and_days_are_looked_at(wrong: Look, section: dict[str, Any], what: str) -> None:
    found = wrong(generate=section)

    assert len(found) == 1
    assert what in str(found[0])


def test_a_key_that_is_made_up_is_taken(wrong: Look) -> None:
    found = wrong(
        generate={"people": 2, "rooms": 1},
        people={name: {"name": "X", "email": f"{name}@x.example"} for name in ("person-2", "person-3", "room-1")},
        apps={},
    )

    assert ["`person-2` is the key" in str(found[0]), "`room-1` is the key" in str(found[1])] == [True, True]
    assert len(found) == 2


def test_who_is_made_up_can_be_named(wrong: Look) -> None:
    assert wrong(generate={"people": 2}, tokens={"somebody": {"person": "person-2"}}) == []
    assert "no person `person-3`" in str(wrong(generate={"people": 2}, tokens={"somebody": {"person": "person-3"}})[0])
