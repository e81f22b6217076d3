"""The judge of every answer of Microsoft Graph that the tests see, who asks whether it is what Microsoft published.

A helper, not a test: `CheckedTransport` goes under every client that uses httpx (`sdk_client.py` for msgraph-sdk),
`checked_session` makes an aiohttp session, `check_graph_answer` judges any answer by hand. Values are judged in
`shapes.py`, errors in `errors.py`; and msgraph-sdk's own models have to read every answer without a loss.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import httpx

from mockserver.microsoft.description import PRIMITIVES, derives, item_of, match, method, properties_of, type_of
from tests.microsoft.errors import GUID, error_differences, session_problem_differences
from tests.microsoft.sdk_models import lost, model_of, read
from tests.microsoft.shapes import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = "/v1.0/"
_SESSION_PREFIX = re.compile(r"^/s/[^/]+(?=/)")
_JSON = re.compile(
    r"application/json; ?odata\.metadata=(?P<metadata>minimal|full|none); ?odata\.streaming=true; ?"
    r"IEEE754Compatible=false; ?charset=utf-8"
)
_CONTEXT = re.compile(r"https?://[^/#]+/(?:[^#]*/)?v1\.0/\$metadata#\S+")

# What creates nothing and is asked for by POST.
ACTIONS = {"accept": 202, "cancel": 202, "decline": 202, "forward": 202, "tentativelyAccept": 202}
ACTIONS |= {"dismissReminder": 200, "findMeetingTimes": 200, "getSchedule": 200, "snoozeReminder": 200}
ACTIONS |= {"$batch": 200, "createUploadSession": 201, "permanentDelete": 204, "reauthorize": 204}
ACTIONS |= {"translateExchangeIds": 200}


def check_graph_answer(
    http_method: str, path: str, status: int, headers: Mapping[str, str], body: bytes, *, sent: bytes = b""
) -> None:
    """Raise AssertionError with what is wrong, where an answer of Microsoft Graph is not as published.

    `path` is a path or a URL; `sent` is the body of the request, without which the answers inside a `$batch` are not
    judged. Answers of other paths, and of OPTIONS, are none of Graph's and pass.
    """
    inner = own_path(path)
    if not inner.startswith(ROOT) or http_method == "OPTIONS":
        return
    lowered = {name.lower(): value for name, value in headers.items()}
    wrong = list(_wrong(http_method, inner, status, lowered, body))
    wrong += _wrong_headers(status, lowered)
    if inner == f"{ROOT}$batch" and status == 200 and sent and not wrong:
        wrong += _wrong_batch(json.loads(sent), json.loads(body))
    if not wrong:
        wrong += _unread(http_method, inner, status, lowered, body)
    if wrong:
        lines = "".join(f"\n  {line}" for line in wrong[:20])
        shown = body[:1000].decode("utf-8", "replace")
        raise AssertionError(
            f"{http_method} {path} answered {status}, which is not as Microsoft published it:{lines}\n{shown}"
        )


def own_path(path: str) -> str:
    """The path alone, of a path or a URL, without the prefix that names a session."""
    return _SESSION_PREFIX.sub("", urlsplit(path).path)


def _wrong(http_method: str, path: str, status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    method_id = match(http_method, path)
    if headers.get("content-type", "").startswith("application/problem+json"):
        yield from session_problem_differences(status, body)
    elif status >= 400:
        yield from error_differences(status, headers, body)
    elif method_id is None:
        yield f"status {status} for what is not published; right would be an error"
    else:
        yield from _wrong_success(method_id, status, headers, body)


def _wrong_headers(status: int, headers: dict[str, str]) -> Iterator[str]:
    """What every answer carries, whatever it says."""
    if headers.get("content-type", "").startswith("application/problem+json"):
        return
    if not GUID.fullmatch(headers.get("request-id", "")):
        yield f"request-id {headers.get('request-id')!r} is no GUID"
    if not headers.get("client-request-id"):
        yield "client-request-id is missing"
    try:
        json.loads(headers.get("x-ms-ags-diagnostic", ""))["ServerInfo"]
    except (ValueError, KeyError, TypeError):
        yield f"x-ms-ags-diagnostic {headers.get('x-ms-ags-diagnostic')!r} has no ServerInfo"
    if status in {429, 503} and not headers.get("retry-after", "").isdecimal():
        yield f"{status} carries Retry-After in seconds"


# Success.


def right_status(method_id: str) -> int:
    """The status of a method that did what it was asked for."""
    http_method, _, path = method_id.partition(" ")
    if http_method == "POST":
        return ACTIONS.get(path.rpartition("/")[2], 201)
    return 204 if http_method == "DELETE" else 200


def _wrong_success(method_id: str, status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    minimal = "return=minimal" in headers.get("preference-applied", "")
    right = 204 if minimal else right_status(method_id)
    if status != right:
        yield f"status {status}; {method_id} answers {right}"
    response = method(method_id).response
    if response is None or status in {202, 204}:
        if body or "content-type" in headers:
            yield f"a body of {len(body)} bytes, of {headers.get('content-type')!r}, where there is none"
    elif response == "Integer":
        if not headers.get("content-type", "").startswith("text/plain") or not body.isdigit():
            yield f"{body[:20]!r} of {headers.get('content-type')!r}; right would be a number, of text/plain"
    elif response != "Binary":
        yield from _wrong_json(method_id, response, headers, body)


def _wrong_json(method_id: str, response: str, headers: dict[str, str], body: bytes) -> Iterator[str]:
    kind = _JSON.fullmatch(headers.get("content-type", ""))
    batch = response == "batchResponseContent"
    if kind is None and not (batch and headers.get("content-type", "").startswith("application/json")):
        yield f"Content-Type {headers.get('content-type')!r}; right would match {_JSON.pattern}"
    if not batch and headers.get("odata-version") != "4.0":
        yield f"OData-Version {headers.get('odata-version')!r}; right would be '4.0'"
    try:
        value = json.loads(body, object_pairs_hook=_without_repeats)
    except ValueError as error:
        yield f"the body is no JSON: {error}"
        return
    if not isinstance(value, dict):
        yield "the body is no object"
        return
    metadata = kind["metadata"] if kind is not None else "none"
    if not batch:
        yield from _wrong_context(method_id, response, value, metadata)
    yield from body_differences(response, value, metadata=metadata)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a name stands twice among {[name for name, _ in pairs]}")
    return found


def _wrong_context(method_id: str, response: str, value: dict[str, Any], metadata: str) -> Iterator[str]:
    context = value.get("@odata.context")
    if metadata == "none":
        return
    if not (isinstance(context, str) and _CONTEXT.fullmatch(context)):
        yield f"@odata.context: {context!r} leads to no $metadata#…"
        return
    if next(iter(value)) != "@odata.context":
        yield "@odata.context: stands first"
    one = response in PRIMITIVES or type_of(response).kind == "entity"
    keyed = method_id.endswith("}") or (method_id.startswith("POST ") and right_status(method_id) == 201)
    if context.endswith("/$entity") and not one:
        yield f"@odata.context: {context!r} is that of one entity"
    elif one and keyed and response not in PRIMITIVES and not context.endswith("/$entity"):
        yield f"@odata.context: {context!r}; that of one entity ends with /$entity"


def body_differences(response: str, value: dict[str, Any], *, metadata: str = "minimal") -> Iterator[str]:
    """How the body of an answer differs from the type that its method answers with."""
    name, is_list = item_of(response)
    if name in PRIMITIVES or is_list or type_of(name).kind == "enum":
        # A single property is asked for: what is no object is wrapped into one.
        inner = {key: part for key, part in value.items() if key != "@odata.context"}
        if list(inner) != ["value"]:
            yield f"the body has {list(value)}; right would be @odata.context and value"
        yield from differences(response, inner.get("value"), "value", metadata=metadata)
        return
    shown = {key: part for key, part in value.items() if type_of(name).kind != "body" or key != "@odata.context"}
    yield from differences(name, shown, metadata=metadata)
    if item_of(properties_of(name).get("value", ""))[1]:
        yield from _wrong_page(name, value, metadata)


def _wrong_page(name: str, value: dict[str, Any], metadata: str) -> Iterator[str]:
    if not isinstance(value.get("value"), list):
        yield "value: a collection has one, be it empty"
        return
    links = [link for link in ("@odata.nextLink", "@odata.deltaLink") if link in value]
    yield from (f"{link}: {value[link]!r} is no absolute URL" for link in links if "://" not in str(value[link]))
    if not derives(name, "baseDeltaFunctionResponse"):
        return
    if len(links) != 1:
        yield f"a page of changes has a nextLink or a deltaLink, and not {links or 'none'}"
    for index, item in enumerate(value["value"]):
        if isinstance(item, dict) and "@odata.type" not in item and metadata != "none":
            yield f"value[{index}].@odata.type: is missing; every change has one"


def _unread(http_method: str, path: str, status: int, headers: dict[str, str], body: bytes) -> list[str]:
    """What msgraph-sdk's models do not hold of a right answer."""
    if not body or not headers.get("content-type", "").startswith("application/json"):
        return []
    try:
        model = model_of(http_method, path, status)
    except LookupError:
        return []
    try:
        held = read(model, body)
    except (TypeError, ValueError) as unread:
        return [f"msgraph-sdk cannot read it: {unread}"]
    return [f"{line} by msgraph-sdk" for line in lost(json.loads(body), held)]


# Batches.


def _wrong_batch(sent: dict[str, Any], answered: dict[str, Any]) -> Iterator[str]:
    """Each answer is judged by its own request. It has its own headers, but not those of every answer."""
    asked = {str(item["id"]): item for item in sent["requests"]}
    found = [str(item.get("id")) for item in answered["responses"]]
    if sorted(found) != sorted(asked):
        yield f"responses: has the ids {sorted(found)}; asked were {sorted(asked)}"
        return
    for item in answered["responses"]:
        request = asked[item["id"]]
        url = "/" + urlsplit(request["url"]).path.lstrip("/")
        headers = {name.lower(): value for name, value in (item.get("headers") or {}).items()}
        body = item.get("body")
        content = b64decode(body) if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()
        for line in _wrong(request["method"], f"{ROOT[:-1]}{url}", item["status"], headers, content):
            yield f"responses[{item['id']}]: {line}"


# The hooks.


class CheckedTransport(httpx.AsyncHTTPTransport):
    """A transport for httpx, and so for msgraph-sdk, whose every answer is judged."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        body = await response.aread()
        sent = await request.aread()
        check_graph_answer(request.method, str(request.url), response.status_code, response.headers, body, sent=sent)
        return response


async def check_exchange(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Judge every answer: an aiohttp client middleware, for a `ClientSession` or a test client."""
    sent = request.body if isinstance(request.body, bytes) else await request.body.as_bytes()
    response = await handler(request)
    if own_path(request.url.raw_path).startswith(ROOT):
        body = await response.read()
        check_graph_answer(request.method, str(request.url), response.status, response.headers, body, sent=sent)
    return response


def checked_session(base_url: str | None = None, **options: Any) -> aiohttp.ClientSession:
    """An aiohttp client session whose every answer is judged."""
    return aiohttp.ClientSession(base_url, middlewares=(check_exchange,), **options)
