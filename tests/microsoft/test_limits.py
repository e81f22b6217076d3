"""Microsoft's limits: by app and mailbox, on the session's clock, with Retry-After; a batch's parts count each."""

from __future__ import annotations

import asyncio
from typing import Any

from mockserver.clock import SECOND
from tests.microsoft.world import BOB, graph, template

LIST = "/me/events"


def limited(**amounts: int) -> Any:
    return graph(template(limits={"microsoft": amounts}))


async def test_what_is_over_the_mailbox_s_limit_is_429_with_retry_after_until_there_is_room() -> None:
    async with limited(mailbox_per_10_minutes=2) as client:
        for _ in range(2):
            assert (await client.get(LIST)).status == 200

        refused = await client.get(LIST)

        assert (refused.status, refused.code) == (429, "ApplicationThrottled")
        assert refused.message == "Application is over its RequestCount limit."
        wait = int(refused.headers["Retry-After"])
        assert 590 <= wait <= 610
        client.session.clock.advance((wait - 11) * SECOND)
        assert (await client.get(LIST)).status == 429
        client.session.clock.advance(12 * SECOND)
        assert (await client.get(LIST)).status == 200


async def test_every_spelling_of_a_mailbox_counts_as_the_same_one() -> None:
    async with limited(mailbox_per_10_minutes=3) as client:
        id_ = (await client.read("/me"))["id"]
        for path in (LIST, f"/users/{id_}/events", "/users/ALICE@autosched.example/calendar/events"):
            assert (await client.get(path)).status == 200

        assert (await client.get(LIST)).status == 429


async def test_another_mailbox_has_its_own_count() -> None:
    async with limited(mailbox_per_10_minutes=1) as client:
        assert (await client.get(LIST)).status == 200
        assert (await client.get(LIST)).status == 429

        assert (await client.get(LIST, as_="bob")).status == 200


async def test_the_directory_does_not_count() -> None:
    async with limited(mailbox_per_10_minutes=1) as client:
        for _ in range(3):
            assert (await client.get("/me")).status == 200
            assert (await client.get(f"/users/{BOB}")).status == 200


async def test_what_comes_while_as_many_are_in_hand_is_over_the_limit_at_once() -> None:
    async with limited(mailbox_concurrency=1) as client:
        answers = await asyncio.gather(*(client.get(LIST) for _ in range(6)))

        statuses = [answer.status for answer in answers]
        assert 200 in statuses
        for answer in answers:
            if answer.status != 200:
                assert (answer.status, answer.message) == (429, "Application is over its MailboxConcurrency limit.")
                assert answer.headers["Retry-After"] == "1"
        assert (await client.get(LIST)).status == 200


async def test_one_after_the_other_is_never_too_many_at_once() -> None:
    async with limited(mailbox_concurrency=1) as client:
        for _ in range(10):
            assert (await client.get(LIST)).status == 200


async def test_a_throttled_part_of_a_batch_is_429_by_itself() -> None:
    async with limited(mailbox_per_10_minutes=1) as client:
        parts = [{"id": str(number), "method": "GET", "url": LIST} for number in (1, 2)]

        answer = await client.ask("POST", "/$batch", {"requests": parts})

        found = {part["id"]: part for part in answer.json["responses"]}
        assert answer.status == 200
        assert sorted(part["status"] for part in found.values()) == [200, 429]
        throttled = next(part for part in found.values() if part["status"] == 429)
        assert throttled["headers"]["Retry-After"].isdecimal()
        assert throttled["body"]["error"]["code"] == "ApplicationThrottled"


async def test_a_reset_forgets_what_was_counted() -> None:
    async with limited(mailbox_per_10_minutes=1) as client:
        assert (await client.get(LIST)).status == 200

        client.session.reset()

        assert (await client.get(LIST)).status == 200


async def test_the_journal_says_which_limit_it_was() -> None:
    async with limited(mailbox_per_10_minutes=1) as client:
        await client.get(LIST)
        await client.get(LIST)

        assert "over the limit mailbox_per_10_minutes of 1" in client.notes()


async def test_without_limits_nothing_is_counted() -> None:
    async with graph() as client:
        for _ in range(30):
            assert (await client.get(LIST)).status == 200
        assert not client.session.limits.snapshot()
