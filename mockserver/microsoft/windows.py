"""The window of a calendar view: `startDateTime` and `endDateTime`, read as Graph does.

Offsets count and preferences do not; what no recording shows is marked [inferred] where its refusal is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from mockserver.clock import DAY, parse_instant
from mockserver.microsoft.queries import parameter
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import INVALID_PARAMETER, WINDOW_MISSING, WINDOW_REVERSED, WINDOW_TOO_LONG

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.http.exchange import Exchange

LONGEST: Final = 1_825 * DAY
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d)(?P<second>:\d\d(?:\.\d{1,9})?)?(?P<offset>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)


class Window(msgspec.Struct, frozen=True):
    """From `after` up to, but without, `before`."""

    after: Instant
    before: Instant

    def takes(self, start: Instant, end: Instant) -> bool:
        """Whether something from `start` to `end` lies in it; what has no length does so from `after` on."""
        return start < self.before and (end > self.after or start >= self.after)


def read_window(exchange: Exchange) -> Window:
    """The window that a request asks for. Raises `Refusal` where it asks for none, or for one that cannot be."""
    return window_of(parameter(exchange, "startDateTime"), parameter(exchange, "endDateTime"))


def window_of(start: str | None, end: str | None) -> Window:
    """The window from one time to another, as they are written. Raises `Refusal`, as `read_window`."""
    if not start or not end:
        raise Refusal(WINDOW_MISSING, why="startDateTime and endDateTime, such as 2026-03-08T00:00:00Z, are needed")
    window = Window(_instant("startDateTime", start), _instant("endDateTime", end))
    if window.before < window.after:
        raise Refusal(WINDOW_REVERSED, why=f"startDateTime={start[:40]}, endDateTime={end[:40]}")
    if window.before - window.after > LONGEST:
        raise Refusal(WINDOW_TOO_LONG, why=f"it is {(window.before - window.after) // DAY} days")
    return window


def _instant(name: str, text: str) -> Instant:
    """An offset counts; without one it is UTC, whatever `Prefer` says."""
    match = _TIME.fullmatch(text.strip())
    try:
        if match is not None:
            day, time, second, offset = match.group("day", "time", "second", "offset")
            return parse_instant(f"{day}T{time or '00:00'}{second or ':00'}{offset or 'Z'}")
        why = f"{text[:40]!r} is no date-time"
    except ValueError as error:
        why = str(error)
    right = "It must be a date and time, such as 2026-03-08T00:00:00Z, in which + is written %2B."
    raise Refusal(INVALID_PARAMETER, name=name, value=text[:40], right=right, why=why)
