"""Reminders are each person's own, also on a calendar that several people write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import TEAM, Client, events_path, meeting, series, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

POPUP: dict[str, Any] = {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]}
EMAIL: dict[str, Any] = {"useDefault": False, "overrides": [{"method": "email", "minutes": 60}]}
USUAL = {"useDefault": True}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def reminders(client: Client, event: str, *people: str) -> list[Any]:
    return [(await client.event(event, TEAM, as_=one))["reminders"] for one in people]


async def test_a_change_of_reminders_leaves_the_event_as_it_was(client: Client) -> None:
    event = await client.insert(meeting())

    changed = await client.patch(event["id"], {"reminders": POPUP})

    assert changed == {**event, "reminders": POPUP}
    assert await client.event(event["id"]) == changed


async def test_a_change_of_reminders_and_of_something_else_is_a_change(client: Client) -> None:
    event = await client.insert(meeting())

    assert (await client.patch(event["id"], {"reminders": POPUP, "summary": "New"}))["etag"] != event["etag"]


async def test_what_a_writer_is_reminded_of_is_their_own(client: Client) -> None:
    event = await client.insert(meeting(reminders=POPUP), TEAM)

    changed = await client.patch(event["id"], {"reminders": EMAIL}, TEAM, as_="carol")

    assert changed["reminders"] == EMAIL
    assert changed["etag"] == event["etag"]
    assert await reminders(client, event["id"], "alice", "carol", "bob") == [POPUP, EMAIL, USUAL]


async def test_the_reminders_of_who_inserts_are_not_the_owners(client: Client) -> None:
    event = await client.insert(meeting(reminders=EMAIL), TEAM, as_="carol")

    assert event["reminders"] == EMAIL
    assert await reminders(client, event["id"], "alice", "carol") == [USUAL, EMAIL]


async def test_a_put_clears_the_reminders_of_who_puts_only(client: Client) -> None:
    event = await client.insert(meeting(reminders=POPUP), TEAM)
    await client.patch(event["id"], {"reminders": EMAIL}, TEAM, as_="carol")

    await client.update(event["id"], meeting(summary="New"), TEAM, as_="carol")

    assert await reminders(client, event["id"], "alice", "carol") == [POPUP, USUAL]


async def test_a_patch_merges_with_ones_own_reminders(client: Client) -> None:
    event = await client.insert(meeting(reminders=POPUP), TEAM)
    await client.patch(event["id"], {"reminders": EMAIL}, TEAM, as_="carol")

    changed = await client.patch(event["id"], {"reminders": {"overrides": None}}, TEAM, as_="carol")

    assert changed["reminders"] == {"useDefault": False}


async def test_an_occurrence_has_the_reminders_of_its_series_or_its_own(client: Client) -> None:
    event = await client.insert(series(), TEAM)
    first, second, *_ = await client.instances(event["id"], TEAM)
    await client.patch(event["id"], {"reminders": EMAIL}, TEAM, as_="carol")

    await client.patch(second["id"], {"reminders": POPUP}, TEAM, as_="carol")

    assert await reminders(client, first["id"], "carol", "alice") == [EMAIL, USUAL]
    assert await reminders(client, second["id"], "carol", "alice") == [POPUP, USUAL]


async def test_a_list_shows_the_callers_own_reminders(client: Client) -> None:
    event = await client.insert(meeting(reminders=POPUP), TEAM)
    await client.patch(event["id"], {"reminders": EMAIL}, TEAM, as_="carol")

    shown = {who: (await client.items(TEAM, as_=who))[0]["reminders"] for who in ("alice", "carol", "bob")}

    assert shown == {"alice": POPUP, "carol": EMAIL, "bob": USUAL}


async def test_overrides_alone_replace_the_defaults(client: Client) -> None:
    event = await client.insert(meeting(reminders={"overrides": POPUP["overrides"]}))

    assert event["reminders"] == POPUP


async def test_no_reminders_at_all_is_said_without_overrides(client: Client) -> None:
    event = await client.insert(meeting(reminders={"useDefault": False, "overrides": []}))

    assert event["reminders"] == {"useDefault": False}


async def test_sms_is_dropped_without_a_word(client: Client) -> None:
    sent = {"useDefault": False, "overrides": [{"method": "sms", "minutes": 5}, *POPUP["overrides"]]}

    assert (await client.insert(meeting(reminders=sent)))["reminders"] == POPUP


@pytest.mark.parametrize(
    "sent",
    [
        {"useDefault": True, "overrides": POPUP["overrides"]},
        {"overrides": POPUP["overrides"] * 6},
        {"overrides": [{"method": "popup", "minutes": 40_321}]},
        {"overrides": [{"method": "popup", "minutes": -1}]},
        {"overrides": [{"method": "popup"}]},
        {"overrides": [{"method": "pigeon", "minutes": 5}]},
    ],
)
async def test_reminders_are_at_most_five_of_two_kinds_four_weeks_before(client: Client, sent: Any) -> None:
    assert (await client.ask("POST", events_path(), meeting(reminders=sent))).status == 400


async def test_five_reminders_four_weeks_before_are_kept(client: Client) -> None:
    sent = {"useDefault": False, "overrides": [{"method": "email", "minutes": 40_320}] * 5}

    assert (await client.insert(meeting(reminders=sent)))["reminders"] == sent
