"""Microsoft's part of `docs/coverage.md`: what is served of what is published of Graph's calendar side.

As for Google both sides are computed from: the operation table, and the published description. A method is served by
the operation that a request for its path is led to. The reasons why others are not are the server's own
(`mockserver/microsoft/unserved.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mockserver.microsoft import description, unserved
from mockserver.microsoft.routes import ROOT, GraphRoutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.http.operation import Operation

_FILLING = "0"
_PARAMETER = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Served:
    """An operation, the published methods that it serves, and their query options, with and without effect."""

    operation: Operation
    methods: list[str] = field(default_factory=list)

    @property
    def published(self) -> Mapping[str, str]:
        """The published query options by their names in small letters."""
        return {name.lower(): name for one in self.methods for name in description.method(one).query}

    @property
    def options(self) -> set[str]:
        """What the operation looks at in a query, in small letters."""
        declared = self.operation.options
        own = {name.lower() for name in declared.get("parameters", ())}
        return {*(f"${name}" for name in declared.get("odata", ())), *own}

    @property
    def emulated(self) -> list[str]:
        return sorted(name for key, name in self.published.items() if key in self.options)

    @property
    def missing(self) -> list[str]:
        return sorted(name for key, name in self.published.items() if key not in self.options)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole of it. `reasons`: why a published method is not served; None is a gap that nobody explains."""

    served: list[Served]
    reasons: Mapping[str, str | None]
    beside: list[Operation]

    @property
    def gaps(self) -> list[str]:
        return [method_id for method_id, reason in self.reasons.items() if reason is None]


def compare(operations: Iterable[Operation]) -> Coverage:
    """Every published method, under the operation that serves it or with the reason why none does."""
    every = tuple(operations)
    routes = GraphRoutes(lambda: every)
    served = {operation.id: Served(operation) for operation in every}
    reasons: dict[str, str | None] = {}
    for method_id in sorted(description.methods(), key=_order):
        operation = serving(routes, method_id)
        if operation is None:
            reasons[method_id] = unserved.reason(method_id)
        else:
            served[operation.id].methods.append(method_id)
    rows = sorted(served.values(), key=lambda row: row.operation.id)
    beside = [row.operation for row in rows if not row.methods]
    return Coverage([row for row in rows if row.methods], reasons, beside)


def serving(routes: GraphRoutes, method_id: str) -> Operation | None:
    """The operation that serves a published method: name for name, and a key only where a key is published."""
    http_method, _, path = method_id.partition(" ")
    found = routes.find(http_method, ROOT + _PARAMETER.sub(_FILLING, path))
    if found is None or any(value != _FILLING for value in found[1].values()):
        return None
    return found[0]


def _order(method_id: str) -> tuple[str, str]:
    http_method, _, path = method_id.partition(" ")
    return path, http_method


# The page.


def part(operations: Iterable[Operation]) -> str:
    """Microsoft's part of the page."""
    coverage = compare(operations)
    parts = (_head(coverage), _operations(coverage), _unserved(coverage), _beside(coverage))
    return "\n\n".join(one for one in parts if one) + "\n"


def _head(coverage: Coverage) -> str:
    served = sum(len(row.methods) for row in coverage.served)
    every = served + len(coverage.reasons)
    return f"""# Coverage of Microsoft Graph

<!-- Written by `tools/coverage.py` from the operation table and mockserver/microsoft/description.json. -->

Compared with what is published of Graph's calendar side: the routes of msgraph-sdk {description.description().version}
and the reference pages. `/me` is a user who is called so. What is not served answers 501 in Graph's envelope and is
journalled with the reason below; a query option without effect is journalled too.

| | published | served | not served |
|---|--:|--:|--:|
| methods and paths | {every} | {served} | {len(coverage.reasons)} |"""


def _operations(coverage: Coverage) -> str:
    lines = ["## Operations of Graph", "", "| operation | requests | query | without effect |", "|---|---|---|---|"]
    for row in coverage.served:
        requests = "<br>".join(f"`{method_id}`" for method_id in row.methods)
        lines.append(f"| {_linked(row.operation)} | {requests} | {_names(row.emulated)} | {_names(row.missing)} |")
    return "\n".join(lines)


def _unserved(coverage: Coverage) -> str:
    """One row for each reason."""
    found: dict[str, list[str]] = {}
    for method_id, reason in coverage.reasons.items():
        found.setdefault(reason or "", []).append(method_id)
    if not found:
        return ""
    lines = ["## What Graph has and is not served", "", "| reason | requests |", "|---|---|"]
    lines += [f"| {why} | {'<br>'.join(f'`{one}`' for one in methods)} |" for why, methods in sorted(found.items())]
    return "\n".join(lines)


def _beside(coverage: Coverage) -> str:
    if not coverage.beside:
        return ""
    lines = ["## Beside Graph's published paths", "", "| operation | method | paths |", "|---|---|---|"]
    for operation in coverage.beside:
        paths = "<br>".join(f"`{path}`" for path in operation.paths)
        lines.append(f"| {_linked(operation)} | {operation.method} | {paths} |")
    return "\n".join(lines)


def _linked(operation: Operation) -> str:
    return f"[{operation.name}]({operation.reference})" if operation.reference else operation.name


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
