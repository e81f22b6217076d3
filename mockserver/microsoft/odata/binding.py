"""A filter against the type it is asked of: names made those of the wire, types compared, what Graph refuses refused.

Types are checked before support, as Graph parses before it asks Outlook.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, NoReturn, TypeVar

from mockserver.microsoft import description, property_ids
from mockserver.microsoft.odata.evaluation import ARITY
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
from mockserver.microsoft.odata.linq import linq
from mockserver.microsoft.odata.properties import UnknownPropertyError, full_name, is_value, member, resolved
from mockserver.microsoft.odata.refusals import bad_filter
from mockserver.microsoft.odata.support import FUNCTIONS, support
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import FILTER_NOT_SUPPORTED, UNSUPPORTED_EXPRESSION, UNSUPPORTED_FUNCTION

_KINDS = {"eq": "Equal", "ne": "NotEqual", "gt": "GreaterThan", "ge": "GreaterThanOrEqual"} | {
    "lt": "LessThan",
    "le": "LessThanOrEqual",
}
E = TypeVar("E", bound=Expression)
_CONDITIONS = {"Boolean", "Null"}
_ALIKE = ({"Integer", "Number"}, {"Date", "DateTimeOffset"})
_ANSWERS = dict.fromkeys(("contains", "startswith", "endswith"), "Boolean") | dict.fromkeys(
    ("tolower", "toupper", "trim", "concat"), "String"
)


class _Typed(NamedTuple):
    expression: Expression
    type_name: str


@lru_cache(maxsize=256)
def bind(expression: Expression, type_name: str) -> Expression:
    """The filter with its names as the wire has them. Raises `Refusal` where Graph refuses it for that type."""
    bound, of = _Binder(type_name, expression).typed(expression)
    if of not in _CONDITIONS:
        bad_filter("The $filter expression must evaluate to a single boolean value.")
    return bound


class _Binder:
    """One filter on one type; within a lambda its variable is of the element's type."""

    def __init__(self, type_name: str, whole: Expression) -> None:
        self._type = type_name
        self._whole = whole
        self._support = support(type_name)
        self._variables: dict[str, str] = {}

    def typed(self, expression: Expression) -> _Typed:  # noqa: PLR0911 - one for each kind of expression
        match expression:
            case Constant(kind, _):
                return _Typed(expression, kind)
            case Path(names):
                return self._path(names)
            case Call(name, arguments):
                return self._call(name, arguments)
            case Comparison():
                return self._comparison(expression)
            case Membership(left, options):
                bound = self.typed(left)
                spelt = (self._spelt(left, option) for option in options)
                pairs = [_matched(bound, _Typed(option, option.kind), "Equal") for option in spelt]
                constants = tuple(right for _, right in pairs if isinstance(right, Constant))
                return _Typed(Membership(bound.expression, constants), "Boolean")
            case Logical(operator, operands):
                return self._logical(operator, operands)
            case Not(operand):
                return self._not(operand)
            case Lambda():
                return self._lambda(expression)

    def _condition(self, expression: Expression) -> Expression:
        bound, of = self.typed(expression)
        if of not in _CONDITIONS:
            bad_filter("The Any/All query expression must evaluate to a single boolean value.")
        return bound

    def _logical(self, operator: Literal["and", "or"], operands: tuple[Expression, ...]) -> _Typed:
        bound = [self.typed(operand) for operand in operands]
        for left, right in pairwise(bound):
            if not {left.type_name, right.type_name} <= _CONDITIONS:
                _incompatible(left, right, operator.capitalize())
        return _Typed(Logical(operator, tuple(part for part, _ in bound)), "Boolean")

    def _not(self, operand: Expression) -> _Typed:
        bound, of = self.typed(operand)
        if of not in _CONDITIONS:
            bad_filter(
                "A unary operator with an incompatible type was detected. "
                f"Found operand type '{full_name(of)}' for operator kind 'Not'."
            )
        return _Typed(Not(bound), "Boolean")

    def _comparison(self, comparison: Comparison) -> _Typed:
        left = self.typed(self._spelt(comparison.right, comparison.left))
        right = self.typed(self._spelt(comparison.left, comparison.right))
        bound = _matched(left, right, _KINDS[comparison.operator])
        return _Typed(Comparison(comparison.operator, *bound), "Boolean")

    def _spelt(self, beside: Expression, operand: E) -> E | Constant:
        """An operand as it is, but the id of an extended property, compared with one, in the one spelling it has."""
        if not isinstance(operand, Constant) or not isinstance(operand.value, str) or not isinstance(beside, Path):
            return operand
        of = self._variables.get(beside.names[0], self._type)
        if of not in property_ids.ELEMENTS or beside.names[-1].lower() != "id":
            return operand
        return Constant(operand.kind, property_ids.canonical_id(operand.value))

    def _path(self, names: tuple[str, ...]) -> _Typed:
        if names[0] in self._variables:
            inner, of = _resolved(self._variables[names[0]], names[1:])
            return _Typed(Path((names[0], *inner)), of)
        canonical, of = _resolved(self._type, names)
        if canonical not in self._support.filters:
            _not_filterable(canonical)
        return _Typed(Path(canonical), of)

    def _call(self, name: str, arguments: tuple[Expression, ...]) -> _Typed:
        if name not in ARITY:
            bad_filter(
                f"An unknown function with name '{name}' was found. "
                "This may also be a function import or a key lookup on a navigation property, which is not allowed."
            )
        bound = [self.typed(argument) for argument in arguments]
        if len(bound) != ARITY[name] or (name in _ANSWERS and any(of not in {"String", "Null"} for _, of in bound)):
            bad_filter(f"No function signature for the function with name '{name}' matches the specified arguments.")
        if name not in FUNCTIONS:
            _invalid_nodes()
        return _Typed(Call(name, tuple(part for part, _ in bound)), _ANSWERS.get(name, "Integer"))

    def _lambda(self, expression: Lambda) -> _Typed:
        canonical, of = _resolved(self._type, expression.collection.names)
        element, many = description.item_of(of)
        if not many:
            bad_filter("Any/All may only be used following a collection.")
        if canonical not in self._support.collections:
            self._not_a_collection(canonical)
        if expression.operator == "all":
            _invalid_nodes()
        variable, condition = expression.variable, expression.condition
        if variable is not None and condition is not None:
            outer = self._variables
            self._variables = {**outer, variable: element}
            condition = self._condition(condition)
            self._variables = outer
        return _Typed(Lambda(Path(canonical), expression.operator, variable, condition), "Boolean")

    def _not_a_collection(self, canonical: tuple[str, ...]) -> NoReturn:
        if canonical == ("attendees",):
            raise Refusal(UNSUPPORTED_EXPRESSION, expression=linq(self._whole))
        _not_filterable(canonical)


def _resolved(type_name: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    try:
        return resolved(type_name, names)
    except UnknownPropertyError as unknown:
        bad_filter(str(unknown))


def _matched(left: _Typed, right: _Typed, operator: str) -> tuple[Expression, Expression]:
    """Both sides, with an enum's members as they are published; refused where their types cannot be compared."""
    if not _comparable(left.type_name, right.type_name):
        _incompatible(left, right, operator)
    return _as_member(left, right), _as_member(right, left)


def _incompatible(left: _Typed, right: _Typed, operator: str) -> NoReturn:
    bad_filter(
        "A binary operator with incompatible types was detected. Found operand types "
        f"'{full_name(left.type_name)}' and '{full_name(right.type_name)}' for operator kind '{operator}'."
    )


def _comparable(left: str, right: str) -> bool:
    if "Null" in {left, right} or left == right:
        return True
    if any({left, right} <= alike for alike in _ALIKE):
        return True
    return (right == "String" and _is_enum(left)) or (left == "String" and _is_enum(right))


def _is_enum(type_name: str) -> bool:
    return type_name in description.types() and is_value(type_name)


def _as_member(side: _Typed, other: _Typed) -> Expression:
    constant = side.expression
    if not isinstance(constant, Constant) or constant.kind != "String" or not _is_enum(other.type_name):
        return constant
    found = member(other.type_name, str(constant.value))
    if found is None:
        bad_filter(f"The string '{constant.value}' is not a valid enumeration type constant.")
    return Constant("String", found)


def _invalid_nodes() -> NoReturn:
    raise Refusal(UNSUPPORTED_FUNCTION)


def _not_filterable(path: tuple[str, ...]) -> NoReturn:
    if path[0] == "organizer":
        _invalid_nodes()
    raise Refusal(FILTER_NOT_SUPPORTED, property=path[0][0].upper() + path[0][1:])
