"""`$orderby`: by which properties, in which direction; and whether a filter goes with it."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from mockserver.microsoft.odata.expressions import paths
from mockserver.microsoft.odata.properties import UnknownPropertyError, is_value, resolved
from mockserver.microsoft.odata.refusals import BadQuery, short
from mockserver.microsoft.odata.support import support
from mockserver.microsoft.odata.tokens import instant_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.microsoft.odata.expressions import Expression

_MOST = 10
_ITEM = re.compile(r"(?P<path>\w+(?:/\w+)*)(?:\s+(?P<direction>asc|desc))?", re.IGNORECASE | re.ASCII)


class Order(msgspec.Struct, frozen=True):
    """One property to order by."""

    path: tuple[str, ...]
    descending: bool = False


def parse(text: str, type_name: str) -> tuple[Order, ...]:
    """What an `$orderby` spells, for a list of that type. Raises BadQuery."""
    items = text.split(",")
    if len(items) > _MOST:
        _refuse(f"The limit of '{_MOST}' for $orderby items has been exceeded.")
    ends = accumulate(len(item) + 1 for item in items)
    return tuple(_order(item, type_name, text, end - len(item) - 1) for item, end in zip(items, ends, strict=True))


def ordered(documents: Iterable[Mapping[str, Any]], order: tuple[Order, ...]) -> list[Mapping[str, Any]]:
    """The documents in that order, null first; those that are alike stay as they were.

    Text is ordered without regard to letter case. [inferred]
    """
    answer = list(documents)
    for item in reversed(order):
        answer.sort(key=lambda document, path=item.path: _key(document, path), reverse=item.descending)  # type: ignore[misc]  # a default binds the path
    return answer


def refuse_inefficient(condition: Expression, order: tuple[Order, ...]) -> None:
    """Refuse a filter in which what is ordered by does not come first, in the same order. `condition` is bound.

    https://learn.microsoft.com/graph/api/user-list-messages, "Using filter and orderby in the same query"
    """
    filtered = list(dict.fromkeys(path.names for path in paths(condition)))
    if filtered[: len(order)] != [item.path for item in order]:
        raise BadQuery("InefficientFilter", "The restriction or sort order is too complex for this operation.")


def _order(item: str, type_name: str, text: str, position: int) -> Order:
    match = _ITEM.fullmatch(item.strip())
    if match is None:
        _refuse(f"Syntax error at position {position} in '{short(text)}'.", position)
    try:
        path, of = resolved(type_name, match["path"].split("/"))
    except UnknownPropertyError as unknown:
        _refuse(str(unknown))
    if of.startswith("Collection(") or not is_value(of):
        _refuse("The $orderby expression must evaluate to a single value of primitive type.")
    if path not in support(type_name).orders:
        name = path[0][0].upper() + path[0][1:]
        raise BadQuery("ErrorInvalidProperty", f"The property '{name}' does not support sorting.")  # [inferred]
    return Order(path, (match["direction"] or "").lower() == "desc")


def _refuse(message: str, position: int | None = None) -> NoReturn:
    raise BadQuery("BadRequest", message, position)


def _key(document: Any, path: tuple[str, ...]) -> tuple[int, Any]:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    if isinstance(document, str):
        instant = instant_of_text(document) if path[-1].endswith(("dateTime", "DateTime")) else None
        return (2, instant) if instant is not None else (3, document.casefold())
    return (1, document) if isinstance(document, bool | int | float) else (0, 0)
