"""From content lines to the parts of a series: rules anchored at its start, what RDATE adds, what EXDATE takes away."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mockserver.timing import lines, rule, wall
from mockserver.timing.lines import BadRecurrence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.timing.lines import Line
    from mockserver.timing.rule import Rule

# What a series is merged from: a number that orders and identifies an occurrence, and its naive time. The number is a
# timed one's instant, but the ordinal of an all-day one's date: where clocks skip a day, two days begin at one instant.
Item = tuple[int, datetime]


class Parts(NamedTuple):
    """What the lines of a series say. `taken` holds numbers as in Item, `taken_days` ordinals of dates."""

    rules: tuple[Rule, ...]
    exrules: tuple[Rule, ...]
    added: tuple[Item, ...]
    taken: frozenset[int]
    taken_days: frozenset[int]


def read_parts(texts: Sequence[str], start: datetime, zone: ZoneInfo, *, all_day: bool) -> Parts:
    """Read the lines of a series that starts at a naive time. Raises BadRecurrence."""
    given: dict[str, list[Line]] = {name: [] for name in lines.NAMES}
    for line in lines.read(texts):
        given[line.name].append(line)
    taken = [moment for line in given["EXDATE"] for moment in _taken(line, zone, all_day=all_day)]
    return Parts(
        rules=tuple(_rule(line, start, all_day=all_day) for line in given["RRULE"]),
        exrules=tuple(_rule(line, start, all_day=all_day) for line in given["EXRULE"]),
        added=tuple(sorted({item for line in given["RDATE"] for item in _added(line, zone, all_day=all_day)})),
        taken=frozenset(moment for moment in taken if isinstance(moment, int)),
        taken_days=frozenset(moment.toordinal() for moment in taken if isinstance(moment, date)),
    )


def naive(when: datetime | date) -> datetime:
    """A naive time as it is, a day as its midnight."""
    return when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)  # noqa: DTZ001 - wall clock


def _rule(line: Line, start: datetime, *, all_day: bool) -> Rule:
    """The rule of a line, with what it leaves to DTSTART filled in."""
    read = rule.parse(line.value, line.text)
    if all_day:
        if read.within_days:
            problem = f"{read.freq} repeats within a day, but the event is all-day; write DAILY or longer"
            raise BadRecurrence(line.text, "FREQ", problem)
        read = msgspec.structs.replace(read, byhour=(), byminute=(), bysecond=(), until_utc=False)
    return read.anchored(start)


def _added(line: Line, zone: ZoneInfo, *, all_day: bool) -> Iterator[Item]:
    """What an RDATE line adds."""
    for moment in lines.dates(line, zone):
        if isinstance(moment, date) != all_day:
            wrong = (
                "a day, but the event has a time" if isinstance(moment, date) else "a time, but the event is all-day"
            )
            right = "RDATE;VALUE=DATE:20260308" if all_day else "RDATE:20260308T093000Z"
            raise BadRecurrence(line.text, "RDATE", f"names {wrong}; write such as {right}")
        begins = naive(moment) if isinstance(moment, date) else _local(moment, zone)
        if begins is None or not 1 < begins.year < 9999:
            raise BadRecurrence(line.text, "RDATE", "names a date outside the years 2 to 9998")
        yield moment.toordinal() if isinstance(moment, date) else moment, begins


def _local(moment: Instant, zone: ZoneInfo) -> datetime | None:
    try:
        return wall.local(moment, zone)
    except ValueError:
        return None


def _taken(line: Line, zone: ZoneInfo, *, all_day: bool) -> Iterator[Instant | date]:
    """What an EXDATE line takes away."""
    for moment in lines.dates(line, zone):
        if all_day and not isinstance(moment, date):
            problem = "names a time, but the event is all-day; write such as EXDATE;VALUE=DATE:20260308"
            raise BadRecurrence(line.text, "EXDATE", problem)
        yield moment
