"""The pipeline: the stages that every request goes through, in one list.

    receive → find the session → find the operation → admit → count → meet a fault → read the parameters → handle
    → notify → render → journal

A stage that raises ends the way: the provider that owns the path makes the answer of what was raised. Nothing that goes
wrong becomes a traceback on the wire, and everything that is answered in a session's name stands in its journal.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import suppress
from types import CoroutineType
from typing import TYPE_CHECKING

from mockserver.faults import Fault, Met, Request
from mockserver.http import cors
from mockserver.http.exchange import Reply
from mockserver.http.receiving import open_exchange, override_method, receive_body, response_of
from mockserver.http.resolving import NoSuchSession, session_for
from mockserver.journal import Entry
from mockserver.limits import Over

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from aiohttp import web

    from mockserver.http.exchange import Exchange
    from mockserver.http.provider import Provider
    from mockserver.session import Sessions

log = logging.getLogger("mockserver")
_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


class Pipeline:
    """Answers every request of the server. `providers` are asked in their order whose path it is; the last owns all."""

    def __init__(self, sessions: Sessions, providers: Sequence[Provider], public_url: str | None = None) -> None:
        self._sessions = sessions
        self._providers = tuple(providers)
        self._control = self._providers[-1]
        self._public_url = public_url

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        exchange = open_exchange(request, self._public_url)
        exchange.dispatch = self._dispatch
        reply = await self._answer(exchange, request)
        cors.allow_origin(exchange, reply)
        self._write_journal(exchange, reply)
        response = response_of(reply, exchange.session)
        if reply.stream is not None and request.method != "HEAD":
            await _send(request, response, reply.stream)
        return response

    async def _dispatch(self, exchange: Exchange, wrong: Exception | None) -> Reply:
        """Answer a call that came within another request."""
        reply = await self._answer(exchange, wrong=wrong)
        self._write_journal(exchange, reply)
        return reply

    async def _answer(
        self, exchange: Exchange, request: web.BaseRequest | None = None, wrong: Exception | None = None
    ) -> Reply:
        provider = exchange.provider = self._owner(exchange.path)
        try:
            if request is not None:
                if request.can_read_body:
                    await receive_body(request, exchange, provider.body_limit)
                override_method(exchange)
            if cors.is_preflight(exchange):
                return cors.preflight(exchange)
            self._find_session(exchange)
            self._find_operation(exchange, wrong)
            provider.admit(exchange)
            if not exchange.unplaced and exchange.session.limits.amounts(provider.name):
                return await self._answer_within_limits(exchange)
            return await self._answer_admitted(exchange)
        except NoSuchSession as error:
            exchange.note(str(error))
            return self._control.refuse(exchange, error)
        except Exception as error:  # noqa: BLE001 - the provider makes an answer of whatever was raised
            return self._refuse(exchange, error)

    def _owner(self, path: str) -> Provider:
        for provider in self._providers:
            if provider.owns(path):
                return provider
        return self._control

    async def _answer_within_limits(self, exchange: Exchange) -> Reply:
        provider = exchange.provider
        try:
            with exchange.session.limits.counted(provider.name, provider.limits, exchange):
                await asyncio.sleep(0)  # noqa: TID251 - no time passes: what has arrived as well is in hand at once
                return await self._answer_admitted(exchange)
        except Over as over:
            exchange.note(str(over))
            raise Met(Fault(over.fault), over.wait) from None

    async def _answer_admitted(self, exchange: Exchange) -> Reply:
        provider = exchange.provider
        self._meet_fault(exchange)
        self._read_parameters(exchange)
        value = provider.handle(exchange)
        if isinstance(value, CoroutineType):
            value = await value
        if not exchange.unplaced:
            exchange.session.notify()
        return provider.render(exchange, value)

    def _find_session(self, exchange: Exchange) -> None:
        if exchange.provider.in_session:
            exchange.session = session_for(exchange, self._sessions)
            exchange.session.clock.run_due()

    def _find_operation(self, exchange: Exchange, wrong: Exception | None) -> None:
        if wrong is not None:
            raise wrong
        method = "GET" if exchange.method == "HEAD" else exchange.method
        found = exchange.provider.routes.find(method, exchange.path)
        if found is None:
            raise exchange.provider.unmatched(exchange)
        exchange.operation, exchange.parameters = found

    def _meet_fault(self, exchange: Exchange) -> None:
        if exchange.unplaced or not (rules := exchange.session.faults):
            return
        request, worded = _facts(exchange), exchange.provider.faults
        for name in rules.unworded(request, worded):
            exchange.note(f"the fault {name} has no words here, so this request does not count for it")
        fault = rules.decide(request, worded)
        if fault is not None:
            exchange.note(f"met the fault {fault.name}")
            raise Met(fault)

    def _read_parameters(self, exchange: Exchange) -> None:
        if exchange.unpaired is not None:
            raise exchange.unpaired
        if exchange.operation is not None:
            exchange.query = exchange.operation.reader.read(exchange.pairs)

    def _refuse(self, exchange: Exchange, error: Exception) -> Reply:
        try:
            reply = exchange.provider.refuse(exchange, error)
        except Exception as worse:  # noqa: BLE001 - a provider that cannot even refuse must not end the connection
            error, reply = worse, Reply(500, dict(_PLAIN), b"The mock itself failed; its log says how.\n")
        if reply.status >= 500 and not reply.reason:
            log.error("%s %s failed", exchange.method, exchange.path, exc_info=error)
            exchange.note(f"an error of the mock itself: {type(error).__name__}; please report it")
        return reply

    def _write_journal(self, exchange: Exchange, reply: Reply) -> None:
        if not exchange.provider.in_session or cors.is_preflight(exchange):
            return
        session = self._sessions.default if exchange.unplaced else exchange.session
        operation, token = exchange.operation, exchange.token
        session.journal.write(
            Entry(
                session.clock.now(),
                exchange.method,
                exchange.path,
                exchange.query_text,
                status=reply.status,
                provider=exchange.provider.name,
                operation=operation.id if operation is not None else "",
                person=exchange.person,
                app=token.app or "" if token is not None else "",
                reason=reply.reason,
                notes=tuple(exchange.notes),
                body=exchange.body,
                answer=reply.body,
            ),
            confidential=operation is None or operation.confidential,
        )


def _facts(exchange: Exchange) -> Request:
    """What is known of a request that faults are asked about."""
    operation, token = exchange.operation, exchange.token
    return Request(
        operation.id if operation is not None else "",
        exchange.provider.name,
        exchange.method,
        exchange.path,
        exchange.person,
        token.app or "" if token is not None else "",
    )


async def _send(request: web.BaseRequest, response: web.StreamResponse, parts: AsyncIterator[bytes]) -> None:
    """Send a stream as it comes; it ends with its connection."""
    try:
        with suppress(ConnectionError):  # the client has gone
            await response.prepare(request)
            async for part in parts:
                await response.write(part)
    finally:
        if isinstance(parts, AsyncGenerator):
            await parts.aclose()
