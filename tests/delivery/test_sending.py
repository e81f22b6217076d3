"""One attempt over a real socket: TLS, redirects, time, size, and that the address judged is the address asked."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.delivery import Targets, sending
from tests.delivery.receiver import PATIENCE, Authority, Receiver, Sender, delivery, receiving
from tests.delivery.receiver import sending as outbox_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    async with outbox_for() as found:
        yield found


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every name mean these addresses, in turn; and which names were asked for."""
    asked: list[str] = []
    left = list(answers)

    async def getaddrinfo(_: Any, host: str, port: int, **__: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return asked


async def test_https_with_a_certificate_of_a_known_authority_is_delivered(authority: Authority) -> None:
    async with (
        receiving(authority.context()) as receiver,
        outbox_for(Targets(ca_file=authority.file)) as sender,
    ):
        sender.outbox.post(delivery(receiver.url))

        assert await sender.settled() == [(204, "delivered")]


async def test_a_certificate_of_nobody_known_is_refused_and_not_tried_again(authority: Authority) -> None:
    async with receiving(authority.context()) as receiver, outbox_for(Targets()) as sender:
        sender.outbox.post(delivery(receiver.url))

        assert await sender.settled() == [(0, "failed")]
        assert sender.errors()[0].startswith("the certificate is not trusted: ")
        assert not receiver.got


async def test_a_certificate_for_another_host_is_refused(authority: Authority) -> None:
    async with (
        receiving(authority.context("other.example")) as receiver,
        outbox_for(Targets(ca_file=authority.file)) as sender,
    ):
        sender.outbox.post(delivery(receiver.url))

        assert await sender.settled() == [(0, "failed")]
        assert sender.errors()[0].startswith("the certificate is not trusted: ")


async def test_a_ca_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    async with outbox_for(Targets(ca_file=tmp_path / "ca.pem")) as sender:
        sender.outbox.post(delivery("https://127.0.0.1:1/"))
        await sender.settled()

        assert sender.errors()[0].startswith(f"the CA file {tmp_path / 'ca.pem'} cannot be read: ")


async def test_a_redirect_is_not_followed(receiver: Receiver, sender: Sender) -> None:
    receiver.statuses, receiver.headers = [307], {"Location": receiver.url + "/elsewhere"}
    sender.outbox.post(delivery(receiver.url))

    assert await sender.settled() == [(307, "failed")]
    assert len(receiver.got) == 1


async def test_a_receiver_that_does_not_answer_is_given_up_in_time(receiver: Receiver) -> None:
    receiver.gate = asyncio.Event()
    async with outbox_for(seconds=0.05) as sender:
        sender.outbox.post(delivery(receiver.url))

        assert await sender.settled() == [(0, "failed")]
        assert sender.errors() == ["no answer within 0.05 seconds"]


async def test_an_answer_counts_however_long_its_body_is(receiver: Receiver, sender: Sender) -> None:
    receiver.statuses, receiver.answer = [200], bytes(20 * sending.ANSWER_BYTES)
    sender.outbox.post(delivery(receiver.url))

    assert await sender.settled() == [(200, "delivered")]


async def test_an_answer_whose_body_never_ends_counts_when_the_time_is_over() -> None:
    async def dribble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
        await writer.drain()
        await held.wait()
        writer.close()

    held = asyncio.Event()
    server = await asyncio.start_server(dribble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with outbox_for(seconds=0.1) as sender:
        sender.outbox.post(delivery(f"http://127.0.0.1:{port}/"))

        assert await sender.settled() == [(200, "delivered")]
    held.set()
    server.close()


async def test_an_answer_in_between_is_not_the_answer() -> None:
    """102 is interim (RFC 9110 section 15.2): what follows it counts."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with outbox_for() as sender:
        sender.outbox.post(delivery(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))

        assert await sender.settled() == [(204, "delivered")]
    server.close()


async def test_what_is_no_http_at_all_is_a_failure_with_its_reason() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with outbox_for() as sender:
        sender.outbox.post(delivery(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))

        assert await sender.settled() == [(0, "failed")]
        assert sender.errors()[0]
    server.close()


async def test_an_empty_message_says_that_its_length_is_0(receiver: Receiver, sender: Sender) -> None:
    sender.outbox.post(delivery(receiver.url))
    (got,) = await receiver.wait(1)

    assert got.header("Content-Length") == "0"


async def test_the_environments_proxy_is_not_asked(
    receiver: Receiver, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    sender.outbox.post(delivery(receiver.url))

    assert await sender.settled() == [(204, "delivered")]


@pytest.mark.parametrize("host", ["localhost", "0x7f000001", "[::ffff:127.0.0.1]"])
async def test_this_machine_is_reached_however_it_is_written(receiver: Receiver, sender: Sender, host: str) -> None:
    sender.outbox.post(delivery(receiver.url.replace("127.0.0.1", host)))

    assert await sender.settled() == [(204, "delivered")]


@pytest.mark.parametrize("host", ["0xA9FEA9FE", "2852039166", "169.254.43518", "0251.0376.0251.0376"])
async def test_an_odd_notation_of_a_forbidden_address_does_not_help(sender: Sender, host: str) -> None:
    sender.outbox.post(delivery(f"http://{host}/"))

    assert await sender.settled() == [(0, "failed")]
    assert any(word in sender.errors()[0] for word in ("neither this machine nor private", "not a canonical"))


async def test_a_name_is_judged_by_what_it_means_at_each_attempt(
    receiver: Receiver, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: what was harmless when it was first asked is asked for, and judged, anew."""
    asked = names(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    url = receiver.url.replace("127.0.0.1", "app.example")
    sender.outbox.post(delivery(url))
    sender.outbox.post(delivery(url))

    assert await sender.settled() == [(204, "delivered"), (0, "failed")]
    assert sender.errors()[1] == (
        "app.example, that is 169.254.169.254, is neither this machine nor private; allow it with --webhook-host"
    )
    assert asked == ["app.example", "app.example"]


async def test_of_several_addresses_only_those_allowed_are_asked(
    receiver: Receiver, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, ["203.0.113.7", "127.0.0.1"])
    sender.outbox.post(delivery(receiver.url.replace("127.0.0.1", "app.example")))

    assert await sender.settled() == [(204, "delivered")]


async def test_a_name_that_nobody_knows_is_tried_again(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    async def getaddrinfo(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    attempt = await asyncio.wait_for(sender.office.send(delivery("http://app.example/")), PATIENCE)

    assert attempt.status == 0
    assert not attempt.final
    assert "app.example" in attempt.error


async def test_a_message_may_allow_less_time_than_the_office(receiver: Receiver, sender: Sender) -> None:
    receiver.gate = asyncio.Event()
    attempt = await asyncio.wait_for(sender.office.send(delivery(receiver.url, seconds=0.1)), PATIENCE)

    assert (attempt.status, attempt.late, attempt.final) == (0, True, False)
    assert attempt.error == "no answer within 0.1 seconds"


async def test_only_so_much_of_an_answer_is_kept(receiver: Receiver, sender: Sender) -> None:
    receiver.statuses, receiver.answer = [200], b"x" * (sending.ANSWER_BYTES + 1)
    attempt = await asyncio.wait_for(sender.office.send(delivery(receiver.url)), PATIENCE)

    assert len(attempt.body) == sending.ANSWER_BYTES
