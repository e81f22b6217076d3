"""A page is ten long unless the caller says otherwise, and the link to the next one repeats the caller's query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.odata.paging import Page, next_query, page
from mockserver.microsoft.refusals import Refusal


def test_a_page_is_ten_long_from_the_beginning_and_not_counted() -> None:
    assert page() == Page(size=10, skip=0, count=False)


def test_the_caller_says_where_a_page_begins_how_long_it_is_and_whether_all_are_counted() -> None:
    assert page("25", "50", "true") == Page(size=25, skip=50, count=True)


@pytest.mark.parametrize(
    ("top", "preferred", "size"),
    [(None, 5, 5), (None, 5_000, 1_000), ("3", 5, 3), ("8", 5, 5), (None, 0, 10), ("1000", None, 1_000)],
)
def test_the_smaller_of_top_and_the_preferred_size_holds(top: str | None, preferred: int | None, size: int) -> None:
    assert page(top, preferred=preferred).size == size


@pytest.mark.parametrize("name", ["$top", "$skip"])
@pytest.mark.parametrize("value", ["-1", "x", "", "1.5", "99999999999", "\u0663"])
def test_what_is_no_whole_number_is_refused(name: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        page(**{name.removeprefix("$"): value})  # type: ignore[arg-type]  # one of the three texts

    assert refused.value.row.code == "BadRequest"
    assert refused.value.message == (
        f"Invalid value '{value}' for {name} query option found. "
        f"The {name} query option requires a non-negative integer value."
    )


def test_a_page_of_nothing_is_refused() -> None:
    with pytest.raises(Refusal, match=r"Invalid value '0' for \$top"):
        page("0")


def test_a_page_of_more_than_a_thousand_is_refused() -> None:
    with pytest.raises(Refusal, match="The limit of '1000' for Top query has been exceeded") as refused:
        page("1001")

    assert refused.value.row.code == "BadRequest"


def test_a_list_of_another_kind_has_another_size_where_none_is_asked_for() -> None:
    assert (page(default=100).size, page("5", default=100).size) == (100, 5)


def test_a_count_is_true_or_false() -> None:
    assert page(count="FALSE").count is False
    with pytest.raises(Refusal, match="Valid values are 'true' or 'false'"):
        page(count="1")


def test_the_link_to_the_next_page_repeats_the_query_with_its_escapes_in_small_letters() -> None:
    query = [("startDateTime", "2026-10-12T00:00:00Z"), ("$skip", "1"), ("$top", "1")]

    assert next_query(query, 2) == "startDateTime=2026-10-12T00%3a00%3a00Z&%24top=1&%24skip=2"


@given(st.integers(0, 50), st.integers(1, 20))
def test_the_pages_of_a_list_are_the_list(length: int, size: int) -> None:
    items, skip = list(range(length)), 0
    found: list[int] = []
    while True:
        part = Page(size=size, skip=skip)
        found += part.of(items)
        following = part.next_skip(length)
        if following is None:
            break
        skip = following

    assert found == items


def test_a_list_that_ends_with_its_page_has_no_next_one() -> None:
    assert (Page(size=5, skip=5).next_skip(10), Page(size=5, skip=5).next_skip(11)) == (None, 10)
