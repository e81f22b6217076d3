"""An expression as Outlook writes it in a message: `i => i.Attendees.Any(a => (a.EmailAddress == "x"))`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.microsoft.odata.expressions import (
    Call,
    Comparison,
    Constant,
    Lambda,
    Logical,
    Membership,
    Not,
    Path,
    written,
)
from mockserver.microsoft.odata.refusals import short

if TYPE_CHECKING:
    from mockserver.microsoft.odata.expressions import Expression

_OPERATORS = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "ge": ">=",
    "lt": "<",
    "le": "<=",
    "and": " AndAlso ",
    "or": " OrElse ",
}


def linq(expression: Expression) -> str:
    """The whole of a filter. Recorded for `any` with `eq`; the other forms are those of .NET's trees. [inferred]"""  # noqa: D400 - ends with its mark
    return short(f"i => {_written(expression, frozenset())}")


def _written(expression: Expression, variables: frozenset[str]) -> str:  # noqa: PLR0911 - one for each kind of expression
    match expression:
        case Constant(kind, value):
            return f'"{value}"' if kind == "String" else written(expression)
        case Path(names):
            return _path(names, variables)
        case Call(name, arguments):
            return f"{_pascal(name)}({', '.join(_written(argument, variables) for argument in arguments)})"
        case Comparison(operator, left, right):
            return f"({_written(left, variables)} {_OPERATORS[operator]} {_written(right, variables)})"
        case Membership(left, options):
            return f"new [] {{{', '.join(map(written, options))}}}.Contains({_written(left, variables)})"
        case Logical(operator, operands):
            return f"({_OPERATORS[operator].join(_written(operand, variables) for operand in operands)})"
        case Not(operand):
            return f"Not({_written(operand, variables)})"
        case Lambda(collection, operator, variable, condition):
            inside = ""
            if variable is not None and condition is not None:
                inside = f"{variable} => {_written(condition, variables | {variable})}"
            return f"{_path(collection.names, variables)}.{_pascal(operator)}({inside})"


def _path(names: tuple[str, ...], variables: frozenset[str]) -> str:
    if names[-2:] == ("emailAddress", "address"):
        names = names[:-1]  # recorded: an address is its `EmailAddress` there
    if names[0] in variables:
        return ".".join((names[0], *map(_pascal, names[1:])))
    return ".".join(("i", *map(_pascal, names)))


def _pascal(name: str) -> str:
    return name[0].upper() + name[1:]
