"""A server inside the test's own process, on a free port, in a thread of its own. A helper, not a test.

Tests talk to it over real sockets as any client does, and may look behind it: `server` is the composition root. What it
logs as an error is collected, because an answer alone would not show where the mock itself failed.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from mockserver.server import Server
from mockserver.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mockserver.session import Session

T = TypeVar("T")
SECONDS = 30
"""Seconds of real time that anything asked of the server's thread may take."""


class LiveServer:
    """A started server. `url` is where it is; `errors` is what it logged that nobody foresaw."""

    def __init__(self, server: Server, url: str, loop: asyncio.AbstractEventLoop, errors: list[str]) -> None:
        self.server = server
        self.url = url
        self.errors = errors
        self._loop = loop

    def do(self, action: Callable[[], T]) -> T:
        """Do something in the server's own thread, between two requests, and answer its result."""

        async def done() -> T:
            return action()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(SECONDS)

    def session(self, session_id: str) -> Session:
        """A live session, to be looked at."""
        return self.do(lambda: self.server.sessions.get(session_id))


@contextmanager
def live(**settings: Any) -> Iterator[LiveServer]:
    """A server with these settings (the fields of `Settings`), until the block ends."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="server", daemon=True)
    thread.start()
    try:
        server = Server(Settings(**{"port": 0} | settings))
        with _errors() as errors:
            asyncio.run_coroutine_threadsafe(server.start(), loop).result(SECONDS)
            try:
                yield LiveServer(server, f"http://127.0.0.1:{server.port}", loop, errors)
            finally:
                asyncio.run_coroutine_threadsafe(server.stop(), loop).result(SECONDS)
    finally:
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(SECONDS)
        loop.close()


async def _end_all() -> None:
    """End what is still under way, as `asyncio.run` does."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(self.format(record))


@contextmanager
def _errors() -> Iterator[list[str]]:
    """What is logged as an error, with its traceback, within the block."""
    collector = _Collector()
    logger = logging.getLogger("mockserver")
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
