"""The published description of Google Calendar v3 as an OpenAPI document, for schemathesis. A helper, not a test.

What the description leaves open, such as which ids there are, the test says: `words` are texts by the name of the
parameter or property that they go into. Without them, next to nothing that is generated would mean anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google.description import description

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.google.description import Method, Parameter, Schema

    Words = Mapping[str, Sequence[str]]

_SCHEMAS = "#/components/schemas/"
_CREDENTIALS = {"access_token", "key", "oauth_token"}


def document(words: Words) -> dict[str, Any]:
    """Every published method with its parameters and its body."""
    facts = description()
    paths: dict[str, dict[str, Any]] = {}
    for method_id, method in sorted(facts.methods.items()):
        paths.setdefault(f"/{facts.service_path}{method.path}", {})[method.http_method.lower()] = {
            "operationId": method_id,
            "parameters": [_parameter(name, row, words) for name, row in _parameters(method).items()],
            "responses": {"default": {"description": "What Google published judges it, see tests/contract.py."}},
        } | _body(method_id, method, words)
    schemas = {name: _schema(shape, name, "", words) for name, shape in facts.schemas.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Google Calendar", "version": facts.revision},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _parameters(method: Method) -> dict[str, Parameter]:
    """Those of the method, and those that every method has, but for who calls."""
    common = {name: row for name, row in description().parameters.items() if name not in _CREDENTIALS}
    return method.parameters | common


def _parameter(name: str, row: Parameter, words: Words) -> dict[str, Any]:
    shape = _value(row, name, words)
    if row.repeated:
        shape = {"type": "array", "items": shape, "maxItems": 3}
    return {"name": name, "in": row.location, "required": row.required, "schema": shape}


def _body(method_id: str, method: Method, words: Words) -> dict[str, Any]:
    if method.request is None:
        return {}
    shape = _schema(description().schemas[method.request], method.request, method_id, words)
    return {"requestBody": {"content": {"application/json": {"schema": shape}}, "required": True}}


def _schema(shape: Schema, name: str, method_id: str, words: Words) -> dict[str, Any]:
    """A shape; `method_id` is whose request it is: which members that must have, the description says per method."""
    if shape.ref is not None:
        return {"$ref": _SCHEMAS + shape.ref}
    made = _value(shape, name, words)
    if shape.properties:
        made["properties"] = {key: _schema(child, key, "", words) for key, child in shape.properties.items()}
        made["required"] = [key for key, child in shape.properties.items() if method_id in child.required_by]
        made["additionalProperties"] = False  # so that a wrong body is one with more of them
    if shape.items is not None:
        made |= {"items": _schema(shape.items, name, "", words), "maxItems": 4}
    if shape.additional_properties is not None:
        made["additionalProperties"] = _schema(shape.additional_properties, name, "", words)
    return made


def _value(row: Parameter | Schema, name: str, words: Words) -> dict[str, Any]:
    """A type with its bounds."""
    shape: dict[str, Any] = {} if row.type == "any" else {"type": row.type}
    enum = row.enum or (tuple(words.get(name, ())) if row.type == "string" else ())
    if enum:
        return shape | {"enum": list(enum)}
    if row.format in {"date", "date-time"}:
        shape["format"] = row.format
    if row.format == "int32":
        shape |= {"minimum": -(2**31), "maximum": 2**31 - 1}
    if row.format == "int64":
        shape["pattern"] = "^[0-9]{1,15}$"
    bounds = {"minimum": getattr(row, "minimum", None), "maximum": getattr(row, "maximum", None)}
    return shape | {bound: value for bound, value in bounds.items() if value is not None}
