from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.control.asking import Asker
from tests.live import live
from tests.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Started = Callable[..., AbstractContextManager[Asker]]


@pytest.fixture
def ask(wire: Wire) -> Asker:
    """A connection to the control API of the running server."""
    return Asker(wire)


@pytest.fixture
def started() -> Started:
    """Starts a server of the test's own with some settings, and connects to its control API."""

    @contextmanager
    def start(**settings: Any) -> Iterator[Asker]:
        with live(**settings) as server:
            connection = Wire(server.url)
            try:
                yield Asker(connection)
            finally:
                connection.close()

    return start
