from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.control.problems import LIMIT_REACHED, UNKNOWN_SESSION, UNKNOWN_SNAPSHOT, WRONG_BODY
from mockserver.session.session import SNAPSHOTS
from tests.control.asking import refused
from tests.wire import JSON, world

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.live import LiveServer
    from tests.wire import Answer, World

EVENTS = "/calendar/v3/calendars/primary/events"


def save(ask: Asker, session: World, name: Any) -> Answer:
    return ask("POST", f"{session.path}/snapshots", {"name": name})


def insert(session: World, summary: str) -> str:
    token = {"Authorization": f"Bearer {session.google('alice')['access_token']}"}
    body = json.dumps({"summary": summary, "start": {"date": "2026-03-09"}, "end": {"date": "2026-03-10"}})
    made: str = session.wire.send("POST", EVENTS, token | JSON, body).json["id"]
    return made


def summaries(session: World) -> list[str]:
    token = {"Authorization": f"Bearer {session.google('alice')['access_token']}"}
    items = session.wire.send("GET", EVENTS, token).json["items"]
    return [item["summary"] for item in items if item.get("summary") in {"One", "Two"}]


def test_a_snapshot_is_saved_under_a_name_and_listed(ask: Asker, office: World) -> None:
    assert ask.get(f"{office.path}/snapshots") == {"snapshots": []}

    made = save(ask, office, "before-sync")

    assert (made.status, made.json) == (201, {"snapshots": ["before-sync"]})
    assert made.header("Location") == f"{ask.wire.url}/_mock{office.path}/snapshots"
    assert ask.get(f"{office.path}/snapshots") == made.json


def test_restore_returns_to_what_was_and_when_it_was(ask: Asker, office: World) -> None:
    insert(office, "One")
    save(ask, office, "after-one")
    insert(office, "Two")
    office.advance("PT30M")

    restored = ask("POST", f"{office.path}/snapshots/after-one/restore")

    assert restored.status == 200
    assert restored.json["clock"] == {"now": "2026-03-06T14:00:00Z", "flow": "frozen"}
    assert summaries(office) == ["One"]


def test_a_snapshot_can_be_returned_to_again_and_again(ask: Asker, office: World) -> None:
    save(ask, office, "fresh")
    made = []
    for _ in range(3):
        made.append(insert(office, "Two"))
        ask("POST", f"{office.path}/snapshots/fresh/restore")
        assert summaries(office) == []

    assert len(set(made)) == 1  # what happens after it happens as it did


def test_the_journal_goes_on(ask: Asker, office: World) -> None:
    save(ask, office, "fresh")
    insert(office, "One")

    ask("POST", f"{office.path}/snapshots/fresh/restore")

    assert [entry["method"] for entry in office.requests()] == ["POST"]


def test_a_revoked_grant_stands_again(ask: Asker, office: World) -> None:
    save(ask, office, "granted")
    ask("POST", f"{office.path}/changes", {"do": {"revoke": {"person": "alice"}}})

    ask("POST", f"{office.path}/snapshots/granted/restore")

    assert summaries(office) == []


def test_a_name_is_used_again_for_a_later_state(ask: Asker, office: World) -> None:
    save(ask, office, "here")
    insert(office, "One")

    save(ask, office, "here")
    ask("POST", f"{office.path}/snapshots/here/restore")

    assert summaries(office) == ["One"]


def test_a_snapshot_belongs_to_its_session(ask: Asker, office: World, live_server: LiveServer) -> None:
    save(ask, office, "mine")

    with world(live_server.url) as other:
        refused(ask("POST", f"{other.path}/snapshots/mine/restore"), UNKNOWN_SNAPSHOT)


def test_reset_keeps_the_snapshots(ask: Asker, office: World) -> None:
    insert(office, "One")
    save(ask, office, "one")

    ask("POST", f"{office.path}/reset")
    ask("POST", f"{office.path}/snapshots/one/restore")

    assert summaries(office) == ["One"]


def test_an_unknown_name_is_told_those_there_are(ask: Asker, office: World) -> None:
    save(ask, office, "fresh")

    for name in ("fresch", "..%2ffresh", "%00"):
        problem = refused(ask("POST", f"{office.path}/snapshots/{name}/restore"), UNKNOWN_SNAPSHOT)
        assert problem["detail"].endswith("; there is fresh")


@pytest.mark.parametrize("name", ["", "a/b", "../a", "-a", "a b", "a\n", "x" * 65, "é", None, 1])
def test_a_name_is_bounded_and_needs_no_escape(ask: Asker, office: World, name: Any) -> None:
    problem = refused(save(ask, office, name), WRONG_BODY)

    assert problem["detail"].startswith("$.name: ")
    assert ask.get(f"{office.path}/snapshots") == {"snapshots": []}


def test_a_session_keeps_so_many_and_no_more(ask: Asker, office: World) -> None:
    for number in range(SNAPSHOTS):
        assert save(ask, office, f"s{number}").status == 201

    assert str(SNAPSHOTS) in refused(save(ask, office, "one-more"), LIMIT_REACHED)["detail"]
    assert save(ask, office, "s0").status == 201


def test_the_session_must_live(ask: Asker) -> None:
    refused(ask("POST", "/sessions/nobodys/snapshots", {"name": "a"}), UNKNOWN_SESSION)
