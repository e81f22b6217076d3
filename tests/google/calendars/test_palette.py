"""The palette of calendar colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.google.calendars import palette

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize("color_id", palette.BACKGROUNDS)
def test_a_colour_of_the_palette_is_nearest_to_itself(color_id: str) -> None:
    assert palette.nearest(palette.BACKGROUNDS[color_id]) == color_id


def test_the_nearest_colour_is_the_one_that_google_was_seen_to_choose() -> None:
    assert palette.nearest("#ffd800") == "6"


@given(COLORS)
def test_case_makes_no_difference(color: str) -> None:
    assert palette.nearest(color) == palette.nearest(color.upper())


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "123456", "#1234567", "#16a765\n"])
def test_what_is_no_colour_is_known(text: str) -> None:
    assert not palette.is_color(text)
