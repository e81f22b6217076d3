"""`$select`: which properties of a resource an answer has.

`id` and the etag come back whatever is selected. What is expanded is `expand.py`'s.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.microsoft import description
from mockserver.microsoft.odata.properties import UnknownPropertyError, resolved
from mockserver.microsoft.odata.refusals import bad_selection, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST = 200
_ALWAYS = frozenset({"@odata.context", "@odata.etag", "@odata.mediaContentType", "@odata.type", "id"})
_NAMESPACE = re.compile(r"(?:microsoft\.)?graph\.(?=\w+$)", re.IGNORECASE)


class Selection(msgspec.Struct, frozen=True):
    """The properties asked for, as paths, in the order of the request; none stands for all of them."""

    paths: tuple[tuple[str, ...], ...] = ()

    @property
    def fragment(self) -> str:
        """What `@odata.context` says of it: `(subject,start)`, or nothing."""
        return f"({','.join('/'.join(path) for path in self.paths)})" if self.paths else ""

    def applied(self, document: Mapping[str, Any], expanded: Iterable[str] = ()) -> dict[str, Any]:
        """The document with what is selected of it, in its own order. `expanded`: the names that are kept too."""
        if not self.paths:
            return dict(document)
        kept = {*_ALWAYS, *expanded}
        whole = {path[0] for path in self.paths if len(path) == 1} | kept
        below: dict[str, list[tuple[str, ...]]] = {}
        for path in self.paths:
            below.setdefault(path[0], []).append(path[1:])
        answer: dict[str, Any] = {}
        for name, value in document.items():
            base = name.partition("@")[0]
            if name in whole or (base and base in whole):
                answer[name] = value
            elif name in below:
                answer[name] = _below(value, tuple(below[name]))
        return answer


ALL = Selection()


def parse(text: str, type_name: str) -> Selection:
    """The selection that a `$select` spells, of a resource of that type. Raises `Refusal`."""
    items = [item.strip() for item in text.split(",")]
    if len(items) > _MOST:
        bad_selection(f"The limit of '{_MOST}' for $select items has been exceeded.")
    paths = [_path(item, type_name) for item in items]
    return ALL if ("*",) in paths else Selection(tuple(dict.fromkeys(paths)))


def _path(item: str, type_name: str) -> tuple[str, ...]:
    if item == "*":
        return ("*",)
    names = item.split("/")
    if len(names) > 1 and (cast := _cast(names[0], type_name)) is not None:
        type_name, names = cast, names[1:]
    if not all(name.isidentifier() for name in names):
        bad_selection(f"Term '{short(item)}' is not valid in a $select or $expand expression.")
    try:
        return resolved(type_name, names)[0]
    except UnknownPropertyError as unknown:
        bad_selection(str(unknown))


def _cast(name: str, type_name: str) -> str | None:
    """The type that a selected property is cast to, of those that derive from the resource's: a fileAttachment's."""
    bare = _NAMESPACE.sub("", name).lower()
    if bare == name.lower():
        return None
    return next(
        (one for one in description.types() if one.lower() == bare and description.derives(one, type_name)), None
    )


def _below(value: Any, paths: tuple[tuple[str, ...], ...]) -> Any:
    """What is selected below a complex property; everything of it where it is no object."""
    if not isinstance(value, dict):
        return value
    names = {path[0] for path in paths}
    return {
        name: part if any(path == (name,) for path in paths) else _below(part, _rest(name, paths))
        for name, part in value.items()
        if name in names
    }


def _rest(name: str, paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(path[1:] for path in paths if path[0] == name)
