from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mockserver import __main__, __version__
from mockserver.cli import probe, serving
from tests.cli.running import SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, str | Sequence[str]]]:
    """The flags of each server that was to be started; none is."""
    flags: list[Mapping[str, str | Sequence[str]]] = []

    def serve_with(given: Mapping[str, str | Sequence[str]]) -> int:
        flags.append(given)
        return 7

    monkeypatch.setattr(serving, "serve_with", serve_with)
    return flags


def status(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """The exit status of the command with these arguments."""
    monkeypatch.setattr(sys, "argv", ["mockserver", *arguments])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    return ended.value.code


def test_a_right_command_line_serves_without_the_command_line_library(
    monkeypatch: pytest.MonkeyPatch, served: list[Mapping[str, str | Sequence[str]]]
) -> None:
    assert status(monkeypatch, "serve", "--port", "0", "--no-auth", "--library=a", "--library", "b") == 7
    assert served == [{"port": ["0"], "no_auth": ["true"], "library": ["a", "b"]}]


@pytest.mark.parametrize("arguments", [["--port"], ["--prt", "1"], ["now"], ["--no-auth=perhaps"]])
def test_a_wrong_one_is_explained(
    monkeypatch: pytest.MonkeyPatch,
    served: list[Mapping[str, str | Sequence[str]]],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    assert status(monkeypatch, "serve", *arguments) == 2
    assert served == []
    said = capsys.readouterr().err
    assert "Error: " in said
    assert arguments[0].partition("=")[0] in said


def test_a_health_check_asks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def ask(urls: list[str]) -> int:
        asked.append(urls)
        return 0

    monkeypatch.setattr(probe, "main", ask)

    assert status(monkeypatch, "healthcheck", "http://mock") == 0
    assert status(monkeypatch, "healthcheck") == 0
    assert asked == [["http://mock"], []]


def test_the_package_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "mockserver", "--version"], capture_output=True, text=True, timeout=SECONDS, check=False
    )

    assert (ran.returncode, ran.stdout) == (0, f"mockserver {__version__}\n")
