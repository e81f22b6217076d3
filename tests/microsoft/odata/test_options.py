"""The query options are taken out of a query, each at most once; delta refuses most of them."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata.options import REFUSED_BY_DELTA, Options, options, refuse_with_delta
from mockserver.microsoft.refusals import Refusal


def test_an_option_is_written_with_or_without_its_dollar_in_any_letter_case() -> None:
    assert options([("$Top", "5"), ("select", "id"), ("$filter", "a")]) == Options(top="5", select="id", filter="a")


def test_the_parameters_of_the_operation_are_left_alone() -> None:
    assert options([("startDateTime", "x"), ("endDateTime", "y")]) == Options()


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(Refusal, match=r"The query parameter '\$what' is not supported\.$"):
        options([("$what", "x")])


def test_an_option_is_given_once() -> None:
    with pytest.raises(Refusal, match=r"Query option '\$top' was specified more than once"):
        options([("$top", "1"), ("top", "2")])


def test_delta_has_its_own_way_to_say_how_long_a_page_is() -> None:
    with pytest.raises(Refusal) as refused:
        refuse_with_delta(Options(top="5", filter="a"))

    assert (refused.value.row.code, refused.value.message) == (
        "ErrorInvalidUrlQuery",
        (
            "The '$top' parameter is not supported with change tracking over the 'CalendarView' resource as page size "
            "cannot be guaranteed. Express page size preferences using the Prefer: odata.maxpagesize= header instead."
        ),
    )


@pytest.mark.parametrize("name", REFUSED_BY_DELTA)
def test_delta_refuses_what_would_change_its_items(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_with_delta(Options(**{name: "x"}))

    assert (refused.value.row.code, refused.value.message) == (
        "ErrorInvalidUrlQuery",
        (
            "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
            "'$orderby, $filter, $select, $expand, $search'."
        ),
    )


def test_delta_takes_its_own_tokens() -> None:
    refuse_with_delta(Options(deltatoken="x", skiptoken="y"))
