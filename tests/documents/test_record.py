"""One document beside what finds it."""

from __future__ import annotations

import gc
from typing import Any, cast

import pytest

from mockserver.documents import Record


def test_a_record_says_what_it_is() -> None:
    assert repr(Record("a", 3, b"{}")) == "<Record a revision 3>"
    assert repr(Record("a", 4, b"{}", deleted=True)) == "<Record a revision 4 deleted>"


def test_a_record_is_small() -> None:
    """A hundred thousand of them are in memory at once: no dictionary each."""
    assert not hasattr(Record("a", 1, b""), "__dict__")
    assert not gc.is_tracked(Record("a", 1, b"", extra={}))


def test_a_record_is_the_same_as_itself_alone() -> None:
    one, other = Record("a", 1, b""), Record("a", 1, b"")

    assert one == one  # noqa: PLR0124 - the comparison itself
    assert one != other
    assert len({one, other}) == 2


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        cast("Any", Record("a", 1, b"")).revision = 2
