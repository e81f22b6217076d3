"""The server that the tests of this folder talk to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp.test_utils import RawTestServer

from mockserver.google.provider import GoogleCalendar, GoogleOAuth
from mockserver.http.pipeline import Pipeline
from mockserver.session import Sessions, Template
from tests.google.oauth.oauth_world import DIRECTORY, Elsewhere, Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    sessions = Sessions(Template("default", DIRECTORY))
    handler: Any = Pipeline(sessions, (GoogleCalendar(), GoogleOAuth(), Elsewhere()))
    async with RawTestServer(handler) as running, aiohttp.ClientSession() as client:
        yield Server(str(running.make_url("")).rstrip("/"), sessions, client)
