"""An expression is written as it is read, and says which properties it speaks of."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata.expressions import paths, written
from mockserver.microsoft.odata.filter import parse


@pytest.mark.parametrize(
    "text",
    [
        "a eq 'it''s'",
        "a eq null or b ne true",
        "(a and b) or c lt -1.5",
        "not (a in ('x',2,null))",
        "not a",
        "start/dateTime ge 2026-03-08",
        "c/any(e:e/id eq 'x' and e/value eq 'y')",
        "c/any()",
        "contains(tolower(a),'x')",
        "a eq 2026-03-08T09:00:00Z",
        "a eq 66f5a359-4659-4830-9070-00047ec6ac6e",
    ],
)
def test_an_expression_is_written_as_it_was_read(text: str) -> None:
    assert written(parse(text)) == text


def test_parentheses_that_say_nothing_are_not_written() -> None:
    assert written(parse("((a) eq ('x'))")) == "a eq 'x'"


def test_the_properties_of_an_expression_come_from_left_to_right() -> None:
    expression = parse("not (b/c eq a) and contains(d,'x') or e/any(f:f eq 1) and g in (1)")

    assert [written(path) for path in paths(expression)] == ["b/c", "a", "d", "e", "g"]
