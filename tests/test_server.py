"""The composition root: what it puts together, what it demands of whoever connects, and how it stops."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from aiohttp.http_exceptions import BadHttpMessage

from mockserver import server as server_module
from mockserver.scenario.library import UnknownScenario
from mockserver.server import HEADERS, LINE_BYTES, CannotListen, Server
from mockserver.settings import Settings
from tests.live import SECONDS, live
from tests.wire import Wire, world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.live import LiveServer

ALICE = {"Authorization": "Bearer alice"}


def raw(live_server: LiveServer, request: bytes) -> bytes:
    """What is answered to these bytes, until the server ends the connection."""
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname, address.port), SECONDS) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def library(folder: Path, *scenarios: str) -> Path:
    (folder / "library.yaml").write_text("version: 2.0.0\nsummary: Ours\n")
    for text in scenarios:
        (folder / f"{text.split()[1]}.yaml").write_text(text)
    return folder


def test_each_family_of_paths_has_its_provider(wire: Wire) -> None:
    statuses = {
        path: wire.send("GET", path, ALICE).status
        for path in ("/calendar/v3/colors", "/oauth2/v3/tokeninfo", "/_mock/scenarios", "/healthz", "/nowhere")
    }

    assert statuses == {
        "/calendar/v3/colors": 200,
        "/oauth2/v3/tokeninfo": 200,
        "/_mock/scenarios": 200,
        "/healthz": 200,
        "/nowhere": 404,
    }


def test_every_path_of_google_is_google_s(live_server: LiveServer) -> None:
    """An operation whose provider does not own its paths would never be asked."""
    providers = live_server.server._handler._providers  # noqa: SLF001 - who answers is otherwise seen only one by one

    for provider in providers[:-1]:
        for operation in provider.routes.operations:
            for path in operation.paths:
                owner = next(one for one in providers if one.owns(path))
                assert owner is provider, (operation.id, path)


def test_a_library_of_ones_own_goes_before_the_shipped_one(tmp_path: Path) -> None:
    own = library(tmp_path, "scenario: office\nsummary: Ours\n", "scenario: ours\nsummary: Ours\n")
    with live(library=(own,)) as server, world(server.url) as office, world(server.url, scenario="ours") as ours:
        assert (office.document["version"], office.document["people"]) == ("2.0.0", {})
        assert ours.document["scenario"] == "ours"


def test_an_unknown_default_scenario_stops_the_start() -> None:
    with pytest.raises(UnknownScenario, match="did you mean `office`"):
        Server(Settings(scenario="ofice"))


def test_auth_off_is_asked_for_by_the_scenario_or_by_the_setting(live_server: LiveServer) -> None:
    with world(live_server.url, inline="scenario: a\nsummary: A\n") as strict:
        assert strict.wire.send("GET", f"/s/{strict.id}/calendar/v3/colors").status == 401
    off = "scenario: a\nsummary: A\nauth: off\npeople: {zoe: {name: Zoe, email: zoe@x.example, zone: UTC}}\n"
    with world(live_server.url, inline=off) as free:
        assert free.wire.send("GET", f"/s/{free.id}/calendar/v3/colors").status == 200
    with live(no_auth=True) as server, world(server.url) as free:
        assert free.wire.send("GET", f"/s/{free.id}/calendar/v3/colors").status == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * (LINE_BYTES + 1) + b"\r\n\r\n",
        b"GET /" + b"x" * (LINE_BYTES + 1) + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * (HEADERS + 1) + b"\r\n",
    ],
    ids=["nonsense", "length", "field", "line", "fields"],
)
def test_what_is_no_http_is_400_without_a_traceback(live_server: LiveServer, request_: bytes) -> None:
    answer = raw(live_server, request_)

    assert answer.split(b" ", 2)[1] in {b"400", b"414", b"431"}
    assert b"Traceback" not in answer
    live_server.errors.clear()


def test_a_long_token_is_read(live_server: LiveServer) -> None:
    wire = Wire(live_server.url)
    answer = wire.send("GET", "/calendar/v3/colors", {"Authorization": "Bearer " + "x" * (LINE_BYTES - 100)})
    wire.close()

    assert answer.status == 401


def test_the_log_of_what_was_no_http_has_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    log = server_module._http_log()  # noqa: SLF001 - aiohttp writes to it
    log.error("Error handling request", exc_info=BadHttpMessage("no HTTP"))

    [record] = caplog.records
    assert record.exc_info is None
    assert logging.getLogger("mockserver.http") is log


def test_ports_are_known_while_it_listens(live_server: LiveServer) -> None:
    assert live_server.url.endswith(f":{live_server.server.port}")
    with pytest.raises(RuntimeError, match="does not listen"):
        _ = Server(Settings(port=0)).port


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),  # noqa: S104 - a setting's value
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("localhost", "localhost"),
    ],
)
def test_its_url_is_one_under_which_this_machine_reaches_it(host: str, reached: str) -> None:
    assert server_module._reached(host) == reached  # noqa: SLF001 - not every machine has every address


async def test_of_two_ports_both_are_open_or_none_is() -> None:
    """The port for TLS is the first to be opened."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = Server(Settings(port=taken.getsockname()[1], tls=True, tls_port=0))

        with pytest.raises(CannotListen) as refused:
            await server.start()

    assert refused.value.option == "--port"
    assert server.tls
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.tls.port), SECONDS)


def test_a_name_of_this_machine_that_cannot_be_certified_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "my_mock")

    [warning] = Server(Settings(tls=True)).warnings

    assert warning == "the certificate does not name my_mock, which is no host name"


async def test_the_url_file_is_there_from_the_first_answer_to_the_last(tmp_path: Path) -> None:
    path = tmp_path / "url"
    server = Server(Settings(port=0, url_file=path, public_url="https://mock.example"))

    assert await server.start() == "https://mock.example"
    assert path.read_text() == "https://mock.example\n"

    await server.stop()
    assert not path.exists()


async def test_a_server_can_be_stopped_twice_and_before_it_started() -> None:
    server = Server(Settings(port=0))
    await server.stop()
    await server.start()

    await server.stop()
    await server.stop()


async def test_an_answer_under_way_is_finished_when_the_server_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """The upload waits until the stop has begun."""
    server = Server(Settings(port=0))
    begun, go_on = asyncio.Event(), asyncio.Event()
    upload = server.catalogue.upload

    async def slow(raw: bytes) -> object:
        begun.set()
        await go_on.wait()
        return await upload(raw)

    monkeypatch.setattr(server.catalogue, "upload", slow)
    url = urlsplit(await server.start())
    async with asyncio.timeout(SECONDS):
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        body = b"scenario: late\nsummary: A\n"
        head = b"POST /_mock/scenarios HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
        writer.write(head + body)
        await begun.wait()

        stopping = asyncio.ensure_future(server.stop())
        asyncio.get_running_loop().call_soon(go_on.set)
        answer = await reader.read()
        await stopping

    assert answer.startswith(b"HTTP/1.1 201")
    writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(url.hostname, url.port)
