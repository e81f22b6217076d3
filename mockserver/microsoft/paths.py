"""How the paths of Graph may be spelt, and which published template a spelling leads to.

The same resource has many spellings: a key is a segment or stands in parentheses, letter case does not count, a
function is written with or without its namespace and its empty parentheses, a cast with the long or the short
namespace, and `/me` is the user who asks. Which templates there are is `description.py`'s.

https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html sections 4.3, 4.5 and 4.11
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CALL = re.compile(r"(?P<name>[^()']+)\((?P<arguments>.*)\)", re.DOTALL)
# `name=` and a literal: a quoted string, perhaps with a type before it, or anything without a comma. The comma after a
# string may be missing, because std-uritemplate, and so msgraph-sdk for Python, leaves it out.
_ARGUMENT = re.compile(r"(?P<name>\w+)=(?:[\w.]*'(?:[^']|'')*'(?:,|$|(?=\w+=))|[^,']*(?:,|$))")
_NAMESPACE = re.compile(r"(?:microsoft\.)?graph\.", re.IGNORECASE)
_KEY = "{}"
# More segments than any template has, and more characters than any of their names.
_LONGEST = 16
_WIDEST = 64


class _Node:
    """What may follow a beginning of a path, and the methods that end here."""

    __slots__ = ("following", "method_ids")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.method_ids: dict[str, str] = {}


class Paths:
    """The templates of some methods, each called by its HTTP method and its path: `GET /users/{user-id}/events`."""

    def __init__(self, method_ids: Iterable[str], me: str) -> None:
        """`me`: the beginning that `/me` is another name of."""
        self._rows = tuple(method_ids)
        self._me = me
        self._root = _Node()
        for method_id in self._rows:
            http_method, _, path = method_id.partition(" ")
            node = self._root
            for step in _template(path):
                node = node.following.setdefault(step, _Node())
            node.method_ids[http_method] = method_id
        node = self._root
        for step in _template(me):
            node = node.following[step]
        self._root.following["me"] = node

    def match(self, http_method: str, path: str) -> str | None:
        """The method that a request for this path would call, if there is one."""
        return _walk(self._root, [unquote(segment) for segment in path.split("/")[1:]], http_method)

    def nearest(self, http_method: str, path: str) -> str | None:
        """The method whose template looks most like this path, if any looks like it at all."""
        from difflib import SequenceMatcher  # noqa: PLC0415 - only a request that leads nowhere pays for it

        given = [unquote(segment) for segment in path.split("/", _LONGEST)]
        given[1:2] = self._me.split("/")[1:] if given[1:2] == ["me"] else given[1:2]
        best, best_score = None, 0.6
        for method_id in self._rows:
            verb, _, template = method_id.partition(" ")
            parts = template.split("/")
            if abs(len(parts) - len(given)) > 2:
                continue
            # A placeholder stands for whatever was given in its place.
            wanted = [_KEY if part.startswith("{") else part for part in parts]
            masked = [
                _KEY if index < len(wanted) and wanted[index] == _KEY else part[:_WIDEST]
                for index, part in enumerate(given)
            ]
            whole = SequenceMatcher(None, "/".join(masked), "/".join(wanted))
            bonus = 0.05 if verb == http_method else 0
            if (whole.real_quick_ratio() + 1) / 2 + bonus <= best_score:
                continue
            score = (whole.ratio() + SequenceMatcher(None, masked, wanted).ratio()) / 2 + bonus
            if score > best_score:
                best, best_score = method_id, score
        return best


def _template(path: str) -> Iterator[str]:
    """The steps of a published template."""
    for segment in path.split("/")[1:]:
        yield _KEY if segment.startswith("{") else _called(segment) or segment.lower()


def _called(segment: str) -> str | None:
    """A function call without the values of its arguments, or None where this is none: `delta()`, `f(a,b)`."""
    call = _CALL.fullmatch(segment)
    if call is None:
        return None
    names = []
    rest = call["arguments"]
    while rest:
        argument = _ARGUMENT.match(rest)
        if argument is None:
            return None
        names.append(argument["name"].lower())
        rest = rest[argument.end() :]
    return f"{call['name'].lower()}({','.join(sorted(names))})"


def _walk(node: _Node, segments: list[str], http_method: str) -> str | None:
    if not segments:
        return node.method_ids.get(http_method)
    for steps in _spellings(segments[0]):
        following: _Node | None = node
        for step in steps:
            following = following.following.get(step) if following is not None else None
        if following is not None and (found := _walk(following, segments[1:], http_method)):
            return found
    return None


def _spellings(segment: str) -> Iterator[tuple[str, ...]]:
    """The steps that a segment may stand for, the most literal first."""
    if not segment:
        return
    called = _called(segment)
    plain = segment.lower()
    if called is not None:
        yield (called,)
        yield (_NAMESPACE.sub("", called, count=1),)
    elif (keyed := _CALL.fullmatch(segment)) is not None and keyed["arguments"].strip("'"):
        yield keyed["name"].lower(), _KEY
    yield (plain,)
    yield (f"{_NAMESPACE.sub('', plain, count=1)}()",)
    if _NAMESPACE.match(plain):
        yield (_NAMESPACE.sub("graph.", plain, count=1),)
    yield (_KEY,)
