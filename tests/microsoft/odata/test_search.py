"""No list of the calendar side is searched with `$search`."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata import search
from mockserver.microsoft.odata.refusals import BadQuery


def test_a_search_is_refused_with_the_resource_named() -> None:
    with pytest.raises(BadQuery) as refused:
        search.refuse("Event")

    assert (refused.value.code, refused.value.message) == (
        "ErrorInvalidUrlQuery",
        "The following parameters are not supported over the 'Event' resource: '$search'.",
    )
