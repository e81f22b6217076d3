"""Microsoft's own clients, and O365, each on a session. Helpers, no tests.

Every answer that one of them gets is judged by the published description (`tests/microsoft/contract.py`).
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.clients.real_clients import NodeProcess
from tests.microsoft.contract import check_graph_answer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.wire import World


class GraphError(Exception):
    """What a client makes of a refusal."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message


def microsoft(world: World, person: str) -> dict[str, Any]:
    """A person's Microsoft account and its tokens, as the session's document has them."""
    account: dict[str, Any] = world.document["people"][person]["microsoft"]
    return account


class GraphNode(NodeProcess):
    """Microsoft's Graph client."""

    def __init__(self, base_url: str, authority: Path) -> None:
        super().__init__("microsoft.mjs", base_url, NODE_EXTRA_CA_CERTS=str(authority))

    def command(self, command: Mapping[str, Any]) -> Any:
        """Have one command done, judge what was answered on the way, and answer its result. Raises `GraphError`."""
        result = self.done(command)
        for seen in result.pop("answers"):
            body, sent = base64.b64decode(seen["body"]), seen["sent"].encode()
            check_graph_answer(seen["method"], seen["url"], seen["status"], seen["headers"], body, sent=sent)
        if "error" in result:
            error = result["error"]
            raise GraphError(error["status"], error["code"], error["message"])
        return result.get("data")


class GraphNodeClient:
    """A person's client in a Node process."""

    def __init__(self, node: GraphNode, world: World, person: str, token: str | None = None) -> None:
        self._node = node
        self._person = person
        node.command({"connect": {"person": person, "token": token or microsoft(world, person)["access_token"]}})

    def call(self, method: str, path: str, body: Any = ..., **more: Any) -> Any:
        asked = {"person": self._person, "method": method, "path": path} | more
        return self._node.command({"call": asked if body is ... else asked | {"body": body}})

    def pages(self, path: str, **more: Any) -> Any:
        return self._node.command({"pages": {"person": self._person, "path": path} | more})

    def batch(self, *requests: Mapping[str, Any]) -> Any:
        return self._node.command({"batch": {"person": self._person, "requests": list(requests)}})
