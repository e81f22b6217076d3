"""The table of what is published and not served: complete, and nothing in it that is served."""

from __future__ import annotations

from fnmatch import fnmatchcase

from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.microsoft.unserved import REASONS, reason
from tools.coverage_microsoft import compare

COVERAGE = compare(MicrosoftGraph.routes.operations)


def test_every_published_method_is_served_or_has_a_reason() -> None:
    assert COVERAGE.gaps == []


def test_every_reason_is_of_something_that_is_not_served() -> None:
    unserved = list(COVERAGE.reasons)
    assert [pattern for pattern, _ in REASONS if not any(fnmatchcase(one, pattern) for one in unserved)] == []


def test_what_no_row_fits_has_no_reason() -> None:
    assert reason("GET /users/{user-id}/events") is None
