"""What each change of a scenario weighs: a table of constructed changes, and that nothing goes unseen."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from mockserver.scenario.loading import loads
from mockserver.scenario.versions.differences import differences, heaviest
from tests.scenario.conftest import SOUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.scenario.language import Scenario

BASE: dict[str, Any] = SOUND | {
    "tags": ["one"],
    "clock": {"start": "2026-03-06T09:00:00Z", "flow": "frozen"},
    "tokens": {"alice": {"person": "alice"}},
    "groups": {"team": {"email": "team@autosched.example", "members": ["alice"]}},
    "grants": [{"person": "alice", "app": "autosched", "provider": "google", "scopes": ["calendar.readonly"]}],
    "faults": [{"fault": "rate-limited", "times": 1}],
    "calendars": [
        {
            "owner": "alice",
            "events": [
                {"key": "one", "title": "One", "start": "2026-03-06 10:00", "duration": "PT1H"},
                {"key": "two", "title": "Two", "start": "2026-03-07 10:00", "duration": "PT1H"},
            ],
        }
    ],
}


def scenario(change: Callable[[Any], object] | None = None) -> Scenario:
    said = deepcopy(BASE)
    if change is not None:
        change(said)
    return loads(json.dumps(said), "small.yaml")


def put(*path: Any, value: Any) -> Callable[[Any], None]:
    def change(said: Any) -> None:
        for step in path[:-1]:
            said = said[step] if isinstance(said, list) else said.setdefault(step, {})
        said[path[-1]] = value

    return change


def take(*path: Any) -> Callable[[Any], None]:
    def change(said: Any) -> None:
        for step in path[:-1]:
            said = said[step]
        del said[path[-1]]

    return change


EVENTS = ("calendars", 0, "events")
THREE = {"key": "three", "start": "2026-03-08 10:00", "duration": "PT1H"}
CHANGES: list[tuple[str, Callable[[Any], object], str, str]] = [
    ("another summary", put("summary", value="Other"), "patch", "summary"),
    ("a description", put("description", value="Why"), "patch", "description"),
    ("a tag more", put("tags", value=["one", "two"]), "patch", "tags.two"),
    ("a name", put("people", "alice", "name", value="Alicia"), "patch", "people.alice.name"),
    ("a title", put(*EVENTS, 0, "title", value="Uno"), "patch", "calendars.alice primary.events.one.title"),
    ("a time", put(*EVENTS, 0, "start", value="2026-03-06 11:00"), "patch", "calendars.alice primary.events.one.start"),
    ("a guest", put(*EVENTS, 0, "attendees", value=["bob"]), "patch", "calendars.alice primary.events.one.attendees"),
    ("a member more", put("groups", "team", "members", value=["alice", "bob"]), "patch", "groups.team.members.bob"),
    ("a person more", put("people", "carol", value={"name": "C", "email": "c@x.example"}), "minor", "people.carol"),
    ("an event more", lambda said: said["calendars"][0]["events"].append(THREE), "minor",
     "calendars.alice primary.events.three"),
    ("a calendar more", lambda said: said["calendars"].append({"owner": "bob"}), "minor", "calendars.bob primary"),
    ("a token more", put("tokens", "bob", value={"person": "bob"}), "minor", "tokens.bob"),
    ("an app more", put("apps", "other", value={}), "minor", "apps.other"),
    ("an event less", take(*EVENTS, 1), "major", "calendars.alice primary.events.two"),
    ("a calendar less", take("calendars", 0), "major", "calendars.alice primary"),
    ("a token less", take("tokens", "alice"), "major", "tokens.alice"),
    ("all tokens less", take("tokens"), "major", "tokens.alice"),
    ("another address", put("people", "bob", "email", value="b@x.example"), "major", "people.bob.email"),
    ("another zone", put("people", "bob", "zone", value="Asia/Tokyo"), "major", "people.bob.zone"),
    ("a zone of a calendar", put("calendars", 0, "zone", value="Asia/Tokyo"), "major", "calendars.alice primary.zone"),
    ("a share", put("calendars", 0, "share", value={"bob": "reader"}), "major", "calendars.alice primary.share.bob"),
    ("another start", put("clock", "start", value="2026-03-06T10:00:00Z"), "major", "clock.start"),
    ("a running clock", take("clock", "flow"), "major", "clock.flow"),
    ("no strictness", put("auth", value="off"), "major", "auth"),
    ("another fault", put("faults", 0, "fault", value="backend-error"), "major", "faults.1.fault"),
    ("a fault less", take("faults"), "major", "faults.1"),
    ("a limit", put("limits", value={"google": {"per_user_per_minute": 5}}), "major",
     "limits.google.per_user_per_minute"),
    ("less scopes", put("grants", 0, "scopes", value=["calendar.events"]), "major",
     "grants.alice autosched google.scopes"),
    ("people made up", put("generate", value={"people": 2}), "major", "generate.people"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "bump", "place"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change_weighs_what_it_weighs(change: Callable[[Any], object], bump: str, place: str) -> None:
    found = differences(scenario(), scenario(change))

    assert found[0].bump == heaviest(found) == bump
    assert any(one.place.startswith(place) for one in found), found


def test_what_is_the_same_does_not_differ() -> None:
    assert differences(scenario(), scenario()) == []
    assert heaviest([]) == "none"


def test_the_heaviest_comes_first_and_counts() -> None:
    def change(said: Any) -> None:
        said["summary"] = "Other"
        del said["calendars"][0]["events"][0]

    found = differences(scenario(), scenario(change))

    assert [one.bump for one in found] == ["major", "patch"]
    assert heaviest(found) == "major"


def test_a_difference_says_what_it_was_and_is() -> None:
    changed, added, removed = (
        differences(scenario(), scenario(change))[0]
        for change in (put("summary", value="Other"), put("tokens", "bob", value={"person": "bob"}), take("tokens"))
    )

    assert str(changed) == "summary: Other, was Two people, a room, an app and a service account"
    assert str(added) == 'tokens.bob: added {"person":"bob"}'
    assert str(removed) == 'tokens.alice: removed, was {"person":"alice"}'


@given(st.sampled_from([row[1] for row in CHANGES]), st.sampled_from([row[1] for row in CHANGES]))
def test_no_two_changes_go_unseen(one: Callable[[Any], object], other: Callable[[Any], object]) -> None:
    try:
        both = scenario(lambda said: (one(said), other(said)))
    except (LookupError, ValueError):
        reject()  # the second change needs what the first took away

    assert bool(differences(scenario(), both)) == (msgspec.to_builtins(both) != msgspec.to_builtins(scenario()))
