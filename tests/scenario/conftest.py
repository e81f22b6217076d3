"""A small scenario that is right, and a way to see what a change makes wrong with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from mockserver.scenario.loading import loads
from mockserver.scenario.mistakes import BadScenario

if TYPE_CHECKING:
    from collections.abc import Callable

SOUND: dict[str, Any] = {
    "scenario": "small",
    "summary": "Two people, a room, an app and a service account",
    "people": {
        "alice": {"name": "Alice", "email": "alice@autosched.example", "zone": "America/New_York"},
        "bob": {"name": "Bob", "email": "bob@partner.example", "zone": "Europe/London", "accounts": ["google"]},
        "room-4": {"name": "Room 4", "email": "room-4@autosched.example", "kind": "room"},
    },
    "apps": {
        "autosched": {"redirect_uris": ["http://localhost:3000/callback"]},
        "sync-bot": {"kind": "service-account", "acts_for": ["alice"]},
    },
}


class Said(NamedTuple):
    """A mistake: the value or key at its place, what is wrong with it, and what would be right."""

    at: Any
    what: str
    instead: str


@pytest.fixture
def sound() -> Callable[..., dict[str, Any]]:
    """The small scenario with some sections set."""
    return lambda **sections: SOUND | sections


@pytest.fixture
def wrong(sound: Callable[..., dict[str, Any]]) -> Callable[..., list[Said]]:
    """What is wrong with the small scenario once some of its sections are set."""

    def look(**sections: Any) -> list[Said]:
        text = json.dumps(sound(**sections))
        try:
            loads(text, "small.yaml")
        except BadScenario as bad:
            places = [json.JSONDecoder().raw_decode(text, mistake.column - 1)[0] for mistake in bad.mistakes]
            return [Said(at, one.what, one.instead) for at, one in zip(places, bad.mistakes, strict=True)]
        return []

    return look


@pytest.fixture
def wrong_event(wrong: Callable[..., list[Said]]) -> Callable[..., list[Said]]:
    """What is wrong with an hour in Alice's calendar once some of its fields are set; None takes one out."""

    def look(**fields: Any) -> list[Said]:
        event = {"key": "one", "start": "2026-03-06 10:00", "duration": "PT1H"} | fields
        return wrong(calendars=[{"owner": "alice", "events": [{k: v for k, v in event.items() if v is not None}]}])

    return look
