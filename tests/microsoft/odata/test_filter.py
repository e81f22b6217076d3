"""A `$filter` is read by OData's grammar, and what is none is refused with its place."""

from __future__ import annotations

import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    written,
)
from mockserver.microsoft.odata.filter import DEEPEST, parse
from mockserver.microsoft.odata.tokens import LONGEST
from mockserver.microsoft.refusals import Refusal

A, B, C = (Path((name,)) for name in "abc")
X = Constant("String", "x")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("a", A),
        ("start/dateTime", Path(("start", "dateTime"))),
        ("a eq 'x'", Comparison("eq", A, X)),
        ("a EQ 'x'", Comparison("eq", A, X)),
        ("a or b and c", Logical("or", (A, Logical("and", (B, C))))),
        ("(a or b) and c", Logical("and", (Logical("or", (A, B)), C))),
        ("a and b and c", Logical("and", (A, B, C))),
        ("not a and b", Logical("and", (Not(A), B))),
        ("not (a eq b)", Not(Comparison("eq", A, B))),
        ("not a eq b", Comparison("eq", Not(A), B)),
        ("a in ('x',1)", Membership(A, (X, Constant("Integer", 1)))),
        ("contains(a, 'x')", Call("contains", (A, X))),
        ("Contains(toLower(a),'x')", Call("contains", (Call("tolower", (A,)), X))),
        ("a/any()", Lambda(A, "any")),
        ("a/any(c:c eq 'x')", Lambda(A, "any", "c", Comparison("eq", C, X))),
        ("a/all(c: not c)", Lambda(A, "all", "c", Not(C))),
        ("((a))", A),
    ],
)
def test_a_filter_is_read_by_the_precedence_of_its_words(text: str, expression: Expression) -> None:
    assert parse(text) == expression


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Expression expected at position 0 in ''."),
        ("a eq", "Expression expected at position 4 in 'a eq'."),
        ("a eq eq", "Expression expected at position 5 in 'a eq eq'."),
        ("a b", "Syntax error at position 2 in 'a b'."),
        ("a eq b eq c", "Syntax error at position 7 in 'a eq b eq c'."),
        ("(a", "')' or operator expected at position 2 in '(a'."),
        ("contains(a", "')' or ',' expected at position 10 in 'contains(a'."),
        ("a in 'x'", "'(' expected at position 5 in 'a in 'x''."),
        ("a in ('x'", "')' or ',' expected at position 9 in 'a in ('x''."),
        ("a in (b)", "Expression expected at position 6 in 'a in (b)'."),
        ("a/", "Syntax error at position 2 in 'a/'."),
        ("a/all()", "Syntax error at position 6 in 'a/all()'."),
        ("a/any(c)", "Syntax error at position 7 in 'a/any(c)'."),
    ],
)
def test_what_is_no_filter_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text)

    assert refused.value.row.code == "BadRequest"
    assert refused.value.message == f"Invalid filter clause: {message}"


@pytest.mark.parametrize("wrap", ["({})", "not {}", "trim({})", "a/any(c:{})"])
def test_a_filter_nests_so_deep_and_no_deeper(wrap: str) -> None:
    def nested(depth: int) -> str:
        text = "a"
        for _ in range(depth):
            text = wrap.format(text)
        return text

    parse(nested(DEEPEST))
    with pytest.raises(Refusal, match="Recursion limit exceeded"):
        parse(nested(DEEPEST + 1))


def test_the_longest_chain_of_conditions_is_read_and_written() -> None:
    text = " or ".join(["a"] * (LONGEST // 5))

    assert written(parse(text)) == text


NAMES = st.text(string.ascii_letters, min_size=1, max_size=4).filter(
    lambda name: (
        name.lower() not in {"eq", "ne", "gt", "ge", "lt", "le", "and", "or", "not", "in", "any", "all"}
        and name.lower() not in {"null", "true", "false"}
    )
)
PATHS = st.builds(Path, st.lists(NAMES, min_size=1, max_size=3).map(tuple))
CONSTANTS = st.one_of(
    st.just(Constant("Null")),
    st.booleans().map(lambda value: Constant("Boolean", value)),
    st.integers(-(2**63), 2**63 - 1).map(lambda value: Constant("Integer", value)),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda value: Constant("Number", value)),
    st.text(max_size=5).map(lambda value: Constant("String", value)),
    st.uuids().map(lambda value: Constant("Guid", str(value))),
    st.dates().map(lambda value: Constant("Date", value.isoformat())),
    st.datetimes().map(lambda value: Constant("DateTimeOffset", f"{value.isoformat()}Z")),
)


def larger(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Comparison, st.sampled_from(("eq", "ne", "gt", "ge", "lt", "le")), parts, parts),
        st.builds(Logical, st.sampled_from(("and", "or")), st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, parts),
        st.builds(Call, NAMES.map(str.lower), st.lists(parts, max_size=2).map(tuple)),
        st.builds(Membership, parts, st.lists(CONSTANTS, min_size=1, max_size=3).map(tuple)),
        st.builds(Lambda, PATHS, st.sampled_from(("any", "all")), NAMES, parts),
        st.builds(Lambda, PATHS, st.just("any")),
    )


EXPRESSIONS = st.recursive(st.one_of(PATHS, CONSTANTS), larger, max_leaves=8)
WORDS = (
    " ",
    "a",
    "'x'",
    "'",
    "(",
    ")",
    ",",
    "/",
    ":",
    " and ",
    " or ",
    "not ",
    " eq ",
    " in ",
    "any(",
    "1",
    "2026-01-01",
)


@given(EXPRESSIONS)
def test_an_expression_that_is_written_reads_back_the_same(expression: Expression) -> None:
    assert parse(written(expression)) == expression


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert parse(written(parse(text))) == parse(text)
