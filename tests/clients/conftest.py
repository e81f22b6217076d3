"""The fixtures of the real clients' tests: a session of their own, and each client on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.interception import Interception, intercepted
from tests.clients.real_clients import Client, Connect, Node, NodeClient, PythonClient
from tests.wire import World, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def scenario() -> str:
    """The scenario of `session`; a test that needs another one names it with `parametrize`."""
    return "dst-new-york"


@pytest.fixture
def session(live_server: Any, scenario: str) -> Iterator[World]:
    with world(live_server.url, scenario=scenario) as made:
        yield made


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    process = Node("@googleapis/calendar")
    yield process
    process.close()


@pytest.fixture(params=["python", "node"])
def connect(request: pytest.FixtureRequest, session: World) -> Iterator[Connect]:
    """A person's client: google-api-python-client's and @googleapis/calendar's in turn."""
    if request.param == "node":
        process = request.getfixturevalue("node")
        yield lambda person: NodeClient(process, session, person)
        return
    made: list[PythonClient] = []

    def connected(person: str) -> Client:
        made.append(PythonClient(session, person))
        return made[-1]

    yield connected
    for client in made:
        client.close()


@pytest.fixture
def alice(connect: Connect) -> Client:
    return connect("alice")


@pytest.fixture
def interception(live_server: Any, tmp_path: Path) -> Iterator[Interception]:
    """A proxy for clients that know Google's host only; nothing that went through it may have been wrong."""
    with intercepted(live_server.url, tmp_path) as made:
        yield made
    assert made.wrong == []
