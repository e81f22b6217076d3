"""How answers look."""

from __future__ import annotations

import re

from tests.microsoft.oauth.oauth_world import GRAPH_DEFAULT, entra


async def test_an_error_says_where_to_look_for_it() -> None:
    async with entra() as client:
        form = client.client("robot") | {"grant_type": "client_credentials", "scope": GRAPH_DEFAULT}
        form["client_secret"] = "wrong"
        path = f"/{client.tenant}/oauth2/v2.0/token"
        asked = "11111111-2222-4333-8444-555555555555"
        answer = await client.ask("POST", path, {"client-request-id": asked}, data=form)

    error = answer.json
    names = ["error", "error_description", "error_codes", "timestamp", "trace_id", "correlation_id", "error_uri"]
    assert list(error) == names
    assert error["correlation_id"] == asked
    assert error["timestamp"] == "2026-03-06 14:00:00Z"
    end = f" Trace ID: {error['trace_id']} Correlation ID: {asked} Timestamp: 2026-03-06 14:00:00Z"
    assert re.fullmatch(
        r"AADSTS7000215: Invalid client secret provided\. .*" + re.escape(end), error["error_description"]
    )
    assert answer.headers["x-ms-request-id"] == error["trace_id"]
    assert answer.headers["Cache-Control"] == "no-store, no-cache"


async def test_two_answers_have_different_traces() -> None:
    async with entra() as client:
        traces = {(await client.token("nothing")).json["trace_id"] for _ in range(3)}

    assert len(traces) == 3
