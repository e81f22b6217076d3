"""`colors.get` over a socket."""

from __future__ import annotations

from tests.google.calendar_world import serving


async def test_the_palettes_are_printed_as_recorded() -> None:
    async with serving() as client:
        answer = await client.ask("GET", "/colors")

    assert answer.status == 200
    assert answer.body.startswith(
        b'{\n "kind": "calendar#colors",\n "updated": "2012-02-14T00:00:00.000Z",\n "calendar": {\n  "1": {\n'
        b'   "background": "#ac725e",\n   "foreground": "#1d1d1d"\n  },\n  "2": {'
    )
    assert len(answer.json["calendar"]) == 24
    assert len(answer.json["event"]) == 11
    assert answer.json["event"]["11"] == {"background": "#dc2127", "foreground": "#1d1d1d"}
    assert {color["foreground"] for color in answer.json["calendar"].values()} == {"#1d1d1d"}


async def test_the_palettes_have_no_etag() -> None:
    async with serving() as client:
        answer = await client.ask("GET", "/colors")

    assert "ETag" not in answer.headers
