"""The control API among the paths of the server: what is refused before any operation is asked."""

from __future__ import annotations

import gzip
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from mockserver.control.problems import (
    INTERNAL,
    METHOD_NOT_ALLOWED,
    TOO_LARGE,
    UNKNOWN_PATH,
    UNKNOWN_SESSION,
    UNREADABLE_REQUEST,
    WRONG_PARAMETER,
)
from mockserver.control.provider import Control
from mockserver.control.tally import Tally
from tests.control.asking import Asker, refused
from tests.live import live
from tests.wire import SECONDS, Wire

if TYPE_CHECKING:
    from tests.wire import World

LIMIT = Control.body_limit


@pytest.mark.parametrize(
    "path", ["/nowhere", "/_mock/nowhere", "/_mockery", "//", "/_mock/sessions/", "/_mock/sessions/a/b"]
)
def test_a_path_that_nobody_serves_is_404(ask: Asker, path: str) -> None:
    problem = refused(ask.wire.send("GET", path), UNKNOWN_PATH)

    assert path in problem["detail"]


@pytest.mark.parametrize(
    ("path", "near"), [("/_mock/session", "POST, GET /_mock/sessions"), ("/_mock/sessions/default/clocks", "/clock")]
)
def test_an_unknown_path_is_told_the_nearest(ask: Asker, path: str, near: str) -> None:
    detail = refused(ask.wire.send("GET", path), UNKNOWN_PATH)["detail"]

    assert "; the nearest is " in detail
    assert near in detail


def test_a_method_that_a_path_does_not_take_is_405_with_those_it_does(ask: Asker) -> None:
    answer = ask("PUT", "/sessions")

    assert "takes GET, POST, not PUT" in refused(answer, METHOD_NOT_ALLOWED)["detail"]
    assert answer.header("Allow") == "GET, POST"


def test_head_is_answered_as_get_without_a_body(ask: Asker) -> None:
    answer, got = ask("HEAD", "/scenarios"), ask("GET", "/scenarios")

    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("Content-Length") == got.header("Content-Length")


def test_a_method_can_be_sent_in_a_header(ask: Asker) -> None:
    made = ask("POST", "/sessions", {}).json

    ended = ask("POST", f"/sessions/{made['id']}", headers={"X-HTTP-Method-Override": "DELETE"})

    assert ended.status == 204
    refused(ask("GET", f"/sessions/{made['id']}"), UNKNOWN_SESSION)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limt=1", "there is no parameter 'limt'; did you mean limit?"),
        ("limit=many", "parameter limit: 'many' is wrong; it must be a whole number"),
        ("limit=1001", "it must be a number from 1 to 1000"),
        ("after=-1", "it must be a number from 0"),
    ],
)
def test_a_wrong_parameter_says_what_would_be_right(ask: Asker, office: World, query: str, said: str) -> None:
    assert said in refused(ask("GET", f"{office.path}/requests?{query}"), WRONG_PARAMETER)["detail"]


def test_an_operation_without_parameters_takes_none(ask: Asker) -> None:
    problem = refused(ask("GET", "/sessions?limit=1"), WRONG_PARAMETER)

    assert problem["detail"] == "there is no parameter 'limit'; there is none"


def test_it_is_not_inside_a_session(ask: Asker, office: World) -> None:
    problem = refused(ask.wire.send("GET", f"/s/{office.id}/_mock/sessions"), UNKNOWN_PATH)

    assert problem["detail"].endswith(f"send the request without /s/{office.id}")


def test_an_unknown_session_is_refused_with_those_that_live(ask: Asker, office: World) -> None:
    for answer in (
        ask("GET", f"/sessions/{office.id}x/clock"),
        ask.wire.send("GET", f"/s/{office.id}x/calendar/v3/colors"),
        ask.wire.send("GET", "/calendar/v3/colors", {"X-Mock-Session": f"{office.id}x"}),
    ):
        problem = refused(answer, UNKNOWN_SESSION)
        assert office.id in problem["sessions"]
        assert office.id in problem["near"]


def test_a_body_as_large_as_is_read_is_read(ask: Asker) -> None:
    assert ask("POST", "/sessions", "{" + " " * (LIMIT - 2) + "}").status == 201


def test_a_larger_body_is_413_and_says_how_large_it_may_be(ask: Asker) -> None:
    problem = refused(ask("POST", "/sessions", "{" + " " * (LIMIT - 1) + "}"), TOO_LARGE)

    assert str(LIMIT) in problem["detail"]


def test_a_small_body_that_grows_when_it_is_decompressed_is_413(ask: Asker) -> None:
    bomb = gzip.compress(b" " * (64 * LIMIT))
    assert len(bomb) < LIMIT

    refused(ask("POST", "/sessions", bomb, {"Content-Encoding": "gzip"}), TOO_LARGE)


def test_a_compressed_body_is_read(ask: Asker) -> None:
    made = ask("POST", "/sessions", gzip.compress(b'{"seed": "compressed"}'), {"Content-Encoding": "gzip"})

    assert made.status == 201


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"no gzip", "gzip"), (gzip.compress(b"{}", mtime=0)[:-3], "gzip"), (b"{}", "br")]
)
def test_a_body_that_cannot_be_decompressed_is_refused(ask: Asker, body: bytes, encoding: str) -> None:
    refused(ask("POST", "/sessions", body, {"Content-Encoding": encoding}), UNREADABLE_REQUEST)


def test_too_many_parameters_are_refused(ask: Asker) -> None:
    answer = ask("GET", "/sessions?" + "&".join(f"a{number}" for number in range(501)))

    assert answer.status == 400


def test_a_body_of_unknown_length_is_bounded_too(ask: Asker) -> None:
    """Chunks that never end are not read to their end."""
    address = urlsplit(ask.wire.url)
    with socket.create_connection((address.hostname, address.port), SECONDS) as connection:
        connection.sendall(b"POST /_mock/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        for _ in range(LIMIT // 0x10000 + 1):
            connection.sendall(chunk)

        assert connection.recv(12) == b"HTTP/1.1 413"


def test_what_nobody_foresaw_is_500_without_its_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_tally: Tally) -> None:
        raise ZeroDivisionError("canary-secret")

    monkeypatch.setattr(Tally, "rows", fail)
    with live() as server:
        connection = Wire(server.url)
        ask = Asker(connection)

        problem = refused(ask("GET", "/metrics"), INTERNAL)

        assert problem["detail"] == "ZeroDivisionError; the server's log says more"
        assert ask.wire.send("GET", "/healthz").status == 200
        connection.close()
    [logged] = server.errors
    assert "GET /_mock/metrics failed" in logged
    assert "canary-secret" in logged


def test_options_answers_without_a_session_or_a_token(ask: Asker) -> None:
    assert ask("OPTIONS", "/sessions").status == 200
