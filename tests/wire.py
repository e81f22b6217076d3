"""Requests and answers as bytes, for tests that look at every one of them. A helper, not a test.

`served` is a server in a process of its own, `Wire` a connection to a server, `World` a session that a test made for
itself on one. Every answer of Google Calendar is judged on its way (`tests/contract.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from tests.contract import check_google_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JSON = {"Content-Type": "application/json"}
SECONDS = 30
ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def served(*flags: str, **environment: str) -> Iterator[str]:
    """A server started as a user starts it, in a process of its own, and its URL. It must end cleanly when told to."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MOCKSERVER_"))}
    command = [sys.executable, "-m", "mockserver", "serve", "--port", "0", *flags]
    with subprocess.Popen(  # noqa: S603 - this project's own command
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=variables | environment
    ) as process:
        assert process.stdout
        try:
            with _killed_after(SECONDS, process):
                said = process.stdout.readline()
            assert " at http" in said, f"{' '.join(command)} said {said!r}, and not where it is"
            yield said.split()[-1]
        finally:
            process.terminate()
            with _killed_after(SECONDS, process):
                status = process.wait()
    assert status == 0, f"the server ended with status {status}"


@contextmanager
def _killed_after(seconds: float, process: subprocess.Popen[str]) -> Iterator[None]:
    watchdog = Timer(seconds, process.kill)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()


class Answer(NamedTuple):
    """An answer as it came, its headers in their order."""

    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        """One header's value; none where it did not come. Two of a name are a mistake."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) < 2, f"{name} came {len(values)} times"
        return values[0] if values else None

    def head(self) -> str:
        """The status line and the headers, as curl shows them."""
        return "\n".join([f"{self.status} {self.phrase}", *(f"{name}: {value}" for name, value in self.headers)])


class Wire:
    """A connection to a server at a URL, kept open between requests."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname
        self.url = url
        self._connection = HTTPConnection(parts.hostname, parts.port or 80, timeout=SECONDS)

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | str | None = None
    ) -> Answer:
        """Send one request and read all of its answer. Raises AssertionError where it is not as Google published it."""
        data = body.encode() if isinstance(body, str) else body
        self._connection.request(method, path, data, dict(headers or {}))
        response = self._connection.getresponse()
        answer = Answer(response.status, response.reason, tuple(response.getheaders()), response.read())
        check_google_answer(method, path, answer.status, dict(answer.headers), answer.body)
        return answer

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the control API, and answer what it said; None where it said nothing. Anything but a success fails."""
        sent = None if body is None else json.dumps(body)
        answer = self.send(method, "/_mock" + path, JSON if sent else {}, sent)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body.decode()}"
        return answer.json if answer.body else None

    def close(self) -> None:
        self._connection.close()


class World:
    """A session of a test's own. `document` is the session document."""

    def __init__(self, wire: Wire, choices: Mapping[str, Any]) -> None:
        self.wire = wire
        self.document: dict[str, Any] = wire.control("POST", "/sessions", choices)
        self.id: str = self.document["id"]
        self.path = f"/sessions/{self.id}"
        self.urls: dict[str, str] = self.document["urls"]

    def google(self, person: str) -> dict[str, Any]:
        """A person's tokens at Google."""
        tokens: dict[str, Any] = self.document["people"][person]["google"]
        return tokens

    def advance(self, length: str) -> None:
        """Move the session's clock on by an ISO 8601 duration."""
        self.wire.control("PATCH", f"{self.path}/clock", {"advance": length})

    def requests(self, after: int = 0) -> list[dict[str, Any]]:
        """What the session saw, from its journal."""
        found: list[dict[str, Any]] = self.wire.control("GET", f"{self.path}/requests?after={after}")["requests"]
        return found


@contextmanager
def world(url: str, **choices: Any) -> Iterator[World]:
    """A session made as `choices` say (the body of `POST /_mock/sessions`), ended with the test."""
    wire = Wire(url)
    try:
        made = World(wire, choices)
        yield made
        wire.control("DELETE", made.path)
    finally:
        wire.close()
