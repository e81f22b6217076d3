"""The judge of every answer that the tests see, who asks whether it is what Google published.

An answer is right when its shape is the published one (`tests/published.py`), not when it is what the server meant. A
helper, not a test: `CheckedHttp` goes under google-api-python-client, `checked_session` makes an aiohttp session,
`check_google_answer` judges any answer by hand.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import httplib2

from tests.published import ROOT, differences, methods, operation_of, own_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CheckedHttp", "check_exchange", "check_google_answer", "checked_session", "operation_of"]

JSON_TYPE = "application/json; charset=utf-8"


def check_google_answer(method: str, path: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Raise AssertionError with what is wrong, where an answer of Google Calendar is not as published.

    `method` is the method that counts (see X-HTTP-Method-Override), `path` a path or a URL. Answers of other paths,
    and of OPTIONS, are none of Google Calendar's and pass.
    """
    if not own_path(path).startswith(ROOT) or method == "OPTIONS":
        return
    lowered = {name.lower(): value for name, value in headers.items()}
    wrong = list(_wrong(method, path, status, lowered, body))
    if wrong:
        lines = "".join(f"\n  {line}" for line in wrong[:20])
        shown = body[:1000].decode("utf-8", "replace")
        raise AssertionError(f"{method} {path} answered {status}, which is not as Google published it:{lines}\n{shown}")


def _wrong(method: str, path: str, status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    operation = operation_of("GET" if method == "HEAD" else method, path)
    if headers.get("content-type", "").startswith("application/problem+json"):
        yield from _wrong_problem(status, body)
    elif method == "HEAD" or status in {204, 304}:
        if body:
            yield f"a body of {len(body)} bytes, where there is none"
        if method != "HEAD" and "content-type" in headers:
            yield f"Content-Type {headers['content-type']!r} without a body"
        yield from _wrong_status(method, operation, status, headers)
    else:
        yield from _wrong_status(method, operation, status, headers)
        yield from _wrong_body(operation, status, headers, body)


def _wrong_status(method: str, operation: str | None, status: int, headers: dict[str, str]) -> Iterator[str]:
    if status >= 400:
        return
    if operation is None:
        yield f"status {status} for a path that is not published; right would be an error"
        return
    right = 200 if "response" in methods()[operation] else 204
    if status == 304:
        if method not in {"GET", "HEAD"} or "etag" not in headers:
            yield "304 is for GET only, and carries the ETag"
    elif status != right:
        yield f"status {status}; {operation} answers {right}"


def _wrong_body(operation: str | None, status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    if headers.get("content-type", "").lower() != JSON_TYPE:
        yield f"Content-Type {headers.get('content-type')!r}; right would be {JSON_TYPE!r}"
    try:
        value = json.loads(body, object_pairs_hook=_without_repeats)
    except ValueError as error:
        yield f"the body is no JSON: {error}"
        return
    if status >= 400:
        yield from error_differences(status, headers, value, body)
    elif operation is not None and "response" in methods()[operation]:
        yield from differences(methods()[operation]["response"]["$ref"], value)
        yield from _wrong_print(body, b' "')
        if "etag" in headers and value.get("etag", headers["etag"]) != headers["etag"]:
            yield f"the header says ETag {headers['etag']}, the body {value['etag']}"


def _wrong_print(body: bytes, indented: bytes) -> Iterator[str]:
    """The backend indents by one, the front end by two, and `prettyPrint=false` is compact."""
    if body not in {b"{}", b"{}\n"} and not body.startswith((b"{\n" + indented, b'{"')):
        yield f"printed as {body[:12]!r}; right would be an indent of {len(indented) - 1}"


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a name stands twice among {[name for name, _ in pairs]}")
    return found


def _wrong_problem(status: int, body: bytes) -> Iterator[str]:
    """The one answer on Google's paths that is not Google's: the session that the request names does not live."""
    problem = json.loads(body)
    if status != 404 or problem.get("status") != 404 or "session" not in json.dumps(problem):
        yield "a control API's problem document, which is for unknown sessions only"


# Errors. Two writers answer at Google: the backend, and the front end (tokens, scopes, quotas, disabled APIs).

_BACKEND = ["errors", "code", "message"]
_BACKEND_ITEM = ["domain", "reason", "message", "locationType", "location", "extendedHelp"]
_FRONT_END = ["code", "message", "errors", "status", "details"]
_FRONT_END_ITEM = ["message", "domain", "reason", "location", "locationType", "extendedHelp"]
_STATUS_NAMES = {  # https://cloud.google.com/apis/design/errors
    400: {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE"},
    401: {"UNAUTHENTICATED"},
    403: {"PERMISSION_DENIED"},
    404: {"NOT_FOUND"},
    409: {"ABORTED", "ALREADY_EXISTS"},
    429: {"RESOURCE_EXHAUSTED"},
    500: {"INTERNAL", "UNKNOWN", "DATA_LOSS"},
    501: {"UNIMPLEMENTED"},
    503: {"UNAVAILABLE"},
    504: {"DEADLINE_EXCEEDED"},
}


def error_differences(status: int, headers: Mapping[str, str], value: Any, body: bytes) -> Iterator[str]:
    """How an error's body differs from both of the shapes that Google's errors have."""
    if not isinstance(value, dict) or list(value) != ["error"] or not isinstance(value["error"], dict):
        yield "an error's body has the one member error"
        return
    error = value["error"]
    front_end = "status" in error
    yield from _wrong_members("error", error, _FRONT_END if front_end else _BACKEND, {"errors", "code", "message"})
    items = error.get("errors")
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        yield "error.errors: a list of one object at least"
        return
    for item in items:
        yield from _wrong_item(item, _FRONT_END_ITEM if front_end else _BACKEND_ITEM)
    if error.get("code") != status:
        yield f"error.code: {error.get('code')!r}, but the status is {status}"
    if front_end:
        yield from _wrong_front_end(status, headers, error, body)
    else:
        yield from _wrong_print(body, b' "')
        if error.get("message") != items[0].get("message"):
            yield "error.message: the backend says the same as in its first item"


def _wrong_item(item: dict[str, Any], order: list[str]) -> Iterator[str]:
    yield from _wrong_members("error.errors[]", item, order, {"domain", "reason", "message"})
    if ("location" in item) != ("locationType" in item):
        yield "error.errors[]: location and locationType come together"
    if item.get("locationType", "header") not in {"header", "parameter"}:
        yield f"error.errors[].locationType: {item['locationType']!r} is neither header nor parameter"
    yield from (f"error.errors[].{name}: no text" for name, text in item.items() if not _is_text(text))


def _wrong_front_end(status: int, headers: Mapping[str, str], error: dict[str, Any], body: bytes) -> Iterator[str]:
    if not _is_text(error.get("message")):
        yield "error.message: no text"
    if not (body.startswith(b'{\n  "') and body.endswith(b"\n")):
        yield "the front end indents by two and ends with a newline, whatever prettyPrint says"
    if error["status"] not in _STATUS_NAMES.get(status, set()):
        yield f"error.status: {error['status']!r} does not go with {status}"
    for detail in error.get("details", []):
        if not str(detail.get("@type", "")).startswith("type.googleapis.com/google.rpc."):
            yield "error.details[]: no @type"
        elif detail["@type"].endswith("ErrorInfo") and not {"reason", "domain"} <= set(detail):
            yield "error.details[]: an ErrorInfo has reason and domain"
    if status == 401 and "www-authenticate" not in headers:
        yield "a 401 carries WWW-Authenticate"


def _wrong_members(place: str, value: dict[str, Any], order: list[str], required: set[str]) -> Iterator[str]:
    yield from (f"{place}: {name} is missing" for name in sorted(required - set(value)))
    if list(value) != [name for name in order if name in value]:
        yield f"{place}: has {list(value)}; right would be some of {order}, in this order"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


# The hooks.


class CheckedHttp(httplib2.Http):  # type: ignore[misc] # httplib2 is untyped
    """An httplib2 client, for google-api-python-client and google-auth, whose every answer is judged."""

    def request(self, uri: str, method: str = "GET", *args: Any, **options: Any) -> tuple[httplib2.Response, bytes]:
        response, content = super().request(uri, method, *args, **options)
        sent = options.get("headers") or (args[1] if len(args) > 1 else None) or {}
        check_google_answer(_effective(method, sent), uri, response.status, response, content)
        return response, content


async def check_exchange(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Judge every answer: an aiohttp client middleware, for a `ClientSession` or a test client."""
    response = await handler(request)
    if own_path(request.url.raw_path).startswith(ROOT):
        body = await response.read()
        method = _effective(request.method, request.headers)
        check_google_answer(method, str(request.url), response.status, response.headers, body)
    return response


def checked_session(base_url: str | None = None, **options: Any) -> aiohttp.ClientSession:
    """An aiohttp client session whose every answer is judged."""
    return aiohttp.ClientSession(base_url, middlewares=(check_exchange,), **options)


def _effective(method: str, headers: Mapping[str, str]) -> str:
    """The method that counts: google-api-python-client sends a long GET as a POST that says so."""
    lowered = {name.lower(): value for name, value in headers.items()}
    return lowered.get("x-http-method-override", method) if method == "POST" else method
