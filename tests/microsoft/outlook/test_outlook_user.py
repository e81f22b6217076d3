"""Outlook's side of a person."""

from __future__ import annotations

from tests.microsoft.world import BOB, graph


async def test_it_has_an_id_and_a_context_of_its_own() -> None:
    async with graph() as client:
        found = await client.read("/me/outlook")
        id_ = client.mailbox().id
        assert found["id"] == id_
        assert found["@odata.context"].endswith(f"#users('{id_}')/outlook/$entity")


async def test_it_is_nobody_elses() -> None:
    async with graph() as client:
        assert (await client.get(f"/users/{BOB}/outlook")).status == 403
