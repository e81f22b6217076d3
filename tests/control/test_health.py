from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mockserver import __version__
from tests.wire import world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.control.asking import Asker
    from tests.control.conftest import Started
    from tests.wire import World

SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? \d+')


def metrics(ask: Asker) -> dict[str, int]:
    lines = ask("GET", "/metrics").body.decode().splitlines()
    return {name: int(count) for name, count in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_a_server_that_answers_is_healthy(ask: Asker) -> None:
    answer = ask.wire.send("GET", "/healthz")

    assert answer.status == 200
    assert answer.json["status"] == "ok"
    assert answer.json["version"] == __version__
    assert answer.json["warnings"] == []


def test_health_counts_the_sessions_that_live(started: Started) -> None:
    with started() as ask, world(ask.wire.url):
        assert ask.wire.send("GET", "/healthz").json["sessions"] == 2


def test_a_broken_file_is_left_out_and_health_says_so(started: Started, tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text("version: 1.0.0\nsummary: A\n")
    (tmp_path / "broken.yaml").write_text("scenario: broken\n")

    with started(library=(tmp_path,)) as ask:
        health = ask.wire.send("GET", "/healthz").json

    assert health["status"] == "ok"
    [warning] = health["warnings"]
    assert warning.startswith(f"{tmp_path}/broken.yaml:1:1: ")


def test_a_broken_default_scenario_leaves_the_default_session_empty(started: Started, tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text("version: 1.0.0\nsummary: A\n")
    (tmp_path / "broken.yaml").write_text("scenario: broken\n")

    with started(library=(tmp_path,), scenario="broken") as ask:
        health = ask.wire.send("GET", "/healthz").json
        session = ask.get("/sessions/default")

    assert any("the default session is empty" in warning for warning in health["warnings"])
    assert (session["scenario"], session["people"]) == ("broken", {})


def test_metrics_are_what_prometheus_reads(ask: Asker) -> None:
    answer = ask("GET", "/metrics")

    assert answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8"
    *lines, end = answer.body.decode().split("\n")
    assert end == ""
    described = {line.split()[2] for line in lines if line.startswith("# TYPE ")}
    samples = [line for line in lines if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in samples)
    assert {re.split("[ {]", line)[0] for line in samples} == described


def test_answers_are_counted_by_provider_and_class_of_status(started: Started) -> None:
    with started() as ask:
        for token in ("alice", "alice", "nobody"):
            ask.wire.send("GET", "/calendar/v3/colors", {"Authorization": f"Bearer {token}"})

        found = metrics(ask)

    assert found['mockserver_requests_total{provider="google",status="2xx"}'] == 2
    assert found['mockserver_requests_total{provider="google",status="4xx"}'] == 1


def test_entries_that_full_journals_dropped_are_counted(started: Started) -> None:
    with started() as ask, world(ask.wire.url) as session:
        fill(session)

        assert metrics(ask)["mockserver_journal_entries_dropped"] == 5
        ask("DELETE", f"{session.path}/requests")
        assert metrics(ask)["mockserver_journal_entries_dropped"] == 0


def fill(session: World) -> None:
    """Ask five times more than a journal keeps."""
    for _ in range(1_005):
        session.wire.send("GET", f"/s/{session.id}/calendar/v3/colors")
