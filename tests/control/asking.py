"""Ways to ask the control API and to read its refusals. A helper, not a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.wire import JSON, Answer, Wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.control.problems import Row


class Asker:
    """Asks over one connection; a path begins behind `/_mock`."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def __call__(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request; a body that is neither text nor bytes goes as JSON."""
        if body is None or isinstance(body, str | bytes):
            return self.wire.send(method, "/_mock" + path, headers, body)
        return self.wire.send(method, "/_mock" + path, JSON | dict(headers or {}), json.dumps(body))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Any:
        """What a GET that must succeed answers."""
        answer = self("GET", path, headers=headers)
        assert answer.status == 200, answer.body
        return answer.json


def refused(answer: Answer, row: Row) -> dict[str, Any]:
    """The problem document of an answer. Fails where it is no refusal of this row as RFC 9457 wants it."""
    assert answer.status == row.status, answer.body
    assert answer.header("Content-Type") == "application/problem+json"
    problem: dict[str, Any] = answer.json
    assert (problem["status"], problem["title"]) == (row.status, row.title)
    assert problem["type"].endswith(f"/_mock/problems#{row.slug}")
    assert problem["detail"]
    return problem
