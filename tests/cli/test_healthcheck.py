from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mockserver.cli.healthcheck import healthcheck
from tests.cli.running import mockserver

if TYPE_CHECKING:
    from tests.live import LiveServer


def test_the_installed_command_is_0_where_a_server_answers(live_server: LiveServer) -> None:
    ran = mockserver("healthcheck", live_server.url)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_it_asks_where_the_variables_say(live_server: LiveServer) -> None:
    port = live_server.url.rpartition(":")[2]

    assert mockserver("healthcheck", MOCKSERVER_HOST="0.0.0.0", MOCKSERVER_PORT=port).returncode == 0  # noqa: S104 - what a container has


def test_it_is_1_and_says_why_where_none_does() -> None:
    ran = mockserver("healthcheck", "http://127.0.0.1:1")

    assert ran.returncode == 1
    assert ran.stderr.startswith("mockserver healthcheck: 127.0.0.1:1 does not answer: ")


@pytest.mark.parametrize("arguments", [["--help"], ["http://a", "http://b"], ["--wait"]])
def test_help_and_mistakes_are_explained(arguments: list[str]) -> None:
    ran = mockserver("healthcheck", *arguments)

    assert ran.returncode == (0 if arguments == ["--help"] else 2)
    assert "Usage: mockserver healthcheck" in ran.stdout + ran.stderr


def test_the_command_of_the_library_asks_the_same(live_server: LiveServer) -> None:
    assert CliRunner().invoke(healthcheck, [live_server.url]).exit_code == 0
    assert CliRunner().invoke(healthcheck, ["http://127.0.0.1:1"]).exit_code == 1
