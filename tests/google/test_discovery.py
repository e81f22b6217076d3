"""The discovery document: what the real client builds itself from, and that it leads back here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import RawTestServer, TestClient
from googleapiclient.discovery import build_from_document
from googleapiclient.http import HttpMock

from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.session import Sessions
from tests.google.calendar_world import template
from tests.published import methods

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp


@pytest.fixture
async def http() -> AsyncIterator[TestClient[Any, Any]]:
    http: TestClient[Any, Any] = TestClient(RawTestServer(Pipeline(Sessions(template()), [GoogleCalendar()])))
    async with http:
        yield http


async def document(http: TestClient[Any, Any], path: str) -> Any:
    async with http.get(path) as response:
        assert response.status == 200, await response.text()
        return await response.json()


@pytest.mark.parametrize("path", ["/discovery/v1/apis/calendar/v3/rest", "/$discovery/rest?version=v3"])
async def test_nobody_has_to_sign_in_and_the_urls_lead_back(http: TestClient[Any, Any], path: str) -> None:
    found = await document(http, path)

    root = str(http.make_url("/"))
    assert found["rootUrl"] == root
    assert found["baseUrl"] == root + "calendar/v3/"
    assert found["batchPath"] == "batch/calendar/v3"


async def test_a_session_named_by_the_path_stays_in_the_urls(http: TestClient[Any, Any]) -> None:
    found = await document(http, "/s/default/discovery/v1/apis/calendar/v3/rest")

    assert found["rootUrl"] == str(http.make_url("/s/default/"))
    assert found["basePath"] == "/s/default/calendar/v3/"


async def test_every_published_method_is_described_as_google_describes_it(http: TestClient[Any, Any]) -> None:
    found = await document(http, "/discovery/v1/apis/calendar/v3/rest")
    described = {
        method["id"]: method for resource in found["resources"].values() for method in resource["methods"].values()
    }

    assert described.keys() == methods().keys()
    for name, method in methods().items():
        ours = described[name]
        assert (ours["httpMethod"], ours["path"]) == (method["httpMethod"], method["path"])
        assert ours.get("request") == ({"$ref": method["request"]["$ref"]} if "request" in method else None)
        assert ours.get("response") == method.get("response")
        assert ours.get("parameters", {}).keys() == method.get("parameters", {}).keys()
        assert set(ours["scopes"]) == set(method["scopes"])


async def test_the_real_client_builds_itself_from_it(http: TestClient[Any, Any]) -> None:
    found = await document(http, "/discovery/v1/apis/calendar/v3/rest")

    with build_from_document(json.dumps(found), http=HttpMock()) as calendar:
        request = calendar.events().list(calendarId="primary", singleEvents=True, orderBy="startTime")
        batch = calendar.new_batch_http_request()

    assert request.uri.startswith(found["rootUrl"] + "calendar/v3/calendars/primary/events?")
    assert batch._batch_uri == found["rootUrl"] + "batch/calendar/v3"  # noqa: SLF001 - the client shows it nowhere else


async def test_another_version_is_not_found(http: TestClient[Any, Any]) -> None:
    response: aiohttp.ClientResponse
    async with http.get("/$discovery/rest?version=v2") as response:
        assert response.status == 404
