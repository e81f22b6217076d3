"""The client that every test here asks with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.microsoft.push.push_world import Client, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with serving(tmp_path) as found:
        yield found
