"""The names: each is there once, and an address can be made of it."""

from __future__ import annotations

import pytest

from mockserver.scenario.generating import names


@pytest.mark.parametrize("which", ["FIRST", "LAST"])
def test_an_address_can_be_made_of_every_name(which: str) -> None:
    those = getattr(names, which)

    assert len(those) > 90
    assert len(set(those)) == len(those)
    assert all(name.isascii() and name.isalpha() for name in those)


def test_nothing_is_named_after_a_place_on_the_internet() -> None:
    assert all(domain.endswith(".example") for domain in names.OUTSIDE)
