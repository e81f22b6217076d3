from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver import clock
from mockserver.control.problems import (
    LIMIT_REACHED,
    SESSION_EXISTS,
    UNKNOWN_SCENARIO,
    UNKNOWN_SESSION,
    WRONG_BODY,
    WRONG_SCENARIO,
)
from tests.control.asking import refused
from tests.wire import JSON, world

if TYPE_CHECKING:
    from mockserver.control.problems import Row
    from tests.control.asking import Asker
    from tests.control.conftest import Started
    from tests.live import LiveServer
    from tests.wire import World

EVENTS = "/calendar/v3/calendars/primary/events"
PICNIC = '{"summary": "Picnic", "start": {"date": "2026-03-09"}, "end": {"date": "2026-03-10"}}'
INLINE = {"scenario": "inline-one", "summary": "Sent along", "auth": "off"}


def insert(session: World) -> str:
    token = {"Authorization": f"Bearer {session.google('alice')['access_token']}"}
    made: str = session.wire.send("POST", EVENTS, token | JSON, PICNIC).json["id"]
    return made


def has(session: World, event: str) -> bool:
    token = {"Authorization": f"Bearer {session.google('alice')['access_token']}"}
    return session.wire.send("GET", f"{EVENTS}/{event}", token).status == 200


def test_a_session_runs_what_was_asked_for(live_server: LiveServer) -> None:
    with world(live_server.url, scenario="token-states", version="v1.0.0") as session:
        assert (session.document["scenario"], session.document["version"]) == ("token-states", "1.0.0")


def test_without_any_wish_it_runs_the_default_scenario(live_server: LiveServer) -> None:
    with world(live_server.url) as session:
        assert session.document["scenario"] == "office"
        assert session.document["clock"]["flow"] == "real"


def test_it_can_have_an_id_and_a_clock_of_its_own(live_server: LiveServer) -> None:
    choices: dict[str, Any] = {"id": "ci-job-7", "clock": {"start": "2030-01-01T00:00:00+01:00", "flow": "frozen"}}
    with world(live_server.url, **choices) as session:
        assert session.id == "ci-job-7"
        assert session.document["clock"] == {"now": "2029-12-31T23:00:00Z", "flow": "frozen"}


def test_two_sessions_of_one_seed_make_the_same_ids_and_of_two_seeds_others(live_server: LiveServer) -> None:
    with (
        world(live_server.url, seed="a") as one,
        world(live_server.url, seed="a") as two,
        world(live_server.url, seed="b") as three,
    ):
        ids = [insert(session) for session in (one, two, three)]

    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("inline", [INLINE, "scenario: inline-one\nsummary: Sent along\nauth: off\n"])
def test_a_scenario_can_be_sent_along_as_json_or_yaml(live_server: LiveServer, inline: Any) -> None:
    with world(live_server.url, inline=inline) as session:
        assert (session.document["scenario"], session.document["version"]) == ("inline-one", "inline")


def test_what_happens_in_one_session_happens_in_no_other(live_server: LiveServer) -> None:
    with world(live_server.url) as one, world(live_server.url) as two:
        event = insert(one)

        assert has(one, event)
        assert not has(two, event)


def test_one_sessions_token_opens_no_other(live_server: LiveServer) -> None:
    with world(live_server.url) as one, world(live_server.url) as two:
        token = {"Authorization": f"Bearer {one.google('alice')['access_token']}"}

        assert one.wire.send("GET", f"/s/{two.id}{EVENTS}", token).status == 401


def test_live_sessions_are_listed(ask: Asker, office: World) -> None:
    listed = {one["id"]: one for one in ask.get("/sessions")["sessions"]}

    assert "default" in listed
    assert listed[office.id] == {
        "id": office.id,
        "scenario": "office",
        "version": "1.0.0",
        "clock": {"now": "2026-03-06T14:00:00Z", "flow": "frozen"},
        "url": f"{ask.wire.url}/_mock/sessions/{office.id}",
    }


def test_reset_begins_again_with_the_same_credentials_and_keeps_the_journal(ask: Asker, office: World) -> None:
    event = insert(office)
    office.advance("PT30M")

    document = ask("POST", f"{office.path}/reset").json

    assert document == office.document
    assert not has(office, event)
    assert [entry["method"] for entry in office.requests()] == ["POST", "GET"]


def test_after_reset_everything_happens_as_it_did(ask: Asker, office: World) -> None:
    first = insert(office)

    ask("POST", f"{office.path}/reset")

    assert insert(office) == first


def test_an_ended_session_is_gone_with_its_credentials(ask: Asker) -> None:
    made = ask("POST", "/sessions", {}).json
    token = {"Authorization": f"Bearer {made['people']['alice']['google']['access_token']}"}

    assert ask("DELETE", f"/sessions/{made['id']}").status == 204

    refused(ask("GET", f"/sessions/{made['id']}"), UNKNOWN_SESSION)
    refused(ask("DELETE", f"/sessions/{made['id']}"), UNKNOWN_SESSION)
    refused(ask.wire.send("GET", EVENTS, token), UNKNOWN_SESSION)


def test_the_default_session_begins_again_instead(started: Started) -> None:
    with started() as ask:
        token = {"Authorization": "Bearer alice"}
        made = ask.wire.send("POST", EVENTS, token | JSON, PICNIC).json["id"]

        assert ask("DELETE", "/sessions/default").status == 204

        assert ask.wire.send("GET", f"{EVENTS}/{made}", token).status == 404


@pytest.mark.parametrize(
    ("body", "row", "said"),
    [
        ({"scenario": "ofice"}, UNKNOWN_SCENARIO, "did you mean `office`?"),
        ({"scenario": "office", "version": "2.0.0"}, UNKNOWN_SCENARIO, "`1.0.0`"),
        ({"scenario": "../../../etc/passwd"}, UNKNOWN_SCENARIO, "no scenario"),
        ({"version": "../v1.0.0"}, UNKNOWN_SCENARIO, "no version"),
        ({"scenario": "office", "inline": INLINE}, WRONG_BODY, "give either"),
        ({"inline": INLINE, "version": "1.0.0"}, WRONG_BODY, "give either"),
        ({"inline": {"scenario": "a", "sumary": "A"}}, WRONG_SCENARIO, "`scenario` lacks `summary`"),
        ({"inline": "scenario: ["}, WRONG_SCENARIO, "line"),
        ({"inline": 3}, WRONG_BODY, "$.inline: Expected"),
        ({"id": "Not An Id"}, WRONG_BODY, "1 to 32 of a-z, 0-9 and -"),
        ({"id": "x" * 33}, WRONG_BODY, "1 to 32"),
        ({"id": "ok\n"}, WRONG_BODY, "1 to 32"),
        ({"id": "default"}, SESSION_EXISTS, "take another id"),
        ({"clock": {"start": "2026-03-06"}}, WRONG_BODY, "clock.start: "),
        ({"clock": {"flow": "fast"}}, WRONG_BODY, "there is frozen, real"),
        ({"clients": "frosen"}, WRONG_BODY, "did you mean frozen?"),
        ({"scenari": "office"}, WRONG_BODY, "did you mean scenario?"),
    ],
)  # fmt: skip
def test_a_wrong_wish_says_what_would_be_right_and_makes_no_session(ask: Asker, body: Any, row: Row, said: str) -> None:
    before = ask.get("/sessions")["sessions"]

    assert said in refused(ask("POST", "/sessions", body), row)["detail"]

    assert [one["id"] for one in ask.get("/sessions")["sessions"]] == [one["id"] for one in before]


def test_their_number_is_bounded(started: Started) -> None:
    with started(session_limit=2) as ask:
        made = ask("POST", "/sessions", {}).json

        assert "2 sessions live" in refused(ask("POST", "/sessions", {}), LIMIT_REACHED)["detail"]
        ask("DELETE", f"/sessions/{made['id']}")
        assert ask("POST", "/sessions", {}).status == 201


def test_an_idle_session_ends_and_makes_room(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    with started(session_limit=2, session_idle=3_600.0) as ask:
        made = ask("POST", "/sessions", {}).json
        later = clock.monotonic() + 3_601.0
        monkeypatch.setattr("mockserver.session.sessions.monotonic", lambda: later)

        refused(ask("GET", f"/sessions/{made['id']}"), UNKNOWN_SESSION)
        assert [one["id"] for one in ask.get("/sessions")["sessions"]] == ["default"]
        assert ask("POST", "/sessions", {}).status == 201
