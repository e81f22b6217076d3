"""What the outboxes of all sessions share: the targets, the certificates, and how much may go on at once."""

from __future__ import annotations

import asyncio
import ssl
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from mockserver.delivery.sending import Attempt, send
from mockserver.delivery.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from mockserver.delivery.delivery import Delivery
    from mockserver.delivery.outbox import Outbox

SECONDS = 10.0
"""Seconds of real time that one attempt may take."""
AT_ONCE = 32
"""Attempts that are under way at once, over all sessions."""
WAITING = 10_000
"""Messages that wait in all sessions together."""
WAITING_BYTES = 16 * 1024 * 1024
"""Bytes of their bodies."""


class Office:
    """Sends for every outbox of a server.

    `greets_first`: whether the first message of a subscription is sent before the request that made it is answered, as
    happens in life now and then; else right after.
    """

    def __init__(self, targets: Targets | None = None, *, seconds: float = SECONDS, greets_first: bool = False) -> None:
        self.targets = targets or Targets()
        self.greets_first = greets_first
        self._seconds = seconds
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._outboxes: WeakSet[Outbox] = WeakSet()
        self._tasks: set[asyncio.Task[None]] = set()

    def has_room(self, size: int) -> bool:
        """Whether one more message may wait, all sessions counted."""
        waiting = [outbox.waiting for outbox in self._outboxes]
        return sum(count for count, _ in waiting) < WAITING and sum(held for _, held in waiting) + size <= WAITING_BYTES

    def register(self, outbox: Outbox) -> None:
        """Count an outbox from its first message on."""
        self._outboxes.add(outbox)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run an outbox's work, until the office closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def send(self, delivery: Delivery) -> Attempt:
        """Send a message once, when there is room for one more attempt."""
        async with self._slots:
            try:
                context = self._context
            except (OSError, ssl.SSLError) as error:
                return Attempt(0, f"the CA file {self.targets.ca_file} cannot be read: {error}", final=True)
            return await send(delivery, self.targets, context, min(self._seconds, delivery.seconds or self._seconds))

    async def close(self) -> None:
        """Give up what is under way: the server stops."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.targets.ca_file is not None:
            context.load_verify_locations(self.targets.ca_file)
        return context
