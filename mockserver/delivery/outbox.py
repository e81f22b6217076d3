"""A session's messages on their way: in order for each key, tried again on the session's clock, their outcomes kept.

An outbox belongs to a session's world and goes with it: a reset or a restore drops what has not been sent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING
from weakref import ref

from mockserver.clock import SECOND
from mockserver.delivery.delivery import Outcome, shown
from mockserver.delivery.sending import Attempt
from mockserver.journal import OUTGOING, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.clock import Clock, Instant
    from mockserver.delivery.delivery import Delivery, State
    from mockserver.delivery.office import Office
    from mockserver.journal import Journal

WAITING = 1_000
"""Messages that wait in one session."""
WAITING_BYTES = 4 * 1024 * 1024
"""Bytes of their bodies."""
AT_ONCE = 4
"""Attempts of one session that are under way at once, so that one with a dead receiver leaves room for the others."""
OUTCOMES = 500
"""Outcomes that one session keeps; the oldest go first, and are counted."""


class Posted:
    """A message that was posted. `tried` is set after the first attempt, or where there is to be none.

    `last` is how the last attempt went, None where there was none.
    """

    __slots__ = ("attempt", "delivery", "due", "last", "number", "tried")

    def __init__(self, number: int, delivery: Delivery, due: Instant) -> None:
        self.number = number
        self.delivery = delivery
        self.due = due
        self.attempt = 0
        self.last: Attempt | None = None
        self.tried = asyncio.Event()


class _Lane:
    """The messages of one key: the first is under way (`busy`) or waits for its due time, the others wait for it."""

    __slots__ = ("busy", "ended", "waiting")

    def __init__(self) -> None:
        self.waiting: deque[Posted] = deque()
        self.busy = False
        self.ended = False


class Outbox:
    """The messages of one session's world."""

    def __init__(self, clock: Clock, journal: Journal, office: Office) -> None:
        self.office = office
        self.outcomes: deque[Outcome] = deque(maxlen=OUTCOMES)
        self._clock = clock
        self._journal = journal
        self._lanes: dict[str, _Lane] = {}
        self._posted = 0
        self._noted = 0
        self._busy = 0
        self._count = self._held = 0  # messages not done yet, and the bytes of their bodies
        self._closed = False
        self._waiters: list[asyncio.Future[None]] = []
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def dropped(self) -> int:
        """How many outcomes are kept no more."""
        return self._noted - len(self.outcomes)

    @property
    def waiting(self) -> tuple[int, int]:
        """How many messages are not done yet, and the bytes of their bodies."""
        return self._count, self._held

    def pending(self) -> Iterator[Posted]:
        """Every message that is not done yet."""
        return (posted for lane in self._lanes.values() for posted in lane.waiting)

    def post(self, delivery: Delivery) -> Posted:
        """Send a message as soon as those of its key before it are done. Returns at once.

        Where there is no room for it, that is its outcome.
        """
        self._posted += 1
        posted = Posted(self._posted, delivery, self._clock.now())
        refusal = self._no_room(delivery)
        if refusal:
            self._give_up(posted, refusal)
            self._lose(posted)
            return posted
        self._lanes.setdefault(delivery.key, _Lane()).waiting.append(posted)
        self._count += 1
        self._held += len(delivery.body)
        self._pump()
        return posted

    def drop(self, key: str, why: str) -> None:
        """Send no more messages of a key; one that is under way arrives, but is not tried again."""
        lane = self._lanes.get(key)
        if lane is None:
            return
        lane.ended = True
        under_way = lane.waiting.popleft() if lane.busy else None
        for posted in lane.waiting:
            self._forget(posted)
            self._give_up(posted, why)
        lane.waiting.clear()
        if under_way is not None:
            lane.waiting.append(under_way)
        self._tidy(key, lane)

    async def settle(self) -> None:
        """Wait until every message due by now has been delivered or has failed for good.

        A message that waits for a later retry is not due. There is no bound on the time but the attempts' own.
        """
        self._pump()
        while not self._closed and self._unsettled():
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter

    def tend(self) -> None:
        """Go on with whatever has fallen due: what the clock is told may have changed what waits."""
        if self._lanes or self._clock.next_due() is not None:
            self._pump()

    def close(self) -> None:
        """Drop whatever waits: the world it belongs to is gone. What is under way still stands in the journal."""
        self._closed = True
        for posted in self.pending():
            posted.tried.set()
        self._lanes.clear()
        self._count = self._held = 0
        if self._alarm is not None:
            self._alarm.cancel()
        self._release()

    # On their way.

    def _pump(self) -> None:
        """Start what is due, as far as there is room."""
        loop = _running_loop()
        if loop is None:  # nobody could send it; it waits for the first call that comes from a server
            return
        self.office.register(self)
        now = self._clock.now()
        for key, lane in list(self._lanes.items()):
            if self._busy < AT_ONCE and not lane.busy and lane.waiting[0].due <= now:
                lane.busy = True
                self._busy += 1
                self.office.start(self._deliver(key, lane))
        self._set_alarm(loop, now)

    async def _deliver(self, key: str, lane: _Lane) -> None:
        """Make one attempt at the first message of a lane."""
        posted = lane.waiting[0]
        try:
            attempt = await self._attempt(posted)
        finally:
            lane.busy = False
            self._busy -= 1
        posted.last = attempt
        again = None if self._closed or lane.ended else self._retry_at(posted, attempt)
        self._note(posted, attempt, again)
        if again is None:
            self._forget(lane.waiting.popleft())
        else:
            posted.due = again
        posted.tried.set()
        self._tidy(key, lane)
        if again is None and attempt.status not in posted.delivery.accepted and not lane.ended:
            self._lose(posted)
        if not self._closed:
            if again is not None:
                self._clock.at(again, self._pump)
            self._pump()
        self._release()

    async def _attempt(self, posted: Posted) -> Attempt:
        until = posted.delivery.until
        if until is not None and posted.due >= until:
            return Attempt(0, "what it belongs to has ended", final=True)
        posted.attempt += 1
        return await self.office.send(posted.delivery)

    def _retry_at(self, posted: Posted, attempt: Attempt) -> Instant | None:
        """When to try again; None where it was delivered or has failed for good."""
        retry = posted.delivery.retry
        wanted = attempt.status in retry.statuses if attempt.status else retry.unanswered and not attempt.final
        if not wanted or posted.attempt > len(retry.delays):
            return None
        # A frozen clock may have leapt over several retries: each is counted from the one before, so that the same
        # leap makes the same attempts however long they take.
        before = posted.due if self._clock.flow == "frozen" else max(posted.due, self._clock.now())
        return before + retry.delays[posted.attempt - 1]

    def _tidy(self, key: str, lane: _Lane) -> None:
        """Put a lane behind all others, so that each has its turn; away with it where nothing is left in it."""
        if self._lanes.get(key) is lane:
            del self._lanes[key]
            if lane.waiting:
                self._lanes[key] = lane

    def _forget(self, posted: Posted) -> None:
        """Count a message no more: it is done."""
        if not self._closed:
            self._count -= 1
            self._held -= len(posted.delivery.body)

    def _set_alarm(self, loop: asyncio.AbstractEventLoop, now: Instant) -> None:
        """Wake the session's clock for what falls due next, where it runs with real time and nobody else may ask."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._clock.flow != "real":
            return
        times = [lane.waiting[0].due for lane in self._lanes.values() if not lane.busy]
        timer = self._clock.next_due()
        due = min([*times, timer] if timer is not None else times, default=None)
        if due is not None and due > now:
            self._alarm = loop.call_later((due - now) / SECOND, _wake, ref(self))

    def wake(self) -> None:
        """The alarm rang: let the clock fire what is due."""
        if not self._closed:
            self._clock.run_due()
            self._pump()

    # What came of them.

    def _no_room(self, delivery: Delivery) -> str:
        """Why a message cannot wait; empty where it can."""
        if self._closed:
            return "the session has begun again"
        count, held = self.waiting
        if count >= WAITING or held + len(delivery.body) > WAITING_BYTES:
            return f"too many messages wait: a session has room for {WAITING} of them and {WAITING_BYTES} bytes"
        if not self.office.has_room(len(delivery.body)):
            return "too many messages wait: the server has no room for more"
        return ""

    def _give_up(self, posted: Posted, why: str) -> None:
        self._note(posted, Attempt(0, why, final=True), None)
        posted.tried.set()

    def _lose(self, posted: Posted) -> None:
        """Tell whoever posted a message that it will never arrive."""
        if posted.delivery.lost is not None and not self._closed:
            posted.delivery.lost()

    def _note(self, posted: Posted, attempt: Attempt, again: Instant | None) -> None:
        """Keep the outcome of an attempt, and write it into the journal."""
        delivery = posted.delivery
        failed: State = "failed" if again is None else "retrying"
        self._noted += 1
        url = shown(delivery.url)
        path, _, query = url.partition("?")
        self.outcomes.append(
            Outcome(
                number=self._noted,
                delivery=posted.number,
                attempt=posted.attempt,
                at=posted.due,
                provider=delivery.provider,
                key=delivery.key,
                url=url,
                about=delivery.about,
                state="delivered" if attempt.status in delivery.accepted else failed,
                status=attempt.status,
                error=attempt.error,
                retry_at=again,
            )
        )
        entry = Entry(
            self._clock.now(),
            "POST",
            path,
            query,
            status=attempt.status,
            provider=delivery.provider,
            reason=attempt.error,
            notes=(delivery.about,) if delivery.about else (),
            body=delivery.body,
            direction=OUTGOING,
        )
        self._journal.write(entry)

    def _unsettled(self) -> bool:
        now = self._clock.now()
        return any(lane.busy or lane.waiting[0].due <= now for lane in self._lanes.values())

    def _release(self) -> None:
        """Let those who wait for the outbox to settle look again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)


def _wake(outbox: ref[Outbox]) -> None:
    found = outbox()
    if found is not None:
        found.wake()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
