"""The shipped scenarios do what their descriptions say: each claim there is asked of a running server here."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.wire import JSON, World, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.live import LiveServer
    from tests.wire import Answer

    Run = Callable[[str], World]

EVENTS = "/calendars/primary/events"


@pytest.fixture
def run(live_server: LiveServer) -> Iterator[Run]:
    """Make a session of a scenario, for the time of the test."""
    with ExitStack() as opened:
        yield lambda scenario: opened.enter_context(world(live_server.url, scenario=scenario))


def ask(asked: World, token: str, path: str, **query: Any) -> Answer:
    """Read from the calendar API with a token."""
    url = urlsplit(asked.urls["google_calendar"]).path + path + ("?" + urlencode(query) if query else "")
    return asked.wire.send("GET", url, {"Authorization": f"Bearer {token}"})


def write(asked: World, token: str) -> Answer:
    """Insert an event with a token."""
    body = json.dumps({"start": {"date": "2026-03-06"}, "end": {"date": "2026-03-07"}})
    url = urlsplit(asked.urls["google_calendar"]).path + EVENTS
    return asked.wire.send("POST", url, {"Authorization": f"Bearer {token}"} | JSON, body)


def refresh(asked: World, token: str) -> Answer:
    """Refresh as the app the tokens were granted to."""
    app = asked.document["apps"]["autosched"]["google"]
    form = {"grant_type": "refresh_token", "refresh_token": token}
    form |= {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return asked.wire.send("POST", urlsplit(asked.urls["google_token"]).path, headers, urlencode(form))


def starts(asked: World, token: str, title: str) -> list[str]:
    """When the occurrences of something start, as a list in order of time shows them."""
    found = ask(asked, token, EVENTS, singleEvents="true", orderBy="startTime", q=title, timeMax="2027-01-01T00:00:00Z")
    return [item["start"].get("dateTime") or item["start"]["date"] for item in found.json["items"]]


def test_alice_of_the_office_has_two_calendars(run: Run) -> None:
    found = ask(run("office"), "alice", "/users/me/calendarList").json["items"]

    assert [item["summary"] for item in found] == ["alice@autosched.example", "Projects"]


def test_the_office_moved_one_stand_up_and_cancelled_another(run: Run) -> None:
    shown = starts(run("office"), "alice", "stand-up")

    assert "2026-03-06T11:00:00-05:00" in shown
    assert "2026-03-06T09:30:00-05:00" not in shown
    assert not [start for start in shown if start.startswith("2026-03-11")]
    assert len(shown) == 39


def test_the_conference_of_the_office_keeps_its_dates_whatever_the_zone_of_the_reader(run: Run) -> None:
    found = ask(run("office"), "alice", EVENTS, timeZone="Australia/Lord_Howe", q="Conference").json["items"]

    assert [(item["start"], item["end"]) for item in found] == [({"date": "2026-03-17"}, {"date": "2026-03-20"})]


@pytest.mark.parametrize(("token", "status"), [("alice-expired", 401), ("alice-revoked", 401), ("alice-readonly", 403)])
def test_readable_tokens_of_the_office_fail_as_their_names_say(run: Run, token: str, status: int) -> None:
    assert write(run("office"), token).status == status


@pytest.mark.parametrize(
    ("scenario", "token", "title", "expected"),
    [
        ("dst-new-york", "alice", "skipped hour", "2026-03-08T03:30:00-04:00"),
        ("dst-new-york", "alice", "twice on the clock", "2026-11-01T01:30:00-04:00"),
        ("dst-new-york", "alice", "23-hour day", "2026-03-08"),
        ("dst-new-york", "alice", "25-hour day", "2026-11-01"),
        ("dst-lord-howe", "carol", "skipped half hour", "2026-10-04T02:45:00+11:00"),
        ("dst-lord-howe", "carol", "twice on the clock", "2026-04-05T01:45:00+11:00"),
        ("dst-lord-howe", "carol", "Breakfast", "2026-04-05T08:00:00+10:30"),
    ],
)
def test_on_the_day_clocks_change_there_is_one_occurrence_and_this_is_when(
    run: Run, scenario: str, token: str, title: str, expected: str
) -> None:
    shown = starts(run(scenario), token, title)

    assert [start for start in shown if start[:10] == expected[:10]] == [expected]


def test_a_series_at_new_yorks_time_moves_for_london_and_one_at_londons_does_not(run: Run) -> None:
    asked = run("dst-new-york")

    assert {start[11:16] for start in starts(asked, "bob", "Transatlantic")} == {"15:00", "14:00"}
    assert {start[11:16] for start in starts(asked, "bob", "Gym")} == {"18:00"}


def test_paging_through_sync_basics_finds_each_event_once_and_a_sync_token_on_the_last_page(run: Run) -> None:
    asked = run("sync-basics")
    pages = [ask(asked, "alice", EVENTS, maxResults=4).json]
    while "nextPageToken" in pages[-1]:
        pages.append(ask(asked, "alice", EVENTS, maxResults=4, pageToken=pages[-1]["nextPageToken"]).json)
    found = [item["id"] for page in pages for item in page["items"]]

    assert len(pages) > 2
    assert sorted(found) == sorted({item["id"] for item in ask(asked, "alice", EVENTS).json["items"]})
    assert [("nextSyncToken" in page) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_sync_basics_has_one_of_everything(run: Run) -> None:
    found = ask(run("sync-basics"), "alice", EVENTS, showDeleted="true").json["items"]
    there = [item for item in found if item["status"] != "cancelled"]

    assert any("recurrence" in item and "COUNT" not in str(item["recurrence"]) for item in there)
    assert any("date" in item["start"] for item in there)
    assert any("summary" not in item for item in there)
    assert any(item["organizer"]["email"] == "sales@supplier.example" for item in there)
    assert sorted("recurringEventId" in item for item in found if item["status"] == "cancelled") == [False, True]


@pytest.mark.parametrize(
    ("person", "reads", "writes", "refreshes"),
    [
        ("alice", 200, 200, 200),
        ("erin", 401, 401, 200),
        ("mallory", 401, 401, "invalid_grant"),
        ("trent", 401, 401, "invalid_grant"),
        ("olga", 200, 200, None),
        ("rui", 200, 403, 200),
    ],
)
def test_every_state_of_a_grant_is_told_apart(
    run: Run, person: str, reads: int, writes: int, refreshes: int | str | None
) -> None:
    asked = run("token-states")
    tokens = asked.google(person)

    assert ask(asked, tokens["access_token"], EVENTS).status == reads
    assert write(asked, tokens["access_token"]).status == writes
    answer = refresh(asked, tokens["refresh_token"]) if tokens.get("refresh_token") else None
    assert refreshes in ((None,) if answer is None else (answer.status, answer.json.get("error")))


def test_the_token_of_olga_lives_five_minutes(run: Run) -> None:
    asked = run("token-states")
    asked.advance("PT5M")

    assert ask(asked, asked.google("olga")["access_token"], EVENTS).status == 401


def test_nina_never_granted_anything(run: Run) -> None:
    assert "google" not in run("token-states").document["people"]["nina"]
