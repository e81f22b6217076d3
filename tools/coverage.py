"""Writes `docs/coverage.md`: what is served of what the providers publish, computed from the two.

Google's part is made here, Microsoft's in `coverage_microsoft.py`.

One side is the operation table, from which the server itself is made; the other is the published description. What is
missing is their difference and is written down nowhere. Where the table contradicts the description (a path that is
not the published one, a parameter that Google does not have, other scopes) the script stops with what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mockserver.google import description, render
from mockserver.google.provider import GoogleCalendar, GoogleOAuth
from mockserver.google.scopes import LEGACY
from mockserver.identity.scopes import PREFIX
from mockserver.microsoft.provider import MicrosoftGraph
from tools import coverage_microsoft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.google.description import Method, Parameter
    from mockserver.http.operation import Operation

TARGET = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"


class Contradiction(Exception):  # noqa: N818 - named by what it says
    """The operation table says something that the description does not."""


@dataclass(frozen=True, slots=True)
class Row:
    """One published method and what is done with each of its query parameters; `operation` None: it is not built."""

    method_id: str
    method: Method
    operation: Operation | None
    emulated: tuple[str, ...]
    accepted: Mapping[str, str]
    missing: tuple[str, ...]


def compare(operations: Iterable[Operation]) -> list[Row]:
    """One row for every published method, in the order of their ids. Raises `Contradiction` with all that is wrong."""
    table = {operation.id.replace("google.", "calendar.", 1): operation for operation in operations}
    published = description.methods()
    wrong = [line for name, operation in table.items() for line in _contradictions(operation, published.get(name))]
    if wrong:
        raise Contradiction("\n".join(wrong))
    return [_row(method_id, method, table.get(method_id)) for method_id, method in sorted(published.items())]


def _row(method_id: str, method: Method, operation: Operation | None) -> Row:
    names = query_parameters(method)
    if operation is None:
        return Row(method_id, method, None, (), {}, names)
    emulated = tuple(name for name in names if name in operation.reader.names)
    accepted = {name: operation.accepted[name] for name in names if name in operation.accepted}
    missing = tuple(name for name in names if name not in emulated and name not in accepted)
    return Row(method_id, method, operation, emulated, accepted, missing)


def query_parameters(method: Method) -> tuple[str, ...]:
    return tuple(sorted(name for name, row in method.parameters.items() if row.location == "query"))


def _contradictions(operation: Operation, method: Method | None) -> Iterable[str]:
    if method is None:
        yield f"{operation.id}: Google publishes no such method"
        return
    path = f"/{description.description().service_path}{method.path}"
    if (operation.method, operation.paths) != (method.http_method, (path,)):
        yield f"{operation.id}: {operation.method} {operation.paths}; published is {method.http_method} {path}"
    names = query_parameters(method)
    for name in sorted((operation.reader.names | set(operation.accepted)) - set(names)):
        yield f"{operation.id}: has no parameter {name}; published are {', '.join(names) or 'none'}"
    scopes = {scope.removeprefix(PREFIX) for scope in operation.scopes - {LEGACY}}
    for scope in sorted(scopes ^ method.scopes):
        yield f"{operation.id}: the scope {scope} is {'not published' if scope in scopes else 'missing'}"


# The page.


def page(operations: Iterable[Operation]) -> str:
    """The whole page. Operations that are not under the service path, such as OAuth's, are listed at its end."""
    every = list(operations)
    prefix = f"/{description.description().service_path}"
    own = [operation for operation in every if any(path.startswith(prefix) for path in operation.paths)]
    rows = compare(own)
    parts = [
        _head(rows),
        _common(description.description().parameters),
        *_resources(rows),
        _without_effect(rows),
        _others([operation for operation in every if operation not in own]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(rows: list[Row]) -> str:
    served = [row for row in rows if row.operation is not None]
    emulated, accepted, missing = (
        sum(len(getattr(row, column)) for row in served) for column in ("emulated", "accepted", "missing")
    )
    return f"""# Coverage of Google Calendar

<!-- Written by `tools/coverage.py` from the operation table and mockserver/google/description.json. -->

Compared with Google's published description of Calendar v3, revision {description.description().revision}. A method
that is not built answers 501 in Google's envelope and is journalled; a missing parameter is ignored and journalled.

| | published | served | not built |
|---|--:|--:|--:|
| methods | {len(rows)} | {len(served)} | {len(rows) - len(served)} |

| | published | emulated | accepted without effect | missing |
|---|--:|--:|--:|--:|
| query parameters of the served methods | {emulated + accepted + missing} | {emulated} | {accepted} | {missing} |"""


def _common(parameters: Mapping[str, Parameter]) -> str:
    lines = ["## Parameters of every method", "", "| parameter | |", "|---|---|"]
    for name in sorted(parameters):
        reason = render.COMMON_WITHOUT_EFFECT.get(name)
        said = "emulated" if name in render.COMMON else "missing"
        lines.append(f"| `{name}` | {f'accepted without effect: {reason}' if reason else said} |")
    return "\n".join(lines)


def _resources(rows: list[Row]) -> Iterable[str]:
    """One table for each resource (`events`, `calendars`, …), without tables that would be empty."""
    resources = sorted({row.method_id.split(".")[1] for row in rows})
    for resource in resources:
        lines = [
            f"## {resource}",
            "",
            "| method | request | | emulated | accepted without effect | missing |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_line(row) for row in rows if row.method_id.split(".")[1] == resource]
        yield "\n".join(lines)


def _line(row: Row) -> str:
    name = row.method_id.split(".", 2)[2]
    linked = f"[{name}]({row.operation.reference})" if row.operation is not None and row.operation.reference else name
    cells = [
        linked,
        f"`{row.method.http_method} {row.method.path}`",
        "served" if row.operation is not None else "501",
        *(", ".join(f"`{name}`" for name in column) for column in (row.emulated, row.accepted, row.missing)),
    ]
    return "| " + " | ".join(cells) + " |"


def _without_effect(rows: list[Row]) -> str:
    """Why parameters are accepted without effect: one line for each parameter and reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for name, reason in row.accepted.items():
            found.setdefault((name, reason), []).append(row.method_id.removeprefix("calendar."))
    if not found:
        return ""
    lines = ["## Why without effect", "", "| parameter | methods | reason |", "|---|---|---|"]
    lines += [f"| `{name}` | {', '.join(methods)} | {reason} |" for (name, reason), methods in sorted(found.items())]
    return "\n".join(lines)


def _others(operations: list[Operation]) -> str:
    """What is served beside the calendar; Google's description of Calendar does not cover it."""
    if not operations:
        return ""
    lines = ["## Beside the calendar", "", "| operation | method | paths |", "|---|---|---|"]
    for operation in sorted(operations, key=lambda operation: operation.id):
        paths = ", ".join(f"`{path}`" for path in operation.paths)
        name = f"[{operation.id}]({operation.reference})" if operation.reference else operation.id
        lines.append(f"| {name} | {operation.method} | {paths} |")
    return "\n".join(lines)


def derived() -> dict[Path, str]:
    """The page, by its path. Raises `Contradiction`."""
    google = page([*GoogleCalendar.routes.operations, *GoogleOAuth.routes.operations])
    return {TARGET: f"{google}\n{coverage_microsoft.part(MicrosoftGraph.routes.operations)}"}
