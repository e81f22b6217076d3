"""The language as a JSON Schema (draft 2020-12), derived from the structs: for editors, and for `check`."""

from __future__ import annotations

import inspect
import json
import re
from functools import cache
from typing import Any

import msgspec

from mockserver.scenario.language import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache  # 30 ms each time, for every broken file
def schema(language: type[msgspec.Struct] = Scenario) -> dict[str, Any]:
    """The schema of a struct and all it holds. One value for all who ask: not to be changed."""
    derived = _without_null(msgspec.json.schema(language))
    for part in derived["$defs"].values():
        part["title"] = words(part["title"])
        part["description"] = inspect.cleandoc(part["description"])
    top = derived["$defs"][language.__name__]
    return {"$schema": DIALECT, "title": language.__name__, "description": top["description"], **derived}


def schema_text() -> str:
    """The schema of a scenario as it is published."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def words(name: str) -> str:
    """What a part is called in messages and on the page: `AccessToken` is an access token."""
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _without_null(node: Any) -> Any:
    """A schema in which a field that may be left out may not be null instead.

    None is how the structs say "not given"; a file says it by not giving the field.
    """
    if isinstance(node, list):
        return [_without_null(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {name: _without_null(value) for name, value in node.items() if not (name == "default" and value is None)}
    choices = [one for one in kept.pop("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept
