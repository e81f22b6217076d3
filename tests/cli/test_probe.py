from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from mockserver.cli.probe import address, main, probe
from tests.cli.running import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live import LiveServer


@contextmanager
def answering(answer: bytes | None) -> Iterator[int]:
    """A port of this machine that answers one connection with these bytes, or never where there are none."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(SECONDS)

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(SECONDS)
                connection.recv(65536)
                if answer is None:
                    connection.recv(1)  # until the other side gives up
                else:
                    connection.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(SECONDS)


def test_a_server_that_answers_is_well(live_server: LiveServer) -> None:
    parts = urlsplit(live_server.url)

    assert probe(parts.hostname or "", parts.port or 0) is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", "answered HTTP/1.1 503 Service Unavailable"),
        (b"SSH-2.0-OpenSSH_9.7\r\n", "answered SSH-2.0-OpenSSH_9.7"),
        (b"", "answered nothing"),
    ],
)
def test_anything_but_200_is_not_well(answer: bytes, said: str) -> None:
    with answering(answer) as port:
        assert probe("127.0.0.1", port) == f"127.0.0.1:{port} {said}"


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    with answering(None) as port:
        assert probe("127.0.0.1", port, 0.05) == f"127.0.0.1:{port} does not answer: timed out"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://mock:8080", ("mock", 8080)),
        ("http://mock:8080/a/b:9", ("mock", 8080)),
        ("http://mock", ("mock", 80)),
        ("mock:1", ("mock", 1)),
        ("http://[::1]:8080/", ("::1", 8080)),
        ("http://[::1]", ("::1", 80)),
    ],
)
def test_the_url_says_where(url: str, place: tuple[str, int]) -> None:
    assert address(url) == place


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({}, ("127.0.0.1", 8080)),
        ({"MOCKSERVER_HOST": "0.0.0.0", "MOCKSERVER_PORT": "81"}, ("127.0.0.1", 81)),  # noqa: S104 - what a container has
        ({"MOCKSERVER_HOST": "::"}, ("::1", 8080)),
        ({"MOCKSERVER_HOST": "mock"}, ("mock", 8080)),
        ({"MOCKSERVER_PORT": "tcp://10.0.0.1:8080"}, ("127.0.0.1", 8080)),
    ],
)
def test_without_a_url_the_servers_own_variables_do(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], place: tuple[str, int]
) -> None:
    for name in ("MOCKSERVER_HOST", "MOCKSERVER_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, text in variables.items():
        monkeypatch.setenv(name, text)

    assert address(None) == place


@pytest.mark.parametrize("url", ["http://", "http://mock:x", "http://mock:99999", "http://[::1", "a b", "http://m:1:2"])
def test_a_url_that_is_none_is_refused_with_one_that_is(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([url]) == 1

    said = f"mockserver healthcheck: {url!r} is no URL of a server; give one such as http://127.0.0.1:8080\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("port", ["0", "x", "65536", ""])
def test_a_port_where_nothing_can_be_asked_is_refused(
    monkeypatch: pytest.MonkeyPatch, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOCKSERVER_PORT", port)

    assert main([]) == 1
    assert "MOCKSERVER_PORT" in capsys.readouterr().err


def test_it_imports_next_to_nothing() -> None:
    """At a quarter of a processor, what a health check imports is what it costs."""
    heavy = ("click", "aiohttp", "msgspec", "asyncio")
    code = f"import sys, mockserver.cli.probe; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS, check=True
    )

    assert ran.stdout == "[]\n"
