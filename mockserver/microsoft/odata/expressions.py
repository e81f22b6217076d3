"""What a `$filter` consists of, as frozen values, and how it is written. Reading is `filter.py`'s.

`and` and `or` hold all their operands, so that a long chain of them is no deep tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind: TypeAlias = Literal["Null", "Boolean", "Integer", "Number", "String", "Guid", "Date", "DateTimeOffset"]
"""The primitive types a literal may have."""
ComparisonOperator: TypeAlias = Literal["eq", "ne", "gt", "ge", "lt", "le"]
Expression: TypeAlias = "Constant | Path | Call | Comparison | Membership | Logical | Not | Lambda"


class Constant(msgspec.Struct, frozen=True, tag=True):
    """A literal. A date, a date-time and a guid stay the text they were written as."""

    kind: Kind
    value: str | int | float | bool | None = None


class Path(msgspec.Struct, frozen=True, tag=True):
    """A property, such as `start/dateTime`; within a lambda the first name may be its variable."""

    names: tuple[str, ...]


class Call(msgspec.Struct, frozen=True, tag=True):
    """A function of OData with its arguments."""

    name: str
    arguments: tuple[Expression, ...]


class Comparison(msgspec.Struct, frozen=True, tag=True):
    """Two values compared."""

    operator: ComparisonOperator
    left: Expression
    right: Expression


class Membership(msgspec.Struct, frozen=True, tag=True):
    """`left in (…)`."""

    left: Expression
    options: tuple[Constant, ...]


class Logical(msgspec.Struct, frozen=True, tag=True):
    """Two or more conditions joined by the same word."""

    operator: Literal["and", "or"]
    operands: tuple[Expression, ...]


class Not(msgspec.Struct, frozen=True, tag=True):
    """A condition turned round."""

    operand: Expression


class Lambda(msgspec.Struct, frozen=True, tag=True):
    """`collection/any(variable:condition)`; `any()` alone asks whether there is anything at all."""

    collection: Path
    operator: Literal["any", "all"]
    variable: str | None = None
    condition: Expression | None = None


def written(expression: Expression) -> str:  # noqa: PLR0911 - one for each kind of expression
    """The expression as text, which reads back as the same expression."""
    match expression:
        case Constant():
            return _literal(expression)
        case Path(names):
            return "/".join(names)
        case Call(name, arguments):
            return f"{name}({','.join(map(written, arguments))})"
        case Comparison(operator, left, right):
            return f"{_operand(left)} {operator} {_operand(right)}"
        case Membership(left, options):
            return f"{_operand(left)} in ({','.join(map(_literal, options))})"
        case Logical(operator, operands):
            parts = (f"({written(part)})" if isinstance(part, Logical) else written(part) for part in operands)
            return f" {operator} ".join(parts)
        case Not(operand):
            return f"not {_operand(operand)}"
        case Lambda(collection, operator, variable, condition):
            inside = "" if variable is None or condition is None else f"{variable}:{written(condition)}"
            return f"{written(collection)}/{operator}({inside})"


def paths(expression: Expression) -> Iterator[Path]:
    """The properties an expression speaks of, as it names them, from left to right."""
    match expression:
        case Path():
            yield expression
        case Call(_, parts) | Logical(_, parts):
            for part in parts:
                yield from paths(part)
        case Comparison(_, left, right):
            yield from paths(left)
            yield from paths(right)
        case Membership(inner, _) | Not(inner) | Lambda(inner, _, _, _):
            yield from paths(inner)
        case Constant():
            return


def _operand(expression: Expression) -> str:
    text = written(expression)
    return f"({text})" if isinstance(expression, Logical | Comparison | Membership) else text


def _literal(constant: Constant) -> str:
    match constant.kind:
        case "Null":
            return "null"
        case "Boolean":
            return "true" if constant.value else "false"
        case "String":
            return "'" + str(constant.value).replace("'", "''") + "'"
        case _:
            return str(constant.value)
