"""A client of raw bytes: requests that are prepared once, answers read as far as their length says, nothing more."""

from __future__ import annotations

import socket
from typing import NamedTuple

HOST = "127.0.0.1"


class WrongAnswer(Exception):  # noqa: N818 - it names what came
    """An answer that is none of those expected, or none at all."""


class Answer(NamedTuple):
    """An answer as it came; `head` is the status line and the headers."""

    status: int
    head: bytes
    body: bytes


def request(method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
    """A request, ready to be sent."""
    every = {"Host": "localhost", "Accept": "application/json"} | (headers or {})
    if body:
        every["Content-Length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in every.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Connection:
    """One kept-alive connection. Every wait on it ends after `timeout` seconds."""

    def __init__(self, port: int, timeout: float = 20.0) -> None:
        self._socket = socket.create_connection((HOST, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, raw: bytes) -> None:
        self._socket.sendall(raw)

    def receive(self) -> Answer:
        """The next answer. Raises `WrongAnswer` where its end cannot be told, OSError where none comes."""
        data = self._more(b"")
        while (end := data.find(b"\r\n\r\n")) < 0:
            data = self._more(data)
        at = data.find(b"Content-Length: ", 0, end)
        if at < 0:
            raise WrongAnswer(f"an answer without a length: {data[:200]!r}")
        size = end + 4 + int(data[at + 16 : data.find(b"\r", at)])
        while len(data) < size:
            data = self._more(data)
        return Answer(int(data[9:12]), data[:end], data[end + 4 :])

    def ask(self, raw: bytes) -> Answer:
        """Send a request and wait for its answer. Raises `WrongAnswer` unless it is a 2xx."""
        self.send(raw)
        answer = self.receive()
        if not 200 <= answer.status < 300:
            raise WrongAnswer(f"{raw[:120]!r} was answered by {answer.head[:80]!r} {answer.body[:300]!r}")
        return answer

    def close(self) -> None:
        self._socket.close()

    def _more(self, data: bytes) -> bytes:
        got = self._socket.recv(262_144)
        if not got:
            raise WrongAnswer(f"the connection ended in the middle of an answer: {data[:200]!r}")
        return data + got if data else got
