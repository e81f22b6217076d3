"""Google's palettes of calendar and event colours: the background of each id, and which is nearest to a free colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The `calendar` section of colors.get, unchanged since 2012.
BACKGROUNDS: Mapping[str, str] = {
    "1": "#ac725e", "2": "#d06b64", "3": "#f83a22", "4": "#fa573c", "5": "#ff7537", "6": "#ffad46",
    "7": "#42d692", "8": "#16a765", "9": "#7bd148", "10": "#b3dc6c", "11": "#fbe983", "12": "#fad165",
    "13": "#92e1c0", "14": "#9fe1e7", "15": "#9fc6e7", "16": "#4986e7", "17": "#9a9cff", "18": "#b99aff",
    "19": "#c2c2c2", "20": "#cabdbf", "21": "#cca6ac", "22": "#f691b2", "23": "#cd74e6", "24": "#a47ae2",
}  # fmt: skip
# Its `event` section.
EVENT_BACKGROUNDS: Mapping[str, str] = {
    "1": "#a4bdfc", "2": "#7ae7bf", "3": "#dbadff", "4": "#ff887c", "5": "#fbd75b", "6": "#ffb878",
    "7": "#46d6db", "8": "#e1e1e1", "9": "#5484ed", "10": "#51b749", "11": "#dc2127",
}  # fmt: skip
PALETTE_FOREGROUND = "#1d1d1d"
FOREGROUND = "#000000"
"""What entries of the calendar list have where nobody chose another; the palette itself says #1d1d1d."""
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def is_color(text: str) -> bool:
    return _COLOR.fullmatch(text) is not None


def nearest(color: str) -> str:
    """The id whose background comes nearest to a colour `#rrggbb`, measured in RGB.

    A recorded `calendarList.update` with #ffd800 was answered with colorId 6, as this says.
    """
    wanted = _channels(color)
    return min(BACKGROUNDS, key=lambda id_: _distance(wanted, _channels(BACKGROUNDS[id_])))


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
