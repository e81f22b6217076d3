"""A scenario as text: what it declares, and its telling days with a line for each person."""

from __future__ import annotations

import pytest

from mockserver.scenario.library import Entry, Library, shipped_library
from mockserver.scenario.loading import loads
from mockserver.scenario.portrait import drawn

DAY = """\
Sunday 2026-03-08 in America/New_York: clocks in America/New_York go forward from 02:00 to 03:00
         00    04    07    10    13    16    19    22
  alice  ██████████████████████████████████████████████
"""


def test_a_day_on_which_clocks_go_forward_has_46_half_hours() -> None:
    assert DAY in drawn(Library(shipped_library()).get("dst-new-york"))


def test_what_blocks_and_what_does_not_look_different() -> None:
    text = drawn(
        loads(
            "scenario: x\nsummary: X\nclock: {start: 2026-03-06T00:00:00Z}\n"
            "people: {alice: {name: Alice, email: a@x.example}}\n"
            "calendars: [{owner: alice, events: [{key: a, start: 2026-03-06 01:00, duration: PT1H},"
            " {key: b, title: B, start: 2026-03-06 03:00, duration: PT30M, shows: free},"
            " {key: c, start: 2026-03-06 05:00, duration: PT1H, status: cancelled}]}]\n",
            "x.yaml",
        )
    )

    assert "  alice  ··██··░" + "·" * 41 in text.splitlines()
    assert "    03:00 to 03:30  alice: B" in text
    assert "(cancelled)" in text


@pytest.mark.parametrize("entry", Library(shipped_library()).entries(), ids=lambda entry: str(entry.name))
def test_every_shipped_scenario_can_be_drawn(entry: Entry) -> None:
    scenario = Library(shipped_library()).get(entry.name)

    text = drawn(scenario)

    assert text.startswith(f"{scenario.name}: {scenario.summary}\n")
    assert all(person.email in text for person in scenario.people.values())


def test_a_scenario_that_declares_nothing_is_drawn_too() -> None:
    assert drawn(loads("scenario: x\nsummary: X\n", "x.yaml")) == "x: X\n\nclock: starts now, real; auth: on\n"
