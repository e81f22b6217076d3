"""One attempt to deliver a message: a POST over a socket, bounded in time, redirects and the size of the answer."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from mockserver.delivery.targets import TargetRefused

if TYPE_CHECKING:
    import ssl

    from mockserver.delivery.delivery import Delivery
    from mockserver.delivery.targets import Targets

ANSWER_BYTES = 64 * 1024
"""Bytes of an answer that are read."""


class Attempt(NamedTuple):
    """How an attempt went: a status, or 0 and why there is none. `final` rules out that another one goes better.

    `late`: nobody answered in time. `kind` and `body` are the answer's media type and as much of it as was read.
    """

    status: int
    error: str = ""
    final: bool = False
    late: bool = False
    kind: str = ""
    body: bytes = b""


async def send(delivery: Delivery, targets: Targets, context: ssl.SSLContext, seconds: float) -> Attempt:
    """Send a message once, within `seconds` of real time. Never raises but for being cancelled."""
    from aiohttp import ClientError  # noqa: PLC0415 - few servers send anything

    refused: list[TargetRefused] = []
    answer: list[Attempt] = []
    failure: Exception | None = None
    try:
        host = targets.check(delivery.url)
        async with asyncio.timeout(seconds):
            await _post(delivery, _Sockets(targets, host, refused), context, answer)
    except TimeoutError:
        failure = TimeoutError(f"no answer within {seconds:g} seconds")
    except (ClientError, OSError, ValueError) as error:
        failure = refused[0] if refused else error
    if answer:  # it was answered; that the answer broke off later changes nothing
        return answer[-1]
    return _unanswered(failure)


def _unanswered(failure: Exception | None) -> Attempt:
    """Why there was no answer, and whether another attempt could go better."""
    from aiohttp import ClientConnectorCertificateError  # noqa: PLC0415 - as above

    if isinstance(failure, ClientConnectorCertificateError):
        return Attempt(0, f"the certificate is not trusted: {failure.certificate_error}", final=True)
    if isinstance(failure, TargetRefused | TimeoutError):
        refused = isinstance(failure, TargetRefused)
        return Attempt(0, str(failure), final=refused, late=not refused)
    return Attempt(0, f"{type(failure).__name__}: {failure}", final=isinstance(failure, ValueError))


class _Sockets:
    """Makes the sockets of one attempt, each after its address was judged."""

    def __init__(self, targets: Targets, host: str, refused: list[TargetRefused]) -> None:
        self._targets = targets
        self._host = host
        self._refused = refused

    def __call__(self, address: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, place = address
        try:
            self._targets.judge(self._host, place[0])
        except TargetRefused as error:
            self._refused.append(error)
            raise
        made = socket.socket(family, kind, protocol)
        made.settimeout(0)
        return made


async def _post(delivery: Delivery, sockets: _Sockets, context: ssl.SSLContext, answer: list[Attempt]) -> None:
    """Put what there is of the answer into `answer`: its status as soon as it is there, then all that was read."""
    from aiohttp import ClientError, ClientSession, DummyCookieJar, TCPConnector  # noqa: PLC0415 - as above

    # A connection is made for every attempt: one that is kept would go where an earlier judgement allowed it to go.
    connector = TCPConnector(ssl=context, socket_factory=sockets, force_close=True, use_dns_cache=False)
    # No proxy of the environment, no cookies, nothing decompressed.
    client = ClientSession(connector=connector, cookie_jar=DummyCookieJar(), auto_decompress=False, trust_env=False)
    async with (
        client,
        client.post(delivery.url, data=delivery.body or None, headers=delivery.headers, allow_redirects=False) as reply,
    ):
        answer.append(Attempt(reply.status))
        body = b""
        with suppress(ClientError):
            async for part in reply.content.iter_any():
                body += part
                if len(body) >= ANSWER_BYTES:
                    break
        answer.append(Attempt(reply.status, kind=reply.content_type, body=body[:ANSWER_BYTES]))
