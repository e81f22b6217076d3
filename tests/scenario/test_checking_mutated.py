"""Scenarios that are right, after a few changes anywhere in them: `check`, the schema and the decoder must agree."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.scenario.checking import examine_scenario
from mockserver.scenario.directory import directory
from mockserver.scenario.language import Scenario
from mockserver.scenario.library import shipped_library
from mockserver.scenario.mistakes import BadScenario
from mockserver.scenario.reading import read
from mockserver.scenario.rules.people import empty_fields
from mockserver.scenario.view import View

SHIPPED = [read(path.read_text("utf-8"), str(path))[0] for path in sorted(shipped_library().glob("*/minimal/*.yaml"))]
PUBLISHED = json.loads((Path(__file__).parents[2] / "docs/scenario-schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(PUBLISHED)
# One of everything the language has.
RICH: dict[str, Any] = {
    "scenario": "rich",
    "summary": "One of everything",
    "tags": ["a"],
    "description": "D",
    "auth": "off",
    "clock": {"start": "2026-03-06T09:00:00-05:00", "flow": "frozen"},
    "people": {
        "alice": {"name": "A", "email": "a@b.example", "zone": "America/New_York", "accounts": ["google"]},
        "room": {"name": "R", "email": "r@b.example", "kind": "room"},
    },
    "apps": {
        "web": {
            "redirect_uris": ["http://localhost/"],
            "name": "W",
            "google": {"client_id": "1", "client_secret": "2"},
        },
        "bot": {"kind": "service-account", "acts_for": ["alice"]},
    },
    "grants": [
        {"person": "alice", "app": "web", "scopes": ["calendar"], "access_token": {"expires_in": "PT5M"}},
        {"person": "alice", "app": "bot", "refresh_token": "none"},
    ],
    "tokens": {"t": {"person": "alice", "app": "web", "state": "expired", "scopes": ["openid"]}},
    "calendars": [
        {
            "owner": "alice",
            "key": "work",
            "zone": "Europe/London",
            "color": "7",
            "share": {"x@y.example": "writer"},
            "events": [
                {
                    "key": "series",
                    "title": "S",
                    "start": "2026-03-06 10:00",
                    "duration": "PT1H",
                    "repeat": ["RRULE:FREQ=DAILY;COUNT=5", "EXDATE;VALUE=DATE:20260308"],
                    "changes": {"2026-03-07": "cancelled", "2026-03-09": {"start": "2026-03-09 11:00"}},
                    "attendees": ["alice", {"email": "x@y.example", "response": "declined", "optional": True}],
                    "reminders": [{"before": "PT10M"}],
                    "created": "2026-03-01T00:00:00Z",
                    "google": {"colorId": "5"},
                    "microsoft": {"showAs": None},
                },
                {"key": "day", "start": "2026-03-06", "end": "2026-03-08", "shows": "free", "organizer": "alice"},
            ],
        }
    ],
}

words = ["alice", "bob", "bot", "web", "google", "primary", "cancelled", "calendar", "x@y.z", "on", "Europe/London"]
moments = ["2026-03-06", "2026-03-08 02:30", "2026-03-09T10:00:00Z", "PT1H", "P1D", "PT0S"]
others: list[Any] = [None, True, 0, -1, 1.0, 1.5, "", [], {}, [[]], {"person": "alice"}, {"": {}}, ["alice"], [None]]
# libyaml takes these three for ends of lines, which JSON's quotes do not keep together.
characters = st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029")
anything = st.one_of(
    st.sampled_from([*words, *moments, "FREQ=DAILY", "FREQ=SECONDLY;COUNT=3"]),
    st.sampled_from(others).map(copy.deepcopy),
    st.text(characters, max_size=8),
)
names = st.sampled_from([*words, "key", "zone", "events", "kind"]) | st.text(characters, max_size=6)


def spots(node: Any) -> list[tuple[Any, Any]]:
    """Every place in a document where something can be put: its holder and its key."""
    entries = list(node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ())
    return [(node, key) for key, _ in entries] + [spot for _, value in entries for spot in spots(value)]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario after a few changes somewhere in it."""
    document: dict[str, Any] = copy.deepcopy(draw(st.sampled_from([RICH, *SHIPPED])))
    for _ in range(draw(st.integers(1, 4))):
        places = [(document, "scenario"), *spots(document)]
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        change = draw(st.sampled_from(["set", "remove", "add"]))
        if change == "remove" and key in (holder if isinstance(holder, dict) else range(len(holder))):
            del holder[key]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(names)] = draw(anything)
        elif change == "add":
            holder.append(draw(anything))
        else:
            holder[key] = draw(anything)
    return document


def seen(document: Any, text: str) -> Scenario | None:
    """The scenario that `check` sees in a text, once every mistake says where, what, and what would be right."""
    try:
        return examine_scenario(text.encode(), "f", str(document.get("scenario")))
    except BadScenario as bad:
        for mistake in bad.mistakes:
            said = mistake.what, mistake.instead
            assert (mistake.line, *map(bool, said)) == (1, True, True)
            assert 1 <= mistake.column <= len(text) + 1
        return None


property_test = settings(
    derandomize=True, max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize("document", [RICH, *SHIPPED], ids=lambda one: str(one["scenario"]))
def test_what_the_changes_start_from_is_right(document: dict[str, Any]) -> None:
    assert seen(document, json.dumps(document)) is not None
    assert VALIDATOR.is_valid(document)


@property_test
@given(mutated())
def test_what_is_right_becomes_a_directory_and_fits_the_schema(document: dict[str, Any]) -> None:
    """Whatever is wrong is told as mistakes: nothing else is raised, now or when a session is made of it."""
    scenario = seen(document, json.dumps(document, ensure_ascii=False))

    if scenario is not None:
        directory(scenario)
        assert VALIDATOR.is_valid(document)


@property_test
@given(mutated())
def test_the_published_schema_takes_exactly_what_check_takes_as_well_formed(document: dict[str, Any]) -> None:
    """Schema and decoder come from the same structs; only that no field is empty is told by a rule."""
    try:
        msgspec.convert(document, Scenario)
        well_formed = not any(empty_fields(View(document)))
    except msgspec.ValidationError:
        well_formed = False

    assert VALIDATOR.is_valid(document) == well_formed
