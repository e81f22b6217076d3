"""`$orderby`: by which properties, in which direction; and whether a filter goes with it."""

from __future__ import annotations

import re
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mockserver.microsoft.odata.expressions import paths
from mockserver.microsoft.odata.properties import UnknownPropertyError, is_value, resolved
from mockserver.microsoft.odata.refusals import short
from mockserver.microsoft.odata.support import support
from mockserver.microsoft.odata.tokens import instant_of_text
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import (
    INEFFICIENT_FILTER,
    ORDER_BY_COMPLEX,
    ORDER_BY_SYNTAX,
    ORDER_BY_TOO_LONG,
    SORT_NOT_SUPPORTED,
    UNKNOWN_NAME,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mockserver.microsoft.odata.expressions import Expression

T = TypeVar("T")
_MOST = 10
_ITEM = re.compile(r"(?P<path>\w+(?:/\w+)*)(?:\s+(?P<direction>asc|desc))?", re.IGNORECASE | re.ASCII)


class Order(msgspec.Struct, frozen=True):
    """One property to order by."""

    path: tuple[str, ...]
    descending: bool = False


def parse(text: str, type_name: str) -> tuple[Order, ...]:
    """What an `$orderby` spells, for a list of that type. Raises `Refusal`."""
    items = text.split(",")
    if len(items) > _MOST:
        raise Refusal(ORDER_BY_TOO_LONG, limit=str(_MOST))
    ends = accumulate(len(item) + 1 for item in items)
    return tuple(_order(item, type_name, text, end - len(item) - 1) for item, end in zip(items, ends, strict=True))


def ordered(things: Iterable[T], order: tuple[Order, ...], document: Callable[[T], Mapping[str, Any]]) -> list[T]:
    """Things in the order of their documents, null first; those that are alike stay as they were.

    Text is ordered without regard to letter case. [inferred]
    """
    answer = list(things)
    for item in reversed(order):
        answer.sort(key=partial(_key_of, document, item.path), reverse=item.descending)
    return answer


def refuse_inefficient(condition: Expression, order: tuple[Order, ...]) -> None:
    """Refuse a filter in which what is ordered by does not come first, in the same order. `condition` is bound.

    https://learn.microsoft.com/graph/api/user-list-messages, "Using filter and orderby in the same query"
    """
    filtered = list(dict.fromkeys(path.names for path in paths(condition)))
    if filtered[: len(order)] != [item.path for item in order]:
        raise Refusal(INEFFICIENT_FILTER, why="what is ordered by has to come first in the filter, in the same order")


def _order(item: str, type_name: str, text: str, position: int) -> Order:
    match = _ITEM.fullmatch(item.strip())
    if match is None:
        raise Refusal(ORDER_BY_SYNTAX, position=str(position), text=short(text))
    try:
        path, of = resolved(type_name, match["path"].split("/"))
    except UnknownPropertyError as unknown:
        raise Refusal(UNKNOWN_NAME, **unknown.words) from None
    if of.startswith("Collection(") or not is_value(of):
        raise Refusal(ORDER_BY_COMPLEX)
    if path not in support(type_name).orders:
        raise Refusal(SORT_NOT_SUPPORTED, property=path[0][0].upper() + path[0][1:])
    return Order(path, (match["direction"] or "").lower() == "desc")


def _key_of(document: Callable[[T], Mapping[str, Any]], path: tuple[str, ...], thing: T) -> tuple[int, Any]:
    return _key(document(thing), path)


def _key(document: Any, path: tuple[str, ...]) -> tuple[int, Any]:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    if isinstance(document, str):
        instant = instant_of_text(document) if path[-1].endswith(("dateTime", "DateTime")) else None
        return (2, instant) if instant is not None else (3, document.casefold())
    return (1, document) if isinstance(document, bool | int | float) else (0, 0)
