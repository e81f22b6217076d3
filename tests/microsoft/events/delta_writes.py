"""How the tests of change tracking change a calendar. A helper, not a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mockserver.microsoft import formats

if TYPE_CHECKING:
    from datetime import date

    from tests.microsoft.world import Client


async def make(client: Client, body: dict[str, Any]) -> str:
    """The id of a new event."""
    id_: str = (await client.create(body))["id"]
    return id_


async def change(client: Client, id_: str, body: dict[str, Any]) -> None:
    """Change an event, a series or one occurrence."""
    await client.update(f"/me/events/{quote(id_)}", body)


async def delete(client: Client, id_: str) -> None:
    answer = await client.ask("DELETE", f"/me/events/{quote(id_)}")
    assert answer.status == 204, answer.body


def occurrence(series: str, day: date) -> str:
    """The id of the occurrence of a day."""
    return formats.occurrence_id(series, day)
