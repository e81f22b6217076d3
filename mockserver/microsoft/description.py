"""The published description of Microsoft Graph v1.0's calendar side: which routes and types exist, of which parts.

What Microsoft publishes lives here, read from `description.json` (made by `tools/describe_microsoft.py`) on first use,
not on import. What this server serves does not live here. How a path may be spelt is in `paths.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn
from urllib.parse import urlsplit

import msgspec

from mockserver.microsoft.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["PRIMITIVES", "Description", "GraphType", "Method", "derives", "description", "item_of"]
__all__ += ["match", "method", "methods", "nearest", "properties_of", "type_of", "types"]

PRIMITIVES = frozenset(
    {"Any", "Binary", "Boolean", "Date", "DateTimeOffset", "Duration", "Guid", "Integer", "Number", "String"}
    | {"TimeOfDay"}
)
"""OData's primitive types; Integer and Number stand for those of every width."""


class Method(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published method of a path. Types are named, `Collection(…)` of a name is a list of it."""

    path: tuple[str, ...] = ()
    """The parameters in the path, all of them strings."""
    query: dict[str, str] = {}
    """The types of the query parameters."""
    required: tuple[str, ...] = ()
    """The query parameters that cannot be left out."""
    request: str | None = None
    response: str | None = None
    """None where the answer has no body."""
    documented: bool = False
    """It is in the reference pages only, and not in the official clients."""


class GraphType(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A named type. What may be null is not published by the official clients."""

    kind: Literal["body", "complex", "entity", "enum"]
    """`body`: what a request or an answer consists of, which is no type of Graph's own."""
    base: str | None = None
    odata_type: str | None = None
    """What the official clients send as `@odata.type`."""
    properties: dict[str, str] = {}
    """Without those of the base."""
    navigation: dict[str, str] = {}
    """The properties that are only there when they are expanded, without those of the base."""
    defaults: dict[str, Any] = {}
    members: tuple[str, ...] = ()
    documented: bool = False


class Description(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The whole of it."""

    version: str
    """Of the package that it is made from."""
    root: str
    me: str
    """The path that `/me` is another name of."""
    error: str
    """The type of every error."""
    methods: dict[str, Method]
    types: dict[str, GraphType]


@cache
def description() -> Description:
    """The description, read on the first call."""
    return msgspec.json.decode(Path(__file__).with_name("description.json").read_bytes(), type=Description)


def methods() -> Mapping[str, Method]:
    """Every published method by its id, such as `GET /users/{user-id}/events`."""
    return description().methods


def method(method_id: str) -> Method:
    """The method of that id; raises LookupError with the near ones."""
    found = methods().get(method_id)
    return found if found is not None else _unknown("method", method_id, methods())


def types() -> Mapping[str, GraphType]:
    """Every type by its name, such as `dateTimeTimeZone`."""
    return description().types


def type_of(name: str) -> GraphType:
    """The type of that name; raises LookupError with the near ones."""
    found = types().get(name)
    return found if found is not None else _unknown("type", name, types())


@cache
def properties_of(name: str) -> Mapping[str, str]:
    """The properties of a type, navigation properties and those of its bases included, each with its type."""
    found = type_of(name)
    inherited = properties_of(found.base) if found.base is not None else {}
    return {**inherited, **found.properties, **found.navigation}


def derives(name: str, base: str) -> bool:
    """Whether a type is the other one, or has it among its bases."""
    step: str | None = name
    while step is not None and step != base:
        step = type_of(step).base
    return step == base


def item_of(type_name: str) -> tuple[str, bool]:
    """The name in a type, and whether the type is a list of it."""
    if type_name.startswith("Collection("):
        return type_name[len("Collection(") : -1], True
    return type_name, False


def match(http_method: str, path: str) -> str | None:
    """The id of the published method that a request for this path (`/v1.0/…`) would call, if there is one."""
    inner = _below_root(path)
    return None if inner is None else _paths().match(http_method, inner)


def nearest(http_method: str, path: str) -> str | None:
    """The id of the published method that looks most like this request, if any looks like it at all."""
    inner = _below_root(path)
    return _paths().nearest(http_method, path if inner is None else inner)


def _below_root(path: str) -> str | None:
    prefix = urlsplit(description().root).path
    return path[len(prefix) :] if path[: len(prefix) + 1].lower() == f"{prefix}/" else None


@cache
def _paths() -> Paths:
    return Paths(methods(), description().me)


def _unknown(kind: str, name: str, known: Iterable[str]) -> NoReturn:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    near = ", ".join(get_close_matches(name, sorted(known))) or "none"
    raise LookupError(f"Microsoft Graph publishes no {kind} {name!r} on its calendar side; near: {near}")
