"""Every query option that is refused carries Graph's code and words."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata.refusals import BadQuery, bad_filter, bad_selection, short


def test_a_bad_filter_says_so_before_it_says_what() -> None:
    with pytest.raises(BadQuery) as refused:
        bad_filter("x", 3)

    assert (refused.value.code, refused.value.message, refused.value.position) == (
        "BadRequest",
        "Invalid filter clause: x",
        3,
    )


def test_a_bad_selection_says_so_before_it_says_what() -> None:
    with pytest.raises(BadQuery, match=r"^Parsing OData Select and Expand failed: x$") as refused:
        bad_selection("x")

    assert refused.value.code == "BadRequest"


def test_a_message_does_not_grow_with_what_the_caller_sent() -> None:
    assert len(short("x" * 10_000)) == 503
