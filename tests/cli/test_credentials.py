from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mockserver.cli.credentials import credentials
from mockserver.control.credentials import KINDS
from tests.cli.running import mockserver
from tests.wire import world

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.live import LiveServer
    from tests.wire import Wire

APP_OF = {
    "google-service-account": "sync-bot",
    "google-client-secrets": "autosched",
    "microsoft": "sync-bot",
    "env": "autosched",
}


@pytest.fixture(autouse=True)
def without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOCKSERVER_SCENARIO", "MOCKSERVER_LIBRARY", "MOCKSERVER_PORT"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(credentials, [str(argument) for argument in arguments])


@pytest.mark.parametrize("kind", KINDS)
def test_it_writes_what_a_running_server_hands_out(live_server: LiveServer, wire: Wire, kind: str) -> None:
    with world(live_server.url, id=f"cli-{kind[-6:]}", seed="a-seed", scenario="token-states") as session:
        app = APP_OF[kind]
        file = kind if kind == "env" else f"{kind}.json"
        served = wire.send("GET", f"/_mock{session.path}/credentials/{app}/{file}")

        ran = run(
            app, "--kind", kind, "--url", live_server.url, "--session", session.id, "--seed", "a-seed",
            "--scenario", "token-states",
        )  # fmt: skip

    assert ran.exit_code == 0
    assert ran.stdout_bytes == served.body


def test_for_the_default_session_too(live_server: LiveServer, wire: Wire) -> None:
    served = wire.send("GET", "/_mock/sessions/default/credentials/sync-bot/google-service-account.json")

    assert run("sync-bot", "--url", live_server.url + "/").stdout_bytes == served.body


def test_without_a_kind_it_is_what_the_app_loads() -> None:
    assert json.loads(run("sync-bot").stdout)["type"] == "service_account"
    assert set(json.loads(run("autosched").stdout)) == {"web"}


def test_the_installed_command_writes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key.json"

    ran = mockserver("credentials", "sync-bot", "--output", path)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert json.loads(path.read_text())["token_uri"] == "http://localhost:8080/token"


def test_variables_say_the_scenario_as_for_serve() -> None:
    ran = mockserver("credentials", "autosched", "--kind", "env", MOCKSERVER_SCENARIO="token-states")

    assert ran.returncode == 0
    assert "GOOGLE_CLIENT_ID=" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sync-bo"], "sync-bot"),
        (["../../etc/passwd"], "there is autosched, sync-bot"),
        (["sync-bot", "--kind", "google-client-secrets"], "'sync-bot'"),
        (["sync-bot", "--scenario", "ofice"], "did you mean `office`?"),
        (["sync-bot", "--session", "No Id"], "1 to 32 of a-z, 0-9 and -"),
        (["sync-bot", "--library", "nowhere"], "--library 'nowhere': there is no such folder"),
        (["sync-bot", "--output", "nowhere/key.json"], "name a file that can be written"),
        (["sync-bot", "--kind", "amazon"], "google-service-account"),
        ([], "Missing argument 'APP'"),
    ],
)
def test_a_mistake_says_what_would_be_right(arguments: list[str], said: str) -> None:
    ran = run(*arguments)

    assert ran.exit_code in {1, 2}
    assert isinstance(ran.exception, SystemExit)
    assert said in ran.stderr
    assert "PRIVATE KEY" not in ran.output
