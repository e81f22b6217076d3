"""Invitations to series, and what guests may do to what they were invited to: rules that a random walk found broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import BOB, CAROL, Client, events_path, meeting, ok, series, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECOND, THIRD = "_20260307T140000Z", "_20260308T130000Z"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def guests(*emails: str) -> dict[str, Any]:
    return {"attendees": [{"email": email} for email in emails]}


def invited(event: dict[str, Any]) -> list[str]:
    return [row["email"] for row in event["attendees"]]


async def test_a_guest_who_clears_their_own_list_of_guests_takes_nobody_off(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB, CAROL)))
    await client.update(made["id"], meeting(sequence=1), as_="bob")

    assert invited(await client.event(made["id"])) == [BOB, CAROL]


async def test_a_guest_who_may_modify_takes_off_only_whom_they_see(client: Client) -> None:
    rights = {"guestsCanModify": True, "guestsCanSeeOtherGuests": False}
    made = await client.insert(meeting(**guests(BOB, CAROL), **rights))
    await client.patch(made["id"], {"summary": "Ours"}, as_="bob")
    mine = await client.event(made["id"])

    assert (mine["summary"], invited(mine)) == ("Ours", [BOB, CAROL])
    assert mine["organizer"]["self"] is True


async def test_an_occurrence_that_a_guest_coloured_goes_with_its_series_in_all_else(client: Client) -> None:
    made = await client.insert(series(**guests(BOB)))
    await client.patch(made["id"] + SECOND, {"colorId": "5"}, as_="bob")
    await client.patch(made["id"], {"summary": "Renamed"})
    copy = await client.event(made["id"] + SECOND, as_="bob")

    assert (copy["summary"], copy["colorId"]) == ("Renamed", "5")


async def test_a_guests_colour_of_a_series_is_that_of_an_occurrence_which_the_organiser_changes(client: Client) -> None:
    made = await client.insert(series(**guests(BOB)))
    await client.patch(made["id"], {"colorId": "5"}, as_="bob")
    await client.patch(made["id"] + SECOND, {"summary": "Other"})
    copy = await client.event(made["id"] + SECOND, as_="bob")

    assert (copy["summary"], copy["colorId"]) == ("Other", "5")


async def test_whoever_is_taken_off_a_series_stays_a_guest_of_the_occurrence_that_has_them(client: Client) -> None:
    made = await client.insert(series(**guests(BOB)))
    await client.patch(made["id"] + SECOND, {"summary": "Other"})
    await client.patch(made["id"], {"attendees": []})

    assert [item["id"] for item in await client.items(as_="bob", singleEvents=True)] == [made["id"] + SECOND]


async def test_a_guest_who_dropped_a_series_does_not_get_back_what_was_cancelled(client: Client) -> None:
    made = await client.insert(series(**guests(BOB)))
    await client.delete(made["id"] + THIRD)
    await client.delete(made["id"], as_="bob")
    await client.patch(made["id"], {"summary": "Renamed"})
    found = ok(await client.ask("GET", events_path("primary"), as_="bob", headers=None, singleEvents=True))

    assert made["id"] + THIRD not in [item["id"] for item in found["items"]]


async def test_a_guest_whose_change_is_everybodys_has_the_version_that_was_answered(client: Client) -> None:
    made = await client.insert(meeting(**guests(BOB, CAROL), guestsCanModify=True))
    answered = await client.patch(made["id"], {"summary": "Ours"}, as_="bob")

    assert (await client.event(made["id"], as_="bob"))["etag"] == answered["etag"]
