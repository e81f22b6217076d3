"""The OpenAPI document of the control API, made from its operations and the structs of their bodies and answers.

https://spec.openapis.org/oas/v3.1.1
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver import __version__
from mockserver.control.answers import Text
from mockserver.control.guard import OPEN
from mockserver.control.problems import JSON_TYPE, ProblemDocument
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.control.parts import Call
    from mockserver.http.operation import Operation

table = OperationTable("control")
_REFS = "#/components/schemas/{name}"
_DESCRIPTION = "What tests and people ask of the mock itself: sessions, clocks, what was requested, credentials."


@table.operation(
    "openapi",
    "GET",
    "/_mock/openapi.json",
    options={"summary": "This document", "answer_type": "application/json"},
)
def openapi(call: Call) -> Text:
    own = [operation for operation in call.parts.operations if operation.id.startswith(f"{table.provider}.")]
    return Text(msgspec.json.format(msgspec.json.encode(document(own)), indent=2).decode(), "application/json")


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The OpenAPI document of some operations."""
    operations = tuple(operations)
    declared = {
        operation.options[part] for operation in operations for part in ("body", "answer") if part in operation.options
    }
    _, schemas = msgspec.json.schema_components(
        [ProblemDocument, *sorted(declared, key=lambda one: one.__name__)], ref_template=_REFS
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.paths[0], {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "mockserver control API", "version": __version__, "description": _DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"control_token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"control_token": []}],
    }


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": operation.name, "summary": operation.options["summary"]}
    parameters = [*_in_path(operation), *_in_query(operation)]
    if parameters:
        described["parameters"] = parameters
    if "body" in operation.options:
        described["requestBody"] = {"content": _json(operation.options["body"]), "required": _needs_body(operation)}
    elif "body_type" in operation.options:
        content = {operation.options["body_type"]: {"schema": {"type": "string"}}}
        described["requestBody"] = {"content": content, "required": True}
    if operation.options.get(OPEN):
        described["security"] = []
    described["responses"] = _responses(operation)
    return described


def _responses(operation: Operation) -> dict[str, Any]:
    problem = {
        "description": "What was wrong, and what would be right.",
        "content": {JSON_TYPE: {"schema": _ref(ProblemDocument)}},
    }
    options = operation.options
    if "answer" in options:
        status = str(options.get("status", 200))
        return {status: {"description": options["summary"], "content": _json(options["answer"])}, "default": problem}
    if "answer_type" in options:
        content: dict[str, Any] = {options["answer_type"]: {"schema": {}}}
        return {"200": {"description": options["summary"], "content": content}, "default": problem}
    return {"204": {"description": "Done."}, "default": problem}


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"\{(\w+)\}", operation.paths[0])
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    _, schemas = msgspec.json.schema_components([operation.query], ref_template=_REFS)
    properties = schemas[operation.query.__name__]["properties"]
    return [{"name": name, "in": "query", "schema": schema} for name, schema in properties.items()]


def _needs_body(operation: Operation) -> bool:
    return any(field.required for field in msgspec.structs.fields(operation.options["body"]))


def _json(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(struct)}}


def _ref(struct: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": _REFS.format(name=struct.__name__)}
