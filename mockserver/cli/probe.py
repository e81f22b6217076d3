"""A probe of a server's health, as small as can be: at a quarter of a processor, what it imports is what it costs."""

from __future__ import annotations

import os
import re
import socket
import sys

TIMEOUT = 3.0
"""Seconds of real time that a server has to answer."""

_PLACE = re.compile(r"(?P<host>\[[0-9a-fA-F:.%]+\]|[^\s:\[\]]+)(?::(?P<port>\d{1,5}))?")


def probe(host: str, port: int, timeout: float = TIMEOUT) -> str | None:
    """Ask for `/healthz`. Answers what is wrong, None where all is well."""
    request = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((host, port), timeout) as connection:
            connection.sendall(request.encode())
            first = connection.makefile("rb").readline(200)
    except OSError as error:
        return f"{host}:{port} does not answer: {error}"
    if first.split(b" ", 2)[1:2] != [b"200"]:
        return f"{host}:{port} answered {first.decode('latin-1').strip() or 'nothing'}"
    return None


def address(url: str | None) -> tuple[str, int]:
    """Where to ask: at the URL, else where this machine's server listens by its variables. Raises ValueError."""
    if url is not None:
        place = (url.partition("://")[2] or url).partition("/")[0]
        found = _PLACE.fullmatch(place)
        if found is None or int(found["port"] or 80) > 65_535:
            raise ValueError(f"{url!r} is no URL of a server; give one such as http://127.0.0.1:8080")
        return found["host"].strip("[]"), int(found["port"] or 80)
    host = os.environ.get("MOCKSERVER_HOST", "127.0.0.1")
    port = os.environ.get("MOCKSERVER_PORT", "8080")
    if port.startswith("tcp://"):  # what Kubernetes says of a service that is called mockserver
        port = "8080"
    if not (port.isdecimal() and 0 < int(port) <= 65_535):
        raise ValueError(f"MOCKSERVER_PORT is {port!r}, where nothing can be asked; give a URL")
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked where the server listens to all
    return everywhere.get(host, host), int(port)


def main(arguments: list[str]) -> int:
    """Probe the server at the URL in the arguments, if there is one, and answer the exit status."""
    try:
        host, port = address(arguments[0] if arguments else None)
    except ValueError as error:
        print(f"mockserver healthcheck: {error}", file=sys.stderr)
        return 1
    wrong = probe(host, port)
    if wrong is not None:
        print(f"mockserver healthcheck: {wrong}", file=sys.stderr)
    return 0 if wrong is None else 1
