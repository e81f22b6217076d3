from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.control.bodies import Body, read_body
from mockserver.control.problems import MALFORMED_BODY, WRONG_BODY, Problem
from mockserver.control.verification import Verification
from tests.control.asking import refused

if TYPE_CHECKING:
    from tests.control.asking import Asker


class Leaf(Body, frozen=True, kw_only=True):
    colour: Literal["red", "green"] | None = None
    name: Annotated[str, msgspec.Meta(pattern="^[a-z]+$", description="small letters")] | None = None
    size: Annotated[int, msgspec.Meta(ge=0)] | None = None


class Tree(Body, frozen=True, kw_only=True):
    leaf: Leaf = Leaf()
    leaves: tuple[Leaf, ...] = ()
    root: str = ""


def wrong(body: str) -> Problem:
    with pytest.raises(Problem) as raised:
        read_body(body.encode(), Tree)
    assert raised.value.row is WRONG_BODY
    return raised.value


def test_no_body_reads_as_an_empty_object() -> None:
    assert read_body(b"", Tree) == Tree()


@pytest.mark.parametrize(
    "body", ["{", "nonsense", '{"root": "a" "b"}', '{"root": NaN}', '{"root": "\\ud800"}', '{"a":' * 9_999]
)
def test_what_is_no_json_is_400_and_says_so(body: str) -> None:
    with pytest.raises(Problem, match="send one JSON object") as raised:
        read_body(body.encode(), dict)  # type: ignore[type-var]  # any object, so that only the JSON can be wrong

    assert raised.value.row is MALFORMED_BODY


@pytest.mark.parametrize("body", [b'{"root": "\xff"}', b"\xff\xfe{\x00}\x00"])
def test_what_is_no_utf_8_is_no_json(body: bytes) -> None:
    with pytest.raises(Problem) as raised:
        read_body(body, Tree)

    assert raised.value.row is MALFORMED_BODY


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ('{"leef": {}}', "$: there is no member 'leef'; did you mean leaf"),
        ('{"leaf": {"color": "red"}}', "$.leaf: there is no member 'color'; did you mean colour?"),
        ('{"leaf": {"zzz": 1}}', "$.leaf: there is no member 'zzz'; there is colour, name, size"),
        ('{"leaves": [{}, {"siz": 1}]}', "$.leaves[1]: there is no member 'siz'; did you mean size?"),
        ('{"leaf": {"colour": "rad"}}', "$.leaf.colour: 'rad' is not to be chosen; did you mean red?"),
        ('{"leaf": {"colour": "blue"}}', "$.leaf.colour: 'blue' is not to be chosen; there is green, red"),
        ('{"leaves": [{"colour": ""}]}', "$.leaves[0].colour: '' is not to be chosen; there is green, red"),
        ('{"root": 1}', "$.root: Expected `str`, got `int`"),
        ('{"leaf": {"size": -1}}', "$.leaf.size: Expected `int` >= 0"),
        ("[]", "$: Expected `object`, got `array`"),
    ],
)  # fmt: skip
def test_a_wrong_body_says_where_what_and_what_would_be_right(body: str, detail: str) -> None:
    assert wrong(body).detail.startswith(detail)


def test_a_pattern_is_explained_in_words() -> None:
    assert wrong('{"leaf": {"name": "A"}}').detail.endswith("; small letters")


def test_the_mistake_is_there_for_programs_too() -> None:
    problem = wrong('{"leaf": {"color": "red"}}')

    assert problem.members["errors"] == [
        {"path": "$.leaf", "what": "there is no member 'color'", "instead": "did you mean colour?"}
    ]
    assert problem.members["near"] == ["colour"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_json_comes_is_read_or_refused(value: Any) -> None:
    for wanted in (Tree, Verification):
        with suppress(Problem):
            read_body(msgspec.json.encode({"leaf": value, "leaves": value, "expect": value}), wanted)


def test_over_the_wire_a_wrong_body_is_a_problem_document(ask: Asker) -> None:
    problem = refused(ask("POST", "/sessions", {"scenari": "office"}), WRONG_BODY)

    assert problem["detail"] == "$: there is no member 'scenari'; did you mean scenario?"


def test_over_the_wire_what_is_no_json_is_a_problem_document(ask: Asker) -> None:
    refused(ask("POST", "/sessions", "{"), MALFORMED_BODY)
