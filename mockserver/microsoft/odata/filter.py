"""Reading a `$filter`: text in, an expression out, by recursive descent over OData's grammar.

From loose to tight: `or`, `and`, the comparisons and `in`, `not`. Letter case does not count in these words. Whether
the properties exist and Graph supports what is asked of them is `binding.py`'s. The words of the refusals are those of
Microsoft's OData library. There is no maintained parser to take: the one in use has had no release since 2024, its
lexer none since 2022.
https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html section 5.1.1
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NoReturn, cast

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
from mockserver.microsoft.odata.refusals import bad_filter, short
from mockserver.microsoft.odata.tokens import Token, tokens

if TYPE_CHECKING:
    from mockserver.microsoft.odata.expressions import ComparisonOperator

DEEPEST = 50
"""Expressions within one another; how many Graph allows is not recorded. [inferred]"""

_COMPARISONS = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
_RESERVED = _COMPARISONS | {"and", "or", "not", "in"}


@lru_cache(maxsize=128)
def parse(text: str) -> Expression:
    """The expression that a `$filter` spells. Raises `Refusal`, with the place, where it spells none."""
    return _Parser(text).whole()


class _Parser:
    """One pass over the words of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._next = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._joined("or")
        if self._token.text:
            self._syntax_error()
        return found

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _is(self, mark: str) -> bool:
        return self._token.text == mark and self._token.constant is None

    def _word(self) -> str:
        return self._token.text.lower() if self._token.is_name else ""

    def _fail(self, what: str) -> NoReturn:
        position = self._token.position
        bad_filter(f"{what} at position {position} in '{short(self._text)}'.")

    def _syntax_error(self) -> NoReturn:
        self._fail("Syntax error")

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            bad_filter("Recursion limit exceeded.")

    def _joined(self, word: Literal["or", "and"]) -> Expression:
        operands = [self._operand(word)]
        while self._word() == word:
            self._take()
            operands.append(self._operand(word))
        return operands[0] if len(operands) == 1 else Logical(word, tuple(operands))

    def _operand(self, word: Literal["or", "and"]) -> Expression:
        return self._joined("and") if word == "or" else self._comparison()

    def _comparison(self) -> Expression:
        left = self._unary()
        word = self._word()
        if word == "in":
            self._take()
            return Membership(left, self._options())
        if word not in _COMPARISONS:
            return left
        self._take()
        return Comparison(cast("ComparisonOperator", word), left, self._unary())

    def _options(self) -> tuple[Constant, ...]:
        if not self._is("("):
            self._fail("'(' expected")
        self._take()
        options = [self._constant()]
        while self._is(","):
            self._take()
            options.append(self._constant())
        self._close("')' or ',' expected")
        return tuple(options)

    def _constant(self) -> Constant:
        constant = self._token.constant
        if constant is None:
            self._fail("Expression expected")
        self._take()
        return constant

    def _unary(self) -> Expression:
        if self._word() != "not":
            return self._primary()
        self._take()
        self._enter()
        operand = self._unary()
        self._depth -= 1
        return Not(operand)

    def _primary(self) -> Expression:
        if self._token.constant is not None:
            return self._constant()
        if self._token.is_name and self._word() not in _RESERVED:
            return self._named()
        if not self._is("("):
            self._fail("Expression expected")
        self._take()
        found = self._nested()
        self._close("')' or operator expected")
        return found

    def _nested(self) -> Expression:
        self._enter()
        found = self._joined("or")
        self._depth -= 1
        return found

    def _close(self, otherwise: str) -> None:
        if not self._is(")"):
            self._fail(otherwise)
        self._take()

    def _named(self) -> Expression:
        names = [self._take().text]
        if self._is("("):
            return self._call(names[0])
        while self._is("/"):
            self._take()
            if not self._token.is_name:
                self._syntax_error()
            word = self._word()
            name = self._take().text
            if word in {"any", "all"} and self._is("("):
                return self._lambda(Path(tuple(names)), "any" if word == "any" else "all")
            names.append(name)
        return Path(tuple(names))

    def _call(self, name: str) -> Call:
        self._take()
        arguments: list[Expression] = []
        if not self._is(")"):
            arguments.append(self._nested())
            while self._is(","):
                self._take()
                arguments.append(self._nested())
        self._close("')' or ',' expected")
        return Call(name.lower(), tuple(arguments))

    def _lambda(self, collection: Path, operator: Literal["any", "all"]) -> Lambda:
        self._take()
        if operator == "any" and self._is(")"):
            self._take()
            return Lambda(collection, operator)
        if not self._token.is_name or self._word() in _RESERVED:
            self._syntax_error()
        variable = self._take().text
        if not self._is(":"):
            self._syntax_error()
        self._take()
        condition = self._nested()
        self._close("')' or operator expected")
        return Lambda(collection, operator, variable, condition)
