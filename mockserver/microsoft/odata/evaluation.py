"""Whether a document meets a filter. Names must be spelt as in the document, which `binding.py` sees to.

Conditions have three values: what is compared in order with null is neither true nor false, and only what is true is
met. Instants are compared as instants: a property of the type DateTimeOffset, and the `dateTime` of a
dateTimeTimeZone, which Graph compares with the UTC value. The document must have its times in UTC.
https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html section 5.1.1.1
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mockserver.clock import datetime_of
from mockserver.microsoft.odata.expressions import (
    Call,
    Comparison,
    Constant,
    Expression,
    Lambda,
    Logical,
    Membership,
    Not,
    Path,
)
from mockserver.microsoft.odata.tokens import instant_of_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ORDERED: Final[dict[str, Callable[[Any, Any], bool]]] = {"gt": gt, "ge": ge, "lt": lt, "le": le}


class _Moment(NamedTuple):
    """An instant that came from a date or a date-time."""

    instant: int


def evaluate(expression: Expression, document: Mapping[str, Any]) -> bool:
    """Whether the document meets the expression."""
    return _value(expression, document) is True


def _value(expression: Expression, scope: Mapping[str, Any]) -> Any:  # noqa: PLR0911 - one for each kind of expression
    match expression:
        case Constant(kind, value):
            return _Moment(instant_of_text(str(value)) or 0) if kind in {"Date", "DateTimeOffset"} else value
        case Path(names):
            return _found(names, scope)
        case Call(name, arguments):
            return _called(name, [_value(argument, scope) for argument in arguments])
        case Comparison(operator, left, right):
            return _compared(operator, _value(left, scope), _value(right, scope))
        case Membership(left, options):
            value = _value(left, scope)
            return any(_equal(value, _value(option, scope)) for option in options)
        case Logical(operator, operands):
            return _joined((_value(operand, scope) for operand in operands), decided=operator == "or")
        case Not(operand):
            value = _value(operand, scope)
            return not value if isinstance(value, bool) else None
        case Lambda():
            return _over(expression, scope)


def _joined(values: Iterable[Any], *, decided: bool) -> bool | None:
    """Whether one value decides, or else all are known to be the opposite."""
    unknown = False
    for value in values:
        if isinstance(value, bool) and value == decided:
            return decided
        unknown = unknown or not isinstance(value, bool)
    return None if unknown else not decided


def _over(expression: Lambda, scope: Mapping[str, Any]) -> bool | None:
    items = _found(expression.collection.names, scope)
    items = items if isinstance(items, list | tuple) else ()
    condition, variable = expression.condition, expression.variable
    if condition is None or variable is None:
        return bool(items)
    return _joined(
        (_value(condition, {**scope, variable: item}) for item in items), decided=expression.operator == "any"
    )


def _found(names: tuple[str, ...], scope: Any) -> Any:
    for name in names:
        if not isinstance(scope, Mapping):
            return None
        scope = scope.get(name)
    if names[-1] == "dateTime" and isinstance(scope, str) and (instant := instant_of_text(scope)) is not None:
        return _Moment(instant)
    return scope


def _compared(operator: str, left: Any, right: Any) -> bool | None:
    if operator == "eq":
        return _equal(left, right)
    if operator == "ne":
        return not _equal(left, right)
    left, right = _aligned(left, right)
    if _sort(left) in {None, object} or _sort(left) != _sort(right):
        return None
    return _ORDERED[operator](left, right)


def _equal(left: Any, right: Any) -> bool:
    left, right = _aligned(left, right)
    return _sort(left) == _sort(right) and bool(left == right)


def _aligned(left: Any, right: Any) -> tuple[Any, Any]:
    """Both as instants where one of them is one."""
    if isinstance(left, _Moment) or isinstance(right, _Moment):
        return _moment(left), _moment(right)
    return left, right


def _moment(value: Any) -> Any:
    if isinstance(value, str) and (instant := instant_of_text(value)) is not None:
        return _Moment(instant)
    return value


def _sort(value: Any) -> type | None:
    """What a value may be compared with; lists and objects with nothing."""
    for sort in (bool, str, _Moment):
        if isinstance(value, sort):
            return sort
    return float if isinstance(value, int | float) else None if value is None else object


def _part(name: str) -> Callable[[Any], int]:
    return lambda moment: int(getattr(datetime_of(moment.instant), name))


_TEXT: Final[dict[str, Callable[..., Any]]] = {
    "contains": lambda text, part: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
    "indexof": lambda text, part: text.find(part),
    "concat": lambda text, part: text + part,
    "tolower": str.lower,
    "toupper": str.upper,
    "trim": str.strip,
    "length": len,
}
_MOMENT: Final = {name: _part(name) for name in ("year", "month", "day", "hour", "minute", "second")}


def _called(name: str, arguments: list[Any]) -> Any:
    """What a function answers: null for null, and for what it is not made for."""
    if name in _MOMENT:
        arguments, sort = [_moment(argument) for argument in arguments], _Moment
        function: Callable[..., Any] | None = _MOMENT[name]
    else:
        sort, function = str, _TEXT.get(name)  # type: ignore[assignment]  # either of the two sorts
    if function is None or not all(isinstance(argument, sort) for argument in arguments):
        return None
    return function(*arguments) if len(arguments) == ARITY[name] else None


ARITY: Final[dict[str, int]] = {
    **dict.fromkeys(("contains", "startswith", "endswith", "indexof", "concat"), 2),
    **dict.fromkeys(("tolower", "toupper", "trim", "length", *_MOMENT), 1),
}
"""The functions of OData that are known here, and how many arguments each has."""
