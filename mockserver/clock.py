"""Time: the only module that reads the real clock.

Everything that expires, stamps or waits takes its time from a session's `Clock`. An instant is a whole number of
microseconds since 1970-01-01T00:00:00Z; a length of time is a whole number of microseconds.
"""

from __future__ import annotations

import heapq
import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Instant = int
"""Microseconds since 1970-01-01T00:00:00Z."""
Flow = Literal["real", "frozen"]

MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# RFC 3339 section 5.6, date-time; the offset is mandatory there.
_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60))(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_FIRST, _LAST = -62_135_596_800 * SECOND, 253_402_300_800 * SECOND - 1  # years 1 to 9999, what a datetime can hold


def real_now() -> Instant:
    """The real time."""
    return time.time_ns() // 1000


def monotonic() -> float:
    """Seconds on a clock that never goes back, for measuring how long something took."""
    return time.monotonic()


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware datetime."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def datetime_of(instant: Instant) -> datetime:
    """An instant as an aware datetime in UTC."""
    return EPOCH + timedelta(microseconds=instant)


def parse_instant(text: str) -> Instant:
    """Read an RFC 3339 date-time with its offset.

    Raises ValueError where the text is no such date-time, names a leap second, or lies outside the years 1 to 9999.
    """
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no RFC 3339 date-time with an offset, such as 2026-03-08T09:00:00-05:00")
    date, clock, fraction, offset = match.groups()
    if clock.endswith("60"):  # RFC 3339 section 5.7 allows it, but an instant here, as POSIX time, has no place for it
        raise ValueError(f"{text!r} names a leap second, which no clock here has; write :59, or :00 of the next minute")
    try:
        moment = datetime.fromisoformat(f"{date}T{clock}{'+00:00' if offset in 'Zz' else offset}")
    except ValueError as error:
        raise ValueError(f"{text!r} is no date-time: {error}") from None
    instant = (moment - EPOCH) // timedelta(microseconds=1) + int((fraction or "0")[:6].ljust(6, "0"))
    if not _FIRST <= instant <= _LAST:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999")
    return instant


def rfc3339(instant: Instant, digits: int = 0) -> str:
    """An instant in UTC as RFC 3339 with `digits` digits of a second's fraction and a `Z`."""
    whole, micro = divmod(instant, SECOND)
    text = (EPOCH + timedelta(seconds=whole)).isoformat()[:19]
    return f"{text}.{micro:06d}0"[: 20 + digits] + "Z" if digits else text + "Z"


class Timer:
    """Something that falls due at an instant of a session's clock."""

    __slots__ = ("action", "cancelled", "number", "when")

    def __init__(self, when: Instant, number: int, action: Callable[[], None]) -> None:
        self.when = when
        self.number = number
        self.action = action
        self.cancelled = False

    def __lt__(self, other: Timer) -> bool:
        return (self.when, self.number) < (other.when, other.number)

    def cancel(self) -> None:
        self.cancelled = True


class Clock:
    """A session's clock: starts where the scenario says, then runs with real time or stands still.

    `start` None means the real time. What falls due fires in the order of its instants, and sees the clock standing
    at its own instant; in `real` flow somebody has to ask (`run_due`), which the server does at every request.
    """

    def __init__(self, start: Instant | None = None, flow: Flow = "real") -> None:
        self._flow: Flow = flow
        self._offset = 0 if start is None else start - real_now()
        self._frozen_at = start if start is not None else real_now()
        self._held: Instant | None = None
        self._stamped: Instant = _FIRST
        self._timers: list[Timer] = []
        self._armed = 0

    @property
    def flow(self) -> Flow:
        return self._flow

    def now(self) -> Instant:
        if self._held is not None:
            return self._held
        if self._flow == "frozen":
            return self._frozen_at
        return time.time_ns() // 1000 + self._offset

    def stamp(self) -> Instant:
        """A time for a change: now in whole milliseconds, but at least one later than every stamp before."""
        self._stamped = max(self.now() // MILLISECOND * MILLISECOND, self._stamped + MILLISECOND)
        return self._stamped

    def set_flow(self, flow: Flow) -> None:
        """Go on from the present instant in the other way."""
        now = self.now()
        self._flow = flow
        self._move(now)

    def advance(self, length: int) -> None:
        """Move forward by a length in microseconds; what falls due on the way fires in order.

        Raises ValueError where the length is negative: what has fired cannot be taken back.
        """
        if length < 0:
            raise ValueError("a clock only moves forward; reset the session or restore a snapshot to go back")
        self.set(self.now() + length)

    def set(self, instant: Instant) -> None:
        """Move forward to an instant; what falls due on the way fires in order.

        Raises ValueError where the instant lies before the present one.
        """
        if instant < self.now():
            raise ValueError("a clock only moves forward; reset the session or restore a snapshot to go back")
        if instant > _LAST:
            raise ValueError("a clock ends with the year 9999")
        try:
            self._fire(instant)
        finally:  # time has passed, whatever was done in it; a timer may itself have moved the clock further
            self._move(max(instant, self.now()))

    def at(self, when: Instant, action: Callable[[], None]) -> Timer:
        """Call `action` once the clock has reached `when`, or as soon as it is asked where that has passed.

        Timers of one instant fire in the order they were made.
        """
        self._armed += 1
        timer = Timer(max(when, self.now()), self._armed, action)
        heapq.heappush(self._timers, timer)
        return timer

    def run_due(self) -> None:
        """Fire what has fallen due by now; within a timer it does nothing, for the others wait their turn."""
        if self._timers and self._held is None:
            self._fire(self.now())

    def next_due(self) -> Instant | None:
        """When the next timer falls due, if there is one."""
        while self._timers and self._timers[0].cancelled:
            heapq.heappop(self._timers)
        return self._timers[0].when if self._timers else None

    def snapshot(self) -> tuple[Instant, Flow, Instant]:
        """The time, for `restore`. Timers are not part of it: whoever armed them arms them again."""
        return self.now(), self._flow, self._stamped

    def restore(self, saved: tuple[Instant, Flow, Instant]) -> None:
        """Go back to a saved time and drop every timer."""
        now, self._flow, self._stamped = saved
        self._timers.clear()
        self._move(now)

    def _move(self, instant: Instant) -> None:
        self._frozen_at = instant
        self._offset = instant - real_now()

    def _fire(self, until: Instant) -> None:
        try:
            while (due := self.next_due()) is not None and due <= until:
                self._held = due
                heapq.heappop(self._timers).action()
        finally:
            self._held = None
