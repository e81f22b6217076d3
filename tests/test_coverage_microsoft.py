"""Microsoft's part of the coverage page is computed, and has no gap that nobody explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.http.operation import OperationTable
from mockserver.microsoft import description
from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.microsoft.routes import GraphRoutes
from tools import coverage_microsoft

if TYPE_CHECKING:
    from mockserver.http.operation import Operation


def declared(path: str, method: str = "GET", **facts: Any) -> Operation:
    table = OperationTable("microsoft")
    table.operation("users.get", method, path, **facts)(lambda _: None)
    return next(iter(table))


def test_nothing_that_is_published_is_passed_over_in_silence() -> None:
    coverage = coverage_microsoft.compare(MicrosoftGraph.routes.operations)
    listed = [one for row in coverage.served for one in row.methods] + list(coverage.reasons)
    assert sorted(listed) == sorted(description.methods())
    assert coverage.gaps == []


def test_an_operation_serves_the_methods_whose_requests_are_led_to_it() -> None:
    (row,) = coverage_microsoft.compare([declared("/v1.0/users/{user}")]).served
    assert row.methods == ["GET /users/{user-id}"]


def test_options_are_those_that_an_operation_looks_at() -> None:
    operation = declared("/v1.0/users/{user}/events/{event}/instances", options={"odata": ("top",)})
    (row,) = coverage_microsoft.compare([operation]).served
    assert row.emulated == ["$top"]
    assert {"$filter", "startDateTime"} <= set(row.missing)


def test_the_letter_case_of_a_parameter_does_not_count() -> None:
    operation = declared(
        "/v1.0/users/{user}/events/{event}/instances", options={"parameters": ("StartDateTime", "endDateTime")}
    )
    (row,) = coverage_microsoft.compare([operation]).served
    assert row.emulated == ["endDateTime", "startDateTime"]


@pytest.mark.parametrize("method_id", ["GET /places/graph.building", "GET /places/$count"])
def test_a_key_does_not_serve_what_is_published_as_a_name(method_id: str) -> None:
    routes = GraphRoutes(lambda: [declared("/v1.0/places/{place}")])
    assert coverage_microsoft.serving(routes, method_id) is None
    found = coverage_microsoft.serving(routes, "GET /places/{place-id}")
    assert found is not None


def test_what_is_served_and_not_published_is_listed_apart() -> None:
    page = coverage_microsoft.part([declared("/v1.0/upload/{session}", "PUT")])
    assert "## Beside Graph's published paths" in page
    assert "| users.get | PUT | `/v1.0/upload/{session}` |" in page


def test_the_counts_are_computed() -> None:
    every = len(description.methods())
    page = coverage_microsoft.part([declared("/v1.0/users/{user}", reference="https://learn.microsoft.com/x")])
    assert f"| methods and paths | {every} | 1 | {every - 1} |" in page
    assert "| [users.get](https://learn.microsoft.com/x) | `GET /users/{user-id}` |" in page
