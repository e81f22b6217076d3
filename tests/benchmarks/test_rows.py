from __future__ import annotations

import pytest

from benchmarks.rows import Budget, Row, table


@pytest.mark.parametrize(
    ("budget", "ours", "within"),
    [
        (Budget("at most", 2.0), [20.0], True),
        (Budget("at most", 2.0), [20.1], False),
        (Budget("at least", 0.7), [7.0], True),
        (Budget("at least", 0.7), [6.9], False),
    ],
)
def test_a_budget_on_the_ratio_is_kept_up_to_its_very_value(budget: Budget, ours: list[float], *, within: bool) -> None:
    row = Row("a page", "/s", ours, "bare aiohttp", [10.0], budget)

    assert row.within is within


def test_a_budget_on_our_own_value_leaves_theirs_out_of_it() -> None:
    row = Row("memory", "MB", [61.0], "bare aiohttp", [600.0], Budget("at most", 60, "ours"))

    assert row.within is False


def test_the_median_of_the_rounds_is_judged_so_that_one_bad_round_decides_nothing() -> None:
    row = Row("a page", "/s", [8.0, 8.0, 1.0], "bare aiohttp", [10.0, 10.0, 10.0], Budget("at least", 0.7))

    assert row.within is True


def test_each_round_is_compared_with_its_own_other_half() -> None:
    """A machine that is slow for a while is slow for both."""
    row = Row("a page", "/s", [8.0, 2.0], "bare aiohttp", [10.0, 2.5])

    assert row.ratios == [0.8, 0.8]


def test_a_row_whose_halves_are_of_different_length_is_refused() -> None:
    row = Row("a page", "/s", [8.0, 8.0], "bare aiohttp", [10.0])

    with pytest.raises(ValueError, match="zip"):
        _ = row.ratios


def test_a_row_without_a_budget_is_not_judged() -> None:
    assert Row("a session over HTTP", "us", [700.0]).within is None


def test_under_a_limit_what_a_client_waited_is_not_judged_and_what_it_cost_is() -> None:
    budget = Budget("at most", 2.0)
    waited = Row("requests", "ms", [9.0], "bare aiohttp", [1.0], budget, waits=True).limited("[0.25 CPU]")
    cost = Row("requests: CPU", "ms", [9.0], "bare aiohttp", [1.0], budget).limited("[0.25 CPU]")

    assert (waited.what, waited.within) == ("[0.25 CPU] requests", None)
    assert (cost.what, cost.within) == ("[0.25 CPU] requests: CPU", False)


def test_the_table_has_the_measure_what_it_was_compared_with_the_budget_and_the_verdict() -> None:
    rows = [
        Row("a page", "/s", [2_800.0, 2_900.0], "bare aiohttp", [4_000.0, 4_000.0], Budget("at least", 0.7)),
        Row("memory", "MB", [61.0], budget=Budget("at most", 60, "ours")),
    ]

    assert table(rows).splitlines() == [
        "what        ours  compared with    theirs  ratio    min-max  budget           within",
        "------  --------  -------------  --------  -----  ---------  ---------------  ------",
        "a page  2,850 /s  bare aiohttp   4,000 /s   0.71  0.70-0.72  at least 0.70    yes",
        "memory   61.0 MB                                             at most 60.0 MB  NO",
    ]


def test_a_row_as_facts_keeps_every_round_and_the_verdict() -> None:
    row = Row("a page", "/s", [8.0, 6.0], "bare aiohttp", [10.0, 10.0], Budget("at least", 0.7))

    assert row.facts() == {
        "what": "a page",
        "unit": "/s",
        "ours": {"median": 7.0, "min": 6.0, "max": 8.0, "values": [8.0, 6.0]},
        "compared_with": "bare aiohttp",
        "theirs": {"median": 10.0, "min": 10.0, "max": 10.0, "values": [10.0, 10.0]},
        "ratio": {"median": 0.7, "min": 0.6, "max": 0.8, "values": [0.8, 0.6]},
        "budget": {"of": "ratio", "bound": "at least", "value": 0.7},
        "within": True,
    }
