"""Routing: from a method and a path to the operation, through a tree compiled from the operations' paths.

A segment of a path is compared before it is percent-decoded, so that an encoded slash stays inside its segment. A
literal segment goes before a parameter. One look costs a dictionary access per segment, however many operations.

A server's start is the import of its modules. So the operations that a server may well do without come late: they are
imported with the first request that none of the others serves, or when somebody asks for all of them.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
    """The compiled operations of one provider.

    `late` imports more of them. Raises ValueError where a path is declared twice, or where a late one is among those
    that an earlier one serves: which of them answers must not depend on what was asked before.
    """

    def __init__(self, operations: Iterable[Operation], late: Callable[[], Iterable[Operation]] | None = None) -> None:
        self._root = _Node()
        self._paths: dict[str, list[str]] = {}
        self._operations: dict[str, Operation] = {}
        self._late = late
        self._remembered = lru_cache(REMEMBERED)(self._find)
        self._add_all(operations)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, the late ones too."""
        self._complete()
        return tuple(self._operations.values())

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation that a request asks for, and the parameters in its path, decoded; not to be changed."""
        return self._remembered(method, path) if len(path) <= LONGEST_REMEMBERED else self._find(method, path)

    def _find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        segments = path[1:].split("/")
        if len(segments) > MAX_SEGMENTS:
            return None
        found = _walk(self._root, segments, 0, method, [])
        if found is None and self._complete():
            found = _walk(self._root, segments, 0, method, [])
        if found is None:
            return None
        (operation, names), values = found
        return operation, {name: unquote(value) for name, value in zip(names, values, strict=True)}

    def nearest(self, path: str) -> str | None:
        """The served path that is most like this one, with its method, for people."""
        self._complete()
        asked = path[:LONGEST_REMEMBERED].split("/")
        # What the caller wrote in the place of a parameter says nothing about which path was meant.
        filled = {_filled(served, asked): served for served in self._paths}
        close = difflib.get_close_matches("/".join(asked), filled, n=1, cutoff=0.4)
        return f"{', '.join(self._paths[filled[close[0]]])} {filled[close[0]]}" if close else None

    def _complete(self) -> bool:
        """Add what comes late; whether that was still to be done."""
        late, self._late = self._late, None
        if late is None:
            return False
        operations = tuple(late())
        for operation in operations:
            self._check_late(operation)
        self._add_all(operations)
        return True

    def _check_late(self, operation: Operation) -> None:
        for path in operation.paths:
            for method in (operation.method, *operation.also):
                served = _walk(self._root, path[1:].split("/"), 0, method, [])
                if served is not None:
                    raise ValueError(f"{operation.id} comes late, but {served[0][0].id} serves {method} {path}")

    def _add_all(self, operations: Iterable[Operation]) -> None:
        for operation in operations:
            if operation.id in self._operations:
                raise ValueError(f"{operation.id} is declared twice")
            self._operations[operation.id] = operation
            for path in operation.paths:
                self._add(operation, path)

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


def _filled(served: str, asked: list[str]) -> str:
    """A served path with the caller's own words in the place of its parameters."""
    pairs = zip_longest(served.split("/"), asked[: served.count("/") + 1])
    return "/".join(word or one if one.startswith("{") else one for one, word in pairs)


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
