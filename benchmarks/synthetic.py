"""A server of one large scenario, for what depends on a scenario's size.

python -m benchmarks.synthetic PORT EVENTS SESSIONS

It is put together as `mockserver.server` does it, without the control API. The sessions are `s0`, `s1` and so on.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from benchmarks.wire import HOST
from benchmarks.worlds import large
from mockserver import quick_start
from mockserver.google.provider import PROVIDERS
from mockserver.http.pipeline import Pipeline
from mockserver.session import Sessions
from mockserver.session.session import Choices

if TYPE_CHECKING:
    from mockserver.http.provider import Provider


async def serve(port: int, sessions: Sessions) -> None:
    """Answer until the process is ended."""
    answering: tuple[Provider, ...] = tuple(provider() for provider in PROVIDERS)
    pipeline = Pipeline(sessions, answering)

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response() if request.path == "/healthz" else await pipeline(request)

    await asyncio.get_running_loop().create_server(web.Server(handle, access_log=None), HOST, port)
    quick_start.settle()
    await asyncio.Event().wait()


def main() -> None:
    port, events, count = map(int, sys.argv[1:])
    template = large(events)
    sessions = Sessions(template)
    for number in range(count):
        sessions.create(template, Choices(), f"s{number}")
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(port, sessions))


if __name__ == "__main__":
    main()
