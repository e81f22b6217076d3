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
    from collections.abc import Callable, Iterable, Sequence

    _Reader = Callable[[Mapping[str, Any]], Any]
    """Reads the value of an expression in a document; None is null, and neither true nor false."""


class _Moment(NamedTuple):
    """An instant that came from a date or a date-time."""

    instant: int


def evaluate(expression: Expression, document: Mapping[str, Any]) -> bool:
    """Whether the document meets the expression."""
    return predicate(expression)(document)


def predicate(expression: Expression) -> Callable[[Mapping[str, Any]], bool]:
    """What says of a document whether it meets the expression: gone through once, however many documents there are."""
    value = _compiled(expression)
    return lambda document: value(document) is True


def _compiled(expression: Expression) -> _Reader:  # noqa: PLR0911 - one for each kind of expression
    match expression:
        case Constant(kind, constant):
            value = _Moment(instant_of_text(str(constant)) or 0) if kind in {"Date", "DateTimeOffset"} else constant
            return lambda _: value
        case Path(names):
            return lambda scope: _found(names, scope)
        case Call(name, arguments):
            given = [_compiled(argument) for argument in arguments]
            return lambda scope: _called(name, [argument(scope) for argument in given])
        case Comparison(operator, left, right):
            one, other, compared = _compiled(left), _compiled(right), _COMPARED[operator]
            return lambda scope: compared(one(scope), other(scope))
        case Membership(left, options):
            sought, among = _compiled(left), [_compiled(option)({}) for option in options]
            return lambda scope: _member(sought(scope), among)
        case Logical(operator, operands):
            parts, decided = [_compiled(operand) for operand in operands], operator == "or"
            return lambda scope: _joined((part(scope) for part in parts), decided=decided)
        case Not(operand):
            return _not(_compiled(operand))
        case Lambda():
            return _over(expression)


def _member(value: Any, among: Iterable[Any]) -> bool:
    return any(_equal(value, option) for option in among)


def _not(operand: _Reader) -> _Reader:
    def opposite(scope: Mapping[str, Any]) -> bool | None:
        value = operand(scope)
        return not value if isinstance(value, bool) else None

    return opposite


def _joined(values: Iterable[Any], *, decided: bool) -> bool | None:
    """Whether one value decides, or else all are known to be the opposite."""
    unknown = False
    for value in values:
        if isinstance(value, bool) and value == decided:
            return decided
        unknown = unknown or not isinstance(value, bool)
    return None if unknown else not decided


def _over(expression: Lambda) -> _Reader:
    names, variable, decided = expression.collection.names, expression.variable, expression.operator == "any"

    def items(scope: Mapping[str, Any]) -> Sequence[Any]:
        found = _found(names, scope)
        return found if isinstance(found, list | tuple) else ()

    if expression.condition is None or variable is None:
        return lambda scope: bool(items(scope))
    condition = _compiled(expression.condition)
    return lambda scope: _joined((condition({**scope, variable: item}) for item in items(scope)), decided=decided)


def _found(names: tuple[str, ...], scope: Any) -> Any:
    for name in names:
        if not isinstance(scope, Mapping):
            return None
        scope = scope.get(name)
    if names[-1] == "dateTime" and isinstance(scope, str) and (instant := instant_of_text(scope)) is not None:
        return _Moment(instant)
    return scope


def _ordering(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool | None]:
    def compared(left: Any, right: Any) -> bool | None:
        left, right = _aligned(left, right)
        sort = _sort(left)
        if sort in {None, object} or sort != _sort(right):
            return None
        return compare(left, right)

    return compared


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
    return _SORTS.get(type(value), object)


_SORTS: Final[dict[type, type | None]] = {
    bool: bool, str: str, _Moment: _Moment, int: float, float: float, type(None): None,
}  # fmt: skip
_COMPARED: Final[dict[str, Callable[[Any, Any], bool | None]]] = {
    "eq": _equal,
    "ne": lambda left, right: not _equal(left, right),
    **{name: _ordering(compare) for name, compare in {"gt": gt, "ge": ge, "lt": lt, "le": le}.items()},
}


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
