"""The load and the client of raw bytes: bounded, and strict about what comes back."""

from __future__ import annotations

import socket
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from benchmarks.effort import QUICK
from benchmarks.load import CONNECTIONS, drive
from benchmarks.servers import HEALTH, NotUp, Servers, free_port
from benchmarks.wire import HOST, Connection, WrongAnswer, request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.servers import Server


@pytest.fixture(scope="module")
def bare() -> Iterator[Server]:
    with Servers() as servers, servers.bare(b'{"prepared": true}') as server:
        yield server


@contextmanager
def answered(*parts: bytes) -> Iterator[Connection]:
    """A connection on which these bytes come, and then its end."""
    with closing(socket.create_server((HOST, 0))) as listener:
        connection = Connection(listener.getsockname()[1], timeout=5)
        with closing(connection):
            there, _ = listener.accept()
            for part in parts:
                there.sendall(part)
            there.close()
            yield connection


def test_a_load_ends_by_its_count(bare: Server) -> None:
    assert drive(bare.port, [HEALTH], count=20, seconds=20).answered == 20


def test_a_load_of_less_than_its_connections_sends_no_more(bare: Server) -> None:
    assert drive(bare.port, [HEALTH], count=1, seconds=20).answered == 1


def test_a_load_ends_by_its_time_once_what_is_under_way_was_answered(bare: Server) -> None:
    assert drive(bare.port, [HEALTH], count=1_000_000, seconds=0).answered == CONNECTIONS


def test_a_load_fails_on_any_answer_but_200(bare: Server) -> None:
    with pytest.raises(WrongAnswer, match="404"):
        drive(bare.port, [request("GET", "/elsewhere")], count=10, seconds=20)


def test_a_load_in_its_own_process_says_what_the_server_and_the_load_cost(bare: Server) -> None:
    cost = bare.loaded([HEALTH], 50)

    assert cost.load.answered == 50
    assert cost.cpu > 0
    assert cost.load.cpu > 0
    assert cost.per_cpu_second == pytest.approx(50 / cost.cpu)


def test_what_failed_in_the_loads_process_is_told(bare: Server) -> None:
    with pytest.raises(WrongAnswer, match="404"):
        bare.loaded([request("GET", "/elsewhere")], 10)


def test_an_answer_is_read_to_its_length_however_it_comes() -> None:
    with answered(b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 4\r\n\r\nbo", b"dy") as connection:
        answer = connection.receive()

    assert (answer.status, answer.body) == (200, b"body")


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", "without a length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "in the middle"),
        (b"", "in the middle"),
    ],
)
def test_an_answer_whose_end_cannot_be_told_is_wrong(sent: bytes, why: str) -> None:
    with answered(sent) as connection, pytest.raises(WrongAnswer, match=why):
        connection.receive()


def test_a_server_that_does_not_come_up_is_reported_with_what_it_said() -> None:
    port = free_port()

    with Servers() as servers, pytest.raises(NotUp, match=r"No module named benchmarks\.nothing"):
        servers.running(["benchmarks.nothing", str(port)], port).__enter__()


def test_a_server_has_ended_when_its_block_has() -> None:
    with Servers() as servers, servers.bare() as server:
        port = server.port

    with pytest.raises(ConnectionRefusedError):
        Connection(port)


def test_rounds_end_by_their_count_or_by_the_time_but_never_before_the_first() -> None:
    without_time = type(QUICK)(starts=1, rounds=1, requests=1, sessions=1, events=1, seconds=-1)

    assert list(QUICK.turns(3)) == [0, 1, 2]
    assert list(without_time.turns(3)) == [0]
