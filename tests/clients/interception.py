"""A proxy for HTTPS that leads Google's host to a running server, for clients that have no setting for another URL.

Such a client is told of a proxy and of a certificate to trust, as in any company's network, and nothing of it is
replaced. Every answer is judged on its way; who wants to go elsewhere than to Google Calendar is turned away, and
`wrong` says so. A helper, not a test.
"""

from __future__ import annotations

import importlib.util
import ssl
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest
import trustme

from tests.wire import SECONDS, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOGLE = "www.googleapis.com"
_OF_THE_CONNECTION = {"connection", "content-length", "keep-alive", "transfer-encoding"}


class Interception(NamedTuple):
    """A proxy that runs: its URL, the file of the certificate to trust, and what went wrong."""

    proxy: str
    certificate: Path
    wrong: list[str]

    def environment(self) -> dict[str, str]:
        """What tells a program that calls with httplib2 about the proxy and the certificate."""
        return {"https_proxy": self.proxy, "no_proxy": "127.0.0.1", "HTTPLIB2_CA_CERTS": str(self.certificate)}


@contextmanager
def intercepted(url: str, folder: Path) -> Iterator[Interception]:
    """A proxy that leads to the server at `url`, until the block ends. What to trust is written into `folder`."""
    if importlib.util.find_spec("socks") is None:
        pytest.fail("PySocks is missing: without it httplib2 passes any proxy by and asks Google itself", pytrace=False)
    authority = trustme.CA()
    certificate = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(GOOGLE).configure_cert(context)
    with _Proxy(url, context) as proxy:
        thread = Thread(target=proxy.serve_forever, args=(0.01,), name="proxy", daemon=True)
        thread.start()
        try:
            yield Interception(f"http://127.0.0.1:{proxy.server_port}", certificate, proxy.wrong)
        finally:
            proxy.shutdown()
            thread.join(SECONDS)


class _Proxy(ThreadingHTTPServer):
    """One thread for each connection, ended with it."""

    daemon_threads = False  # so that the end of the block waits for them: no connection outlives its test

    def __init__(self, url: str, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.url = url
        self.context = context
        self.wrong: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client may go away when it likes; anything else fails the test."""
        del request
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            self.wrong.append(f"{client_address}: {error!r}")


class _Connection(BaseHTTPRequestHandler):
    """A tunnel, and what is asked in it."""

    protocol_version = "HTTP/1.1"
    timeout = SECONDS

    def do_CONNECT(self) -> None:
        proxy = cast("_Proxy", self.server)
        if self.path != f"{GOOGLE}:443":
            proxy.wrong.append(f"a client wanted to go to {self.path}")
            self.send_error(403)
            return
        self.send_response_only(200)
        self.end_headers()
        self.rfile.close()
        self.connection = proxy.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")
        self.close_connection = False

    def _forward(self) -> None:
        """Send on what came, and answer what the server says to it."""
        proxy = cast("_Proxy", self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wire = Wire(proxy.url)
        try:
            answer = wire.send(self.command, self.path, dict(self.headers), body or None)
        except AssertionError as error:
            proxy.wrong.append(str(error))
            self.send_error(502)
            return
        finally:
            wire.close()
        self.send_response_only(answer.status, answer.phrase)
        for name, value in answer.headers:
            if name.lower() not in _OF_THE_CONNECTION:
                self.send_header(name, value)
        if answer.status not in {204, 304}:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _forward  # noqa: N815 - the names that it calls

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has there
        """Say nothing: what is worth knowing stands in the server's journal."""
