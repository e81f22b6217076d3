"""What Google published: shapes as JSON Schema, and paths, from the document inside google-api-python-client.

Nothing of this project is read here, so that what is judged by it is judged by an outsider. A helper, not a test.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

ROOT = "/calendar/v3/"
_SESSION_PREFIX = re.compile(r"^/s/[^/]+(?=/)")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    """RFC 3339 section 5.6, with its offset."""
    return not isinstance(value, str) or (
        _DATE_TIME.fullmatch(value) is not None and bool(datetime.fromisoformat(value).tzinfo)
    )


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and bool(date.fromisoformat(value)))


# The published shapes as JSON Schema.


def document() -> dict[str, Any]:
    """The published document, each time anew: the client that is made from one writes into it."""
    source = files("googleapiclient") / "discovery_cache" / "documents" / "calendar.v3.json"
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


@cache
def _own() -> dict[str, Any]:
    """The one that this module reads from."""
    return document()


@cache
def methods() -> dict[str, dict[str, Any]]:
    resources = _own()["resources"].values()
    return {method["id"]: method for resource in resources for method in resource["methods"].values()}


@cache
def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a published resource, where nothing may stand that is not declared."""
    return _converted(_own()["schemas"][name], name)


def _converted(node: dict[str, Any], name: str) -> dict[str, Any]:
    if "$ref" in node:
        return json_schema(node["$ref"])
    kind = node["type"]
    if kind == "any":
        return {}
    result: dict[str, Any] = {"type": kind, "title": name}
    if kind == "object":
        children = node.get("properties", {}).items()
        result["properties"] = {key: _converted(child, f"{name}.{key}") for key, child in children}
        rest = node.get("additionalProperties")
        result["additionalProperties"] = False if rest is None else _converted(rest, f"{name}.*")
    elif kind == "array":
        result["items"] = _converted(node["items"], f"{name}[]")
    if "enum" in node:
        result["enum"] = node["enum"]
    # What a resource is called never varies, though the document only calls it the default.
    if name.endswith(".kind") and "default" in node:
        result["const"] = node["default"]
    return result | _format(kind, node.get("format"))


def _format(kind: str, name: str | None) -> dict[str, Any]:
    match kind, name:
        case _, None:
            return {}
        case "integer", "int32":
            return {"minimum": -(2**31), "maximum": 2**31 - 1}
        case "string", "int64":
            return {"pattern": r"^-?[0-9]{1,19}$"}
        case "string", "date" | "date-time":
            return {"format": name}
    raise NotImplementedError(f"no rule for type {kind!r} with format {name!r}")


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json_schema(name), format_checker=_FORMATS)


def differences(name: str, value: Any) -> list[str]:
    """How a value differs from the published resource of that name; nothing when it does not."""
    return [line for error in validator(name).iter_errors(value) for line in _told(error)]


def _told(error: ValidationError) -> Iterator[str]:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path).lstrip(".")
    if error.validator != "additionalProperties":
        yield f"{place or 'the body'}: {error.message[:300]}"
        return
    shape: Any = error.schema
    found: Any = error.instance
    known: list[str] = sorted(shape["properties"])
    for extra in sorted(set(found) - set(known)):
        near = ", ".join(get_close_matches(extra, known) or known)
        yield f"{place}.{extra}: {shape['title']} has no such property; near: {near}".lstrip(".")


# The published paths.


def operation_of(method: str, path: str) -> str | None:
    """The id of the published method, such as `calendar.events.list`, that a request calls; None when there is none."""
    segments = own_path(path).split("/")
    for template, method_id in _templates().get((method, len(segments)), ()):
        pairs = zip(template, segments, strict=True)
        if all(part == given or (part.startswith("{") and given) for part, given in pairs):
            return method_id
    return None


@cache
def _templates() -> dict[tuple[str, int], list[tuple[list[str], str]]]:
    found: dict[tuple[str, int], list[tuple[list[str], str]]] = {}
    # The most literal first: `events/import` is no event called import.
    for method_id, method in sorted(methods().items(), key=lambda row: row[1]["path"].count("{")):
        template = (ROOT + method["path"]).split("/")
        found.setdefault((method["httpMethod"], len(template)), []).append((template, method_id))
    return found


def own_path(path: str) -> str:
    """The path alone, of a path or a URL, without the prefix that names a session."""
    return _SESSION_PREFIX.sub("", urlsplit(path).path)
