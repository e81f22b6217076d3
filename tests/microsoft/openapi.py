"""Published methods of Graph's calendar side as an OpenAPI document, for schemathesis. A helper, not a test.

What the description leaves open, such as which ids there are, the test says: `words` are texts by the name of the
parameter or property that they go into. Without them, next to nothing that is generated would mean anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.microsoft.description import PRIMITIVES, item_of, method, properties_of, type_of
from mockserver.microsoft.routes import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Words = Mapping[str, Sequence[str]]

DEEPEST = 3
"""How far a body's types are followed into each other, some of which contain themselves."""
_STRING = {"type": "string"}
_PRIMITIVES: dict[str, dict[str, Any]] = {
    "Any": {},
    "Binary": {"type": "string", "enum": ["aGk=", "a", "", "not base64!"]},
    "Boolean": {"type": "boolean"},
    "Date": {"type": "string", "enum": ["2026-03-09", "0001-01-01", "9999-12-31", "2026-02-30"]},
    "DateTimeOffset": {"type": "string", "format": "date-time"},
    "Duration": {"type": "string", "enum": ["PT1H", "PT30M", "P1D", "-PT1H", "PT0S", "P99999D", "1h"]},
    "Integer": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "Number": {"type": "number"},
    "TimeOfDay": {"type": "string", "enum": ["09:00:00.0000000", "23:59:59", "24:00:00"]},
}


def document(method_ids: Iterable[str], words: Words) -> dict[str, Any]:
    """Those methods with their parameters and their bodies; the operation's id is the method's."""
    paths: dict[str, dict[str, Any]] = {}
    for method_id in method_ids:
        http_method, _, path = method_id.partition(" ")
        row = method(method_id)
        in_path = [_parameter(name, "path", "String", words) for name in row.path]
        in_query = [_parameter(name, "query", kind, words) for name, kind in row.query.items()]
        paths.setdefault(ROOT + path, {})[http_method.lower()] = {
            "operationId": method_id,
            "parameters": in_path + in_query,
            "responses": {"default": {"description": "What Microsoft published judges it, see contract.py."}},
        } | _body(row.request, words)
    return {"openapi": "3.1.0", "info": {"title": "Microsoft Graph", "version": "v1.0"}, "paths": paths}


def _parameter(name: str, location: str, kind: str, words: Words) -> dict[str, Any]:
    """A list is one text with commas, of which the words have some."""
    kind = "String" if kind == "Collection(String)" else kind
    schema = _primitive(name, kind, words)
    return {"name": name, "in": location, "required": location == "path", "schema": schema}


def _body(request: str | None, words: Words) -> dict[str, Any]:
    if request is None:
        return {}
    return {"requestBody": {"content": {"application/json": {"schema": _type(request, words, 0)}}, "required": True}}


def _type(name: str, words: Words, depth: int) -> dict[str, Any]:
    shape = type_of(name)
    if shape.kind == "enum":
        return {"type": "string", "enum": list(shape.members)}
    made = {"type": "object", "additionalProperties": False}  # so that a wrong body is one with more of them
    if depth == DEEPEST:
        return made
    kinds = {key: kind for key, kind in properties_of(name).items() if depth == 0 or key not in shape.navigation}
    return made | {"properties": {key: _value(key, kind, words, depth) for key, kind in kinds.items()}}


def _value(name: str, kind: str, words: Words, depth: int) -> dict[str, Any]:
    inner, is_list = item_of(kind)
    one = _primitive(name, inner, words) if inner in PRIMITIVES else _type(inner, words, depth + 1)
    return {"type": "array", "items": one, "maxItems": 3} if is_list else one


def _primitive(name: str, kind: str, words: Words) -> dict[str, Any]:
    known = words.get(name)
    if known and kind in {"String", "Guid", "DateTimeOffset"}:
        return _STRING | {"enum": list(known)}
    return _PRIMITIVES.get(kind, _STRING)
