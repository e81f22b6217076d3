"""The composition root: from settings to a running server. The only place that knows every part.

In the order of their making: libraries, the scenarios in them, sessions, providers, the pipeline, aiohttp's low-level
server.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_server import Server as HttpServer

from mockserver import quick_start
from mockserver.compiler import compiled
from mockserver.control.catalogue import Catalogue
from mockserver.control.guard import Guard
from mockserver.control.parts import Parts
from mockserver.control.provider import Control
from mockserver.control.streams import Streams
from mockserver.control.tally import Tally
from mockserver.delivery import Office, Targets
from mockserver.google import provider as google
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import Directory
from mockserver.microsoft import provider as microsoft
from mockserver.scenario.library import libraries
from mockserver.scenario.mistakes import BadScenario
from mockserver.session import Sessions, Template
from mockserver.settings import BadSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from pathlib import Path

    from mockserver.http.exchange import Exchange, Reply
    from mockserver.http.provider import Provider
    from mockserver.settings import Settings
    from mockserver.tls import Tls

LINE_BYTES = 16 * 1024
"""Bytes of a request's first line, and of one header: long queries and long tokens come in either."""
HEADERS = 128
BACKLOG = 1_024
"""Connections that may wait to be accepted: a test run opens many at once."""
GRACE_SECONDS = 5.0
"""How long answers under way may take once the server is to stop: containers are killed 10 seconds after the signal."""

T = TypeVar("T")
log = logging.getLogger("mockserver")


class CannotListen(Exception):  # noqa: N818 - reads as what it is
    """An address that cannot be had. `option` is the flag of its port, `cause` what the system says."""

    def __init__(self, cause: OSError, host: str, port: int, option: str) -> None:
        super().__init__(f"{host}:{port}: {cause}")
        self.cause = cause
        self.host = host
        self.port = port
        self.option = option


class Server:
    """A server that is ready to start.

    Raises `UnknownScenario` where its default scenario is nowhere; `BadSettings`, and OSError, where the folder of its
    certificate authority cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.catalogue = Catalogue(
            libraries(settings.library), partial(compiled, strict=not settings.no_auth), settings.scenario
        )
        warnings = [*settings.warnings, *self.catalogue.warnings()]
        self.office = Office(Targets(settings.webhook_host, http=settings.webhook_http, ca_file=settings.webhook_ca))
        self.sessions = Sessions(
            _default(self.catalogue, warnings),
            settings.session_limit,
            settings.session_idle,
            office=self.office,
            watchers=(*google.WATCHERS, *microsoft.WATCHERS),
        )
        self.streams = Streams()
        self.tls = _tls(settings, warnings) if settings.tls else None
        tally = Tally()
        answering: tuple[Provider, ...] = tuple(provider() for provider in (*google.PROVIDERS, *microsoft.PROVIDERS))
        parts = Parts(
            self.sessions,
            self.catalogue,
            self.streams,
            tally,
            (Control.routes, *(provider.routes for provider in answering)),
            tuple(warnings),
            self.tls,
        )
        guard = Guard(
            settings.control_token,
            demanded=settings.demanded_token is not None,
            local=settings.local,
            public_url=settings.public_url,
        )
        providers = (*answering, Control(parts, guard))  # the last owns what nobody else does
        self.warnings = parts.warnings
        self._handler = _Counted(self.sessions, providers, settings.public_url, tally)
        self._http: HttpServer | None = None
        self._listening: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port it listens on. Raises RuntimeError where it does not."""
        if self._listening is None:
            raise RuntimeError("the server does not listen")
        port: int = self._listening.sockets[0].getsockname()[1]
        return port

    @property
    def https_url(self) -> str | None:
        """The server's URL over TLS, None where it speaks none. Raises RuntimeError before it listens."""
        return None if self.tls is None else self.tls.base(_reached(self.settings.host))

    async def start(self) -> str:
        """Listen, and answer the server's URL. Raises `CannotListen`, and OSError where a URL cannot be written."""
        http = self._http = HttpServer(
            self._handler,
            auto_decompress=False,  # `http/receiving.py` does it, within bounds
            access_log=None,  # the journal is the log; writing another would halve the throughput
            logger=_http_log(),
            max_line_size=LINE_BYTES,
            max_field_size=LINE_BYTES,
            max_headers=HEADERS,
        )
        settings = self.settings
        if self.tls is not None:  # first: who finds the plain port open, as probes do, finds this one open too
            listening = self.tls.listen(http, settings.host, settings.tls_port, BACKLOG)
            await self._listen(listening, settings.tls_port, "--tls-port")
        plain = asyncio.get_running_loop().create_server(http, settings.host, settings.port, backlog=BACKLOG)
        self._listening = await self._listen(plain, settings.port, "--port")
        url = settings.public_url or f"http://{_reached(settings.host)}:{self.port}"
        _write_down(self.https_url, settings.tls_url_file)
        _write_down(url, settings.url_file)
        return url

    async def _listen(self, listening: Coroutine[Any, Any, T], port: int, option: str) -> T:
        try:
            return await listening
        except OSError as error:
            if self.tls is not None:
                self.tls.close()
            raise CannotListen(error, self.settings.host, port, option) from error

    async def stop(self) -> None:
        """Take no more requests, finish the answers under way, within `GRACE_SECONDS` each."""
        if self._listening is None or self._http is None:
            return
        self._listening.close()
        if self.tls is not None:
            self.tls.close()
        self.streams.close()
        await asyncio.sleep(0)  # noqa: TID251 - no time passes: requests already read get their handlers
        self._http.pre_shutdown()
        await self._http.shutdown(GRACE_SECONDS)
        await self.office.close()
        self._listening = self._http = None
        for path in (self.settings.url_file, self.settings.tls_url_file):
            if path is not None:
                path.unlink(missing_ok=True)


def run(settings: Settings, announce: Callable[[Server, str], None]) -> None:
    """Serve until SIGTERM or SIGINT. `announce` is called once, when the server answers.

    Raises what `Server` and its `start` do.
    """
    server = Server(settings)
    asyncio.run(_serve(server, announce))


async def _serve(server: Server, announce: Callable[[Server, str], None]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt there
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stopped.set)
    url = await server.start()
    quick_start.settle()
    announce(server, url)
    try:
        await stopped.wait()
    finally:
        await server.stop()


class _Counted(Pipeline):
    """The pipeline, with its answers counted for the metrics."""

    def __init__(self, sessions: Sessions, providers: Sequence[Provider], public_url: str | None, tally: Tally) -> None:
        super().__init__(sessions, providers, public_url)
        self._tally = tally

    def _write_journal(self, exchange: Exchange, reply: Reply) -> None:
        super()._write_journal(exchange, reply)
        self._tally.count(exchange.provider.name, reply.status)


def _default(catalogue: Catalogue, warnings: list[str]) -> Template:
    """What the default session runs: an empty world where the scenario's file is broken, so that the server lives."""
    try:
        return catalogue.ready(catalogue.default)
    except BadScenario as bad:
        number = len(bad.mistakes)
        warnings.append(f"the default session is empty: its scenario {catalogue.default} has {number} mistake(s)")
        return Template(catalogue.default, Directory())


def _tls(settings: Settings, warnings: list[str]) -> Tls:
    from mockserver.tls import BadAuthority, Tls  # noqa: PLC0415 - most servers speak none

    try:
        tls = Tls((settings.host, socket.gethostname(), *settings.tls_names), settings.tls_ca)
    except BadAuthority as bad:
        raise BadSettings([f"--tls-ca: {bad}"]) from bad
    warnings.extend(f"the certificate does not name {name}, which is no host name" for name in tls.left_out)
    return tls


def _reached(host: str) -> str:
    """Where this machine reaches a server that listens at an address, as a URL has it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - what such a host means
    return f"[{host}]" if ":" in host else host


def _write_down(url: str | None, path: Path | None) -> None:
    """Write a URL in one step: whoever waits for the file reads all of it."""
    if url is None or path is None:
        return
    draft = path.with_name(path.name + ".draft")
    draft.write_text(url + "\n", "ascii")
    draft.replace(path)


def _http_log() -> logging.Logger:
    """The log of what aiohttp could not read, without a traceback for each request that was no HTTP."""
    http_log = logging.getLogger("mockserver.http")
    if not http_log.filters:
        http_log.addFilter(_without_traceback)
    return http_log


def _without_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
        record.exc_info = None
    return True
