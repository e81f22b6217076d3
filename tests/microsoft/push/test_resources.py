"""What may be subscribed to, by which of its names, and who says no to the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.microsoft.world import BOB, CAROL, meeting

if TYPE_CHECKING:
    from tests.microsoft.push.push_world import Client


@pytest.mark.parametrize(
    "resource",
    [
        "me/events",
        "/me/events",
        "me/calendar/events",
        "Me/Events",
        "users/alice@autosched.example/events",
        "users('alice@autosched.example')/events",
        "me/events?$select=subject",
    ],
)
async def test_the_default_calendar_has_many_names_and_the_answer_keeps_the_one_that_was_given(
    client: Client, resource: str
) -> None:
    made = await client.subscribe(resource=resource)
    record = client.keep(meeting())

    assert made["resource"] == resource
    assert await client.changes() == [("created", record.id)]


async def test_the_owner_may_be_named_by_id(client: Client) -> None:
    await client.subscribe(resource=f"users/{client.session.identity.object_id('alice')}/events")
    client.keep(meeting())

    assert len(await client.changes()) == 1


async def test_a_calendar_may_be_named_by_id(client: Client) -> None:
    made = await client.create({"name": "Other"}, "/me/calendars")
    await client.subscribe(resource=f"me/calendars/{made['id']}/events")
    client.keep(meeting())

    assert await client.changes() == []


async def test_one_event_may_be_watched(client: Client) -> None:
    record, other = client.keep(meeting()), client.keep(meeting())
    await client.subscribe(resource=f"me/events/{record.id}")
    client.rename(other.id)
    client.rename(record.id)

    assert await client.changes() == [("updated", record.id)]


@pytest.mark.parametrize(
    ("resource", "status", "inner"),
    [
        ("me/messages", 400, "BadRequest"),
        ("me/calendarView", 400, "BadRequest"),
        ("me/calendars", 400, "BadRequest"),
        ("nothing at all", 400, "BadRequest"),
        ("../../_mock", 400, "BadRequest"),
        (f"users/{BOB}/events", 403, "Forbidden"),
        (f"users/{CAROL}/events", 403, "Forbidden"),
        ("users/nobody@autosched.example/events", 404, "NotFound"),
        ("users/greta@autosched.example/events", 404, "NotFound"),
        ("me/calendars/AAAA/events", 404, "NotFound"),
        ("me/events/***", 400, "BadRequest"),
    ],
)
async def test_what_cannot_be_watched_is_refused_by_the_workload_with_its_own_status(
    client: Client, resource: str, status: int, inner: str
) -> None:
    answer = await client.try_subscribe(resource=resource)

    assert (answer.status, answer.code) == (status, "ExtensionError")
    assert answer.message.startswith(f"Operation: Create; Exception: [Status Code: {inner}; Reason: ")
    assert client.application.validations == []


async def test_a_groups_events_cannot_be_watched(client: Client) -> None:
    answer = await client.try_subscribe(resource=f"groups/{client.session.identity.group_id('team')}/events")

    assert (answer.status, answer.code) == (403, "ExtensionError")


async def test_an_app_by_itself_has_no_me(client: Client) -> None:
    answer = await client.try_subscribe(as_=client.token_of(None, "sync-bot", 3_600_000_000))

    assert (answer.status, answer.code) == (400, "ExtensionError")
    assert "/me request is only valid with delegated authentication flow" in answer.message
