"""The published description of Google Calendar v3: which methods, parameters and properties exist, of which type.

What Google publishes lives here, read from `description.json` (made by `tools/describe_google.py`) on first use, not on
import. What this server serves does not live here; the two are compared in `docs/coverage.md`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from mockserver.google import body
from mockserver.google.body import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["BadValue", "Description", "Method", "Parameter", "Schema", "clean", "description"]
__all__ += ["match", "method", "methods", "nearest", "property_names", "resolve", "schema"]


class Parameter(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A path or query parameter of a method."""

    type: str
    location: str
    format: str = ""
    required: bool = False
    repeated: bool = False
    default: str | None = None
    """As the description writes it: a string, whatever the type."""
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()


class Method(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A published method; `path` is relative to the service path, scopes are without their common prefix."""

    http_method: str
    path: str
    scopes: frozenset[str]
    parameter_order: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = {}
    request: str | None = None
    response: str | None = None


class Schema(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A JSON shape: a named resource or any part of one."""

    type: str = ""
    ref: str | None = msgspec.field(default=None, name="$ref")
    format: str = ""
    properties: dict[str, Schema] = {}
    additional_properties: Schema | None = None
    items: Schema | None = None
    enum: tuple[str, ...] = ()
    default: str | None = None
    pattern: str | None = None
    read_only: bool = False
    required_by: tuple[str, ...] = ()
    """The methods whose request must carry this property."""


class Description(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The whole of it."""

    revision: str
    root_url: str
    service_path: str
    batch_path: str
    parameters: dict[str, Parameter]
    methods: dict[str, Method]
    schemas: dict[str, Schema]


@cache
def description() -> Description:
    """The description, read on the first call."""
    return msgspec.json.decode(Path(__file__).with_name("description.json").read_bytes(), type=Description)


def methods() -> Mapping[str, Method]:
    """Every published method by its id, such as `calendar.events.list`."""
    return description().methods


def method(method_id: str) -> Method:
    """The method of that id; raises LookupError with the near names."""
    found = methods().get(method_id)
    return found if found is not None else _unknown("method", method_id, methods())


def schema(name: str) -> Schema:
    """The resource of that name; raises LookupError with the near names."""
    schemas = description().schemas
    found = schemas.get(name)
    return found if found is not None else _unknown("schema", name, schemas)


def resolve(part: Schema) -> Schema:
    """The shape itself, where a property only refers to one by name."""
    while part.ref is not None:
        part = schema(part.ref)
    return part


@cache
def property_names(name: str) -> frozenset[str]:
    """The declared properties of the resource of that name."""
    return frozenset(resolve(schema(name)).properties)


def match(http_method: str, path: str) -> str | None:
    """The id of the published method that a request for this path (`/calendar/v3/…`) would call, if there is one."""
    segments = tuple(path.split("/"))
    for template, method_id in _paths().get((http_method, len(segments)), ()):
        if all(
            part == given or (part.startswith("{") and given) for part, given in zip(template, segments, strict=True)
        ):
            return method_id
    return None


def nearest(http_method: str, path: str) -> str | None:
    """The id of the published method that looks most like this request, if any looks like it at all."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a request that leads nowhere pays for it

    given = path[:512].split("/")
    best, best_score = None, 0.6
    for (verb, _), rows in sorted(_paths().items()):
        for template, method_id in rows:
            # A placeholder stands for whatever was given in its place.
            filled = [
                given[index] if part.startswith("{") and index < len(given) else part
                for index, part in enumerate(template)
            ]
            score = SequenceMatcher(None, given, filled).ratio() + SequenceMatcher(None, path, "/".join(filled)).ratio()
            score = score / 2 + (0.05 if verb == http_method else 0)
            if score > best_score:
                best, best_score = method_id, score
    return best


@cache
def _paths() -> dict[tuple[str, int], tuple[tuple[tuple[str, ...], str], ...]]:
    """Path templates by HTTP method and number of segments, the most literal first."""
    prefix = "/" + description().service_path
    found: dict[tuple[str, int], list[tuple[tuple[str, ...], str]]] = {}
    for method_id, row in methods().items():
        template = tuple((prefix + row.path).split("/"))
        found.setdefault((row.http_method, len(template)), []).append((template, method_id))
    return {key: tuple(sorted(rows, key=lambda row: "/".join(row[0]).count("{"))) for key, rows in found.items()}


def _unknown(kind: str, name: str, known: Iterable[str]) -> NoReturn:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    near = ", ".join(get_close_matches(name, sorted(known))) or ", ".join(sorted(known))
    raise LookupError(f"Google Calendar publishes no {kind} {name!r}; near: {near}")


def clean(schema_name: str, value: Any, *, nulls: bool = False, read_only: bool = False) -> Any:
    """What the service makes of a request body of this resource: a new value, checked against its published types.

    Unknown properties are dropped without a word, and so are read-only ones unless `read_only` keeps them. A null is
    kept with `nulls` (PATCH: it deletes); without, a null object or array counts as absent and a null scalar is
    refused. Raises `BadValue` for a value of the wrong type.
    """
    return _resource_reader(schema_name, body.Nulls.KEEP if nulls else body.Nulls.REFUSE, read_only)(value)


@cache
def _resource_reader(name: str, nulls: body.Nulls, read_only: bool) -> body.Reader:
    def of(ref: str, nulls: body.Nulls) -> body.Reader:
        return _resource_reader(ref, nulls, read_only)

    return body.reader(schema(name), of, nulls, read_only=read_only)
