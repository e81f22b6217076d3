"""Which requests are meant: by what they are, and by which of them in turn it is."""

from __future__ import annotations

import pytest

from mockserver.faults import Request, When

LIST = Request("google.events.list", "google", "GET", "/calendar/v3/calendars/primary/events", "alice", "autosched")


@pytest.mark.parametrize(
    "when",
    [
        When(),
        When(operation="google.events.list"),
        When(provider="google"),
        When(method=("POST", "GET")),
        When(path="/calendar/v3/calendars/primary"),
        When(person="alice"),
        When(app="autosched"),
        When("google.events.list", "google", ("GET",), "/calendar/", "alice", "autosched"),
    ],
)
def test_a_request_fits_where_it_has_all_that_is_asked(when: When) -> None:
    assert when.fits(LIST)


@pytest.mark.parametrize(
    "when",
    [
        When(operation="google.events.get"),
        When(provider="microsoft"),
        When(method=("POST",)),
        When(path="/calendar/v3/colors"),
        When(person="bob"),
        When(app="sync-bot"),
        When(operation="google.events.list", person="bob"),
    ],
)
def test_a_request_that_lacks_one_thing_does_not_fit(when: When) -> None:
    assert not when.fits(LIST)


@pytest.mark.parametrize(
    ("when", "meant"),
    [
        (When(), [1, 2, 3, 4, 5, 6]),
        (When(nth=2), [2]),
        (When(every=3), [3, 6]),
        (When(after=4), [5, 6]),
    ],
)
def test_of_those_that_fit_the_ones_asked_for_are_meant(when: When, meant: list[int]) -> None:
    assert [number for number in range(1, 7) if when.means(number)] == meant
