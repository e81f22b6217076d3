"""What is asked of an event without decoding it, kept beside its fragment as `Record.extra`.

An event that does not recur has none. A series knows its first span, its recurrence and which of its days differ; an
exception its series and its original date.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads it at run time
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import DAY
from mockserver.documents import FOREVER
from mockserver.microsoft.events.occurrences import Occurrence, occurrences, series
from mockserver.microsoft.events.recurrence_rules import Recurrence  # noqa: TC001 - msgspec reads it at run time
from mockserver.microsoft.events.times import Span  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.clock import Instant


class SeriesFacts(msgspec.Struct, frozen=True):
    """A series. `cancelled` are the original dates that were deleted, `exceptions` those kept by themselves."""

    span: Span
    recurrence: Recurrence
    cancelled: frozenset[date] = frozenset()
    exceptions: frozenset[date] = frozenset()

    def extent(self) -> tuple[Instant, Instant]:
        """From the first start to the last end, or for ever."""
        start, end = self.span.viewed
        # Wall clocks are kept, so an occurrence may be longer than the first by what clocks are turned.
        found = series(self.recurrence, self.span).extent(end - start + DAY)
        if found is None:
            return start, end
        return found[0], FOREVER if found[1] is None else found[1]

    def occurrences(self, after: Instant | None = None, before: Instant | None = None) -> Iterator[Occurrence]:
        """The occurrences in a window that are not exceptions and were not deleted, ascending."""
        return occurrences(self.recurrence, self.span, after, before, self.cancelled | self.exceptions)

    def on(self, day: date) -> Occurrence | None:
        """The occurrence whose original date is this day, exceptions included; None where there is or remains none."""
        if day in self.cancelled:
            return None
        around = _around(day)
        found = occurrences(self.recurrence, self.span, *around)
        return next((occurrence for occurrence in found if occurrence.day == day), None)


class ExceptionFacts(msgspec.Struct, frozen=True):
    """An occurrence that was changed by itself: the id of its series, and the date it had there."""

    master: str
    day: date


Facts = SeriesFacts | ExceptionFacts | None


def series_of(extra: Any) -> SeriesFacts | None:
    return extra if isinstance(extra, SeriesFacts) else None


def exception_of(extra: Any) -> ExceptionFacts | None:
    return extra if isinstance(extra, ExceptionFacts) else None


def _around(day: date) -> tuple[Instant, Instant]:
    """A window in which what starts on a day in any zone starts."""
    from mockserver.timing import wall, zones  # noqa: PLC0415 - only where one occurrence is looked for

    middle = wall.midnight(day, zones.zone("UTC"))
    return middle - DAY, middle + 2 * DAY
