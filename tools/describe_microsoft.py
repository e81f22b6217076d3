"""Makes `mockserver/microsoft/description.json` from the request builders and models inside msgraph-sdk.

Facts only: names, types, paths. No prose is carried over. Every route is carried over, save those that are named in
`tools/graph_selection.py`; what is written in another way than the rest stops the script, so that nothing is missed.
The source is parsed and not imported, which would take longer than all the rest.
"""

from __future__ import annotations

import ast
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tools.graph_selection import DOCUMENTED_TYPES, LEFT_OUT, MAILBOX_SETTINGS, ONLY_BELOW
from tools.graph_source import Source, UnknownFactError, annotated, read, root
from tools.graph_types import PYTHON, Types

TARGET = Path(__file__).resolve().parent.parent / "mockserver" / "microsoft" / "description.json"

HTTP_METHODS = frozenset({"delete", "get", "patch", "post", "put"})
_TEMPLATE = re.compile(
    r"\{\+baseurl\}(?P<path>/[^?{]*(?:\{[^?}]*\}[^?{]*)*)"
    r"(?:\{\?(?P<optional>[^}]*)\}|\?(?P<required>[^{]*(?:\{\w+\}[^{]*)*)(?:\{&(?P<more>[^}]*)\})?)?"
)


def describe() -> dict[str, Any]:
    """The facts of the installed msgraph-sdk."""
    package = root("msgraph")
    generated = package / "generated"
    routes = [_route(read(path)) for path in _builders(generated)]
    carried = {path.split("/")[3].partition("(")[0] for path, _ in routes if path.startswith("/users/{user-id}/")}
    keyed = {name for path, _ in routes for name in re.findall(r"\{(\w+)-\w+\}", path)}
    types = Types(generated / "models", keyed, {"user": carried, "userPrint": ()})
    methods: dict[str, Any] = {}
    for path, source in routes:
        for function in _http_methods(source):
            methods[f"{function.name.upper()} {path}"] = _method(source, function, path, types)
    methods |= _documented(methods, types.rows)
    me = "me-token-to-replace" in (package / "graph_service_client.py").read_text("utf-8")
    if not me:
        raise UnknownFactError("graph_service_client.py: /me is no longer another name of /users/{user-id}")
    return {
        "error": _error(routes, types),
        "me": "/users/{user-id}",
        "methods": methods,
        "root": _root(generated),
        "types": _with_documented(types.rows),
        "version": version("msgraph-sdk"),
    }


def _builders(generated: Path) -> list[Path]:
    """The files of the carried routes, in a fixed order."""
    found: list[Path] = []
    for folder in _folders(generated, "", generated):
        found += folder.glob("*_request_builder.py")
    return sorted(found)


def _folders(folder: Path, place: str, generated: Path) -> list[Path]:
    left_out = LEFT_OUT.get(place, frozenset())
    children = {child.name: child for child in folder.iterdir() if child.is_dir() and child.name != "__pycache__"}
    if gone := left_out - children.keys():
        raise UnknownFactError(f"{place or 'the root'}: LEFT_OUT names {sorted(gone)}, which are no longer there")
    found = [] if folder == generated or place in ONLY_BELOW else [folder]
    for name, child in sorted(children.items()):
        if name not in left_out:
            found += _folders(child, f"{place}/{name}".lstrip("/"), generated)
    return found


def _root(generated: Path) -> str:
    """Where the service is served."""
    text = (generated / "base_graph_service_client.py").read_text("utf-8")
    found = re.findall(r'base_url = "([^"]+)"', text)
    if len(found) != 1:
        raise UnknownFactError(f"base_graph_service_client.py: the root is one of {found}")
    return str(found[0])


# Routes.


def _route(source: Source) -> tuple[str, Source]:
    """The path of a request builder."""
    return unquote(_template(source)["path"]), source


def _template(source: Source) -> dict[str, str | Any]:
    """The parts of a builder's URL template."""
    found = [
        node.args[1].value
        for node in ast.walk(source.function("__init__"))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "super().__init__"
        and isinstance(node.args[1], ast.Constant)
    ]
    match = _TEMPLATE.fullmatch(str(found[0])) if len(found) == 1 else None
    if match is None:
        raise UnknownFactError(f"{source.path}: no rule for the URL template {found}")
    return match.groupdict()


def _http_methods(source: Source) -> list[ast.AsyncFunctionDef]:
    found = [child for child in source.node.body if isinstance(child, ast.AsyncFunctionDef)]
    for function in found:
        if function.name not in HTTP_METHODS:
            raise UnknownFactError(f"{source.path}: {function.name} is no HTTP method")
    return found


def _method(source: Source, function: ast.AsyncFunctionDef, path: str, types: Types) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for argument in function.args.args[1:]:
        match argument.arg:
            case "body":
                result["request"] = _reached(source, argument.annotation, types)
            case "request_configuration":
                result |= _parameters(source, argument.annotation)
            case _:
                raise UnknownFactError(f"{source.path}: {function.name} has an argument {argument.arg}")
    if not (isinstance(function.returns, ast.Constant) and function.returns.value is None):
        result["response"] = _reached(source, function.returns, types)
    if names := re.findall(r"\{([^}]+)\}", path):
        result["path"] = names
    return result


def _reached(source: Source, annotation: ast.expr | None, types: Types) -> str:
    name, is_list = annotated(annotation, source.path)
    if is_list:
        raise UnknownFactError(f"{source.path}: a body that is a list of {name}")
    return PYTHON[name] if name in PYTHON else types.reach(source.named(name))


def _parameters(source: Source, annotation: ast.expr | None) -> dict[str, Any]:
    """The query parameters of a method and their types, and which of them the path does without."""
    match annotation:
        case ast.Subscript(slice=ast.Subscript(value=ast.Name(id="RequestConfiguration"), slice=ast.Name(id=name))):
            pass
        case _:
            raise UnknownFactError(f"{source.path}: no rule for this request configuration")
    if name == "QueryParameters":
        return {}
    described = next(child for child in source.node.body if isinstance(child, ast.ClassDef) and child.name == name)
    nested = Source(source.path, described, source.imports)
    names = _query_names(nested)
    query = {names.get(field, field): _query_type(nested, row) for field, row in nested.fields().items()}
    parts = _template(source)
    required = set(re.findall(r"\{(\w+)\}", parts["required"] or ""))
    optional = set(unquote(parts["optional"] or parts["more"] or "").split(",")) - {""}
    if set(query) != required | optional:
        raise UnknownFactError(f"{source.path}: {sorted(query)} are not the parameters of the URL template")
    return {"query": query} | ({"required": sorted(required)} if required else {})


def _query_names(nested: Source) -> dict[str, str]:
    """The names in the URL, by those of the fields."""
    found = {}
    for node in ast.walk(nested.function("get_query_parameter")):
        match node:
            case ast.If(
                test=ast.Compare(comparators=[ast.Constant(value=str(field))]),
                body=[ast.Return(value=ast.Constant(value=str(name)))],
            ):
                found[field] = unquote(name)
    return found


def _query_type(nested: Source, row: ast.AnnAssign) -> str:
    name, is_list = annotated(row.annotation, nested.path)
    if name not in PYTHON:
        raise UnknownFactError(f"{nested.path}: no rule for a query parameter that is a {name}")
    return f"Collection({PYTHON[name]})" if is_list else PYTHON[name]


def _error(routes: list[tuple[str, Source]], types: Types) -> str:
    """The type of every error: each builder that sends a request names the same one for every status."""
    for path, source in routes:
        for node in ast.walk(source.node):
            match node:
                case ast.AnnAssign(target=ast.Name(id="error_mapping"), value=ast.Dict(values=values)):
                    if {ast.unparse(value) for value in values} != {"ODataError"}:
                        raise UnknownFactError(f"{path}: other errors than ODataError")
    return types.reach(routes[0][1].named("ODataError"))


# What the reference pages document, and the generated routes do not have.


def _documented(methods: dict[str, Any], types: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "GET /places/{place-id}": {"path": ["place-id"], "response": "place"},
        "POST /$batch": {"request": "batchRequestContent", "response": "batchResponseContent"},
    }
    for name, row in methods.items():
        if name.startswith("GET ") and name.endswith("/attachments/{attachment-id}"):
            found[f"{name}/$value"] = {"path": row["path"], "response": "Binary"}
    for setting in MAILBOX_SETTINGS:
        response = types["mailboxSettings"]["properties"][setting]
        found[f"GET /users/{{user-id}}/mailboxSettings/{setting}"] = {"path": ["user-id"], "response": response}
    if known := found.keys() & methods.keys():
        raise UnknownFactError(f"{sorted(known)} are routes of the package now: remove them from _documented")
    return {name: row | {"documented": True} for name, row in found.items()}


def _with_documented(types: dict[str, Any]) -> dict[str, Any]:
    if known := types.keys() & DOCUMENTED_TYPES.keys():
        raise UnknownFactError(f"{sorted(known)} are types of the package now: remove them from DOCUMENTED_TYPES")
    return types | DOCUMENTED_TYPES


def rendered(description: dict[str, Any]) -> str:
    """The file's text: sorted, one method or type a line, so that a new version reads well as a diff."""
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
    return {TARGET: rendered(describe())}
