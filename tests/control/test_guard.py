"""Who is let in: with a token that is demanded, and from a browser's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.control.problems import FOREIGN_HOST, FOREIGN_ORIGIN, TOKEN_REQUIRED, UNKNOWN_SESSION
from mockserver.http.exchange import Exchange
from tests.control.asking import Asker, refused
from tests.live import LiveServer, live
from tests.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "canary-3f9c1e"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
EVIL = "https://evil.example.com"


@pytest.fixture(scope="module")
def open_server() -> Iterator[LiveServer]:
    """One that others can reach, and that demands a token."""
    with live(host="0.0.0.0", control_token=TOKEN) as server:  # noqa: S104 - what the test is about
        yield server


@pytest.fixture
def outside(open_server: LiveServer) -> Iterator[Asker]:
    connection = Wire(open_server.url)
    yield Asker(connection)
    connection.close()
    assert open_server.errors == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "Bearer"}],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/sessions"), ("POST", "/sessions"), ("GET", "/sessions/default/credentials/autosched/env"), ("GET", "/")],
)
def test_without_the_token_nobody_is_let_in(outside: Asker, headers: dict[str, str], method: str, path: str) -> None:
    answer = outside(method, path, headers=headers)

    assert "MOCKSERVER_CONTROL_TOKEN" in refused(answer, TOKEN_REQUIRED)["detail"]
    assert (answer.header("WWW-Authenticate") or "").startswith("Bearer ")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
def test_the_token_opens(outside: Asker, scheme: str) -> None:
    assert outside("GET", "/sessions", headers={"Authorization": f"{scheme} {TOKEN}"}).status == 200


@pytest.mark.parametrize("path", ["/%5Fmock/sessions", "/%5fmock/%73essions", "/_mock/sessions/%64efault", "/_mock"])
def test_no_spelling_of_a_path_goes_past_the_door(outside: Asker, path: str) -> None:
    refused(outside.wire.send("GET", path), TOKEN_REQUIRED)


@pytest.mark.parametrize("headers", [{"X-HTTP-Method-Override": "GET"}, {"X-Mock-Session": "default"}])
def test_no_header_goes_past_the_door(outside: Asker, headers: dict[str, str]) -> None:
    refused(outside("POST", "/sessions", headers=headers), TOKEN_REQUIRED)


def test_probes_need_no_token(outside: Asker) -> None:
    assert outside.wire.send("GET", "/healthz").status == 200


def test_providers_ask_for_their_own_tokens_only(outside: Asker) -> None:
    answer = outside.wire.send("GET", "/calendar/v3/calendars/primary/events", {"Authorization": "Bearer alice"})

    assert answer.status == 200


def test_who_lives_here_is_for_those_with_the_token(outside: Asker) -> None:
    problem = refused(outside.wire.send("GET", "/s/nobodys/calendar/v3/colors"), UNKNOWN_SESSION)

    assert "sessions" not in problem
    assert "default" not in problem["detail"]


def test_the_token_is_repeated_nowhere(outside: Asker, open_server: LiveServer) -> None:
    for headers in (BEARER, {"Authorization": f"Bearer {TOKEN}x"}):
        for path in ("/_mock/", "/_mock/nowhere", "/_mock/sessions?token=" + TOKEN, "/calendar/v3/colors"):
            answer = outside.wire.send("GET", path, headers)
            assert TOKEN.encode() not in answer.body + answer.head().encode()
    assert TOKEN not in repr(open_server.server.settings)
    journal = outside("GET", "/sessions/default/requests", headers=BEARER)
    assert journal.status == 200
    assert TOKEN.encode() not in journal.body


@pytest.mark.parametrize("origin", [EVIL, "http://127.0.0.1:1", "http://localhost", "null", "file://", "", "http://["])
@pytest.mark.parametrize(("method", "path"), [("GET", "/sessions"), ("POST", "/sessions/default/reset")])
def test_a_page_of_another_origin_is_kept_out(ask: Asker, origin: str, method: str, path: str) -> None:
    problem = refused(ask(method, path, headers={"Origin": origin}), FOREIGN_ORIGIN)

    assert "MOCKSERVER_CONTROL_TOKEN" in problem["detail"]


def test_a_page_cannot_pretend_to_be_of_here(ask: Asker) -> None:
    """A script may send any header that a preflight lets through, and these look as if a proxy had set them."""
    pretended = {"X-Forwarded-Host": "evil.example.com", "X-Forwarded-Proto": "https"}

    refused(ask("GET", "/sessions", headers={"Origin": EVIL} | pretended), FOREIGN_ORIGIN)


def test_a_page_of_the_server_itself_is_let_in(ask: Asker) -> None:
    assert ask("GET", "/sessions", headers={"Origin": ask.wire.url}).status == 200


def test_a_page_of_another_origin_is_let_in_with_the_token() -> None:
    with live(control_token=TOKEN) as server:
        connection = Wire(server.url)
        ask = Asker(connection)

        assert (
            "send Authorization" in refused(ask("GET", "/sessions", headers={"Origin": EVIL}), FOREIGN_ORIGIN)["detail"]
        )
        assert ask("GET", "/sessions", headers={"Origin": EVIL} | BEARER).status == 200
        assert ask("GET", "/sessions").status == 200  # nobody else needs it, where only this machine gets in
        connection.close()


def test_the_public_url_is_an_origin_of_the_servers_own() -> None:
    with live(public_url="https://mock.example.com/calendar") as server:
        connection = Wire(server.url)
        ask = Asker(connection)

        assert ask("GET", "/sessions", headers={"Origin": "https://mock.example.com"}).status == 200
        assert ask("GET", "/sessions", headers={"Host": "mock.example.com"}).status == 200
        refused(ask("GET", "/sessions", headers={"Origin": EVIL}), FOREIGN_ORIGIN)
        connection.close()


@pytest.mark.parametrize(
    "host", ["evil.example.com", "evil.example.com:8080", "127.0.0.1.evil.com", "localhost.evil.com"]
)
def test_a_name_that_anybody_may_point_here_is_refused(ask: Asker, host: str) -> None:
    """DNS rebinding: to the browser such a page and this server are one origin, so nothing else tells them apart."""
    problem = refused(ask("GET", "/sessions", headers={"Host": host, "Origin": f"http://{host}"}), FOREIGN_HOST)

    assert "--public-url" in problem["detail"]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80", "mockserver", "host.docker.internal:8080", "a.test"]
)
def test_a_name_that_nobody_can_register_is_let_in(ask: Asker, host: str) -> None:
    assert ask("GET", "/sessions", headers={"Host": host}).status == 200


def test_where_others_get_in_any_name_may_be_the_servers(outside: Asker) -> None:
    assert outside("GET", "/sessions", headers=BEARER | {"Host": "mock.ci.example.com"}).status == 200


def test_without_a_host_there_is_no_page(ask: Asker) -> None:
    assert Exchange("GET", "/", "", {}).headers.get("Host") is None
    assert ask("GET", "/sessions", headers={"Host": ""}).status == 200
