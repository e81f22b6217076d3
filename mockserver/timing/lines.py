"""The content lines of a recurrence: name, parameters, dates (RFC 5545 sections 3.1, 3.8.5.1, 3.8.5.2).

Reads `RRULE`, `EXRULE`, `RDATE` and `EXDATE` lines and the dates in them. What a rule means lives in `rule`, what a set
of lines means in `recurrence`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant

MAX_LINES = 200
MAX_LINE = 4_000  # characters
NAMES = ("RRULE", "EXRULE", "RDATE", "EXDATE")
_LINE = re.compile(r'([A-Za-z-]+)((?:;[A-Za-z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z-]+)=("[^"]*"|[^";:,]*)')
_DATE_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_SHOWN = 80  # characters of a line that a message quotes


class BadRecurrence(ValueError):  # noqa: N818 - says what happened
    """A recurrence that cannot be followed: `line` is its line, `part` what is wrong in it."""

    def __init__(self, line: str, part: str, problem: str) -> None:
        self.line = line
        self.part = part
        quoted = repr(line if len(line) <= _SHOWN else line[:_SHOWN] + "…")
        super().__init__(f"{quoted}: {part[:_SHOWN]}: {problem}")


class Line(NamedTuple):
    """One content line: its name in capitals, its parameters, its value, and all of it as it was given."""

    name: str
    parameters: dict[str, str]
    value: str
    text: str


def read(texts: Sequence[str]) -> list[Line]:
    """The content lines of a recurrence. Raises BadRecurrence."""
    if len(texts) > MAX_LINES:
        raise BadRecurrence(texts[MAX_LINES], "recurrence", f"{len(texts)} lines; at most {MAX_LINES} are read")
    return [_read_line(text) for text in texts]


def _read_line(text: str) -> Line:
    if len(text) > MAX_LINE:
        raise BadRecurrence(text, "length", f"{len(text)} characters; at most {MAX_LINE} are read")
    match = _LINE.fullmatch(text)
    if match is None:
        example = f"RRULE:{text}" if text.upper().startswith("FREQ=") else "RRULE:FREQ=WEEKLY;COUNT=4"
        raise BadRecurrence(text, "line", f"no content line, which is a name, a colon and a value: {example!r}")
    name = match[1].upper()
    if name in ("DTSTART", "DTEND", "DURATION"):
        raise BadRecurrence(text, name, f"an event's times stand in its start and end; write {', '.join(NAMES)} lines")
    if name not in NAMES:
        raise BadRecurrence(text, match[1], f"no recurrence line; write one of {', '.join(NAMES)}")
    return Line(name, _parameters(name, match[2], text), match[3], text)


def _parameters(name: str, written: str, text: str) -> dict[str, str]:
    known = () if name.endswith("RULE") else ("TZID", "VALUE")
    parameters: dict[str, str] = {}
    for key, value in _PARAMETER.findall(written):
        parameter = key.upper()
        if parameter not in known:
            allowed = f"only {' and '.join(known)}" if known else "none"
            raise BadRecurrence(text, key, f"{name} takes {allowed} as a parameter")
        if parameter in parameters:
            raise BadRecurrence(text, key, "stands twice; write it once")
        parameters[parameter] = value.strip('"')
    return parameters


def dates(line: Line, zone: ZoneInfo) -> list[date | Instant]:
    """What an `RDATE` or `EXDATE` line names: days as `date`, times as instants.

    A time without `Z` is wall-clock time in the line's TZID, else in `zone`. Raises BadRecurrence.
    """
    kind = line.parameters.get("VALUE", "").upper()
    if kind == "PERIOD":
        raise BadRecurrence(line.text, "VALUE", "periods are not supported; write each period's start as a date-time")
    if kind not in ("", "DATE", "DATE-TIME"):
        raise BadRecurrence(line.text, "VALUE", f"{kind!r} is no kind of date; write DATE or DATE-TIME")
    local_zone = _zone(line, zone)
    return [_moment(line, text, kind, local_zone) for text in line.value.split(",")]


def _zone(line: Line, zone: ZoneInfo) -> ZoneInfo:
    try:
        return zones.zone(line.parameters["TZID"]) if "TZID" in line.parameters else zone
    except zones.UnknownZone as unknown:
        raise BadRecurrence(line.text, "TZID", str(unknown)) from None


def _moment(line: Line, text: str, kind: str, zone: ZoneInfo) -> date | Instant:
    moment, utc = date_time(line.text, line.name, text)
    if not isinstance(moment, datetime):
        if kind == "DATE-TIME" or "TZID" in line.parameters:
            raise BadRecurrence(line.text, text, f"a day; write a date-time such as {text}T090000, or VALUE=DATE alone")
        return moment
    if kind == "DATE":
        raise BadRecurrence(line.text, text, f"a date-time in a VALUE=DATE line; write {text[:8]}")
    if utc and "TZID" in line.parameters:
        raise BadRecurrence(line.text, text, f"in UTC and in a TZID at once; write {text[:-1]}, or leave TZID out")
    return wall.instant(moment, zones.zone("UTC") if utc else zone)


def date_time(line: str, part: str, text: str) -> tuple[date | datetime, bool]:
    """Read `20260308`, `20260308T093000` or `20260308T093000Z`: a day or a naive time, and whether it is in UTC.

    A second of 60 counts as 59, as RFC 5545 section 3.3.12 asks of those without leap seconds. Raises BadRecurrence.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise BadRecurrence(line, part, f"{text[:_SHOWN]!r} is no date; write 20260308, 20260308T093000 or …T093000Z")
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day)), False
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), _second(second))  # noqa: DTZ001 - wall clock
    except ValueError as problem:
        raise BadRecurrence(line, part, f"{text!r} is no date: {problem}") from None
    return moment, bool(utc)


def _second(text: str) -> int:
    return 59 if text == "60" else int(text)
