"""A running server of books for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.session.session import Choices
from tests.http.books import library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.http.books import Library


@pytest.fixture
async def books() -> AsyncIterator[Library]:
    async with library() as running:
        running.sessions.create(running.default.template, Choices(), "k3v9")
        yield running
