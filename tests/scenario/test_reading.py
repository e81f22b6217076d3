from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.scenario.mistakes import BadScenario
from mockserver.scenario.reading import MAX_ALIASES, MAX_BYTES, MAX_DEPTH, decoded, read


def value(text: str) -> Any:
    """What a text says, refusing nothing."""
    result, mistakes = read(text, "f")
    assert mistakes == []
    return result


def refused(text: str) -> list[str]:
    """What is wrong with a text, with the line and column."""
    try:
        return [str(mistake).removeprefix("f:") for mistake in read(text, "f")[1]]
    except BadScenario as bad:
        return [str(mistake).removeprefix("f:") for mistake in bad.mistakes]


@pytest.mark.parametrize("text", ["on", "off", "yes", "no", "y", "n", "Yes", "OFF", "12:30", "1:2:3", "2026-03-06"])
def test_what_yaml_1_1_would_have_changed_stays_text(text: str) -> None:
    assert value(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    "text", ["2026-03-06 02:30", "2026-03-06T02:30:00-05:00", "1_000", "0b1", "+", ".", "1e", "0o8", "=", "1.2.3"]
)
def test_what_looks_nearly_like_a_number_or_a_time_is_text(text: str) -> None:
    assert value(text) == text


CORE: dict[Any, tuple[str, ...]] = {
    None: ("null", "NULL", "~", ""),
    True: ("true", "True", "TRUE"),
    False: ("false", "False", "FALSE"),
    31: ("31", "+31", "031", "0x1F", "0o37"),
    -1000.0: ("-1e3", "-1000.0"),
    0.5: (".5", "0.5", "5E-1"),
    2.0: ("2.",),
}


@pytest.mark.parametrize(("text", "expected"), [(text, known) for known, texts in CORE.items() for text in texts])
def test_the_core_schema_knows_null_truth_values_and_numbers(text: str, expected: Any) -> None:
    result = value(f"a: {text}")["a"]

    assert (result, type(result)) == (expected, type(expected))


@pytest.mark.parametrize("text", ["'5'", '"true"', "'null'", "|-\n  5", ">-\n  5"])
def test_what_is_quoted_or_a_block_is_text(text: str) -> None:
    assert isinstance(value(f"a: {text}")["a"], str)


@pytest.mark.parametrize("key", ["on", "12", "true", "~", "2026-03-06", "1.5"])
def test_a_key_is_text_as_written(key: str) -> None:
    assert value(f"{key}: 1") == {key: 1}


def test_an_alias_stands_for_the_value_of_its_anchor() -> None:
    assert value("a: &one {x: [1]}\nb: *one\nc: &two 5\nd: *two") == {"a": {"x": [1]}, "b": {"x": [1]}, "c": 5, "d": 5}


def test_an_anchor_on_a_key_can_be_used_as_a_value() -> None:
    assert value("&name alice: 1\nb: *name") == {"alice": 1, "b": "alice"}


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "1e400", "9" * 30, "9" * 5000, "-9223372036854775809"])
def test_a_number_that_json_or_64_bits_cannot_hold_is_refused(text: str) -> None:
    (said,) = refused(f"a: {text}")

    assert said.startswith("1:4: ")
    assert said.endswith("is a number JSON does not have; write a finite 64-bit number or text")


def test_a_key_given_twice_is_refused_at_the_second() -> None:
    assert refused("a: 1\nb: 2\na: 3") == ["3:1: `a` is given twice; keep one of them; the later would hide the former"]


def test_one_key_in_two_mappings_is_no_repetition() -> None:
    assert value("- {a: 1}\n- {a: 2}") == [{"a": 1}, {"a": 2}]


def test_a_merge_key_is_refused_and_a_quoted_one_is_a_key() -> None:
    assert refused("a: &a {x: 1}\nb: {<<: *a}") == [
        "2:5: merge keys are no part of YAML 1.2; write the fields out, or give the key in quotes"
    ]
    assert value("'<<': 1") == {"<<": 1}


@pytest.mark.parametrize(
    "tagged", ["!!python/object/apply:os.system [id]", "!!str 5", "!local {a: 1}", "! x", "!!map {}"]
)
def test_a_tag_is_refused(tagged: str) -> None:
    (said,) = refused(f"a: {tagged}")

    assert said.startswith("1:4: the tag `")
    assert said.endswith("` is refused; write the value alone; put it in quotes to make it text")


def test_a_second_document_is_refused() -> None:
    assert refused("a: 1\n---\nb: 2") == [
        "2:1: a second document starts here; one file holds one document: remove the `---`"
    ]


@pytest.mark.parametrize("text", ["? [a]\n: 1", "? {a: 1}\n: 1"])
def test_a_key_that_is_no_text_is_refused(text: str) -> None:
    assert refused(text) == ["1:3: a key is a list or a mapping; write a text as the key"]


def test_an_alias_as_a_key_is_refused() -> None:
    assert refused("a: &a x\n*a : 1") == ["2:1: a key is an alias; write the key out"]


def test_an_alias_without_an_anchor_is_refused() -> None:
    assert refused("a: *b") == ["1:4: no anchor `&b` stands before this; define it above"]


def test_a_value_that_contains_itself_is_refused() -> None:
    assert refused("a: &a [1, *a]") == ["1:11: `*a` stands inside the value it names; write the value out"]


def test_aliases_that_blow_up_are_refused_before_they_do() -> None:
    """The "billion laughs": each line names the one before ten times."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]

    (said,) = refused("\n".join(lines))

    assert said.endswith("aliases stand for too much; at most 1000 aliases, for 1000000 characters in all")


def test_many_aliases_to_little_are_refused_too() -> None:
    text = "a: &a 1\nb: [" + ", ".join(["*a"] * (MAX_ALIASES + 1)) + "]"

    assert "aliases stand for too much" in refused(text)[0]


def test_one_long_text_named_often_is_refused() -> None:
    text = f"a: &a {'x' * 100_000}\nb: [" + ", ".join(["*a"] * 11) + "]"

    assert "aliases stand for too much" in refused(text)[0]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_values_nested_too_deep_are_refused_however_deep_they_go(opening: str) -> None:
    """PyYAML's own loader in C ends the process here."""
    (said,) = refused(opening * 200_000)

    assert (
        said.endswith(f"values are nested more than {MAX_DEPTH} deep; a scenario needs fewer than 12")
        or opening == "? "
    )


def test_a_tab_that_indents_is_named() -> None:
    assert refused("a:\n\tb: 1") == ["2:1: a tab indents this line; indent with spaces"]


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "a: 'x", "@", "- a\nb: 1", "%FOO\n--- a", '"\\q"', "a: \x07"])
def test_what_is_no_yaml_is_one_mistake_with_its_place(text: str) -> None:
    assert len(refused(text)) == 1


def test_what_was_wrong_before_the_text_breaks_off_is_said_as_well() -> None:
    assert [line.partition(": ")[2][:20] for line in refused("a: 1\na: 2\nb: [")] == [
        "`a` is given twice; ",
        "did not find expecte",
    ]


@pytest.mark.parametrize("text", ["", "# nothing but this", "---", "~"])
def test_a_file_may_say_nothing(text: str) -> None:
    assert value(text) is None


def test_a_file_that_is_too_long_is_not_read() -> None:
    with pytest.raises(BadScenario, match=f"f:1:1: the file has more than {MAX_BYTES} bytes; split the scenario"):
        decoded(b"x" * (MAX_BYTES + 1), "f")


def test_a_byte_that_is_no_utf_8_is_shown_with_its_place() -> None:
    with pytest.raises(BadScenario, match="f:2:4: byte 0xff is no UTF-8; save the file as UTF-8"):
        decoded(b"a: 1\nb: \xff", "f")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decoded(b"\xef\xbb\xbfa: 1", "f") == "a: 1"


numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
# YAML wants some characters escaped, and has no escapes in surrogate pairs.
texts = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn"]))
plain = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
property_test = settings(derandomize=True, deadline=None)


@property_test
@given(plain)
def test_what_json_says_is_read_as_json_reads_it(document: Any) -> None:
    assert value(json.dumps(document, ensure_ascii=False)) == document


@property_test
@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail_in_another_way(text: str) -> None:
    try:
        read(text, "f")
    except BadScenario as bad:
        assert bad.mistakes  # noqa: PT017 - a text that can be read is fine too
