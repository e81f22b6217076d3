"""Answers that nobody gives by hand, over a socket; those of rooms are in `test_invitations.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import BOB, Client, meeting, series, serving, timed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ALL, NEW, NONE = "declineAllConflictingInvitations", "declineOnlyNewConflictingInvitations", "declineNone"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def away(mode: str, kind: str = "outOfOffice", **members: Any) -> dict[str, Any]:
    """Monday, 9 March 2026, afternoon in UTC: what `meeting()` falls into."""
    properties = {"autoDeclineMode": mode, "declineMessage": "Not at my desk"}
    body = timed("2026-03-09T12:00:00Z", "2026-03-09T18:00:00Z", eventType=kind, transparency="opaque")
    return body | {f"{kind}Properties": properties} | members


def invitation(**members: Any) -> dict[str, Any]:
    return meeting(attendees=[{"email": BOB}], **members)


async def answered(client: Client, event: dict[str, Any]) -> dict[str, str]:
    """Bob's answer, as the organiser has it; his own copy says the same."""
    (row,) = (await client.event(event["id"]))["attendees"]
    (own,) = (await client.event(event["id"], as_="bob"))["attendees"]
    said = {name: row[name] for name in ("responseStatus", "comment") if name in row}
    assert said.items() <= own.items()
    return said


DECLINED = {"responseStatus": "declined", "comment": "Not at my desk"}
OPEN = {"responseStatus": "needsAction"}


@pytest.mark.parametrize("kind", ["outOfOffice", "focusTime"])
@pytest.mark.parametrize(("mode", "answer"), [(ALL, DECLINED), (NEW, DECLINED), (NONE, OPEN)])
async def test_a_new_invitation_is_declined_as_the_mode_says(
    client: Client, kind: str, mode: str, answer: dict[str, str]
) -> None:
    await client.insert(away(mode, kind), as_="bob")

    assert await answered(client, await client.insert(invitation())) == answer


@pytest.mark.parametrize(("mode", "answer"), [(ALL, DECLINED), (NEW, OPEN), (NONE, OPEN)])
async def test_an_invitation_that_was_there_is_declined_where_all_are(
    client: Client, mode: str, answer: dict[str, str]
) -> None:
    made = await client.insert(invitation())
    await client.insert(away(mode), as_="bob")

    assert await answered(client, made) == answer


async def test_what_does_not_conflict_is_left_to_answer(client: Client) -> None:
    await client.insert(away(ALL), as_="bob")
    later = timed("2026-03-09T18:00:00Z", "2026-03-09T19:00:00Z", attendees=[{"email": BOB}])

    assert await answered(client, await client.insert(later)) == OPEN


async def test_an_invitation_that_is_moved_into_the_time_is_declined_then(client: Client) -> None:
    await client.insert(away(ALL), as_="bob")
    made = await client.insert(timed("2026-03-10T14:00:00Z", "2026-03-10T15:00:00Z", attendees=[{"email": BOB}]))
    before = await answered(client, made)
    await client.patch(made["id"], timed("2026-03-09T14:00:00Z", "2026-03-09T15:00:00Z"))

    assert (before, await answered(client, made)) == (OPEN, DECLINED)


async def test_what_was_declined_already_keeps_its_answer(client: Client) -> None:
    made = await client.insert(invitation())
    rows = [{"email": BOB, "responseStatus": "declined", "comment": "No"}]
    await client.patch(made["id"], {"attendees": rows}, as_="bob")
    await client.insert(away(ALL), as_="bob")

    assert await answered(client, made) == {"responseStatus": "declined", "comment": "No"}


async def test_whoever_is_back_again_declines_nothing_more(client: Client) -> None:
    absence = await client.insert(away(ALL), as_="bob")
    await client.delete(absence["id"], as_="bob")

    assert await answered(client, await client.insert(invitation())) == OPEN


async def test_a_series_is_left_to_answer(client: Client) -> None:
    await client.insert(away(ALL), as_="bob")
    made = await client.insert(series(attendees=[{"email": BOB}]))

    assert await answered(client, made) == OPEN
