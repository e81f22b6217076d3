"""The reference page of the language, written from the structs: every part, every field, what it takes and means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.scenario.manifest import Manifest
from mockserver.scenario.reading import MAX_ALIASED_CHARACTERS, MAX_ALIASES, MAX_BYTES, MAX_DEPTH
from mockserver.scenario.schema import schema, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = f"""\
# The scenario language

<!-- Written by `make docs` from mockserver/scenario/language/: change that, not this. -->

A scenario is one YAML file: people, their calendars, what they granted to which app, and the time it is. `mockserver
check FILE` says what is wrong with one, each mistake with its line and column; an editor completes the language with
[scenario-schema.json](scenario-schema.json) (in VS Code: `# yaml-language-server: $schema=…` as the first line).

## YAML

Files are read as YAML 1.2 in its core schema. `true` and `false` are the only truth values: `on`, `off`, `yes` and `no`
are text, and so are `12:30`, `2026-03-06` and `2026-03-06 02:30`. Keys are text as written. A value that looks like a
number but is text needs quotes: `colorId: "5"`. A field is left out rather than given empty.

Refused: a key given twice, tags (`!!str`), merge keys (`<<`), a second document, numbers JSON does not have (`.inf`),
and files over {MAX_BYTES // 1024 // 1024} MiB, values nested over {MAX_DEPTH} deep, more than {MAX_ALIASES:,} aliases,
or aliases for more than {MAX_ALIASED_CHARACTERS:,} characters in all.

## Times

| written | means |
|---|---|
| `2026-03-06` | a date: the event is all-day, and its `end` is the day after its last |
| `2026-03-06 02:30`, `2026-03-06T02:30`, `2026-03-06 02:30:00` | what clocks show in the event's zone |
| `2026-03-06T02:30:00-05:00`, `2026-03-06T07:30Z` | an instant, whatever the zone |
| `PT15M`, `PT1H30M`, `P2D` | a length of time (ISO 8601); a day is 24 hours for an event with times |

A wall-clock time that clocks skip is read with the offset before the gap; one they show twice is the first of the two
(RFC 5545, 3.3.5). An event's zone is its own `zone`, else the calendar's, else the owner's. Zones have IANA names
(`America/New_York`) or Windows names (`Eastern Standard Time`).

An occurrence in `changes` is named by its original start in the event's zone: by the date, or by date and time where
the series has several on one day.
"""
_FORMS = """\
## Forms of text

| form | is |
|---|---|
"""
_LIBRARY = """\
## The library's own file

`library.yaml` stands at the top of a library's version, `scenarios/v1.0.0/library.yaml`.
"""


def reference_page() -> str:
    """The page as it is published."""
    parts = schema()["$defs"]
    library = schema(Manifest)["$defs"]["Manifest"]
    order = _in_order(parts)
    forms: dict[str, str] = {}
    for part in (*(parts[name] for name in order), library):
        forms |= _forms(part["properties"])
    rows = "".join(f"| {title} | {_cell(right)} |\n" for title, right in sorted(forms.items()))
    return "\n".join((_OPENING, _FORMS + rows, *(_part(parts[name], 2) for name in order), _LIBRARY, _part(library, 3)))


def _in_order(parts: dict[str, Any]) -> list[str]:
    """The parts' names, each after the first that mentions it."""
    names = ["Scenario"]
    for name in names:
        names += [other for other in _mentioned(parts[name]["properties"]) if other not in names]
    return names


def _mentioned(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from _mentioned(one)


def _forms(node: Any) -> dict[str, str]:
    """The forms of text that fields ask for, and what each is."""
    found: dict[str, str] = {}
    if isinstance(node, dict) and isinstance(node.get("patternErrorMessage"), str):
        found[node.get("title", "name")] = node["patternErrorMessage"]
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        found |= _forms(one)
    return found


def _part(part: dict[str, Any], level: int) -> str:
    rows = [
        f"| `{name}` | {_takes(field)} | {_default(name, field, part)} | {field['description']} |"
        for name, field in part["properties"].items()
    ]
    heading = f"{'#' * level} {part['title']}"
    table = "\n".join(("| field | takes | default | meaning |", "|---|---|---|---|", *rows))
    return f"{heading}\n\n{part['description']}\n\n{table}\n"


def _takes(field: dict[str, Any]) -> str:
    """What a field takes, in a few words."""
    if "$ref" in field:
        name = words(field["$ref"].rpartition("/")[2])
        return f"[{name}](#{name.replace(' ', '-')})"
    if "anyOf" in field:
        return " or ".join(map(_takes, field["anyOf"]))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field["type"] == "array":
        return f"list of {_takes(field['items'])}"
    if field["type"] == "object":
        values = field.get("additionalProperties")
        return f"mapping to {_takes(values)}" if isinstance(values, dict) else "mapping"
    kinds = {"string": "text", "boolean": "`true`, `false`", "integer": "whole number"}
    return str(field.get("title", kinds[field["type"]]))


def _default(name: str, field: dict[str, Any], part: dict[str, Any]) -> str:
    if name in part["required"]:
        return "required"
    value = field.get("default")
    if value is None or not (value or isinstance(value, bool)):
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
