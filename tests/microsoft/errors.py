"""Whether an error is one of Microsoft Graph's: its envelope, and the headers that go with it. A helper, not a test."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
# The one moment that the service writes without a zone and without a fraction.
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_MEMBERS = {"code", "message", "target", "details", "innerError"}
_INNER = {"date", "request-id", "client-request-id"}


def error_differences(status: int, headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    """How an error differs from the envelope that all of them have; header names in lower case."""
    if not headers.get("content-type", "").startswith("application/json"):
        yield f"Content-Type {headers.get('content-type')!r}; right would be 'application/json'"
    try:
        value = json.loads(body)
    except ValueError as unread:
        yield f"the body is no JSON: {unread}"
        return
    if not isinstance(value, dict) or list(value) != ["error"] or not isinstance(value["error"], dict):
        yield "an error's body has the one member error"
        return
    error = value["error"]
    if list(error)[:2] != ["code", "message"]:
        yield f"error: has {list(error)}; code and message stand first"
    if not (isinstance(error.get("code"), str) and error["code"] and not re.search(r"\s", error["code"])):
        yield f"error.code: {error.get('code')!r} is no code"
    if not isinstance(error.get("message"), str):
        yield f"error.message: {error.get('message')!r} is no text"
    if extra := [name for name in error if name not in _MEMBERS and "@" not in name]:
        yield f"error: has {extra}; right would be some of {sorted(_MEMBERS)}"
    if "innerError" in error:
        yield from _inner_differences(error["innerError"], headers)
    if status == 401 and not headers.get("www-authenticate", "").startswith("Bearer "):
        yield "a 401 carries WWW-Authenticate"


def _inner_differences(inner: Any, headers: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(inner, dict) or not set(inner) >= _INNER:
        yield f"error.innerError: {inner!r} has not all of {sorted(_INNER)}"
        return
    if not (isinstance(inner["date"], str) and _DATE.fullmatch(inner["date"])):
        yield f"error.innerError.date: {inner['date']!r}; right would be 2026-03-08T09:00:00"
    for name in ("request-id", "client-request-id"):
        if inner[name] != headers.get(name, inner[name]):
            yield f"error.innerError.{name}: {inner[name]!r}, but the header says {headers[name]!r}"


def session_problem_differences(status: int, body: bytes) -> Iterator[str]:
    """The one answer on Graph's paths that is not Graph's: the session that the request names does not live."""
    problem = json.loads(body)
    if status != 404 or problem.get("status") != 404 or "session" not in json.dumps(problem):
        yield "a control API's problem document, which is for unknown sessions only"
