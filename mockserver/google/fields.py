"""The `fields` parameter: which parts of an answer the caller wants (partial response).

Text in, selection out, value in, smaller value out; nothing here knows of requests. The grammar is a comma list of
names, `a/b/c` to descend, `a(b,c/d)` to choose among children, `*` for every name of one level; arrays are transparent.
https://developers.google.com/workspace/calendar/api/guides/performance
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from mockserver.google.description import Schema

Selection: TypeAlias = "dict[str, Selection | None]"
"""Names to keep; under each what to keep of it, None for all of it. `*` stands for the names not listed."""

EVERYTHING: Selection = {"*": None}
NOTHING: Selection = {}

_LONGEST = 16_384
_DEEPEST = 32
_TOKEN = r"[^,/()]+|[,/()]"
_PUNCTUATION = frozenset(",/()")
_ABSENT: Selection = {}  # told apart by identity


class BadFieldSelection(ValueError):  # noqa: N818 - named by what it says
    """A `fields` value that is no selection, or that names a field the answer does not have."""

    def __init__(self, name: str) -> None:
        self.name = name if len(name) <= 100 else f"{name[:100]}..."
        super().__init__(self.name)

    @property
    def message(self) -> str:
        """The message of the 400 that answers it."""
        return f"Invalid field selection {self.name}"


@lru_cache(maxsize=64)
def parse(text: str, schema_name: str | None = None) -> Selection:
    """The selection that a `fields` value spells, checked against the resource it is asked of, if that is given.

    Raises `BadFieldSelection`: with the whole text where it is no selection, with the name where the resource has no
    such field. A blank value selects everything. [inferred] Do not change what is returned: it is shared.
    """
    if not text.strip():
        return EVERYTHING
    found = _spelled(text)
    if schema_name is None:
        return found
    from mockserver.google import description  # noqa: PLC0415 - on first use, not when the server starts

    return bind(found, description.schema(schema_name))


def _spelled(text: str) -> Selection:
    if len(text) > _LONGEST:
        raise BadFieldSelection(text)
    try:
        found, at = _comma_list(tokens := [*re.findall(_TOKEN, text), ""], 0, 1)
    except _SyntaxError:
        raise BadFieldSelection(text) from None
    if tokens[at]:
        raise BadFieldSelection(text)
    return _settled(found)


class _SyntaxError(Exception):
    pass


def _comma_list(tokens: list[str], at: int, depth: int) -> tuple[Selection, int]:
    found: Selection = {}
    at = _item(tokens, at, depth, found)
    while tokens[at] == ",":
        at = _item(tokens, at + 1, depth, found)
    return found, at


def _item(tokens: list[str], at: int, depth: int, into: Selection) -> int:
    """Read one name with what follows it into a selection; the position after it."""
    name = tokens[at].strip()  # Google's own samples write a space after the comma
    if not name or name in _PUNCTUATION or depth > _DEEPEST:
        raise _SyntaxError
    at += 1
    inner: Selection | None = None
    if tokens[at] == "/":
        inner = {}
        at = _item(tokens, at + 1, depth + 1, inner)
    elif tokens[at] == "(":
        inner, at = _comma_list(tokens, at + 1, depth + 1)
        if tokens[at] != ")":
            raise _SyntaxError
        at += 1
    into[name] = _union(into[name], inner) if name in into else inner
    return at


def _union(one: Selection | None, other: Selection | None) -> Selection | None:
    """What either selects; the whole of something includes every part of it."""
    if one is None or other is None:
        return None
    return one | {name: _union(one[name], inner) if name in one else inner for name, inner in other.items()}


def _settled(found: Selection) -> Selection:
    """The same selection, where what `*` selects is also selected of every name that stands beside it."""
    rest = found.get("*", _ABSENT)
    settled: Selection = {}
    for name, inner in found.items():
        merged = inner if rest is _ABSENT else _union(inner, rest)
        settled[name] = None if merged is None else _settled(merged)
    return settled


def bind(wanted: Selection, part: Schema) -> Selection:
    """The same selection, checked against the shape it is applied to, with `*` replaced by the names it stands for.

    Raises `BadFieldSelection` with the first name that the shape does not have.
    """
    from mockserver.google.description import resolve  # noqa: PLC0415 - on first use, not when the server starts

    part = resolve(part)
    while part.items is not None:
        part = resolve(part.items)
    if part.type == "any":
        return wanted
    bound: Selection = {}
    for name, inner in wanted.items():
        child = part.properties.get(name, part.additional_properties)
        if name == "*" and part.type == "object":
            continue
        if child is None:
            raise BadFieldSelection(name)
        bound[name] = None if inner is None else bind(inner, child)
    rest = wanted.get("*", _ABSENT)
    if rest is None:
        return EVERYTHING
    return bound if rest is _ABSENT else _spread(rest, part, bound)


def _spread(rest: Selection, part: Schema, bound: Selection) -> Selection:
    """What `*/…` selects: the children that have what follows the star. One at least must."""
    found: Selection = {}
    refusal = None
    children = dict(part.properties)
    if part.additional_properties is not None:
        children["*"] = part.additional_properties
    for name, child in children.items():
        try:
            found[name] = bind(rest, child)
        except BadFieldSelection as refused:
            refusal = refusal or refused
    if refusal is not None and not found:
        raise refusal
    return _union(found, bound) or found


def select(value: Any, wanted: Selection) -> Any:
    """The wanted parts of a value, in the value's own order. Parents are kept, even with nothing left inside."""
    if type(value) is list:
        return [select(item, wanted) for item in value]
    if type(value) is not dict:
        return value
    rest = wanted.get("*", _ABSENT)
    if rest is None:
        return value
    chosen: dict[str, Any] = {}
    for name, child in value.items():
        inner = wanted.get(name, rest)
        if inner is not _ABSENT:
            chosen[name] = child if inner is None else select(child, inner)
    return chosen


def within(wanted: Selection, name: str) -> Selection:
    """What is wanted of the child of that name: `EVERYTHING`, `NOTHING`, or some of it."""
    inner = wanted.get(name, wanted.get("*", NOTHING))
    return EVERYTHING if inner is None else inner
