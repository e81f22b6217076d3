"""From the many spellings of a path of Graph to the operation that serves it.

A path is first brought into one form, and that is looked up: names in their published letter case, a key as a segment
of its own, a function as its name and `()` with its arguments as segments behind it (by name), `/me` as a user called
`me`. So `/beta/me/Events('1')/microsoft.graph.delta` is `/v1.0/users/me/events/1/delta()`. What is published, and what
comes near a path that leads nowhere, is `description.py`'s.

https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html sections 4.3, 4.5 and 4.11
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from mockserver.http.routing import LONGEST_REMEMBERED, MAX_SEGMENTS, REMEMBERED, Routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mockserver.http.operation import Operation

ROOT = "/v1.0"
ALIASES = ("/v1.0", "/beta")
ME = "me"
_CALL = re.compile(r"(?P<name>[^()']+)\((?P<arguments>.*)\)", re.DOTALL)
# A comma after a quoted value may be missing: std-uritemplate, and so msgraph-sdk for Python, leaves it out.
_ARGUMENT = re.compile(r"(?P<name>\w+)=(?:[\w.]*'(?P<text>(?:[^']|'')*)'(?:,|$|(?=\w+=))|(?P<plain>[^,']*)(?:,|$))")
_NAMESPACE = re.compile(r"(?:microsoft\.)?graph\.", re.IGNORECASE)


class GraphRoutes(Routes):
    """The operations of Graph, found by any spelling of their paths."""

    def __init__(self, late: object = None) -> None:
        self._words: dict[str, str] = {}
        self._canonical = lru_cache(REMEMBERED)(self._spelt)
        super().__init__((), late)  # type: ignore[arg-type]  # handed on as it is

    def canonical(self, path: str) -> str:
        """A path in the one form that operations are declared in."""
        return self._canonical(path) if len(path) <= LONGEST_REMEMBERED else self._spelt(path)

    def is_word(self, segment: str) -> bool:
        """Whether a segment of a canonical path is a name, and not a key."""
        return segment in self._words.values()

    def _find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        if path.count("/") > MAX_SEGMENTS:
            return None
        self._complete()
        return super()._find(method, self.canonical(path))

    def _add_all(self, operations: Iterable[Operation]) -> None:
        operations = tuple(operations)
        for operation in operations:
            for segment in "/".join(operation.paths).split("/"):
                if not segment.startswith("{"):
                    self._words[segment.lower()] = segment
        super()._add_all(operations)

    def _spelt(self, path: str) -> str:
        root = next((root for root in ALIASES if path[: len(root)].lower() == root), "")
        segments = path[len(root) + 1 :].split("/")
        if segments[0].lower() == ME:
            segments[:1] = ["users", ME]
        return "/".join((ROOT, *(one for segment in segments for one in self._segments(segment))))

    def _segments(self, segment: str) -> Iterator[str]:
        """What a segment is in the one form: a name, a key, a name and its key, or a function and its arguments."""
        plain = unquote(segment) if "%" in segment else segment
        call = _CALL.fullmatch(plain) if "(" in plain else None
        if call is None:
            yield self._word(plain) or segment
            return
        arguments = _arguments(call["arguments"])
        name = self._word(call["name"]) or quote(call["name"])
        if arguments is None:
            yield name
            yield quote(call["arguments"].strip("'").replace("''", "'"), safe="")
        else:
            yield self._word(f"{call['name']}()") or f"{name}()"
            yield from (quote(arguments[key], safe="") for key in sorted(arguments))

    def _word(self, plain: str) -> str | None:
        """A name as it is published: of a set, of a type to cast to, or of a function without its parentheses."""
        lower = plain.lower()
        bare = _NAMESPACE.sub("", lower, count=1)
        forms = (lower, f"{bare}()", f"graph.{bare}" if bare != lower else lower, bare)
        return next((self._words[form] for form in forms if form in self._words), None)


def _arguments(text: str) -> dict[str, str] | None:
    """The arguments of a function by name, without quotes; None where it is a key."""
    found: dict[str, str] = {}
    rest = text.strip()
    while rest:
        argument = _ARGUMENT.match(rest)
        if argument is None:
            return None
        quoted = argument["text"]
        found[argument["name"].lower()] = argument["plain"] if quoted is None else quoted.replace("''", "'")
        rest = rest[argument.end() :].lstrip()
    return found
