"""Where in a file a value stands. Read only once something is wrong: loading needs no positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.scenario.reading import events

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.scenario.mistakes import ValuePath

Place = tuple[int, int]
"""A line and a column, both from 1."""


class _Level(msgspec.Struct):
    """A list or mapping on the way to the present value."""

    path: ValuePath
    mapping: bool
    position: int = 0
    key: str | None = None


class Places(msgspec.Struct):
    """The places of the values and keys at the wanted paths."""

    values: dict[ValuePath, Place] = msgspec.field(default_factory=dict)
    keys: dict[ValuePath, Place] = msgspec.field(default_factory=dict)

    def of(self, path: ValuePath, *, at_key: bool) -> Place:
        """Where the value at a path starts, or its key.

        What has no place of its own (it stands behind an alias, or is missing) is placed with what holds it.
        """
        if at_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


def places(text: str, file: str, wanted: Iterable[ValuePath]) -> Places:
    """Look up where values stand. The text is one that `read` has read."""
    prefixes = {path[:length] for path in wanted for length in range(len(path) + 1)}
    found = Places()
    levels: list[_Level] = []
    for event in events(text, file):
        kind = type(event).__name__
        if kind in ("SequenceEndEvent", "MappingEndEvent"):
            levels.pop()
        elif kind in ("ScalarEvent", "AliasEvent", "SequenceStartEvent", "MappingStartEvent"):
            _meet(event, kind, levels, prefixes, found)
    return found


def _meet(event: Any, kind: str, levels: list[_Level], wanted: set[ValuePath], found: Places) -> None:
    """Note the place of a value or a key, and go down into it where it holds others."""
    place = (event.start_mark.line + 1, event.start_mark.column + 1)
    level = levels[-1] if levels else None
    if level is not None and level.mapping and level.key is None:
        level.key = event.value
        path = (*level.path, event.value)
        if path in wanted:
            found.keys[path] = place
        return
    path = _next(level)
    if path in wanted:
        found.values[path] = place
    if kind in ("SequenceStartEvent", "MappingStartEvent"):
        levels.append(_Level(path, mapping=kind == "MappingStartEvent"))


def _next(level: _Level | None) -> ValuePath:
    """The path of the value that comes next, and the step past it."""
    if level is None:
        return ()
    if level.mapping:
        path = (*level.path, str(level.key))
        level.key = None
        return path
    level.position += 1
    return (*level.path, level.position - 1)
