"""A client over TLS that trusts the authority of one server and no other. A helper, not a test."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from http.client import HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.live import SECONDS, live
from tests.wire import Answer, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from tests.live import LiveServer


class Secure:
    """A running server that speaks TLS too. What to trust was fetched over plain HTTP, as CI does it."""

    def __init__(self, server: LiveServer) -> None:
        assert server.server.https_url
        self.live = server
        self.url = server.server.https_url
        self.port = urlsplit(self.url).port or 443
        wire = Wire(server.url)
        self.ca_pem = wire.send("GET", "/_mock/ca.pem").body.decode()
        wire.close()

    def trust(self) -> ssl.SSLContext:
        """As strict as Python 3.13 is by itself."""
        context = ssl.create_default_context(cadata=self.ca_pem)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    @contextmanager
    def connected(self, name: str = "localhost", trust: ssl.SSLContext | None = None) -> Iterator[ssl.SSLSocket]:
        """A connection to what is asked for by this name. Raises ssl.SSLError where it is not believed to be that."""
        with (
            socket.create_connection(("127.0.0.1", self.port), SECONDS) as plain,
            (trust or self.trust()).wrap_socket(plain, server_hostname=name) as secure,
        ):
            yield secure

    def get(self, path: str, **headers: str) -> Answer:
        """Ask over TLS."""
        connection = HTTPSConnection("127.0.0.1", self.port, timeout=SECONDS, context=self.trust())
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.reason, tuple(response.getheaders()), response.read())
        connection.close()
        return answer


@contextmanager
def secure(**settings: Any) -> Iterator[Secure]:
    """A server with TLS and these settings, until the block ends."""
    with live(**{"tls": True, "tls_port": 0} | settings) as server:
        yield Secure(server)
