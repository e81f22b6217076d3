"""ISO 8601 durations such as `PT15M`, `P1D`, `P1W`: to and from microseconds.

The forms are those of RFC 5545 section 3.3.6 with fractions of a second; years and months are refused: their length
depends on when.
A day here is exactly 24 hours. Where days are meant on the calendar (an all-day event, "the same time tomorrow" over a
change of the clocks), take the days apart with `split_duration` and add them to a wall-clock time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mockserver.clock import DAY, HOUR, MINUTE, SECOND

_DURATION = re.compile(
    r"([+-]?)P(?:([0-9]{1,6})W|(?:([0-9]{1,7})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,12})(?:[.,]([0-9]{1,6}))?S)?)?)"
)


class Duration(NamedTuple):
    """Whole days, and what is left in microseconds; both negative in a negative duration."""

    days: int
    microseconds: int


def parse_duration(text: str, *, signed: bool = False) -> int:
    """The length of a duration in microseconds, a day being 24 hours.

    A sign is read only where `signed`. Raises ValueError.
    """
    days, microseconds = split_duration(text, signed=signed)
    return days * DAY + microseconds


def split_duration(text: str, *, signed: bool = False) -> Duration:
    """A duration with its days (a week is seven) apart from its time, as it is written: `PT24H` has no day.

    A sign is read only where `signed`. Raises ValueError.
    """
    match = _DURATION.fullmatch(text)
    if match is None or text[-1] in "PT":
        raise ValueError(f"{text[:40]!r} is no duration; write such as PT15M, PT1H30M, P1D or P1W (no years or months)")
    sign, weeks, days, hours, minutes, seconds, fraction = match.groups()
    if sign and not signed:
        raise ValueError(f"{text!r} has a sign; a duration here is a plain length, such as {text[1:]}")
    factor = -1 if sign == "-" else 1
    time = int(hours or 0) * HOUR + int(minutes or 0) * MINUTE + int(seconds or 0) * SECOND
    time += int((fraction or "").ljust(6, "0"))
    return Duration(factor * (int(weeks or 0) * 7 + int(days or 0)), factor * time)


def duration_text(length: int) -> str:
    """A length in microseconds as a duration: `PT15M`, `P1DT2H`, `-PT5M`, `PT0S`; a day being 24 hours."""
    days, rest = divmod(abs(length), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    second_text = f"{seconds}.{fraction:06d}".rstrip("0") if fraction else str(seconds) if seconds else ""
    date = f"{days}D" if days else ""
    amounts = ((str(hours) if hours else "", "H"), (str(minutes) if minutes else "", "M"), (second_text, "S"))
    time = "".join(amount + unit for amount, unit in amounts if amount)
    body = f"{date}T{time}" if time else date or "T0S"
    return f"{'-' if length < 0 else ''}P{body}"
