"""Makes `mockserver/google/description.json` from the discovery document inside google-api-python-client.

Facts only: names, types, formats, bounds, paths, scopes. No prose is carried over; the one thing read from prose is
whether a property is called read-only, because this document has no machine-readable flag for it. Every key of the
document is either carried over or listed as left out; an unknown one stops the script, so that nothing new is missed.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "mockserver" / "google" / "description.json"
SCOPE_PREFIX = "https://www.googleapis.com/auth/"

# The facts of a parameter or a schema node that are carried over as they stand.
FACTS = frozenset(
    {"$ref", "default", "enum", "format", "location", "pattern", "readOnly", "repeated", "required", "type"}
)
LEFT_OUT = {
    "document": frozenset(
        {"auth", "basePath", "baseUrl", "description", "discoveryVersion", "documentationLink", "icons", "id", "kind"}
        | {"name", "ownerDomain", "ownerName", "protocol", "title", "version"}
    ),
    "method": frozenset({"description", "supportsSubscription"}),
    "node": frozenset({"description", "enumDescriptions", "id"}),
}
# "Read-only." is a fact; "Read-only, except when importing an event." is none: the operation decides.
_READ_ONLY = re.compile(r"\bread-only\b(?!, except)", re.IGNORECASE)


class UnknownKeyError(Exception):
    """The document says something this script has not been told to carry over or to leave out."""


def document() -> dict[str, Any]:
    """The discovery document bundled with google-api-python-client."""
    source = files("googleapiclient") / "discovery_cache" / "documents" / "calendar.v3.json"
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def describe(source: dict[str, Any]) -> dict[str, Any]:
    """The facts of a discovery document."""
    result: dict[str, Any] = {}
    for key, value in source.items():
        match key:
            case "revision" | "rootUrl" | "servicePath" | "batchPath":
                result[key] = value
            case "parameters" | "schemas":
                result[key] = {name: _node(part, f"{key}.{name}") for name, part in value.items()}
            case "resources":
                result["methods"] = _methods(value)
            case _:
                _refuse_unknown("document", key, key)
    return result


def _methods(resources: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for resource in resources.values():
        for key, value in resource.items():
            if key == "methods":
                found |= {method["id"]: _method(method) for method in value.values()}
            elif key == "resources":
                found |= _methods(value)
            else:
                raise UnknownKeyError(f"resources.*.{key}")
    return found


def _method(method: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    where = method["id"]
    for key, value in method.items():
        match key:
            case "httpMethod" | "path" | "parameterOrder":
                result[key] = value
            case "request" | "response":
                result[key] = value["$ref"]
            case "scopes":
                result[key] = sorted(scope.removeprefix(SCOPE_PREFIX) for scope in value)
            case "parameters":
                result[key] = {name: _node(part, f"{where}.{name}") for name, part in value.items()}
            case "id":
                pass  # it is the key of the table
            case _:
                _refuse_unknown("method", key, f"{where}.{key}")
    return result


def _node(node: dict[str, Any], where: str) -> dict[str, Any]:
    """The facts of a parameter or of one level of a schema."""
    result: dict[str, Any] = {}
    for key, value in node.items():
        if key in {"minimum", "maximum"}:
            result[key] = int(value)
        elif key in FACTS:
            result[key] = value
        elif key in {"items", "additionalProperties"}:
            result[key] = _node(value, f"{where}.{key}")
        elif key == "properties":
            result[key] = {name: _node(part, f"{where}.{name}") for name, part in value.items()}
        elif key == "annotations":
            result["requiredBy"] = sorted(value["required"])
        else:
            _refuse_unknown("node", key, f"{where}.{key}")
    if _READ_ONLY.search(node.get("description", "")) and "location" not in node:
        result["readOnly"] = True
    return result


def _refuse_unknown(kind: str, key: str, where: str) -> None:
    if key not in LEFT_OUT[kind]:
        raise UnknownKeyError(
            f"{where}: carry {key!r} over (FACTS) or name it in LEFT_OUT[{kind!r}] of tools/describe_google.py"
        )


def rendered(description: dict[str, Any]) -> str:
    """The file's text: sorted, one method, schema or parameter a line, so that a new revision reads well as a diff."""
    tables = {key: value for key, value in description.items() if isinstance(value, dict)}
    lines = [f"{_json(key)}:{_json(value)}" for key, value in sorted(description.items()) if key not in tables]
    for key, table in sorted(tables.items()):
        rows = ",\n".join(f"{_json(name)}:{_json(row)}" for name, row in sorted(table.items()))
        lines.append(f"{_json(key)}:{{\n{rows}\n}}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def derived() -> dict[Path, str]:
    """The file, by its path."""
    return {TARGET: rendered(describe(document()))}
