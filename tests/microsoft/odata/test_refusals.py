"""Every query option that is refused carries Graph's code and words."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata.refusals import bad_filter, bad_selection, short
from mockserver.microsoft.refusals import Refusal


def test_a_bad_filter_says_so_before_it_says_what() -> None:
    with pytest.raises(Refusal) as refused:
        bad_filter("x")

    assert (refused.value.row.code, refused.value.message) == ("BadRequest", "Invalid filter clause: x")


def test_a_bad_selection_says_so_before_it_says_what() -> None:
    with pytest.raises(Refusal, match=r"Parsing OData Select and Expand failed: x$") as refused:
        bad_selection("x")

    assert refused.value.row.code == "BadRequest"


def test_a_message_does_not_grow_with_what_the_caller_sent() -> None:
    assert len(short("x" * 10_000)) == 503
