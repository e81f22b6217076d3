"""The operation `colors.get`: the palettes that the `colorId` of calendars and events chooses from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.google import scopes
from mockserver.google.calendars import palette
from mockserver.google.render import Resource, fragment
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange

table = OperationTable("google")
UPDATED = "2012-02-14T00:00:00.000Z"  # as every recorded answer says


@table.operation(
    "colors.get",
    "GET",
    "/calendar/v3/colors",
    scopes=scopes.READ_COLORS,
    reference="https://developers.google.com/workspace/calendar/api/v3/reference/colors/get",
    options={"response": "Colors", "method": "calendar.v3.Colors.Get"},
)
def get(exchange: Exchange) -> Resource:  # noqa: ARG001 - every handler gets the exchange
    document = {
        "kind": "calendar#colors",
        "updated": UPDATED,
        "calendar": _definitions(palette.BACKGROUNDS),
        "event": _definitions(palette.EVENT_BACKGROUNDS),
    }
    return Resource(fragment(document))


def _definitions(backgrounds: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {
        color: {"background": background, "foreground": palette.PALETTE_FOREGROUND}
        for color, background in backgrounds.items()
    }
