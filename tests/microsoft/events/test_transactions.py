"""transactionId: once for a mailbox, free again with its event, and nothing that a change may name."""

from __future__ import annotations

from tests.microsoft.world import graph, meeting


async def test_a_transaction_belongs_to_one_mailbox() -> None:
    async with graph() as client:
        one = await client.create(meeting(transactionId="one"))
        other = await client.create(meeting(transactionId="one", subject="Other"), as_="carol")

    assert one["transactionId"] == other["transactionId"] == "one"


async def test_the_order_of_members_does_not_make_another_event() -> None:
    body = meeting(transactionId="one")
    async with graph() as client:
        one = await client.create(body)
        other = await client.create(dict(reversed(body.items())))

    assert one["id"] == other["id"]


async def test_another_calendar_makes_another_event() -> None:
    async with graph() as client:
        await client.create(meeting(transactionId="one"))
        calendar = await client.create({"name": "Second"}, "/me/calendars")
        answer = await client.ask("POST", f"/me/calendars/{calendar['id']}/events", meeting(transactionId="one"))

    assert (answer.status, answer.code) == (400, "ErrorDuplicateTransactionId")


async def test_a_transaction_is_forgotten_with_its_event() -> None:
    async with graph() as client:
        one = await client.create(meeting(transactionId="one"))
        await client.ask("DELETE", f"/me/events/{one['id']}")
        other = await client.create(meeting(transactionId="one"))

    assert other["id"] != one["id"]


async def test_an_event_that_was_changed_is_answered_as_it_is_now() -> None:
    async with graph() as client:
        one = await client.create(meeting(transactionId="one"))
        await client.update(f"/me/events/{one['id']}", {"subject": "Changed"})
        again = await client.create(meeting(transactionId="one"))

    assert (again["id"], again["subject"]) == (one["id"], "Changed")


async def test_a_change_does_not_name_another_transaction() -> None:
    async with graph() as client:
        one = await client.create(meeting(transactionId="one"))
        changed = await client.update(f"/me/events/{one['id']}", {"transactionId": "two"})
        notes = client.notes()

    assert changed["transactionId"] == "one"
    assert "the body's transactionId had no effect: it is written when an event is created" in notes
