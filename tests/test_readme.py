"""The README's examples run as they stand there; only the port is another one.

Commands that install or test the project are looked at and not run: these tests are a part of them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest
import yaml

from mockserver import __version__
from mockserver.settings import ROWS
from tests.clients.real_clients import NODE_FOLDER, node_program
from tests.wire import ROOT, SECONDS, Wire, served

if TYPE_CHECKING:
    from collections.abc import Iterator

README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines() if line]


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server of these tests' own: the examples use the default session."""
    with served() as url:
        yield url


@pytest.fixture
def default_session(url: str) -> str:
    """The server's address, with its default session begun again."""
    wire = Wire(url)
    wire.control("POST", "/sessions/default/reset")
    wire.close()
    return url


def here(text: str, url: str) -> str:
    """An example with the port that is really listened on."""
    address = url.removeprefix("http://")
    return text.replace("localhost:8080", address).replace("127.0.0.1:8080", address)


def run(command: list[str], text: str = "", cwd: Path = ROOT, **variables: str) -> str:
    """What a program prints; it must succeed."""
    done = subprocess.run(  # noqa: S603 - the examples themselves
        command,
        input=text,
        cwd=cwd,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{shlex.join(command)} {text}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def curl(line: str, folder: Path) -> str:
    """What a curl command prints; an answer that is an error fails. Without curl, what it would have asked is asked."""
    if shutil.which("curl"):
        (folder / ".curlrc").write_text("fail\nsilent\nshow-error\n", "ascii")
        return run(["sh", "-c", line], CURL_HOME=str(folder))
    words = iter(shlex.split(line, comments=True)[1:])
    headers, method, body, target = {}, None, None, ""
    for word in words:
        if word == "-H":
            name, value = next(words).split(": ", 1)
            headers[name] = value
        elif word == "-X":
            method = next(words)
        elif word == "-d":
            body = next(words).encode()
        else:
            target = "http://" + word
    request = Request(target, body, headers, method=method)  # noqa: S310 - an address of the README
    with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - the same
        printed: str = answer.read().decode()
        return printed


def test_the_first_screen_shows_two_commands_and_three_clients() -> None:
    screen = "\n".join(README.splitlines()[:50])

    assert all(words in screen for words in ("make serve", "make test", "curl -H", "googleapiclient", "@googleapis"))


def test_every_command_is_one_that_these_tests_know() -> None:
    known = ("make ", "curl ", ".venv/bin/mockserver check ")

    assert [line for line in COMMANDS if not line.startswith(known)] == []
    assert {language for language, _ in BLOCKS} == {"sh", "python", "js", "yaml"}


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("make ")])
def test_make_knows(command: str) -> None:
    words = shlex.split(command, comments=True)

    planned = run([words[0], "-n", *words[1:]], MAKEFLAGS="")

    assert ("mockserver serve" if words[1] == "serve" else "pytest") in planned


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("make serve ARGS=")])
def test_the_server_starts_with_the_options_of(command: str) -> None:
    options = shlex.split(command, comments=True)[2].removeprefix("ARGS=")

    with served(*shlex.split(options)) as url:
        wire = Wire(url)
        session = wire.control("GET", "/sessions/default")
        wire.close()

    assert session["scenario"] == options.partition("--scenario ")[2]


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith(".venv/bin/")])
def test_the_command_succeeds(command: str) -> None:
    words = shlex.split(command, comments=True)

    run([str(BIN / Path(words[0]).name), *words[1:]])


def test_curl_s_examples_are_answered_one_after_the_other(default_session: str, tmp_path: Path) -> None:
    lines = [line for line in COMMANDS if line.startswith("curl ")]

    answers: list[dict[str, Any]] = [json.loads(curl(here(line, default_session), tmp_path)) for line in lines]

    kinds = [answer.get("kind") or min(answer) for answer in answers]
    assert kinds == ["calendar#events", "@odata.context", "apps", "calendar#events", "flow", "dropped", "apps"]
    events, graph, made, in_session, clock, journal, again = answers
    assert graph["@odata.context"].endswith("/events")
    assert "Daily stand-up" in [event["subject"] for event in graph["value"]]
    assert events["summary"] == in_session["summary"] == "alice@autosched.example"
    assert len(events["items"]) > 3
    assert (made["id"], made["scenario"], again["id"]) == ("test-1", "dst-new-york", "test-1")
    assert (clock["now"], again["clock"]["now"]) == ("2026-03-05T15:00:00Z", "2026-03-05T14:00:00Z")
    assert [entry["operation"] for entry in journal["requests"]] == ["google.events.list"]


def test_python_s_and_node_s_examples_print_the_same_events(default_session: str) -> None:
    [python, _], [node] = blocks("python"), blocks("js")

    in_python = run([sys.executable, "-W", "error", "-"], here(python, default_session))
    in_node = run([node_program(), "--input-type=module", "-"], here(node, default_session), NODE_FOLDER)

    summaries = [line.partition("} ")[2] for line in in_python.splitlines()]
    assert len(summaries) == 5
    assert "Daily stand-up" in summaries
    assert [summary for summary in summaries if summary not in in_node] == []


def test_the_example_for_graph_prints_the_same_stand_up(default_session: str) -> None:
    """Without `-W error`: msgraph-sdk warns of its own classes."""
    [_, graph] = blocks("python")

    printed = run([sys.executable, "-"], here(graph, default_session))

    assert "2026-03-02T14:30:00.0000000 Daily stand-up" in printed.splitlines()


@pytest.mark.parametrize(
    ("token", "method", "status"),
    [("alice-expired", "GET", 401), ("alice-revoked", "GET", 401), ("alice-readonly", "POST", 403), (None, "GET", 401)],
)
def test_a_token_fails_as_its_name_says(default_session: str, token: str | None, method: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    wire = Wire(default_session)

    answer = wire.send(method, "/calendar/v3/calendars/primary/events", headers, "{}" if method == "POST" else None)

    wire.close()
    assert answer.status == status


def test_no_auth_is_the_way_out() -> None:
    with served("--no-auth") as url:
        wire = Wire(url)
        answer = wire.send("GET", "/calendar/v3/calendars/primary/events")
        wire.close()

    assert answer.json["summary"] == "alice@autosched.example"


def test_the_examples_for_ci_are_a_workflow_and_a_compose_file(tmp_path: Path) -> None:
    github, compose = (yaml.safe_load(block) for block in blocks("yaml"))
    job = {"runs-on": "ubuntu-latest", **github, "steps": [{"run": "make test"}]}
    files = {
        "vendor.github-workflows": {"name": "CI", "on": {"push": {}}, "jobs": {"test": job}},
        "vendor.compose-spec": compose,
    }

    for schema, content in files.items():
        path = tmp_path / f"{schema}.json"
        path.write_text(json.dumps(content), "utf-8")
        run([str(BIN / "check-jsonschema"), "--builtin-schema", schema, str(path)])


def test_the_examples_for_ci_name_settings_a_scenario_and_a_version_that_there_are() -> None:
    settings = {row.variable for row in ROWS}

    assert set(re.findall(r"\bMOCKSERVER_[A-Z_]+", README)) <= settings
    for name in re.findall(r"MOCKSERVER_SCENARIO: ([\w-]+)", README):
        assert list((ROOT / "scenarios").glob(f"*/*/{name}.yaml")), name
    assert re.findall(r"calendar-mockserver:([\d.]+)", README) == [__version__]
