"""Query parameters, from text to what an operation declares."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.http.parameters import BadParameter, QueryReader

Order = Literal["title", "year"]


class Query(msgspec.Struct, frozen=True, rename="camel"):
    """Every kind of parameter."""

    text: str | None = None
    short: Annotated[str, msgspec.Meta(max_length=3)] = ""
    max_results: int = 10
    count: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None
    score: float | None = None
    show_deleted: bool = False
    order: Order | None = None
    orders: list[Order] = []
    numbers: list[Annotated[int, msgspec.Meta(ge=0)]] = []
    other: str = msgspec.field(default="", name="iCalUID")


class Needs(msgspec.Struct, frozen=True, rename="camel"):
    """A parameter that must be there."""

    send_to: str


READER = QueryReader(Query)


def read(*pairs: tuple[str, str]) -> Any:
    return READER.read(pairs)


@pytest.mark.parametrize(
    ("name", "text", "attribute", "value"),
    [
        ("text", "", "text", ""),
        ("text", " a+b ", "text", " a+b "),
        ("short", "abc", "short", "abc"),
        ("maxResults", "250", "max_results", 250),
        ("maxResults", "-1", "max_results", -1),
        ("maxResults", "+7", "max_results", 7),
        ("maxResults", "007", "max_results", 7),
        ("count", "1", "count", 1),
        ("count", "5", "count", 5),
        ("score", "1.5", "score", 1.5),
        ("score", "2", "score", 2.0),
        ("score", "1e3", "score", 1000.0),
        ("showDeleted", "true", "show_deleted", True),
        ("showDeleted", "false", "show_deleted", False),
        ("order", "year", "order", "year"),
        ("iCalUID", "x@y", "other", "x@y"),
    ],
)
def test_a_value_is_read_as_its_type(name: str, text: str, attribute: str, value: object) -> None:
    found = getattr(read((name, text)), attribute)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "text", "kind", "allowed"),
    [
        *(
            ("maxResults", text, "integer", ())
            for text in ("", "x", "1.0", " 1", "1 ", "1_000", "0x10", "--1", "\u0661")
        ),
        ("maxResults", "9" * 21, "integer", ()),
        *(("score", text, "number", ()) for text in ("", "x", "inf", "nan", "1e999", "-1e999", "1,5", ".5")),
        *(("count", text, "range", (1, 5)) for text in ("0", "6", "-3", "99999999999999999999")),
        *(("showDeleted", text, "boolean", ("true", "false")) for text in ("", "1", "yes", "True", "TRUE", "false ")),
        *(("order", text, "enum", ("title", "year")) for text in ("", "Year", "years", "title,year")),
        ("orders", "size", "enum", ("title", "year")),
        ("numbers", "-1", "range", (0, None)),
        ("short", "abcd", "length", (3,)),
    ],
)
def test_a_bad_value_is_refused_with_what_would_be_right(
    name: str, text: str, kind: str, allowed: tuple[Any, ...]
) -> None:
    with pytest.raises(BadParameter) as refused:
        read((name, text))

    bad = refused.value
    assert (bad.name, bad.value, bad.kind, bad.allowed) == (name, text, kind, allowed)


def test_nothing_given_is_the_defaults() -> None:
    assert read() == Query()


def test_a_repeatable_parameter_keeps_every_value_in_order() -> None:
    found = read(("orders", "year"), ("numbers", "1"), ("orders", "title"), ("numbers", "0"), ("orders", "year"))

    assert (found.orders, found.numbers) == (["year", "title", "year"], [1, 0])


def test_of_a_parameter_that_is_not_repeatable_the_last_value_counts() -> None:
    assert read(("maxResults", "1"), ("maxResults", "2")).max_results == 2


def test_every_value_of_a_repeated_parameter_must_be_right() -> None:
    with pytest.raises(BadParameter):
        read(("maxResults", "x"), ("maxResults", "2"))


def test_what_the_struct_does_not_declare_is_left_to_others() -> None:
    assert read(("alt", "json"), ("max_results", "x"), ("MAXRESULTS", "x")) == Query()


def test_two_readings_share_no_list() -> None:
    read(("orders", "year"))

    assert read().orders == []


def test_a_required_parameter_must_be_given() -> None:
    reader = QueryReader(Needs)

    assert reader.read([("sendTo", "")]) == Needs("")
    with pytest.raises(BadParameter) as refused:
        reader.read([("sendto", "x")])
    assert (refused.value.name, refused.value.kind) == ("sendTo", "missing")


def test_an_operation_without_parameters_reads_none() -> None:
    assert QueryReader(None).read([("a", "b")]) is None
    assert QueryReader(None).names == frozenset()


def test_the_names_are_those_on_the_wire() -> None:
    assert {"maxResults", "showDeleted", "iCalUID", "text"} <= READER.names
    assert not {"max_results", "other"} & READER.names


@pytest.mark.parametrize("hint", [dict[str, str], int | str, tuple[str, ...], bytes])
def test_a_struct_that_no_query_can_fill_is_refused_when_it_is_declared(hint: Any) -> None:
    struct = msgspec.defstruct("Odd", [("odd", hint)])

    with pytest.raises(TypeError, match="a parameter cannot be a"):
        QueryReader(struct)


@given(st.lists(st.tuples(st.sampled_from([*sorted(READER.names), "alt"]), st.text(max_size=25))))
def test_any_query_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        found = read(*pairs)
    except BadParameter as bad:
        assert (bad.name, bad.value) in pairs  # noqa: PT017 - either outcome is right
    else:
        assert msgspec.convert(msgspec.to_builtins(found), Query) == found


@given(st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_was_written(whole: int, real: float) -> None:
    text = f"{real:.6e}"
    found = read(("maxResults", str(whole)), ("score", text))

    assert (found.max_results, found.score) == (whole, float(text))
