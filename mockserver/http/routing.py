"""Routing: from a method and a path to the operation, through a tree compiled from the operations' paths.

A segment of a path is compared before it is percent-decoded, so that an encoded slash stays inside its segment. A
literal segment goes before a parameter. One look costs a dictionary access per segment, however many operations.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.http.operation import Operation

MAX_SEGMENTS = 24
# Paths whose operation is remembered, and how long such a path may be: clients ask for the same few again and again.
REMEMBERED, LONGEST_REMEMBERED = 512, 300


class _Node:
    __slots__ = ("children", "operations", "parameter")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.parameter: _Node | None = None
        self.operations: dict[str, tuple[Operation, tuple[str, ...]]] = {}


class Routes:
    """The compiled operations of one provider."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        self._paths: dict[str, list[str]] = {}
        self._remembered = lru_cache(REMEMBERED)(self._find)
        for operation in operations:
            for path in operation.paths:
                self._add(operation, path)

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation that a request asks for, and the parameters in its path, decoded; not to be changed."""
        return self._remembered(method, path) if len(path) <= LONGEST_REMEMBERED else self._find(method, path)

    def _find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        segments = path[1:].split("/")
        if len(segments) > MAX_SEGMENTS:
            return None
        found = _walk(self._root, segments, 0, method, [])
        if found is None:
            return None
        (operation, names), values = found
        return operation, {name: unquote(value) for name, value in zip(names, values, strict=True)}

    def nearest(self, path: str) -> str | None:
        """The served path that is most like this one, with its method, for people."""
        # What the caller wrote in the place of parameters says nothing about which path was meant.
        close = difflib.get_close_matches(path[:200], self._paths, n=1, cutoff=0.4)
        return f"{', '.join(self._paths[close[0]])} {close[0]}" if close else None

    def _add(self, operation: Operation, path: str) -> None:
        node = self._root
        names: list[str] = []
        for segment in path[1:].split("/"):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.children.setdefault(segment, _Node())
        for method in (operation.method, *operation.also):
            if method in node.operations:
                raise ValueError(f"{method} {path} is declared twice, by {operation.id} too")
            node.operations[method] = operation, tuple(names)
            self._paths.setdefault(path, []).append(method)


def _walk(
    node: _Node, segments: list[str], at: int, method: str, values: list[str]
) -> tuple[tuple[Operation, tuple[str, ...]], list[str]] | None:
    if at == len(segments):
        operation = node.operations.get(method)
        return None if operation is None else (operation, values)
    segment = segments[at]
    child = node.children.get(segment)
    if child is None and "%" in segment:
        child = node.children.get(unquote(segment))
    if child is not None:
        found = _walk(child, segments, at + 1, method, values)
        if found is not None:
            return found
    if node.parameter is None or not segment:
        return None
    return _walk(node.parameter, segments, at + 1, method, [*values, segment])
