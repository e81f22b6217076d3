"""The fixtures that every folder of tests shares: a running server, and a way to ask its control API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.live import LiveServer, live
from tests.wire import Wire, World, world

if TYPE_CHECKING:
    from collections.abc import Iterator


# The same examples on every machine and at every run; how long one takes says more of the machine than of the code.
settings.register_profile("mockserver", derandomize=True, deadline=None)
settings.load_profile("mockserver")


@pytest.fixture(scope="session")
def shared_server() -> Iterator[LiveServer]:
    """One server for the whole run: it is `live_server` that tests take."""
    with live() as server:
        yield server


@pytest.fixture
def live_server(shared_server: LiveServer) -> Iterator[LiveServer]:
    """A running server on a port of this machine, shared by all tests: each makes sessions of its own in it.

    A test during which the server failed in a way that nobody foresaw fails, whatever the answer said.
    """
    before = len(shared_server.errors)
    yield shared_server
    assert shared_server.errors[before:] == []


@pytest.fixture
def wire(live_server: LiveServer) -> Iterator[Wire]:
    """A connection to the running server."""
    connection = Wire(live_server.url)
    yield connection
    connection.close()


@pytest.fixture
def office(live_server: LiveServer) -> Iterator[World]:
    """A session of the test's own, of the scenario `office`, whose clock stands still."""
    with world(live_server.url, scenario="office", clock={"start": "2026-03-06T14:00:00Z", "flow": "frozen"}) as made:
        yield made
