"""Conditional requests."""

from __future__ import annotations

import pytest

from mockserver.microsoft.conditions import check_if_match
from mockserver.microsoft.refusals import Refusal
from tests.microsoft.exchanges import asked

ETAG = 'W/"abc"'


@pytest.mark.parametrize("header", ["*", " * ", ETAG, f'W/"x", {ETAG}', f"{ETAG} "])
def test_a_request_for_this_version_or_for_any_goes_on(header: str) -> None:
    check_if_match(asked("PATCH", if_match=header), ETAG)


def test_without_the_header_any_version_will_do() -> None:
    check_if_match(asked("PATCH"), ETAG)


@pytest.mark.parametrize("header", ['W/"x"', '"abc"', "abc", ""])
def test_a_request_for_another_version_is_refused(header: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_if_match(asked("PATCH", if_match=header), ETAG)
    assert (refused.value.row.status, refused.value.row.code) == (412, "ErrorIrresolvableConflict")
