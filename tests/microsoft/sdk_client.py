"""msgraph-sdk's client, unmodified, with the judge of `contract.py` under it. A helper, not a test."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
from kiota_abstractions.authentication import AuthenticationProvider
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory  # type: ignore[import-untyped]  # msgraph-core has no types

from tests.microsoft.contract import CheckedTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from kiota_abstractions.request_information import RequestInformation


class Bearer(AuthenticationProvider):
    """Sends one token with every request; without a token, none."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def authenticate_request(
        self, request: RequestInformation, additional_authentication_context: dict[str, Any] | None = None
    ) -> None:
        del additional_authentication_context
        if self._token:
            request.headers.try_add("Authorization", f"Bearer {self._token}")


@asynccontextmanager
async def checked_client(root: str, token: str = "") -> AsyncIterator[GraphServiceClient]:
    """A client of the service at this root (`http://…/v1.0`), whose every answer is judged."""
    # Its own middleware hides the transport, and does not close it.
    transport = CheckedTransport()
    try:
        inner = httpx.AsyncClient(transport=transport)
        piped = GraphClientFactory.create_with_default_middleware(client=inner, options=options)
        adapter = GraphRequestAdapter(Bearer(token), client=piped)
        adapter.base_url = root
        yield GraphServiceClient(request_adapter=adapter)
    finally:
        await transport.aclose()
