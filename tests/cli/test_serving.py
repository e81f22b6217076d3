from __future__ import annotations

import errno
import gc
import socket
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.cli.serving import FAILED, MISUSED, announce, serve_with
from mockserver.server import CannotListen
from tests.live import live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """A server's start turns the collector off for its imports, and these servers never get to turn it on again."""
    yield
    gc.enable()


def failing(error: BaseException) -> Callable[..., None]:
    def run(*_arguments: Any) -> None:
        raise error

    return run


def test_what_is_announced_names_the_people_and_the_ways_in(capsys: pytest.CaptureFixture[str]) -> None:
    with live(scenario="token-states") as server:
        announce(server.server, "http://mock:1")

    said = capsys.readouterr()
    assert said.out.splitlines()[1].startswith("scenario token-states 1.0.0 with alice, erin, ")
    assert all(f"\n  {title}" in said.out for title in ("curl", "Python", "Node", "key file", "control"))
    assert said.err == ""


def test_a_scenario_without_readable_tokens_or_service_accounts_has_fewer_ways(
    capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    (tmp_path / "library.yaml").write_text("version: 1.0.0\nsummary: A\n")
    (tmp_path / "nobody.yaml").write_text("scenario: nobody\nsummary: A\n")
    with live(library=(tmp_path,), scenario="nobody") as server:
        announce(server.server, "http://mock:1")

    said = capsys.readouterr().out
    assert "with nobody" in said
    assert "Bearer TOKEN" in said
    assert "key file" not in said


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (
            OSError(errno.EADDRINUSE, "in use"),
            "mock:8443: something else does; end it, or take another with --tls-port",
        ),
        (OSError(errno.EACCES, "denied"), "mock:8443: this user may not; take a port from 1024 with --tls-port"),
        (
            OSError(errno.EADDRNOTAVAIL, "no"),
            "mock: it is no address of this machine; --host 0.0.0.0 takes all of them",
        ),
        (socket.gaierror(-2, "unknown"), "mock: it is no address of this machine"),
        (OSError(errno.EMFILE, "too many open files"), "mock:8443: too many open files"),
    ],
)
def test_why_a_server_cannot_listen_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cause: OSError, said: str
) -> None:
    monkeypatch.setattr("mockserver.server.run", failing(CannotListen(cause, "mock", 8443, "--tls-port")))

    assert serve_with({}) == FAILED

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"mockserver: cannot listen on {said}")


@pytest.mark.parametrize(
    ("error", "said"), [(FileNotFoundError(errno.ENOENT, "gone", "url"), "url: gone"), (OSError("odd"), "odd")]
)
def test_what_the_system_refuses_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, said: str
) -> None:
    monkeypatch.setattr("mockserver.server.run", failing(error))

    assert serve_with({}) == FAILED

    assert capsys.readouterr().err == f"mockserver: {said}\n"


def test_the_way_in_over_tls_is_announced_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    with live(tls=True, tls_port=0) as server:
        announce(server.server, "http://mock:1")
        url = server.server.https_url

    assert f"\n  https    {url} for clients that trust http://mock:1/_mock/ca.pem\n" in capsys.readouterr().out


def test_being_interrupted_is_an_ordinary_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockserver.server.run", failing(KeyboardInterrupt()))

    assert serve_with({}) == 0


def test_wrong_settings_are_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve_with({"port": "many"}) == MISUSED
    assert capsys.readouterr().err.startswith("mockserver: --port 'many': ")


def test_a_secret_setting_is_not_repeated(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MOCKSERVER_CONTROL_TOKEN", " ")

    assert serve_with({}) == MISUSED
    assert capsys.readouterr().err == "mockserver: MOCKSERVER_CONTROL_TOKEN: it is empty\n"
